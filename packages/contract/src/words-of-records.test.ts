import { describe, expect, test } from 'vitest'
import { takenBackIn } from './words-of-a-diagnosis.ts'
import { notOfTheStaff, speaksOfTheCharge } from './words-of-a-dose.ts'
import { testNameIn } from './words-of-a-patient.ts'

describe('a name', () => {
  test.each([
    [{ family: 'Zztest', given: ['Rosa'] }, 'Zztest'],
    [{ family: 'ZZZ', given: ['Baby'] }, 'ZZZ'],
    [{ family: 'Test', given: ['Patient'] }, 'Test patient'],
    [{ family: 'Patient', given: ['TEST2'] }, 'Test patient'],
    [{ text: 'ZZTEST, ROSA' }, 'ZZTEST'],
  ])('%j is of a test patient', (name, said) => {
    expect(testNameIn(name)).toBe(said)
  })

  test.each([
    { family: 'Test', given: ['Ann'] },
    { family: 'Patient', given: ['Ashok'] },
    { family: 'Zuzek', given: ['Jan'] },
    { family: 'Testa', given: ['Maria'] },
    { text: 'Delgado, Rosa' },
    {},
  ])('%j is of a person', (name) => {
    expect(testNameIn(name)).toBeUndefined()
  })
})

describe('a note of a diagnosis', () => {
  test.each([
    ['Entered in error, DXA normal.', 'Entered in error'],
    ['Rule out; awaiting DXA', 'Rule out'],
    ['Resolved per Dr. Smith', 'Resolved'],
  ])('“%s” takes it back', (note, words) => {
    expect(takenBackIn(note)).toBe(words)
    expect(takenBackIn(words)).toBe(words)
  })

  test.each(['T-score -3.1, on Prolia since 2023', 'Followed by Dr. Error', 'Stable.'])('“%s” does not', (note) => {
    expect(takenBackIn(note)).toBeUndefined()
  })
})

describe('an extension beside a dose', () => {
  test.each<[string, unknown]>([
    ['patient-supplied', true],
    ['340b', true],
    ['billing-status', 'Do not bill'],
    ['verification-status', 'Not eligible'],
    ['hospice', true],
    ['registration-note', 'Hospice election 1/2/2026'],
    ['billable', false],
  ])('%s: %j may change what is charged', (name, value) => {
    expect(speaksOfTheCharge(`https://ehr.example/${name}`, value)).toBe(true)
  })

  test.each<[string, unknown]>([
    ['dischargeDate', '2026-03-02'],
    ['billable', true],
    ['hospice', false],
    ['free-text-sig', 'Inject 60 mg'],
    ['insurance-card', 'front'],
  ])('%s: %j does not', (name, value) => {
    expect(speaksOfTheCharge(`https://ehr.example/${name}`, value)).toBe(false)
  })

  test('what FHIR says of a person does not, whatever its words', () => {
    expect(speaksOfTheCharge('http://hl7.org/fhir/us/core/StructureDefinition/us-core-race', 'Not reported')).toBe(
      false,
    )
  })
})

describe('who is named by a reference', () => {
  test.each(['Home health nurse, Bayada', 'Outside provider (historical)', 'Caregiver'])(
    '%s is none of the staff',
    (name) => {
      expect(notOfTheStaff(name)).toBeDefined()
    },
  )
  test.each(['Jordan Reyes, RN', 'Dr. Ada Home', 'Grace Outside'])('%s is', (name) => {
    expect(notOfTheStaff(name)).toBeUndefined()
  })
})
