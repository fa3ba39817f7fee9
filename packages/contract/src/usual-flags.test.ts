import { expect, test } from 'vitest'
import { isUsualFlag } from './usual-flags.ts'

test.each([
  'Fall risk',
  'Advance Directive on file',
  'CKD stage 3',
  'Anticoagulation Therapy',
  'Lymphedema R arm',
  'No BP or sticks L arm',
  'Do not use left arm',
  'No blood products',
  'FYI',
  'PCP Assignment',
  'MyChart Pending',
  'Chronic Care Management',
  'HOH',
  'Legally blind',
  'Tobacco user',
  'Former smoker',
  'Sepsis alert',
  'Malnutrition risk',
  'High risk medication',
  'Hypocalcemia risk',
  'Hearing aids',
  'Transgender',
  'Lives alone',
  'SDOH needs',
  'Pneumonia vaccine due',
])('“%s” is of care alone', (words) => {
  expect(isUsualFlag([words])).toBe(true)
})

test.each([
  'Code 44',
  'Condition code 44',
  'Do not use drug',
  'Do not use',
  'Do not file',
  'No drug',
  'Avoid medication',
  'Needle stick exposure',
  'Blood exposure',
  'Patient assistance',
  'Medication assistance',
  'On file',
  'On Prolia',
])('“%s” is read', (words) => {
  expect(isUsualFlag([words])).toBe(false)
})

test('that the patient is on the drug of the dose is no news; that the drug is not to be given is', () => {
  const names = new Set(['prolia', 'denosumab'])
  expect(['On Prolia', 'Prolia patient', 'Denosumab therapy'].filter((each) => !isUsualFlag([each], names))).toEqual([])
  expect(['No Prolia', 'Do not use Prolia', 'Prolia study'].filter((each) => isUsualFlag([each], names))).toEqual([])
})
