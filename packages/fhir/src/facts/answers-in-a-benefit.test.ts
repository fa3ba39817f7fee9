import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { anAdministration } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const PROLIA = { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J0897' }] }
const granted = (differs: object) => {
  const benefit = {
    resourceType: 'ExplanationOfBenefit',
    id: 'eob',
    status: 'active',
    use: 'preauthorization',
    patient: { reference: 'Patient/p1' },
    created: '2026-01-10',
    insurer: { display: 'Payer' },
    outcome: 'complete',
    ...differs,
  }
  const { authorizations } = chartedDose(
    chartFrom([anAdministration({}), benefit] as unknown as FhirResource[]),
    'MedicationAdministration/ma-1',
  )
  return authorizations.known ? authorizations.value.map(({ number, codes }) => [number, codes[0]?.code]) : []
}

test('an explanation of benefits gives one authorization for each of its numbers', () => {
  const item = [{ sequence: 1, productOrService: PROLIA }]
  expect(granted({ preAuthRef: ['A-1', 'A-2'], item })).toEqual([
    ['A-1', 'J0897'],
    ['A-2', 'J0897'],
  ])
})

test('what the payer added to it is read as what was asked for', () => {
  expect(granted({ preAuthRef: ['A-1'], addItem: [{ productOrService: PROLIA }] })).toEqual([['A-1', 'J0897']])
})
