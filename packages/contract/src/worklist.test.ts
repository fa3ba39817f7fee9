import { expect, test } from 'vitest'
import { Money, WorklistPatch, WorklistSearch } from './worklist.ts'

test('an amount of money is decimal text, never a number', () => {
  expect(Money.safeParse({ amount: '1234.50', currency: 'USD' }).success).toBe(true)
  expect(Money.safeParse({ amount: 1234.5, currency: 'USD' }).success).toBe(false)
  expect(Money.safeParse({ amount: '1e3', currency: 'USD' }).success).toBe(false)
})

test('a search without filters asks for the first page by date of service, without what was put off', () => {
  expect(WorklistSearch.parse({})).toEqual({
    sort: 'date-of-service',
    order: 'ascending',
    snoozed: 'hide',
    limit: 50,
  })
})

test('a row is put off to a day and for a reason, and a change names something', () => {
  expect(WorklistPatch.safeParse({ snooze: { until: '2026-12-04' } }).success).toBe(false)
  expect(WorklistPatch.safeParse({ snooze: { until: '2026-12-04', reason: 'Letter is out' } }).success).toBe(true)
  expect(WorklistPatch.safeParse({ snooze: null }).success).toBe(true)
  expect(WorklistPatch.safeParse({}).success).toBe(false)
})
