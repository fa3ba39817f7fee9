import { loadCodebook } from '@doseline/codebook'
import { AssessmentAnswer, AssessmentRequest, CHANNELS, type PlanAnswer } from '@doseline/contract'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'
import { RequestProblem } from './problem.ts'

const codebook = loadCodebook()
const by = { reference: 'Practitioner/biller', display: 'Ana Biller' }
const ACTS = ['suggest', 'approve'] as const
const BOOKS = ['cms', 'article'] as const

/** The plan of a scenario in the first of these channels; undefined where its chart cannot be planned for. */
function planned(request: object, writeBack: object, book: string): PlanAnswer | undefined {
  const asked = AssessmentRequest.parse({
    ...request,
    codebook: book,
    writeBack: { by, server: 'ehr-a', ...writeBack },
  })
  try {
    const answer = assess(asked, codebook, '2026-11-24T10:00:00Z')
    expect(AssessmentAnswer.safeParse(answer).error).toBeUndefined()
    return answer.plans?.[0]
  } catch (error) {
    if (error instanceof RequestProblem) return undefined
    throw error
  }
}

const CHARTS = scenarios().filter((_, at) => at % 4 === 0)

describe.each(CHANNELS)('every fourth scenario as %s', (channel) => {
  test.each(CHARTS.map((each) => [each.name, requestFor(each)] as const))('%s', (_, request) => {
    for (const act of ACTS) {
      for (const book of BOOKS) {
        const plan = planned(request, { acts: [act], channels: [channel] }, book)
        if (!plan) continue
        expect(planned(request, { acts: [act], channels: [channel] }, book)).toEqual(plan)
        if (!plan.transaction) expect([plan.requests, plan.lost]).toEqual([undefined, []])
        else expect(plan.lost.length > 0).toBe(channel !== 'transaction')
        for (const { body, says } of plan.requests ?? []) {
          expect(problemsIn(body as unknown as FhirResource), `${channel} ${act} ${book} ${says}`).toEqual([])
        }
        if (book === 'article') {
          expect(plan.channel).not.toBe('oracle-create')
          expect(JSON.stringify([plan.requests, plan.transaction, plan.writes])).not.toMatch(
            /\\*"(?:billable|billed)\\*"/,
          )
        }
      }
    }
  })
})
