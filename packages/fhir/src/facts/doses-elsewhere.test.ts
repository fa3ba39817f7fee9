import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { NDC } from '../code-systems.ts'
import { anAdministration } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const statement = (differs: object) => ({
  resourceType: 'MedicationStatement',
  id: 's',
  status: 'completed',
  subject: { reference: 'Patient/p1' },
  medicationCodeableConcept: { coding: [{ system: NDC, code: '69794-001-01' }], text: 'Mepsevii' },
  effectiveDateTime: '2026-02-24',
  ...differs,
})
const dispense = (differs: object) => ({
  resourceType: 'MedicationDispense',
  id: 'd',
  status: 'completed',
  subject: { reference: 'Patient/p1' },
  medicationCodeableConcept: { text: 'Mepsevii' },
  whenHandedOver: '2026-02-24T08:00:00-05:00',
  ...differs,
})
const found = (other: object, given: object = {}): string[] => {
  const chart = chartFrom([anAdministration(given), other as FhirResource])
  const { dosesElsewhere } = chartedDose(chart, 'MedicationAdministration/ma-1')
  if (!dosesElsewhere?.known) return ['not known']
  return dosesElsewhere.value.map(({ how, from, until, doubt }) =>
    [how, from === until ? from : `${from ?? ''}–${until ?? ''}`, doubt].filter(Boolean).join(' | '),
  )
}

describe('a statement', () => {
  test.each<[string, object, string[]]>([
    ['of one day that is past', {}, ['stated | 2026-02-24']],
    [
      'of a period of one day',
      { effectiveDateTime: undefined, effectivePeriod: { start: '2026-02-24', end: '2026-02-24' } },
      ['stated | 2026-02-24'],
    ],
    ['that was not taken', { status: 'not-taken' }, []],
    ['that is only meant', { status: 'intended' }, []],
    [
      'without a day, as a list of medicines has it',
      { status: 'active', effectiveDateTime: undefined },
      ['stated | MedicationStatement/s is active; it does not say that a dose was given.'],
    ],
    [
      'of which only the day is known on which it was asserted',
      { effectiveDateTime: undefined, dateAsserted: '2026-01-06' },
      [
        'stated | –2026-01-06 | MedicationStatement/s speaks of a time before 2026-01-06; it does not name the day of a dose.',
      ],
    ],
    ['of this very dose', { derivedFrom: [{ reference: 'MedicationAdministration/ma-1' }] }, []],
    [
      'of a drug that goes on',
      { status: 'active', effectiveDateTime: undefined, effectivePeriod: { start: '2026-01-05' } },
      ['stated | 2026-01-05– | MedicationStatement/s is active; it does not say that a dose was given.'],
    ],
    [
      'of a month',
      { effectiveDateTime: '2026-02' },
      [
        'stated | 2026-02-01–2026-02-28 | MedicationStatement/s speaks of 2026-02-01 to 2026-02-28; it does not name the day of a dose.',
      ],
    ],
    [
      'of a time from then to then',
      { effectiveDateTime: undefined, effectivePeriod: { start: '2025-01-05', end: '2026-01-05' } },
      [
        'stated | 2026-01-05 | MedicationStatement/s speaks of 2025-01-05 to 2026-01-05; it does not name the day of a dose.',
      ],
    ],
    [
      'by the patient',
      { informationSource: { reference: 'Patient/p1' } },
      ['stated | 2026-02-24 | MedicationStatement/s is what Patient/p1 tells; no record of the dose is in the chart.'],
    ],
    [
      'in a status of nobody',
      { status: 'done' },
      ['stated | 2026-02-24 | MedicationStatement/s has the status “done”, which is not one that FHIR R4 has there.'],
    ],
    ['about another patient', { subject: { reference: 'Patient/p2' } }, []],
  ])('%s', (_, differs, says) => expect(found(statement(differs))).toEqual(says))
})

describe('a dispense', () => {
  const OPEN = 'dispensed | 2026-02-24 | MedicationDispense/d was dispensed; no record says whether it was given.'
  test.each<[string, object, string[]]>([
    ['is no dose by itself, and may have become one', {}, [OPEN]],
    ['that is prepared', { status: 'in-progress' }, [OPEN]],
    ['that was cancelled', { status: 'cancelled' }, []],
    ['for this very dose', { partOf: [{ reference: 'MedicationAdministration/ma-1' }] }, []],
    [
      'without a day',
      { whenHandedOver: undefined },
      ['dispensed | MedicationDispense/d was dispensed; no record says whether it was given.'],
    ],
    [
      'in another case',
      { status: 'Completed' },
      [
        'dispensed | 2026-02-24 | MedicationDispense/d has the status “Completed”, which is not one that FHIR R4 has there.',
      ],
    ],
  ])('%s', (_, differs, says) => expect(found(dispense(differs))).toEqual(says))

  test('for the order of this dose is its own', () => {
    const order = { reference: 'MedicationRequest/o' }
    expect(found(dispense({ authorizingPrescription: [order] }), { request: order })).toEqual([])
  })
})
