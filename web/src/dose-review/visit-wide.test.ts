import { expect, test } from 'vitest'
import { aDose } from '../testing/an-answer.ts'
import { othersOfVisit, statedOfVisit } from './visit-wide.ts'

const by = { by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }
const dose = (id: string, difference: object = {}) => aDose({ focus: `MedicationAdministration/${id}`, ...difference })
const doses = [dose('d1'), dose('d2'), dose('d3', { encounter: 'Encounter/e2' }), dose('d4', { supported: false })]

test('the others of a visit are its doses that are checked, and none where no visit is charted', () => {
  expect(othersOfVisit(doses, 'MedicationAdministration/d1').map(({ focus }) => focus)).toEqual([
    'MedicationAdministration/d2',
  ])
  const { encounter: _, ...alone } = dose('d9')
  expect(othersOfVisit([alone, ...doses], alone.focus)).toEqual([])
})

test('what is stated of the visit holds for the others of it, and what is stated of the dose does not', () => {
  const others = othersOfVisit(doses, 'MedicationAdministration/d1')
  const before = {
    'MedicationAdministration/d2': { acquired: 'bought' as const, by: 'Ana', at: '2026-03-02T09:00:00Z' },
  }
  expect(statedOfVisit(before, { notCharged: true, discardedMg: '2', ...by }, others)).toEqual({
    'MedicationAdministration/d2': { acquired: 'bought', notCharged: true, ...by },
  })
  expect(statedOfVisit(before, { discardedMg: '2', ...by }, others)).toBe(before)
})
