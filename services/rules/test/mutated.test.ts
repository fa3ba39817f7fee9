import { population, requestFor, scenarios } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { aService, post } from './a-service.ts'
import { diceFrom, mutated } from './support/mutate.ts'

const COUNT = process.env.TEST_LONG ? 20_000 : 600
const SEED = 20_261_124
const CHARTS = [
  ...scenarios().map((each) => ({ name: each.name, bundle: requestFor(each).bundle, asOf: each.asOf })),
  ...population(7, 40).map(({ name, chart }) => ({ name, bundle: chart, asOf: '2026-06-30T12:00:00Z' })),
]
const nothing = { patient: null, conditions: null, coverage: null, orders: null, authorizations: null, charges: null }

test(`${COUNT} mutated charts through every face: no fault of ours, and every refusal names an element`, async () => {
  const faults: unknown[] = []
  const service = await aService({ faults })
  const counted = { judged: 0, refused: 0 }
  for (let at = 0; at < COUNT; at++) {
    const dice = diceFrom(SEED + at)
    const chart = dice.one(CHARTS)
    const rest = mutated({ bundle: chart.bundle, asOf: chart.asOf }, dice)
    const fhir = { resourceType: 'Parameters', parameter: [{ name: 'data', resource: chart.bundle }] }
    const hook = {
      hook: 'patient-view',
      hookInstance: 'h1',
      context: { patientId: 'p1' },
      prefetch: { ...nothing, administrations: chart.bundle },
    }
    const about = `seed ${SEED + at}, ${chart.name}`
    for (const [path, body] of [
      ['/v1/assessments', rest],
      ['/fhir/$billing-readiness', mutated(fhir, dice)],
      ['/cds-services/infusion-readiness-chart', mutated(hook, dice)],
    ] as const) {
      const answer = await post(service, path, body)
      expect(answer.status, `${path}, ${about}: ${JSON.stringify(answer.body).slice(0, 400)}`).toBeLessThan(500)
      if (answer.status === 200) counted.judged++
      else {
        counted.refused++
        expect(
          elementsNamed(answer.body),
          `${path}, ${about}: ${JSON.stringify(answer.body).slice(0, 400)}`,
        ).not.toEqual([])
      }
    }
  }
  console.log(
    `${COUNT} mutated charts, three faces: ${counted.judged} judged, ${counted.refused} refused, ${faults.length} faults`,
  )
  expect(faults).toEqual([])
  // A mutation that is always refused, or never, would try nothing.
  expect(counted.judged).toBeGreaterThan(COUNT)
  expect(counted.refused).toBeGreaterThan(COUNT / 20)
}, 3_600_000)

/** The elements a refusal names: JSON pointers, or FHIRPath. */
function elementsNamed(body: { errors?: { pointer: string }[]; issue?: { expression?: string[] }[] }): string[] {
  const pointers = (body.errors ?? []).map(({ pointer }) => pointer)
  const expressions = (body.issue ?? []).flatMap(({ expression }) => expression ?? [])
  return [...pointers, ...expressions].filter((element) => element !== '')
}
