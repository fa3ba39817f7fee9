import { expect, test } from 'vitest'
import { issueFrom, operationOutcome, warningFrom } from './outcome.ts'

test('a problem names its stable code, the sentence and the element', () => {
  const says = 'There is no day 2026-02-30.'
  expect(
    operationOutcome([issueFrom({ type: 'value', code: 'day-does-not-exist', says, expression: 'Bundle.entry[2]' })]),
  ).toEqual({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: 'value',
        details: {
          coding: [{ system: 'https://doseline.example/fhir/CodeSystem/problem', code: 'day-does-not-exist' }],
          text: says,
        },
        expression: ['Bundle.entry[2]'],
      },
    ],
  })
})

test('warnings are warnings, and an outcome is never empty', () => {
  expect(warningFrom('One page was not read.')).toMatchObject({ severity: 'warning', code: 'incomplete' })
  expect(operationOutcome([]).issue).toHaveLength(1)
})
