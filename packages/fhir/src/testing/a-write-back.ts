import type { LineRole } from '@doseline/contract'
import { type ChargeLine, day } from '@doseline/dose'
import type { Bundle, FhirResource } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import type { JudgedDose, PlannedWrite, WriteBackInput, WriteBackPlan } from '../write-back-request.ts'
import { anAdministration } from './a-chart.ts'

export const DOSE = 'MedicationAdministration/ma-1'

/** One line; a case says only what differs. */
export const aLine = (differs: Partial<ChargeLine> = {}): ChargeLine => ({
  role: 'drug',
  code: 'J3397',
  units: 88,
  modifiers: [],
  dateOfService: day('2026-03-02'),
  ndc: { ndc: '69794000101', quantity: '44', unit: 'ML' },
  diagnoses: ['E76.29'],
  working: '88 mg ÷ 1 mg per unit = 88 units',
  doses: [DOSE],
  forSubmission: true,
  ...differs,
})

/** The line for what was thrown away. */
export const aDiscardLine = (units = 2): ChargeLine =>
  aLine({ role: 'discarded drug' satisfies LineRole, units, modifiers: ['JW'], working: `${units} mg ÷ 1 mg per unit` })

export const aJudgedDose = (differs: Partial<JudgedDose> = {}): JudgedDose => ({
  administration: DOSE,
  verdict: 'ready',
  sentence: '88 mg of Mepsevii can be billed.',
  mayBeCharged: true,
  ...differs,
})

/** A write-back of one ready dose with one line, as a suggestion. */
export const aWriteBack = (differs: Partial<WriteBackInput> = {}): WriteBackInput => ({
  act: 'suggest',
  by: { reference: 'Practitioner/biller' },
  asOf: '2026-03-03T10:00:00Z',
  tenant: 't1',
  server: 'ehr-a',
  codebook: { id: 'cms', label: 'CMS', forSubmission: true },
  edition: 'cms@1/medicare-part-b/2026-03-02',
  digest: 'abc',
  patient: 'Patient/p1',
  encounter: 'Encounter/e1',
  dateOfService: '2026-03-02',
  doses: [aJudgedDose()],
  about: (differs.doses ?? [aJudgedDose()]).map(({ administration }) => administration),
  lines: [aLine()],
  supporting: ['Coverage/c1', 'Condition/mps7'],
  overrides: [],
  ...differs,
})

/** The chart before anything was written. */
export const aBareChart = (): Chart =>
  chartFrom([anAdministration({ meta: { versionId: '3' } }), { resourceType: 'Patient', id: 'p1' }])

/**
 * What an R4 server makes of a transaction: POST unless the identifier exists, PUT only at the version named, ids and
 * versions of its own.
 */
export function applied(chart: Chart, transaction: Bundle<FhirResource> | undefined): Chart {
  const resources = new Map(chart.resources)
  for (const { request, resource } of transaction?.entry ?? []) {
    if (!request || !resource) throw new Error('a transaction entry lacks its request or resource')
    const wanted = request.ifNoneExist?.split('|')[1]
    if (request.method === 'POST' && wanted && [...resources.values()].some((one) => identifies(one, wanted))) continue
    const key = request.method === 'POST' ? `${request.url}/n${resources.size + 1}` : request.url
    const version = Number(resources.get(key)?.meta?.versionId ?? 0)
    if (request.method === 'PUT' && request.ifMatch !== `W/"${version}"`)
      throw new Error(`412: ${key} is at ${version}`)
    const stored: FhirResource = JSON.parse(JSON.stringify(resource))
    stored.id = key.slice(key.indexOf('/') + 1)
    stored.meta = { ...stored.meta, versionId: String(version + 1), lastUpdated: `2026-03-03T10:00:0${version}Z` }
    resources.set(key, stored)
  }
  return chartFrom([...resources.values()], chart.reads)
}

/** A person's change to a resource in the chart, made outside Doseline. */
export function editedByHand(chart: Chart, key: string, change: object): Chart {
  const stored = chart.resources.get(key)
  if (!stored) throw new Error(`${key} is not in the chart`)
  const version = String(Number(stored.meta?.versionId ?? 0) + 1)
  const edited: FhirResource = Object.assign(structuredClone(stored), change, {
    meta: { ...stored.meta, versionId: version },
  })
  return chartFrom([...new Map(chart.resources).set(key, edited).values()], chart.reads)
}

const identifies = (resource: FhirResource, value: string): boolean =>
  'identifier' in resource &&
  Array.isArray(resource.identifier) &&
  resource.identifier.some((one) => one.value === value)

/** The charges of a chart in a few words each: `billable J3397-JW × 2`. */
export function chargesIn(chart: Chart): string[] {
  const told: string[] = []
  for (const resource of chart.resources.values()) {
    if (resource.resourceType === 'ChargeItem') told.push(`${resource.status} ${resource.code.text}`)
  }
  return told.toSorted()
}

/** What a plan writes, leaves and voids, in its order. */
export const writesIn = ({ steps }: WriteBackPlan): readonly PlannedWrite[] => steps.map(({ write }) => write)
