import { afterEach, expect, test } from 'vitest'
import { draftOf, type Entries, hasEntries, type Whose } from './draft.ts'

const mine: Whose = { issuer: 'clinic', base: 'https://ehr.example/fhir', patient: 'p1', user: 'Practitioner/jordan' }
const stated = { discardedMg: '2', by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }
const entries: Entries = {
  focus: 'MedicationAdministration/d1',
  attested: { 'MedicationAdministration/d1': stated },
  overrides: {},
}
const at = (hour: number) => ({ now: () => Date.UTC(2026, 2, 3, hour) })

afterEach(() => sessionStorage.clear())

test('what was entered is there again for the same person, patient and EHR', async () => {
  ;(await draftOf(mine, at(10))).keep(entries)
  expect((await draftOf(mine, at(17))).read()).toEqual({ ...entries, at: '2026-03-03T10:00:00.000Z' })
})

test.each([
  ['patient', { patient: 'p2' }],
  ['person', { user: 'Practitioner/robin' }],
  ['EHR with the same patient id', { base: 'https://other.example/fhir' }],
  ['registration', { issuer: 'other' }],
])('another %s finds nothing, and then it is gone for everybody', async (_, difference) => {
  ;(await draftOf(mine, at(10))).keep(entries)
  expect((await draftOf({ ...mine, ...difference }, at(10))).read()).toBeUndefined()
  expect((await draftOf(mine, at(10))).read()).toBeUndefined()
})

test('after eight hours it is forgotten', async () => {
  ;(await draftOf(mine, at(8))).keep(entries)
  expect((await draftOf(mine, at(17))).read()).toBeUndefined()
  expect(sessionStorage).toHaveLength(0)
})

test('what was written to the chart is not kept, what is entered anew is', async () => {
  const draft = await draftOf(mine, at(10))
  draft.keep(entries)
  draft.settle(entries.focus, entries)
  expect(draft.read()).toMatchObject({ attested: {} })
  draft.keep({ ...entries, attested: { [entries.focus]: { ...stated, discardedMg: '3' } } })
  expect(draft.read()?.attested[entries.focus]?.discardedMg).toBe('3')
})

test('neither the key nor the disk names anybody', async () => {
  ;(await draftOf(mine, at(10))).keep(entries)
  expect(Object.keys(sessionStorage)).toEqual([expect.stringMatching(/^doseline\.draft\.[0-9a-f]{64}$/)])
  expect(localStorage).toHaveLength(0)
})

test('a dose that was looked at is no entry', () => {
  expect(hasEntries({ attested: {}, overrides: { d1: [] } })).toBe(false)
  expect(hasEntries(entries)).toBe(true)
})
