import type { Resource } from '@medplum/fhirtypes'
import type { CdsExchange } from './cds-page.ts'
import { launchEncounter, type PatientRecord } from './record.ts'

/** What a CDS service asks to be sent, by type. */
const PREFETCH = {
  conditions: 'Condition',
  coverage: 'Coverage',
  orders: 'MedicationRequest',
  authorizations: 'ClaimResponse',
  administrations: 'MedicationAdministration',
  charges: 'ChargeItem',
} as const

const SERVICE = 'infusion-readiness-chart'

/** Calls the hook of an opened chart at the service of the app, as an EHR does, and tells what was said. */
export async function callHook(record: PatientRecord, origin: string, fetcher: typeof fetch): Promise<CdsExchange> {
  const address = `${origin}/cds-services/${SERVICE}`
  const request = requestFor(record)
  try {
    const response = await fetcher(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(15_000),
    })
    const answer = (await response.json()) as NonNullable<CdsExchange['response']>
    return { address, request, response: answer, ...(!response.ok && { failure: `it answered ${response.status}` }) }
  } catch {
    return { address, request, failure: 'it does not respond' }
  }
}

function requestFor(record: PatientRecord) {
  const { patient, of, store } = record
  const encounter = launchEncounter(record)
  const searched = Object.entries(PREFETCH).map(([key, type]) => [key, bundleOf(of(type))] as const)
  const beside = [...store.all('Medication'), ...of('Encounter')]
  const prefetch = Object.fromEntries(searched)
  return {
    hook: 'patient-view',
    hookInstance: crypto.randomUUID(),
    context: { userId: 'Practitioner/sandbox', patientId: patient.id, ...(encounter && { encounterId: encounter }) },
    prefetch: {
      patient,
      ...prefetch,
      administrations: bundleOf(of(PREFETCH.administrations), namedIn(of(PREFETCH.administrations), beside)),
    },
  }
}

const bundleOf = (matches: readonly Resource[], included: readonly Resource[] = []) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: matches.length,
  entry: [
    ...matches.map((resource) => ({ resource, search: { mode: 'match' } })),
    ...included.map((resource) => ({ resource, search: { mode: 'include' } })),
  ],
})

/** What `_include` brings: drugs and visits that the doses name. */
function namedIn(doses: readonly Resource[], beside: readonly Resource[]): Resource[] {
  const text = JSON.stringify(doses)
  return beside.filter(({ resourceType, id }) => text.includes(`"${resourceType}/${id}"`))
}
