import { expect, test } from 'vitest'
import { addressOf, exportOf, filterOf, orderOf, selectionIn, totalsOf } from './selection.ts'

test('a selection goes into the address and comes back, without the patient', () => {
  const selection = selectionIn('?payer=Medicare&who=nurse&olderThanDays=30&sort=file-by&group=rule')
  expect(selectionIn(addressOf(selection))).toEqual(selection)
  const named = { ...selection, filter: { ...selection.filter, patient: 'Shaw' } }
  expect(addressOf(named)).not.toContain('Shaw')
  expect(exportOf(named)).not.toContain('Shaw')
  expect(filterOf(named)).toMatchObject({ patient: 'Shaw', payer: ['Medicare'], olderThanDays: 30 })
})

test('without a status the open doses are shown, and totals compare every status', () => {
  expect(filterOf(selectionIn(''))).toEqual({ status: ['ready', 'not-ready', 'needs-information'] })
  expect(totalsOf(selectionIn('?status=ready&drug=Prolia'))).toEqual({ drug: ['Prolia'] })
})

test('an address that knows other names and sorts is read as far as it goes', () => {
  expect(selectionIn('?sort=color&evil=1')).toEqual({ filter: {}, sort: 'date-of-service', group: '' })
  expect([orderOf('date-of-service'), orderOf('expected-payment')]).toEqual(['ascending', 'descending'])
})
