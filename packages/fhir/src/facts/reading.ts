import type { ReadOutcome } from '@doseline/contract'
import { type Fact, type Missing, missing, type Place } from '@doseline/dose'
import type { Encounter, FhirResource, MedicationAdministration } from 'fhir/r4'
import { called } from '../chart/called.ts'
import type { Chart, ReadingOptions } from '../chart.ts'
import { allOf, type Keyed } from '../chart-index.ts'
import { keyOf } from '../references.ts'

/** One administration being read: what every fact reader looks at. */
export interface Reading {
  readonly chart: Chart
  /** `MedicationAdministration/ma-102` */
  readonly key: string
  readonly given: MedicationAdministration
  readonly patient: Fact<string>
  /** IANA zone of the place of care, where one is known. */
  readonly timeZone: string | undefined
  readonly options: ReadingOptions
}

/** A place on the administration itself. */
export const placeOn = (reading: Pick<Reading, 'key'>, element: string, shows?: string): Place => ({
  resource: reading.key,
  element,
  ...(shows !== undefined && { shows }),
})

/** The visits of the patient, whatever their status. */
export const visitsOf = ({ chart, patient }: Reading): readonly Keyed<Encounter>[] =>
  patient.known
    ? allOf(chart, 'Encounter').filter(({ resource }) => keyOf(chart, resource.subject) === patient.value)
    : []

const WHY_NOT_READ = {
  refused: (what) => `The EHR refused access to ${what}, so this cannot be known.`,
  'not-offered': (what) => `The EHR does not offer ${what}, so this cannot be known.`,
  partial: (what) => `Not all ${what} were read, so this cannot be known.`,
  failed: (what) => `Reading ${what} from the EHR failed, so this cannot be known.`,
} as const satisfies Record<Exclude<ReadOutcome, 'complete'>, (what: string) => string>

/** Why the resources of a type are missing, where they could not all be read; undefined where they could. */
export function notRead(chart: Chart, type: FhirResource['resourceType']): Missing | undefined {
  const outcome = chart.reads[type] ?? 'complete'
  if (outcome === 'complete') return undefined
  return missing(outcome === 'partial' ? 'failed' : outcome, WHY_NOT_READ[outcome](called(type)))
}

/** A list read from one type: nothing found is an empty list only where everything could be read. */
export function listOf<T extends { readonly place: Place }>(
  chart: Chart,
  type: FhirResource['resourceType'],
  found: readonly T[],
): Fact<readonly T[]> {
  const why = found.length === 0 ? notRead(chart, type) : undefined
  return why ?? { known: true, value: found, places: found.map(({ place }) => place) }
}
