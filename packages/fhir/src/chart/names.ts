import type { HumanName } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { resolve } from '../references.ts'
import { list, text } from '../shape.ts'

/** Longer names are cut: a list shows them. */
const LONGEST = 300

/**
 * The name of a patient as a person reads it, for a list of work: the usual name, else the official one, else the first.
 * Undefined where the chart holds none. No rule reads it.
 */
export function patientName(chart: Chart, patient: string): string | undefined {
  const resource = chart.resources.get(patient)
  if (resource?.resourceType !== 'Patient') return undefined
  const names = list(resource.name)
  const name = USES.map((use) => names.find((each) => each.use === use)).find((each) => each) ?? names[0]
  return name && shortened(name)
}

const USES = ['usual', 'official'] as const

function shortened(name: HumanName): string | undefined {
  const family = text(name.family)
  const given = (Array.isArray(name.given) ? name.given : []).flatMap((each) => text(each) ?? [])
  const parts = [family, given.join(' ')].filter((part) => part !== undefined && part !== '')
  return cut(parts.length > 0 ? parts.join(', ') : text(name.text))
}

/** Where a visit took place, as it names it: the facility that is responsible for it, else its first place. */
export function facilityName(chart: Chart, encounter: string): string | undefined {
  const resource = chart.resources.get(encounter)
  if (resource?.resourceType !== 'Encounter') return undefined
  const places = [resource.serviceProvider, ...list(resource.location).map(({ location }) => location)]
  for (const place of places) {
    const target = resolve(chart, place, { key: encounter, resource })?.resource
    const named = target && 'name' in target && typeof target.name === 'string' ? target.name : undefined
    const name = text(place?.display) ?? text(named)
    if (name !== undefined) return cut(name)
  }
  return undefined
}

const cut = (name: string | undefined): string | undefined => name?.trim().slice(0, LONGEST) || undefined
