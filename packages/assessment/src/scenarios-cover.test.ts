import { loadCodebook, readData } from '@doseline/codebook'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { RULEBOOK } from '@doseline/rules'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'
import { AssessmentRequest } from './contract.ts'

const codebook = loadCodebook()
const findings = scenarios().flatMap((each) =>
  assess(AssessmentRequest.parse(requestFor(each)), codebook, each.asOf).assessments.flatMap((dose) => dose.findings),
)
const notInOrder = new Set(
  findings.filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell').map(({ id }) => id),
)
const inOrder = new Set(findings.filter(({ outcome }) => outcome === 'passes').map(({ id }) => id))

/** A price that is published is no question; and codes are looked up only where a hospital loads a list. */
const NEVER_PASSES = ['code/price-is-published', 'necessity/diagnosis-codes-exist']
const NEVER_ASKED = ['necessity/diagnosis-codes-exist']

test('every rule passes in some scenario, and finds something out of order in another', () => {
  const ids = RULEBOOK.map(({ id }) => id)
  expect(ids.filter((id) => !notInOrder.has(id))).toEqual(NEVER_ASKED)
  expect(ids.filter((id) => !inOrder.has(id))).toEqual(NEVER_PASSES)
})

test('every section of the article is met by a scenario in which something it speaks of is out of order', () => {
  const sections = Map.groupBy(readData().article.claims, ({ section }) => section)
  for (const [section, claims] of sections) {
    expect(
      claims.some(({ rules }) => rules.some((id) => notInOrder.has(id))),
      section,
    ).toBe(true)
  }
})

test('the article names only rules that exist', () => {
  const ids = new Set(RULEBOOK.map(({ id }) => id))
  for (const { id, rules } of readData().article.claims) for (const each of rules) expect(ids, id).toContain(each)
})
