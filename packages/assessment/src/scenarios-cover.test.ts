import { loadCodebook, readData } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { RULEBOOK } from '@doseline/rules'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const findings = scenarios().flatMap((each) =>
  assess(AssessmentRequest.parse(requestFor(each)), codebook, each.asOf).assessments.flatMap((dose) => dose.findings),
)
const notInOrder = new Set(
  findings.filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell').map(({ id }) => id),
)
const inOrder = new Set(findings.filter(({ outcome }) => outcome === 'passes').map(({ id }) => id))

/** A price that is published is no question. */
/** No scenario is about a drug that is sold in several sizes; its cases are. */
const SEVERAL_SIZES = 'amount/containers-fit-the-dose'
/** A payer leaves a drug out, or nothing was read of that: it never says that it does not. */
const LEFT_OUT = 'coverage/is-not-self-administered'
/** No order of a scenario holds what the payer answered about it. */
const DECLINED = 'coverage/was-not-declined'
const NEVER_PASSES = ['code/price-is-published', SEVERAL_SIZES, DECLINED, LEFT_OUT]
/**
 * No scenario bills an unclassified code without an NDC, states something out of time, lies within a stay, has an order that
 * the payer declined, or a record beside the dose that speaks against it; the spoilers and the cases of the rules do.
 */
const NEVER_ASKED = [
  'chart/statements-are-in-time',
  'administration/patient-was-not-admitted',
  'administration/nothing-was-reported',
  'code/narrative-names-the-drug',
  'coverage/payer-confirms-it',
  'coverage/fits-the-account',
  DECLINED,
  'coverage/is-no-study',
  'coverage/may-be-disclosed',
  'charges/nobody-holds-it',
]

test('every rule passes in some scenario, and finds something out of order in another', () => {
  const ids = RULEBOOK.map(({ id }) => id)
  const why = 'name here, with why, a rule that no scenario meets; take out one that a scenario does meet'
  expect(ids.filter((id) => !notInOrder.has(id)).toSorted(), why).toEqual(NEVER_ASKED.toSorted())
  expect(ids.filter((id) => !inOrder.has(id)).toSorted(), why).toEqual(NEVER_PASSES.toSorted())
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
