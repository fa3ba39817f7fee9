import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { largeChart } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const AS_OF = '2026-03-03'

/** What is answered, with the processor's time for it in seconds: other work on the machine does not count. */
function judged(input: object) {
  const before = process.cpuUsage()
  const { assessments } = assess(AssessmentRequest.parse(input), codebook, AS_OF)
  const { user, system } = process.cpuUsage(before)
  return { assessments, seconds: (user + system) / 1_000_000 }
}

test('one dose of 5,000 takes a few seconds of the processor at most', () => {
  const { assessments, seconds } = judged({ ...largeChart(5000), focus: 'MedicationAdministration/dose-2500' })
  expect(assessments).toHaveLength(1)
  expect(seconds).toBeLessThan(5)
})

test('one more dose is refused before anything is read of it', () => {
  const chart = { ...largeChart(5001), focus: 'MedicationAdministration/dose-2500' }
  expect(() => judged(chart)).toThrow('The chart holds 5001 administrations; 5000 are judged at once.')
})

test('so is one more resource than 50,000', () => {
  const { bundle } = largeChart(1)
  const { length } = bundle.entry ?? []
  const full = largeChart(1, { Condition: 50_001 - length })
  expect(() => judged(full)).toThrow('The chart holds 50001 resources; 50000 are judged at once.')
})
