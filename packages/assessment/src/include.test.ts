import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type Include } from '@doseline/contract'
import { requestFor, type Scenario, scenarios } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const all = scenarios().map((each) => [each.name, each] as const)

const answered = (each: Scenario, include: Include[]) =>
  assess(AssessmentRequest.parse({ ...requestFor(each), include }), codebook, each.asOf)

test.each(all)('%s: what is included changes no verdict, no line and no digest', (_, each) => {
  const short = answered(each, [])
  const long = answered(each, ['text', 'evidence'])
  expect(long).toMatchObject({ digest: short.digest, forSubmission: short.forSubmission })
  expect(long.assessments).toMatchObject(short.assessments)
  for (const { facts, furtherFacts, sources, text } of short.assessments)
    expect([facts, furtherFacts, sources, text]).toEqual([undefined, undefined, undefined, undefined])
})

test.each(all)('%s: each fact and each source that a finding names is stated, once', (_, each) => {
  for (const { findings, facts = [], furtherFacts = [], sources = [] } of answered(each, ['evidence']).assessments) {
    const named = [...facts, ...furtherFacts].map(({ fact }) => fact)
    const keys = sources.map(({ key }) => key)
    expect([new Set(named).size, new Set(keys).size]).toEqual([named.length, keys.length])
    expect(
      findings.flatMap(({ evidence = ['no evidence'] }) => evidence).filter((one) => !named.includes(one)),
    ).toEqual([])
    expect(findings.flatMap((one) => one.sources ?? ['no sources']).filter((one) => !keys.includes(one))).toEqual([])
    expect(findings.every(({ asks, confidence }) => asks !== undefined && confidence !== undefined)).toBe(true)
  }
})

test('an answer that holds more is kept apart from the short one', () => {
  const [[, each] = []] = all
  if (!each) throw new Error('there are scenarios')
  const ids = ([[], ['text'], ['text', 'evidence'], ['evidence', 'text']] as Include[][]).map(
    (include) => answered(each, include).id,
  )
  expect(new Set(ids).size).toBe(3)
  expect(ids[2]).toBe(ids[3])
})

test('the answer about one dose is at most 12 kB, unless more is asked for', () => {
  const sizes = all.flatMap(([, each]) => answered(each, []).assessments.map((dose) => JSON.stringify(dose).length))
  expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeLessThan(12_000)
})
