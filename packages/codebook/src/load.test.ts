import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { readData, writeParsed } from './load.ts'

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

test('a list of codes that is loaded later leaves the JSON as it is, and makes another version', () => {
  const { folder, path } = aCopyOfTheData()
  writeParsed(folder)
  const { version } = readData(folder)
  mkdirSync(path('icd-10-cm'), { recursive: true })
  writeFileSync(path('icd-10-cm/2026.txt'), 'M810    Age-related osteoporosis without current pathological fracture\n')
  expect(readData(folder).version).not.toBe(version)
  expect(Object.keys(readData(folder).icd10cm)).toContain('2026')
})
