import { population, requestFor, scenarios } from '@doseline/fhir-fixtures'
import { type Dice, diceFrom } from '@doseline/testkit/dice'
import { expect, test } from 'vitest'
import { aService, post } from './a-service.ts'
import { mutated } from './support/mutate.ts'

/** So many seeds of three charts each, from which on: `MUTATED=8500 MUTATED_FROM=8500` is the second quarter of the long test. */
const COUNT = Number(process.env.MUTATED ?? (process.env.TEST_LONG ? 34_000 : 400))
const FROM = Number(process.env.MUTATED_FROM ?? 0)
const SEED = 20_261_124
const HOUR = 3_600_000
const CHARTS = [
  ...scenarios().map((each) => ({ name: each.name, bundle: requestFor(each).bundle, asOf: each.asOf })),
  ...population(7, 40).map(({ name, chart }) => ({ name, bundle: chart, asOf: '2026-06-30T12:00:00Z' })),
]
const NOTHING = { patient: null, conditions: null, coverage: null, orders: null, authorizations: null, charges: null }

test(
  `${3 * COUNT} mutated charts through three APIs: no fault of ours, and every refusal names an element`,
  async () => {
    const faults: unknown[] = []
    const service = await aService({ faults })
    const counted = { judged: 0, refused: 0 }
    const wrong: string[] = []
    for (let at = FROM; at < FROM + COUNT; at++) {
      const dice = diceFrom(SEED + at)
      const { name, requests } = requestsFrom(dice)
      for (const [path, sent] of requests) {
        const { status, body } = await post(service, path, sent)
        const told = `${path}, seed ${SEED + at}, ${name}: ${status} ${JSON.stringify(body).slice(0, 400)}`
        if (status === 200) counted.judged++
        else counted.refused++
        if (status >= 500) wrong.push(`${told} ${stackOf(faults.at(-1))}`)
        else if (status !== 200 && elementsNamed(body).length === 0) wrong.push(told)
      }
    }
    console.log(
      `${3 * COUNT} mutated charts, three APIs: ${counted.judged} judged, ${counted.refused} refused, ${faults.length} faults`,
    )
    expect(wrong).toEqual([])
    // A mutation that is always refused, or never, would try nothing.
    expect(counted.judged).toBeGreaterThan(COUNT)
    expect(counted.refused).toBeGreaterThan(COUNT / 20)
  },
  2 * HOUR,
)

/** One chart, mutated in three ways: as the body of each API. */
function requestsFrom(dice: Dice): {
  readonly name: string
  readonly requests: readonly (readonly [string, unknown])[]
} {
  const { name, bundle, asOf } = dice.one(CHARTS)
  const hook = {
    hook: 'patient-view',
    hookInstance: 'h1',
    context: { patientId: 'p1' },
    prefetch: { ...NOTHING, administrations: bundle },
  }
  const requests = [
    ['/v1/assessments', mutated({ bundle, asOf }, dice)],
    [
      '/fhir/$billing-readiness',
      mutated({ resourceType: 'Parameters', parameter: [{ name: 'data', resource: bundle }] }, dice),
    ],
    ['/cds-services/infusion-readiness-chart', mutated(hook, dice)],
  ] as const
  return { name, requests }
}

function stackOf(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? '').slice(0, 600) : ''
}

/** The elements a refusal names: JSON pointers, or FHIRPath. */
function elementsNamed(body: { errors?: { pointer: string }[]; issue?: { expression?: string[] }[] }): string[] {
  const pointers = (body.errors ?? []).map(({ pointer }) => pointer)
  const expressions = (body.issue ?? []).flatMap(({ expression }) => expression ?? [])
  return [...pointers, ...expressions].filter((element) => element !== '')
}
