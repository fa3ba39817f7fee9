import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type BillOfMaterials, billOfMaterials } from './supply-chain/cyclonedx.ts'
import { lockfileFrom, neededBy } from './supply-chain/lockfile.ts'
import { barelyExcepted, policyFrom } from './supply-chain/policy.ts'

const ROOT = resolve(import.meta.dirname, '..')
const workspace = readFileSync(resolve(ROOT, 'pnpm-workspace.yaml'), 'utf8')
const lockText = readFileSync(resolve(ROOT, 'pnpm-lock.yaml'), 'utf8')
const lockfile = lockfileFrom(lockText)
const EXACT = /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[\w.]{1,40})?$/

describe('what comes in from the registry', () => {
  const policy = policyFrom(workspace)

  test('waits three days, with no less proof of where it comes from than before, and from the registry alone', () => {
    expect(policy).toMatchObject({
      minimumReleaseAge: 3 * 24 * 60,
      trustPolicy: 'no-downgrade',
      blockExoticSubdeps: true,
    })
  })

  test('runs no script of its own on installing', () => {
    expect(Object.entries(policy.allowBuilds ?? {}).filter(([, allowed]) => allowed)).toEqual([])
  })

  test('every exception names one version, a day and a reason', () => {
    expect(barelyExcepted(workspace)).toEqual([])
  })

  test('and what does not is found', () => {
    const lines = (...each: string[]) => ['minimumReleaseAgeExclude:', ...each, 'catalog:', '  - x'].join('\n')
    expect(barelyExcepted(lines('  - left-pad@1.3.0 # 2026-11-28: mends a hole that is being used.'))).toEqual([])
    for (const bare of [
      '  - left-pad@1.3.0',
      '  - left-pad # 2026-11-28: for some good reason',
      '  - "@x/*" # 2026-11-28: all',
    ]) {
      expect(barelyExcepted(lines(bare))).toEqual([bare])
    }
    expect(barelyExcepted('trustPolicyExclude: [left-pad]')).toEqual(['trustPolicyExclude: [left-pad]'])
  })

  test('every version is exact', () => {
    const files = globSync(
      ['package.json', '{packages,services}/*/package.json', '{web,benchmarks,fhir-fixtures}/package.json'],
      {
        cwd: ROOT,
      },
    )
    const asked = files.flatMap((file) => {
      const read = JSON.parse(readFileSync(resolve(ROOT, file), 'utf8')) as Record<string, Record<string, string>>
      return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
        Object.entries(read[kind] ?? {}).map(([name, version]) => `${file}: ${name} ${version}`),
      )
    })
    const catalog = Object.entries(policy.catalog ?? {}).map(([name, version]) => `catalog: ${name} ${version}`)
    const loose = [...asked, ...catalog].filter((line) => {
      const version = line.slice(line.lastIndexOf(' ') + 1)
      return version !== 'catalog:' && version !== 'workspace:*' && !EXACT.test(version)
    })
    expect(asked.length).toBeGreaterThan(50)
    expect(loose).toEqual([])
  })
})

describe('the bill of materials', () => {
  const bill = billOfMaterials(lockfile, lockText, '0.1.0')

  test('names every package of the lockfile once, with its address and its hash', () => {
    const purls = bill.components.map(({ purl }) => purl)
    expect(purls).toHaveLength(Object.keys(lockfile.packages).length)
    expect(new Set(purls).size).toBe(purls.length)
    for (const { purl, hashes } of bill.components) {
      expect(purl).toMatch(/^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d/)
      expect(hashes?.[0]).toMatchObject({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) })
    }
  })

  test('every dependency leads to a component', () => {
    const known = new Set(bill.components.map((component) => component['bom-ref']))
    const { dependencies } = bill
    expect(dependencies.length).toBe(known.size + 1)
    for (const { dependsOn } of dependencies) for (const ref of dependsOn) expect(known).toContain(ref)
    expect(
      dependencies.find(({ ref }) => ref === `pkg:npm/${encodeURIComponent('@hono')}/zod-openapi@1.6.3`)?.dependsOn,
    ).toContain('pkg:npm/zod@4.6.7')
  })

  test('tells what ships from what builds and tests it', () => {
    const scopeOf = (name: string) =>
      bill.components.find(({ group, name: known }) => (group ? `${group}/${known}` : known) === name)?.scope
    expect(['hono', 'pg', 'lit', 'fraction.js', 'fhirclient'].map(scopeOf)).toEqual(Array(5).fill('required'))
    expect(['vitest', 'typescript', 'playwright', '@biomejs/biome'].map(scopeOf)).toEqual(Array(4).fill('excluded'))
    expect(neededBy(lockfile, ['packages/dose']).size).toBeLessThan(10)
  })

  test('the command writes it, the same for the same lockfile', () => {
    const said = () => execFileSync(process.execPath, ['scripts/sbom.ts'], { cwd: ROOT, encoding: 'utf8' })
    const first = said()
    expect(first).toBe(said())
    const { bomFormat, specVersion, serialNumber } = JSON.parse(first) as BillOfMaterials
    expect([bomFormat, specVersion]).toEqual(['CycloneDX', '1.6'])
    expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
