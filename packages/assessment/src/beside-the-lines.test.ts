import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()

/** The dose a scenario is about. */
function dose(name: string) {
  const of = scenario(name)
  const request = requestFor(of)
  const { assessments } = assess(AssessmentRequest.parse(request), codebook, of.asOf)
  const found = assessments.find(({ focus }) => focus === request.focus) ?? assessments[0]
  if (!found) throw new Error(`${name} has no dose`)
  return found
}

test('the labeled interval stands beside the dose as days, from the last dose and to the next', () => {
  const { interval, dateOfService } = dose('medicare-prolia-in-order')
  expect(interval?.every).toBe('6 months')
  expect((interval?.previous ?? '') < (interval?.due ?? '')).toBe(true)
  expect((interval?.due ?? '9') <= (dateOfService ?? '')).toBe(true)
  expect((interval?.next ?? '') > (dateOfService ?? '')).toBe(true)
})

test('each coverage says whether it was active on the day of service, and one of them pays first', () => {
  const { coverages = [] } = dose('medicare-prolia-in-order')
  expect(coverages.filter(({ first }) => first)).toHaveLength(1)
  expect(coverages.find(({ first }) => first)?.active).toBe(true)
})
