import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', script), ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

function fileWith(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'doseline-')), 'given.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('pnpm explain', () => {
  test('prints the verdict on a scenario', () => {
    const { status, stdout } = run('explain.ts', 'medicare-mepsevii-discard-recorded')
    expect(status).toBe(0)
    expect(stdout).toContain('READY')
    expect(stdout).toContain('J3397-JW × 2')
  })

  test('of a lone MedicationAdministration, nothing else was read, and a drug it does not know is never charged', () => {
    const ceftriaxone = {
      resourceType: 'MedicationAdministration',
      id: 'one',
      status: 'in-progress',
      medicationCodeableConcept: { text: 'Ceftriaxone 1 g' },
      subject: { reference: 'Patient/p' },
      effectiveDateTime: '2026-03-02',
    }
    const { status, stdout } = run('explain.ts', fileWith(ceftriaxone))
    expect(status).toBe(0)
    expect(stdout).toContain('Doseline does not cover this drug (Ceftriaxone 1 g).')
    expect(stdout).not.toMatch(/\b[JQ]\d{4}\b/)
  })

  test.each([
    ['nothing', [], /pnpm explain <scenario/],
    ['a name that is neither', ['nowhere'], /no scenario and no file “nowhere”/],
    ['a file that is not JSON', [fileWith('{')], /is not JSON/],
    ['a file that is not FHIR', [fileWith({ a: 1 })], /has no resourceType/],
    ['a code book that does not exist', ['medicare-prolia-in-order', '--book', 'cpt'], /no code book “cpt”/],
  ])('says what to do about %s', (_, args, message) => {
    const { status, stderr } = run('explain.ts', ...args)
    expect(status).toBe(1)
    expect(stderr).toMatch(message)
  })

  test('says so where there is no dose in the file', () => {
    expect(run('explain.ts', fileWith({ resourceType: 'Patient', id: 'p' })).stdout).toContain('nothing to judge')
  })
})

describe('pnpm book --diff', () => {
  test('puts the two books side by side, and says which is not for submission', () => {
    const { status, stdout } = run('book.ts', '--diff', 'cms', 'article', '2026-03-02')
    expect(status).toBe(0)
    const line = (brand: string) => stdout.split('\n').find((each) => each.trim().startsWith(`${brand} `))
    expect(line('Prolia')).toMatch(/J0897 \(1 mg\) +J3397 \(1 mg\)/)
    expect(line('Mepsevii')).toMatch(/J3397 \(1 mg\) +cannot tell/)
    expect(line('Xgeva')).toMatch(/J0897 \(1 mg\) +J0897 \(1 mg\)/)
    expect(stdout).toContain('NOT FOR SUBMISSION')
    expect(stdout).toContain('article is silent on: mue')
  })

  test('says which book there is not', () => {
    expect(run('book.ts', '--diff', 'cms', 'wikipedia').stderr).toContain('There is no code book “wikipedia”')
  })
})

describe('pnpm scenario', () => {
  test('prints the dose after each station', () => {
    const { status, stdout } = run('scenario.ts', 'medicare-prolia-under-the-article')
    expect(status).toBe(0)
    const stations = ['① read', '② facts', '③ rules', '④ verdict', '⑤ lines', '⑥ write-back', 'because']
    expect(stations.filter((station) => !stdout.includes(`\n${station}\n`))).toEqual([])
    expect(stdout).toMatch(/create ChargeItem not-billable: NOT FOR SUBMISSION/)
  })

  test('lists the scenarios there are', () => {
    const { status, stderr } = run('scenario.ts', 'nowhere')
    expect(status).toBe(1)
    expect(stderr).toContain('medicare-prolia-in-order')
  })
})

describe('pnpm book', () => {
  test('prints what is in force with its sources', () => {
    const { status, stdout } = run('book.ts', '2026-03-02', '--payer', 'medicare-part-b')
    expect(status).toBe(0)
    expect(stdout).toMatch(/code\s+J3397 \(1 mg\), since 2019-01-01 {2}\[cms-hcpcs]/)
    expect(stdout).toMatch(/discarded drug\s+JW or JZ, since 2023-07-01 {2}\[hhs-jz]/)
  })

  test.each([
    [['2026-02-30'], /“2026-02-30” is not a day/],
    [['2026-03-02', '--payer', 'nobody'], /no payer “nobody”/],
    [['2026-03-02', '--product', 'aspirin'], /no product “aspirin”/],
  ])('%j is refused with what there is', (args, message) => {
    const { status, stderr } = run('book.ts', ...args)
    expect(status).toBe(1)
    expect(stderr).toMatch(message)
  })
})

describe('npm start', () => {
  test('says which port is taken', async () => {
    const taken = createServer().listen(0, 'localhost')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const child = spawn(process.execPath, [join(ROOT, 'scripts/start.ts')], { env: { ...process.env, EHR_PORT: port } })
    let said = ''
    child.stderr.on('data', (data) => {
      said += String(data)
    })
    const [status] = await once(child, 'exit')
    taken.close()
    expect([status, said.trim()]).toEqual([1, `Port ${port} (EHR_PORT) is taken. Set EHR_PORT to another one.`])
  })
})
