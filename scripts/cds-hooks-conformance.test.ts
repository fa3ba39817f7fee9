import { expect, test } from 'vitest'
import { HOOKS_REQUIREMENTS } from './conformance/cds-hooks-requirements.ts'
import { isNamedTest } from './support/named-tests.ts'

test.each(HOOKS_REQUIREMENTS.map((each) => [each.asks, each.test] as const))(
  '“%s” names a test that exists',
  (_, named) => {
    expect(isNamedTest(named), named).toBe(true)
  },
)

test('no requirement is listed twice', () => {
  const asked = HOOKS_REQUIREMENTS.map(({ asks }) => asks)
  expect(new Set(asked).size).toBe(asked.length)
})
