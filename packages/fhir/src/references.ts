import type { FhirResource, Identifier, Reference } from 'fhir/r4'
import type { Chart } from './chart.ts'
import { list, text } from './shape.ts'

/** What a reference leads to. */
export interface Target {
  /** How a Place names it: `Medication/m1`, or the holder and `#id` for a contained resource. */
  readonly key: string
  readonly resource: FhirResource
}

const RELATIVE = /^\/?([A-Z][A-Za-z]{2,63})\/([^/?#|\s]+)(?:\/_history\/[^/\s]+)?$/
const ABSOLUTE = /^https?:\/\/.+\/([A-Z][A-Za-z]{2,63})\/([^/?#|\s]+)(?:\/_history\/[^/\s]+)?$/
const VERSION = /\/_history\/[^/\s]+$/
const CONDITIONAL = /^([A-Z][A-Za-z]{2,63})\?identifier=([^&]*)$/

/** An address as it is compared: UUIDs are the same in either case. */
export const address = (url: string): string => (/^urn:/i.test(url) ? url.toLowerCase() : url)

/**
 * The `Type/id` a reference means, whether or not that resource is in the chart; undefined where it names none. Relative,
 * absolute, versioned, `urn:uuid:`, conditional (`Practitioner?identifier=…`, as Synthea writes) and identifier-only
 * references are read.
 * @see https://hl7.org/fhir/R4/references.html
 */
export function keyOf(chart: Chart, reference: Reference | undefined): string | undefined {
  const literal = text(reference?.reference)
  if (literal === undefined) return byIdentifier(chart, text(reference?.type), reference?.identifier)
  if (chart.resources.has(literal)) return literal
  if (literal.startsWith('#')) return undefined
  const addressed = chart.addresses?.get(address(literal.replace(VERSION, '')))
  if (addressed !== undefined) return addressed
  const relative = RELATIVE.exec(literal)
  if (relative) return `${relative[1]}/${relative[2]}`
  const conditional = CONDITIONAL.exec(literal)
  if (conditional) return byQuery(chart, conditional[1], conditional[2] ?? '')
  const absolute = ABSOLUTE.exec(literal)
  if (!absolute) return literal
  const key = `${absolute[1]}/${absolute[2]}`
  return standsElsewhere(chart, key) ? literal : key
}

/** The resource a reference leads to: contained in `holder`, or in the chart. */
export function resolve(
  chart: Chart,
  reference: Reference | undefined,
  holder: { readonly key: string; readonly resource: FhirResource },
): Target | undefined {
  const literal = text(reference?.reference)
  const inside = literal === undefined ? undefined : containedIn(holder.resource, literal)
  if (inside) return { key: `${holder.key}#${inside.id}`, resource: inside }
  const key = keyOf(chart, reference)
  const resource = key === undefined ? undefined : chart.resources.get(key)
  return key !== undefined && resource ? { key, resource } : undefined
}

/** `#m1` as R4 says; also `m1` without the hash, which servers send too and which can mean nothing else. */
function containedIn(holder: FhirResource, literal: string): FhirResource | undefined {
  if (!('contained' in holder) || (!literal.startsWith('#') && /[/:?]/.test(literal))) return undefined
  const id = literal.replace(/^#/, '')
  return list<FhirResource>(holder.contained as FhirResource[] | undefined).find(
    (resource) => resource.id === id || resource.id === `#${id}`,
  )
}

/** True where the chart holds that type and id from a server of another address: then it is another resource. */
function standsElsewhere(chart: Chart, key: string): boolean {
  if (!chart.resources.has(key)) return false
  for (const [url, stored] of chart.addresses ?? []) if (stored === key && url.startsWith('http')) return true
  return false
}

function byQuery(chart: Chart, type: string | undefined, query: string): string | undefined {
  const [system, value] = decoded(query).split('|')
  return byIdentifier(chart, type, value === undefined ? { value: system } : { system, value })
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query)
  } catch {
    return query
  }
}

/** The one resource with this identifier; undefined where none, or several, carry it. */
function byIdentifier(chart: Chart, type: string | undefined, identifier: Identifier | undefined): string | undefined {
  const value = text(identifier?.value)
  if (value === undefined) return undefined
  const system = text(identifier?.system)
  const matching: string[] = []
  for (const [key, resource] of chart.resources) {
    if ((type !== undefined && resource.resourceType !== type) || !('identifier' in resource)) continue
    const carries = list<Identifier>(resource.identifier).some(
      (own) => text(own.value) === value && (system === undefined || text(own.system) === system),
    )
    if (carries) matching.push(key)
  }
  return matching.length === 1 ? matching[0] : undefined
}
