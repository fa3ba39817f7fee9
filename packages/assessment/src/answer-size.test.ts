import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type Include } from '@doseline/contract'
import { largeChart, requestFor, scenarios } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { answerSize, MOST_ANSWERED } from './answer-size.ts'
import { assess, readChart } from './assess.ts'
import { RequestProblem } from './problem.ts'

const codebook = loadCodebook()
const AS_OF = '2026-03-03T10:00:00Z'
const judged = (input: object) => assess(AssessmentRequest.parse(input), codebook, AS_OF)

/** How large the answer was thought to be, in parts of what it is. */
function estimated(input: object): number {
  const { assessments } = judged(input)
  const supported = assessments.filter((dose) => dose.supported).length
  const days = Map.groupBy(assessments, ({ dateOfService }) => dateOfService)
  const ofOneDay = [...days.values()].reduce((sum, { length }) => sum + length * (length - 1), 0)
  const asked = { supported, others: assessments.length - supported, ofOneDay }
  const request = AssessmentRequest.parse(input)
  return answerSize(asked, request.include, readChart(request)) / JSON.stringify(assessments).length
}

/** A chart of so many doses that are all of one moment. */
function onOneDay(doses: number): ReturnType<typeof largeChart> {
  const chart = largeChart(doses)
  for (const { resource } of chart.bundle.entry ?? [])
    if (resource?.resourceType === 'MedicationAdministration')
      Object.assign(resource, { effectiveDateTime: '2026-03-02T15:00:00Z' })
  return chart
}

describe.each<{ readonly include: Include[] }>([
  { include: [] },
  { include: ['evidence'] },
  { include: ['text'] },
  { include: ['evidence', 'text'] },
])('how large an answer will be is known before it is made: $include', ({ include }) => {
  test.each([
    ['few doses', 5, {}],
    ['many doses', 60, {}],
    ['many diagnoses', 8, { Condition: 200 }],
    ['many coverages', 8, { Coverage: 200 }],
    ['many orders', 8, { MedicationRequest: 200 }],
  ])('%s', (_, doses, copies) => {
    const part = estimated({ ...largeChart(doses, copies), include })
    expect(part).toBeGreaterThan(0.9)
    expect(part).toBeLessThan(1.3)
  })

  test('many doses of one day, each named by the line of the others', () => {
    const part = estimated({ ...onOneDay(80), include })
    expect(part).toBeGreaterThan(0.9)
    expect(part).toBeLessThan(1.3)
  })

  test('the plans of every act, in the longest form', () => {
    const acts = ['approve', 'suggest', 'void']
    for (const each of scenarios().filter(({ then }) => then.verdict === 'ready')) {
      const writeBack = { acts, by: { display: 'Biller' }, server: 'ehr', channels: ['document'], focus: each.focus }
      const { plans } = judged({ ...requestFor(each), writeBack })
      const planned = answerSize(
        { supported: 0, others: 0, planned: acts.length },
        [],
        readChart(AssessmentRequest.parse({ resources: [] })),
      )
      expect(planned / JSON.stringify(plans).length, each.name).toBeGreaterThan(0.9)
    }
  })

  test('every scenario', () => {
    for (const each of scenarios()) {
      const part = estimated({ ...requestFor(each), include })
      expect(part, each.name).toBeGreaterThan(0.7)
      expect(part, each.name).toBeLessThan(1.5)
    }
  })
})

describe('an answer that would be too large is not made', () => {
  const chart = { ...largeChart(280, { Condition: 300 }), include: ['evidence', 'text'] }
  const refusal = (about: object): unknown => {
    try {
      return judged({ ...chart, ...about })
    } catch (error) {
      return error
    }
  }

  test('and the refusal says how to ask for a part of it', () => {
    const refused = refusal({}) as RequestProblem
    expect(refused).toBeInstanceOf(RequestProblem)
    expect([refused.code, refused.pointer]).toEqual(['answer-too-large', '/bundle'])
    expect(refused.message).toBe(
      'The answer about 280 doses of this chart would have about 40 MB; 32 MB are answered at once.',
    )
    expect(refused.remedy).toMatch(
      /one day \(dateOfService\), one dose \(focus\), or less .*\. About \d+ of its doses fit/,
    )
  })

  test('the same chart answers one dose, and one day', () => {
    const [dose, day] = [
      refusal({ focus: 'MedicationAdministration/dose-7' }),
      refusal({ dateOfService: '2026-02-27' }),
    ]
    for (const answer of [dose, day]) {
      expect(answer).toMatchObject({ assessments: [{ supported: true }] })
      expect(JSON.stringify(answer).length).toBeLessThan(MOST_ANSWERED)
    }
  })
})
