import { describe, expect, test } from 'vitest'
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

describe('what is stated of the visit', () => {
  const focus = 'MedicationAdministration/d1'
  const others = othersOfVisit(doses, focus)
  const notCharged = { notCharged: true as const, discardedMg: '2', ...by }

  test('holds for the others of it, and what is stated of the dose does not', () => {
    expect(statedOfVisit({ attested: {}, focus, stated: notCharged, others })).toEqual({
      [focus]: notCharged,
      'MedicationAdministration/d2': { notCharged: true, ...by },
    })
    const stated = { discardedMg: '2', ...by }
    expect(statedOfVisit({ attested: {}, focus, stated, others })).toEqual({ [focus]: stated })
  })

  test('leaves a dose alone of which somebody stated something, with its author and its time', () => {
    const attested = {
      'MedicationAdministration/d2': { acquired: 'bought' as const, by: 'Ana', at: '2026-03-02T09:00:00Z' },
    }
    const after = statedOfVisit({ attested, focus, stated: notCharged, others })
    expect(after['MedicationAdministration/d2']).toBe(attested['MedicationAdministration/d2'])
  })

  test('goes with the statement it came from', () => {
    const attested = statedOfVisit({ attested: {}, focus, stated: notCharged, others })
    expect(statedOfVisit({ attested, focus, stated: undefined, others: [] })).toEqual({})
    const later = { discardedMg: '2', by: by.by, at: '2026-03-03T10:05:00Z' }
    expect(statedOfVisit({ attested, focus, stated: later, others })).toEqual({ [focus]: later })
  })
})
