import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { dialectOf, offeredBy, readChart, readNotesOf, readsOf } from '@doseline/ehr-client'
import { minimumNecessary } from '@doseline/ehr-client/minimum-necessary'
import type { Sandbox } from '@doseline/ehr-sandbox'
import { at, launched, startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { type Scenario, scenario } from '@doseline/fhir-fixtures'
import { doseline } from '@doseline/testkit/doseline'
import type { Bundle, CapabilityStatement, FhirResource } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lineTo } from '../src/ehr/reading.ts'

const CONFORMING = scenario('medicare-mepsevii-discard-recorded')
const PROLIA = scenario('medicare-prolia-in-order')
/** Ready by itself; but nobody entered how the patient is related to the subscriber, which US Core wants of a coverage. */
const NON_CONFORMING: Scenario = { ...PROLIA, chart: withoutRelationship(PROLIA.chart) }

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startedSandbox({ scenarios: [CONFORMING, NON_CONFORMING] })
})
afterAll(() => sandbox.close())

describe('on Oracle’s newer platform', () => {
  test('a coverage that does not conform is left out, and nobody can tell who pays', async () => {
    const { dose, reads } = await judged('oracle-ai', NON_CONFORMING)
    expect(reads.Coverage).toBe('failed')
    expect(dose?.verdict).toBe('needs-information')
    const open = dose?.findings.filter(({ outcome }) => outcome === 'cannot-tell').map(({ text }) => text) ?? []
    expect(open).toContain(
      'Reading coverages (Coverage) from the EHR failed: the EHR reported a problem with what it sent (warning incomplete).',
    )
  })

  test('the same chart is ready where nothing is left out', async () => {
    expect((await judged('oracle-like', NON_CONFORMING)).dose?.verdict).toBe('ready')
  })

  test('a chart that conforms is ready, and its charges are written', async () => {
    const { dose, reads } = await judged('oracle-ai', CONFORMING)
    expect(dose?.verdict).toBe('ready')
    expect(reads.Coverage).toBe('complete')
    const { exit, said } = await sandboxTested(CONFORMING)
    expect(said).toMatch(/judged +ready; J3397 × 88, J3397-JW × 2/)
    expect(said).toMatch(/planned +oracle-create; lost: /)
    expect(sandbox.ehr('oracle-ai').stored('ChargeItem')).toHaveLength(4)
    expect(exit).toBe(0)
  })
})

/** The chart of a scenario as the app reads it, judged. */
async function judged(key: 'oracle-ai' | 'oracle-like', { chart, asOf, focus }: Scenario) {
  const place = at(sandbox, key)
  const patient = patientOf(chart)
  const { access_token } = await launched(place, SCOPES, { patient })
  const line = lineTo({ base: place.fhirBase, token: access_token, fetcher: fetch, seconds: 20 })
  const statement = (await line.request('metadata')) as CapabilityStatement
  const read = await readChart(line, { patient, offered: offeredBy(statement), dialect: dialectOf(statement) })
  const reads = readsOf(read)
  const readNotes = readNotesOf(read)
  const request = { resources: minimumNecessary(read.resources), reads, readNotes, asOf, focus, codebook: 'cms' }
  const { assessments } = assess(AssessmentRequest.parse(request), loadCodebook(), asOf, 'test')
  return { dose: assessments[0], reads }
}

/** `doseline sandbox-test` on the chart that is there, writing. */
async function sandboxTested({ chart }: Scenario): Promise<{ exit: number; said: string }> {
  const place = at(sandbox, 'oracle-ai')
  const patient = patientOf(chart)
  const { access_token } = await launched(place, SCOPES, { patient })
  const folder = await mkdtemp(join(tmpdir(), 'doseline-bill-codes-'))
  const file = join(folder, 'bill-codes.json')
  await writeFile(file, JSON.stringify(place.billCodes))
  const args = [place.fhirBase, '--patient', patient, '--keep', '--bill-codes', file]
  const tried = await doseline(['sandbox-test', ...args], { SANDBOX_TOKEN: access_token })
  await rm(folder, { recursive: true })
  return tried
}

const SCOPES = [
  'launch patient/Patient.r patient/Encounter.r patient/ChargeItem.crs',
  ...[
    'MedicationAdministration',
    'Condition',
    'Coverage',
    'MedicationRequest',
    'Observation',
    'AllergyIntolerance',
  ].map((type) => `patient/${type}.rs`),
  ...['Location', 'Organization'].map((type) => `patient/${type}.r`),
].join(' ')

function patientOf(chart: Bundle): string {
  return chart.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? ''
}

function withoutRelationship(chart: Scenario['chart']): Scenario['chart'] {
  const spoiled = (resource: FhirResource | undefined): FhirResource | undefined => {
    if (resource?.resourceType !== 'Coverage') return resource
    const { relationship: _, ...rest } = resource
    return rest
  }
  const entry = (chart.entry ?? []).map((each) => ({ ...each, resource: spoiled(each.resource as FhirResource) }))
  return { ...chart, entry } as Scenario['chart']
}
