import { expect, test } from 'vitest'
import { withoutEnding } from './ending.ts'

test.each([
  ['https://ehr.example/fhir///', '/', 'https://ehr.example/fhir'],
  ['https://ehr.example/fhir', '/', 'https://ehr.example/fhir'],
  ['///', '/', ''],
  ['', '/', ''],
  ['1200', '0', '12'],
])('“%s” without “%s” at its end is “%s”', (text, character, left) => {
  expect(withoutEnding(text, character)).toBe(left)
})
