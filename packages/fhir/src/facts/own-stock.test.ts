import type { MedicationAdministration } from 'fhir/r4'
import { expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { isOfOneDrug } from './own-stock.ts'

const of = (text: string) => ({
  key: `MedicationAdministration/${text.length}`,
  resource: {
    resourceType: 'MedicationAdministration',
    medicationCodeableConcept: { text },
  } as MedicationAdministration,
})

test.each([
  ['denosumab 60 mg/mL subcutaneous syringe', 'Denosumab (Prolia) injection', true],
  ['denosumab 60 mg/mL subcutaneous syringe', 'semaglutide 1 mg subcutaneous pen injector', false],
  ['zoledronic acid 5 mg/100 mL infusion', 'folic acid 1 mg tablet', false],
])('“%s” and “%s” are one drug: %s', (one, another, isOne) => {
  expect(isOfOneDrug(chartFrom([]), of(one), of(another))).toBe(isOne)
})
