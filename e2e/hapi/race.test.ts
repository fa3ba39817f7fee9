import type { Provenance } from 'fhir/r4'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { scenario } from '../../fhir-fixtures/src/index.ts'
import { planActs } from '../../packages/assessment/src/index.ts'
import { patientFetch } from '../../packages/cli/src/ehr/ask.ts'
import { lineTo } from '../../packages/cli/src/ehr/reading.ts'
import { loadCodebook } from '../../packages/codebook/src/index.ts'
import { type PlanAnswer, PlansRequest } from '../../packages/contract/src/index.ts'
import { readChart, readsOf } from '../../packages/ehr-client/src/index.ts'
import { minimumNecessary } from '../../packages/ehr-client/src/read/minimum-necessary.ts'
import { SEND_PATIENCE, sendPlan } from '../../packages/ehr-client/src/write/send.ts'
import { HapiStore } from './support/store.ts'

const { open } = inject('hapi')
const store = new HapiStore(open)
const MEPSEVII = scenario('medicare-mepsevii-discard-recorded')
const TENANT = 'clinic'
const codebook = loadCodebook()
const ROUNDS = 8

let patient: string
let before: Record<string, number>
beforeEach(async () => {
  before = await store.counts()
  patient = await store.put(MEPSEVII)
})
afterEach(async () => {
  await store.remove(MEPSEVII)
  expect(await store.counts()).toEqual(before)
})

const line = () => lineTo({ base: open, fetcher: patientFetch(30), seconds: 30 })

/** What one deployment of Doseline would write, from the chart as it stands. */
async function planned(): Promise<PlanAnswer> {
  const chart = await readChart(line(), { patient, offered: undefined })
  const { asOf, focus } = MEPSEVII
  const by = { identifier: 'Practitioner/ana-petrov', display: 'Ana Petrov' }
  const request = PlansRequest.parse({
    resources: minimumNecessary(chart.resources),
    reads: readsOf(chart),
    asOf,
    codebook: 'cms',
    focus,
    writeBack: { acts: ['approve'], by, server: 'hapi' },
  })
  const [plan] = planActs(request, codebook, asOf, TENANT).plans
  if (!plan) throw new Error('nothing is planned')
  return plan
}

test('two deployments that write at the same moment leave single lines, and whoever came second is told', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const plan = await planned()
    const reports = await Promise.all(
      [1, 2].map(() => sendPlan(line(), plan, { patient, patience: { ...SEND_PATIENCE, looks: [100, 300] } })),
    )
    const flags = await store.all(`Flag?subject=Patient/${patient}`)
    const lines = await store.all(`ChargeItem?subject=Patient/${patient}`)
    expect([flags.length, lines.length]).toEqual([1, 4])
    // Each is stored, or says that the chart moved on: nobody is left in doubt, and somebody wrote it.
    const kinds = reports.map((report) => report.failure?.kind ?? report.ended)
    expect(kinds).toContain('stored')
    for (const kind of kinds) expect(['stored', 'chart-moved-on']).toContain(kind)
    await store.remove(MEPSEVII)
    await store.put(MEPSEVII)
  }
})

test('what HAPI takes out of a reference, the version judged, stands beside it; the approver is named without a reference', async () => {
  const report = await sendPlan(line(), await planned(), { patient })
  expect(report.ended).toBe('stored')
  const key = report.sent.flatMap(({ outcome }) => (outcome.kind === 'stored' ? (outcome.key ?? []) : []))
  const id = key.find((one) => one.startsWith('Provenance/')) ?? ''
  const { agent, entity = [] } = (await store.ask(id)) as Provenance
  expect(agent[0]?.who).toMatchObject({ identifier: { value: 'Practitioner/ana-petrov' }, display: 'Ana Petrov' })
  const dose = entity.find(({ what }) => what.reference === MEPSEVII.focus)
  expect(dose?.what).toMatchObject({
    reference: MEPSEVII.focus,
    display: expect.stringMatching(new RegExp(`^${MEPSEVII.focus}, version \\d+$`)),
    extension: [{ url: 'https://doseline.example/fhir/StructureDefinition/judged-version' }],
  })
})
