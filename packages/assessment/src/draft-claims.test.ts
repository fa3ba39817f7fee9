import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenario, scenarios } from '@doseline/fhir-fixtures'
import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import type { Claim } from 'fhir/r4'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const claimsOf = (name: string, more: object = {}): Claim[] => {
  const each = scenario(name)
  const request = AssessmentRequest.parse({ ...requestFor(each), draftClaims: true, ...more })
  return (assess(request, codebook, each.asOf).claims ?? []) as unknown as Claim[]
}

test('a claim says what the lines say, and its modifiers in their own element', () => {
  const [claim] = claimsOf('medicare-mepsevii-discard-recorded')
  expect(claim).toMatchObject({ status: 'draft', use: 'claim', type: { coding: [{ code: 'professional' }] } })
  expect(claim?.diagnosis?.map(({ diagnosisCodeableConcept: each }) => each?.coding?.[0]?.code)).toEqual(['E76.29'])
  expect(
    claim?.item?.map(({ productOrService, modifier = [], quantity, diagnosisSequence }) => [
      productOrService.coding?.[0]?.code,
      modifier.map(({ coding }) => coding?.[0]?.code),
      quantity?.value,
      diagnosisSequence,
    ]),
  ).toEqual([
    ['J3397', [], 88, [1]],
    ['J3397', ['JW'], 2, [1]],
    ['96365', [], 1, [1]],
    ['96366', [], 3, [1]],
  ])
  expect(claim?.item?.[0]?.detail?.[0]).toMatchObject({
    productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '69794000101' }] },
    quantity: { value: 44, unit: 'ML' },
  })
})

test('the authorization that is on file stands with the coverage it is of', () => {
  const [claim] = claimsOf('blue-cross-nc-prolia-authorized')
  expect(claim?.insurance).toMatchObject([{ focal: true, preAuthRef: ['BX20260114-7731'] }])
})

test('a hospital claims on its own form', () => {
  const [claim] = claimsOf('medicare-xgeva-breast-cancer-in-hospital')
  expect(claim?.type.coding?.[0]?.code).toBe('institutional')
  expect(claim?.diagnosis).toHaveLength(2)
})

test('what is not ready has no claim, nor has anything under the article', () => {
  expect(claimsOf('medicare-mepsevii-discard-not-recorded')).toEqual([])
  expect(claimsOf('medicare-prolia-in-order', { codebook: 'article' })).toEqual([])
})

test('two bags of one day make one claim', () => {
  expect(claimsOf('medicare-mepsevii-in-two-bags', { focus: undefined })).toHaveLength(1)
})

test('every claim is valid R4, and nothing is claimed that was not asked for', () => {
  for (const each of scenarios()) {
    const claims = claimsOf(each.name)
    expect(claims.flatMap(problemsIn), each.name).toEqual([])
    if (each.then.verdict === 'ready' && each.book === 'cms') expect(claims.length, each.name).toBe(1)
    expect(assess(AssessmentRequest.parse(requestFor(each)), codebook, each.asOf)).not.toHaveProperty('claims')
  }
})
