import { expect, test } from 'vitest'
import { notMetIn, type Report } from './met.ts'

const asked = [{ asks: 'A token is short', test: 'web/src/tokens.test.ts › a token of %s is short' }]

const reported = (...statuses: readonly string[]): Report => ({
  testResults: [
    {
      name: '/anywhere/web/src/tokens.test.ts',
      assertionResults: [
        { ancestorTitles: ['tokens'], title: 'something else', status: 'failed' },
        ...statuses.map((status, at) => ({ ancestorTitles: ['tokens'], title: `a token of ${at} is short`, status })),
      ],
    },
  ],
})

test('a requirement is met when its test ran and passed, with each of its cases', () => {
  expect(notMetIn([reported('passed', 'passed')], asked)).toEqual([])
})

test.each([
  ['failed in a case', reported('passed', 'failed')],
  ['was skipped', reported('skipped')],
  ['did not run', reported()],
])('a requirement is not met when its test %s', (_, report) => {
  expect(notMetIn([report], asked)).toEqual(['A token is short (web/src/tokens.test.ts › a token of %s is short)'])
})

test('a group of tests meets a requirement when all of them passed', () => {
  const ofGroup = [{ asks: 'Tokens are tried', test: 'web/src/tokens.test.ts › tokens' }]
  expect(notMetIn([reported('passed')], ofGroup)).toHaveLength(1)
})
