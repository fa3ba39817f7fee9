import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { day } from '@doseline/dose'
import { expect, test } from 'vitest'
import { loadReleases, readData, writeParsed } from './load.ts'
import { asRelease } from './releases/as-release.ts'
import { RowBytes } from './releases/row-bytes.ts'

function aCopyOfTheData(): { readonly folder: URL; readonly path: (file: string) => string } {
  const copy = mkdtempSync(join(tmpdir(), 'codebook-'))
  cpSync(new URL('../data', import.meta.url), copy, { recursive: true })
  return { folder: pathToFileURL(`${copy}/`), path: (file) => join(copy, file) }
}

test('the data that a bundle brings along as JSON is the data of the YAML files', () => {
  const { folder, path } = aCopyOfTheData()
  const ofYaml = readData(folder)
  writeParsed(folder)
  expect(existsSync(path('parsed.json'))).toBe(true)
  expect(readData(folder)).toEqual(ofYaml)
})

test('JSON of other texts is not read', () => {
  const { folder, path } = aCopyOfTheData()
  writeParsed(folder)
  appendFileSync(path('denials.yaml'), '\n# another edition\n')
  writeFileSync(path('rules.yaml'), 'not-a-rule: what\n')
  expect(() => readData(folder)).toThrow('rules.yaml')
})

test('the JSON is read: a value that was changed in it alone has that value', () => {
  const { folder, path } = aCopyOfTheData()
  writeParsed(folder)
  const text = readFileSync(path('parsed.json'), 'utf8').replaceAll('Medicare Part B', 'Medicare Part Z')
  writeFileSync(path('parsed.json'), text)
  expect(readData(folder).payers['medicare-part-b']?.label).toBe('Medicare Part Z')
})

test('a release that is taken in later leaves the JSON as it is, and makes another version', () => {
  const { folder, path } = aCopyOfTheData()
  writeParsed(folder)
  const { version } = readData(folder)
  const list = { kind: 'ICD-10-CM code list', rows: RowBytes.of(['M81.0\t1']), read: 1, fiscalYear: '2026' } as const
  const { head, bytes } = asRelease(list, { file: 'icd10cm_order_2026.txt', digest: '0', read: day('2026-01-02') })
  writeFileSync(path(`releases/${head.id}.tsv`), bytes)
  expect(readData(folder).version).not.toBe(version)
  const releases = loadReleases(folder)
  expect(['M81.0', 'M81'].map((code) => releases.isDiagnosis(code, day('2026-09-30')))).toEqual([true, false])
  expect(releases.isDiagnosis('M81.0', day('2026-10-01'))).toBeUndefined()
})
