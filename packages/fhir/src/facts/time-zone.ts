import { isTimeZone } from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import type { Chart, ReadingOptions } from '../chart.ts'
import { type Extensible, extensionsOf } from '../extensions.ts'
import { resolve } from '../references.ts'
import { list, text } from '../shape.ts'

/** @see https://hl7.org/fhir/extensions/StructureDefinition-timezone.html */
const TIMEZONE = 'http://hl7.org/fhir/StructureDefinition/timezone'
/** @see https://hl7.org/fhir/R4/extension-tz-code.html */
const TZ_CODE = 'http://hl7.org/fhir/StructureDefinition/tz-code'

/**
 * The zone of the place of care: as the caller says, else as the chart says on the administration, its encounter, the
 * encounter's location or the organization that runs it, nearest first. IANA names; others are passed over.
 */
export function timeZoneOf(
  chart: Chart,
  key: string,
  given: MedicationAdministration,
  options: ReadingOptions,
): string | undefined {
  if (options.timeZone !== undefined) return options.timeZone
  for (const element of nearestFirst(chart, key, given)) {
    if (!element?.extension) continue
    const zones = [...extensionsOf(element, TIMEZONE), ...extensionsOf(element, TZ_CODE)]
    const names = zones.map(({ valueCode, valueString }) => text(valueCode) ?? text(valueString))
    const zone = names.find((name) => name !== undefined && isTimeZone(name))
    if (zone) return zone
  }
  return undefined
}

function* nearestFirst(chart: Chart, key: string, given: MedicationAdministration): Generator<Extensible | undefined> {
  yield given
  yield given._effectiveDateTime
  yield given.effectivePeriod?._start
  const context = resolve(chart, given.context, { key, resource: given })
  if (context?.resource.resourceType !== 'Encounter') return
  const encounter = context.resource
  yield encounter
  const holder = { key: context.key, resource: encounter }
  const organizations = [encounter.serviceProvider]
  for (const { location } of list(encounter.location)) {
    const found = resolve(chart, location, holder)?.resource
    if (found?.resourceType !== 'Location') continue
    yield found
    yield found.address
    organizations.unshift(found.managingOrganization)
  }
  for (const reference of organizations) {
    const found = resolve(chart, reference, holder)?.resource
    if (found?.resourceType !== 'Organization') continue
    yield found
    for (const address of list(found.address)) yield address
  }
}
