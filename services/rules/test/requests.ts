import type { Scenario, ScenarioRequest } from '@doseline/fhir-fixtures'
import type { FhirResource, Parameters, ParametersParameter } from 'fhir/r4'

/** A request with its chart in any shape. */
export interface Sent extends Omit<ScenarioRequest, 'bundle'> {
  readonly bundle?: ScenarioRequest['bundle']
  readonly resources?: readonly FhirResource[]
  readonly server?: string
}

/** The request as the operation takes it. */
export function parametersOf({
  resources,
  bundle,
  focus,
  codebook,
  asOf,
  timeZone,
  attested,
  proposed,
  reads,
  server,
}: Sent): Parameters {
  const keyed = (name: string, records: Record<string, object> | undefined): ParametersParameter[] =>
    Object.entries(records ?? {}).map(([reference, values]) => ({
      name,
      part: [
        { name: 'focus', valueReference: { reference } },
        ...Object.entries(values).flatMap(([key, value]) => partsOf(key, value)),
      ],
    }))
  return {
    resourceType: 'Parameters',
    parameter: [
      ...[...(resources ?? []), ...(bundle ? [bundle] : [])].map((resource) => ({
        name: 'data',
        resource: resource as NonNullable<ParametersParameter['resource']>,
      })),
      ...(server ? [{ name: 'server', valueString: server }] : []),
      { name: 'focus', valueReference: { reference: focus } },
      { name: 'codebook', valueCode: codebook },
      { name: 'asOf', valueDateTime: asOf },
      ...(timeZone ? [{ name: 'timeZone', valueString: timeZone }] : []),
      ...keyed('attested', attested),
      ...keyed('proposed', proposed),
      ...Object.entries(reads ?? {}).map(([type, outcome]) => ({
        name: 'read',
        part: [
          { name: 'type', valueCode: type },
          { name: 'outcome', valueCode: outcome },
        ],
      })),
    ],
  }
}

const ONE_OF: Readonly<Record<string, string>> = { modifiers: 'modifier', diagnoses: 'diagnosis' }

function partsOf(key: string, value: unknown): ParametersParameter[] {
  if (Array.isArray(value)) return value.map((each) => ({ name: ONE_OF[key] ?? key, valueString: String(each) }))
  if (typeof value === 'boolean') return [{ name: key, valueBoolean: value }]
  if (typeof value === 'number') return [{ name: key, valueInteger: value }]
  if (typeof value === 'object' && value !== null) {
    return [{ name: key, part: Object.entries(value).flatMap(([name, inner]) => partsOf(name, inner)) }]
  }
  return [{ name: key, valueString: String(value) }]
}

/** What a hook brings along, by type. */
export const PREFETCHED = [
  'Patient',
  'MedicationAdministration',
  'Condition',
  'Coverage',
  'MedicationRequest',
  'ClaimResponse',
  'ChargeItem',
]

/** The whole chart as the prefetch of a chart that is opened. */
export function hookFor({ chart }: Scenario, { bundle }: ScenarioRequest) {
  const patient = (chart.entry ?? []).find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? 'p'
  const nothing = { patient: null, conditions: null, coverage: null, orders: null, authorizations: null, charges: null }
  return {
    hook: 'patient-view',
    hookInstance: '6b2c0fd2-3ac4-4e6d-9a8a-c1b7e1e7a001',
    context: { patientId: patient },
    prefetch: { ...nothing, administrations: bundle },
  }
}
