import { createReadStream, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { doseline } from '@doseline/testkit/doseline'
import type { FhirResource } from 'fhir/r4'
import { extract } from 'tar-stream'
import { beforeAll, describe, expect, test } from 'vitest'

const FILE = 'doseline.codebook-2026.1.0.tgz'
const folder = () => mkdtempSync(join(tmpdir(), 'codebook-'))

/** The files of a package, by name, as a loader unpacks them. */
async function unpacked(file: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const entry of createReadStream(file).pipe(createGunzip()).pipe(extract())) {
    found.set(entry.header.name, await text(entry))
  }
  return found
}

test('a folder that cannot be made is told, and nothing waits for it', async () => {
  const { complained, exit } = await doseline(['codebook', 'publish', '--out', '/proc/codebook'])
  expect(complained).toContain('/proc/codebook')
  expect(exit).toBe(1)
})

describe('the code book as a package', () => {
  const [once, again] = [folder(), folder()]
  let said: string
  beforeAll(async () => {
    const first = await doseline(['codebook', 'publish', '--out', once, '--day', '2026-03-02'])
    expect(first.complained).toBe('')
    said = first.said
    await doseline(['codebook', 'publish', '--out', again, '--day', '2026-01-01'])
  })

  test('is the same, byte by byte, for two days of one quarter', () => {
    expect(readFileSync(join(again, FILE)).equals(readFileSync(join(once, FILE)))).toBe(true)
  })

  test('is named with its sources, its version and its digest', () => {
    expect(said).toContain(`${FILE}: 40 resources of asp-crosswalk-2026-01 and payment-limits-2026-01`)
    expect(said).toMatch(/version 2026\.1\.0, SHA-256 [0-9a-f]{64}\n/)
    expect(said).not.toContain('ended')
  })

  test('holds the same in its folder and in its file, and an index of all of it', async () => {
    const files = await unpacked(join(once, FILE))
    const names = [...files.keys()].map((name) => name.replace(/^package\//, ''))
    expect(names.toSorted()).toEqual(readdirSync(join(once, 'package')).toSorted())
    for (const name of names)
      expect(files.get(`package/${name}`)).toBe(readFileSync(join(once, 'package', name), 'utf8'))
    const index = JSON.parse(files.get('package/.index.json') ?? '') as { files: { filename: string; id: string }[] }
    expect(index.files.map(({ filename }) => filename)).toEqual(names.filter((name) => /^[A-Z]/.test(name)))
    for (const { filename, ...entry } of index.files) {
      const resource = JSON.parse(files.get(`package/${filename}`) ?? '') as FhirResource
      expect(resource).toMatchObject(entry)
      expect(filename).toBe(`${resource.resourceType}-${resource.id}.json`)
    }
  })

  test('names FHIR R4 as what it is written in and depends on', async () => {
    const manifest = JSON.parse((await unpacked(join(once, FILE))).get('package/package.json') ?? '')
    expect(manifest).toMatchObject({
      name: 'doseline.codebook',
      version: '2026.1.0',
      fhirVersions: ['4.0.1'],
      dependencies: { 'hl7.fhir.r4.core': '4.0.1' },
      date: '20261129000000',
    })
  })

  test('has no file beyond a megabyte', () => {
    for (const name of readdirSync(join(once, 'package')))
      expect(readFileSync(join(once, 'package', name)).length, name).toBeLessThan(1_000_000)
  })
})

describe('what cannot be published', () => {
  test('a day before every release ends with 1 and what to load', async () => {
    const { exit, complained } = await doseline(['codebook', 'publish', '--out', folder(), '--day', '2025-06-30'])
    expect([exit, complained]).toEqual([1, expect.stringContaining('No NDC–HCPCS crosswalk had begun by 2025-06-30')])
  })

  test('a release that ended before the day is published as what it is, and that is said', async () => {
    const { exit, said } = await doseline(['codebook', 'publish', '--out', folder(), '--day', '2026-11-30'])
    expect([exit, said]).toEqual([0, expect.stringContaining('which ended before 2026-11-30')])
  })

  test('a folder that is a file ends with 1', async () => {
    const file = join(folder(), 'taken')
    writeFileSync(file, '')
    const { exit, complained } = await doseline(['codebook', 'publish', '--out', file, '--day', '2026-03-02'])
    expect([exit, complained]).toEqual([1, expect.stringContaining(file)])
  })
})
