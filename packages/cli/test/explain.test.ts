import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doseline } from '@doseline/testkit/doseline'
import { describe, expect, test } from 'vitest'

const explain = (...args: string[]) => doseline(['explain', ...args])

function fileWith(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'doseline-')), 'given.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('doseline explain', () => {
  test('prints the verdict on a scenario', async () => {
    const { exit, said } = await explain('medicare-mepsevii-discard-recorded')
    expect(exit).toBe(0)
    expect(said).toContain('READY')
    expect(said).toContain('J3397-JW × 2')
  })

  test('of a lone MedicationAdministration, nothing else was read, and a drug it does not know is never charged', async () => {
    const ceftriaxone = {
      resourceType: 'MedicationAdministration',
      id: 'one',
      status: 'in-progress',
      medicationCodeableConcept: { text: 'Ceftriaxone 1 g' },
      subject: { reference: 'Patient/p' },
      effectiveDateTime: '2026-03-02',
    }
    const { exit, said } = await explain(fileWith(ceftriaxone))
    expect(exit).toBe(0)
    expect(said).toContain('Doseline does not support this drug (Ceftriaxone 1 g).')
    expect(said).not.toMatch(/\b[JQ]\d{4}\b/)
  })

  test.each([
    ['a name that is neither', ['nowhere'], 2, /no scenario and no file “nowhere”/],
    [
      'a code book that does not exist',
      ['medicare-prolia-in-order', '--book', 'cpt'],
      2,
      /no code book “cpt”; there are/,
    ],
    ['a time zone that is none', ['medicare-prolia-in-order', '--zone', 'Eastern'], 2, /such as America\/New_York/],
    [
      'a dose without its type',
      ['medicare-prolia-in-order', '--focus', 'ma1'],
      2,
      /MedicationAdministration\/ and an id/,
    ],
    ['a file that is not JSON', [fileWith('{')], 1, /is not JSON/],
    ['a file that is not FHIR', [fileWith({ a: 1 })], 1, /has no resourceType/],
  ])('says what to do about %s', async (_, args, code, message) => {
    const { exit, said } = await explain(...args)
    expect(exit).toBe(code)
    expect(said).toMatch(message)
  })

  test('says so where there is no dose in the file', async () => {
    const { said } = await explain(fileWith({ resourceType: 'Patient', id: 'p' }))
    expect(said).toContain('nothing to judge')
  })
})
