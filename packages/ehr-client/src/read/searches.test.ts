import { expect, test } from 'vitest'
import type { Dialect } from '../capabilities/offered.ts'
import { type Row, rowOf } from './reading-plan.ts'
import { isFoundByVisit, searchesFor } from './searches.ts'

const row = (type: string): Row => rowOf(type) ?? { type, why: '', context: 'patient', reads: 's' }
const listing = (type: string, searches: string[], includes?: string[]): Dialect => ({
  searches: { [type]: searches },
  includes: includes ? { [type]: includes } : {},
  system: [],
})
const DOSES = 'MedicationAdministration'
const first = (type: string, dialect: Dialect | undefined, encounter?: string) =>
  searchesFor(row(type), dialect, { patient: 'p 1', ...(encounter && { encounter }) })[0]

test('a server that does not say is asked as most understand it', () => {
  expect(first(DOSES, undefined)).toBe(
    `${DOSES}?patient=Patient/p%201&_include=MedicationAdministration:medication&_count=100`,
  )
})

test('an include that is not listed is left out', () => {
  expect(first(DOSES, listing(DOSES, ['patient', 'context'], []))).toBe(`${DOSES}?patient=Patient/p%201&_count=100`)
  expect(first(DOSES, listing(DOSES, ['patient', 'context'], ['*']))).toContain('_include=')
})

test('a server that lists a time and no visit wants the time', () => {
  expect(first(DOSES, listing(DOSES, ['patient', 'status', 'effective-time'], []))).toContain('effective-time=ge1990')
  expect(first(DOSES, listing(DOSES, ['patient', 'context', 'effective-time'], []))).not.toContain('effective-time')
})

test('forms with parameters that are not listed come last, for lists are not always complete', () => {
  const searches = searchesFor(row('Coverage'), listing('Coverage', ['beneficiary']), { patient: 'p1' })
  expect(searches[0]).toBe('Coverage?beneficiary=Patient/p1&_count=100')
  expect(searches).toHaveLength(row('Coverage').searches?.length ?? 0)
})

test('a server that finds charges by visit is asked so, with the status it lists as its own', () => {
  const oracle = listing('ChargeItem', ['context', 'account', '-status'])
  expect(isFoundByVisit(row('ChargeItem'), oracle)).toBe(true)
  expect(isFoundByVisit(row('ChargeItem'), listing('ChargeItem', ['patient', 'context']))).toBe(false)
  expect(isFoundByVisit(row('ChargeItem'), undefined)).toBe(false)
  expect(first('ChargeItem', oracle, 'e1')).toBe('ChargeItem?context=Encounter/e1&-status=billable&_count=100')
})
