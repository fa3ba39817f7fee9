import type { Bundle, FhirResource } from 'fhir/r4'
import { type Found, flatten } from './chart/flatten.ts'
import { newer } from './chart/newer.ts'
import { warningsAboutPatients } from './chart/patients.ts'
import type { Chart, ReadOutcome } from './chart.ts'
import { address } from './references.ts'
import { byText, text } from './shape.ts'

/**
 * A chart of whatever came: a Bundle (with Bundles inside), a list of resources, a single one. Nothing throws: what
 * cannot be used becomes a warning. Of two versions of a resource the newer one counts.
 * @see https://hl7.org/fhir/R4/bundle.html
 */
export function chartFrom(
  input: Bundle | FhirResource | readonly FhirResource[],
  reads: Readonly<Record<string, ReadOutcome>> = {},
): Chart {
  const { found, warnings } = flatten(input)
  const resources = new Map<string, FhirResource>()
  const addresses = new Map<string, string>()
  found.forEach((one, position) => {
    const key = `${one.resource.resourceType}/${idOf(one, position)}`
    if (one.fullUrl) addresses.set(address(one.fullUrl), key)
    const stored = resources.get(key)
    if (stored === undefined) {
      resources.set(key, one.resource)
      return
    }
    const { keep, unclear } = newer(stored, one.resource)
    if (unclear) warnings.push(`${key} came in two versions, and nothing says which is newer.`)
    resources.set(key, keep)
  })
  const chart: Chart = { resources, reads, addresses, warnings }
  const noticed = [...warnings, ...warningsAboutPatients(chart), ...warningsAboutVersion(chart)]
  return { ...chart, warnings: [...new Set(noticed)].toSorted(byText) }
}

/** The administrations in a chart, as `MedicationAdministration/id`, sorted. */
export function administrationsIn(chart: Chart): string[] {
  return [...chart.resources]
    .filter(([, { resourceType }]) => resourceType === 'MedicationAdministration')
    .map(([key]) => key)
    .toSorted(byText)
}

const UUID = /^urn:uuid:([0-9a-f-]{36})$/i
const LAST_SEGMENT = /\/([A-Za-z0-9\-.]{1,64})$/

/** A resource's own id; else the one its address ends in; else its position, so that it can still be named. */
function idOf({ resource, fullUrl }: Found, position: number): string {
  const id = text(resource.id)
  if (id !== undefined) return id
  const fromAddress = UUID.exec(fullUrl ?? '')?.[1]?.toLowerCase() ?? LAST_SEGMENT.exec(fullUrl ?? '')?.[1]
  return fromAddress ?? `entry-${position + 1}`
}

/** R5 renamed the elements a dose is read from; without a word about it, its charts would look empty. */
function warningsAboutVersion({ resources }: Chart): string[] {
  for (const [key, resource] of resources) {
    if (resource.resourceType !== 'MedicationAdministration') continue
    if ('medication' in resource || 'occurenceDateTime' in resource || 'occurencePeriod' in resource) {
      return [`${key} looks like FHIR R5; Doseline reads R4.`]
    }
  }
  return []
}
