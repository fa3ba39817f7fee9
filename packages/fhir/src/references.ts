import type { FhirResource, Identifier, Reference } from 'fhir/r4'
import { patientReference } from './chart/patient-reference.ts'
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

const URN = /^urn:/i
const HTTP = /^https?:\/\/([^/]+)/i
const DEFAULT_PORT = /:(80|443)$/

/** An address as it is compared: UUIDs and hosts are the same in either case, and a server with or without TLS. */
export function address(url: string): string {
  if (URN.test(url)) return url.toLowerCase()
  const [start, host = ''] = HTTP.exec(url) ?? []
  if (start === undefined) return url
  return `http://${host.toLowerCase().replace(DEFAULT_PORT, '')}${url.slice(start.length)}`
}

/**
 * The `Type/id` a reference means, whether or not that resource is in the chart; undefined where it names none. Relative,
 * absolute, versioned, `urn:uuid:`, conditional (`Practitioner?identifier=…`, as Synthea writes) and identifier-only
 * references are read. `type` of the reference tells several apart.
 * @see https://hl7.org/fhir/R4/references.html
 */
export function keyOf(chart: Chart, reference: Reference | undefined): string | undefined {
  const literal = text(reference?.reference)
  if (literal === undefined) return byIdentifier(chart, text(reference?.type), reference?.identifier)
  if (chart.resources.has(literal)) return literal
  if (literal.startsWith('#')) return undefined
  const addressed = chart.addresses?.get(address(literal.replace(VERSION, '')))
  if (addressed !== undefined) return addressed
  if (URN.test(literal)) return byUrn(chart, literal, text(reference?.type)) ?? literal
  const relative = RELATIVE.exec(literal)
  if (relative) return `${relative[1]}/${relative[2]}`
  const conditional = CONDITIONAL.exec(literal)
  if (conditional) return byQuery(chart, conditional[1], conditional[2] ?? '')
  const absolute = ABSOLUTE.exec(literal)
  if (!absolute) return literal
  const key = `${absolute[1]}/${absolute[2]}`
  // Where the chart holds that type and id from a server of another address it is another resource.
  return indexOf(chart).ofServers.has(key) ? literal : key
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

/**
 * What a UUID or OID means that no address of the chart is: some servers keep the references of a transaction as they came
 * and store its resources under that very id, or keep the URN as an identifier.
 */
function byUrn(chart: Chart, urn: string, type: string | undefined): string | undefined {
  const { byId, patientsNamed } = indexOf(chart)
  const id = urn.toLowerCase().slice(urn.lastIndexOf(':') + 1)
  const fits = (keys: readonly string[]): readonly string[] =>
    type === undefined ? keys : keys.filter((key) => key.startsWith(`${type}/`))
  const [only, ...others] = fits(byId.get(id) ?? [])
  if (only !== undefined) return others.length === 0 ? only : undefined
  return (
    byIdentifier(chart, type, { value: urn }) ??
    (type === undefined || type === 'Patient' ? patientsNamed.get(id) : undefined)
  )
}

/** What references are looked up in: made once a chart. */
interface ReferenceIndex {
  /** Keys by id, in lower case. */
  readonly byId: ReadonlyMap<string, readonly string[]>
  /** Keys and systems by the value of an identifier. */
  readonly byIdentifier: ReadonlyMap<string, readonly { readonly key: string; readonly system: string | undefined }[]>
  /** Keys of resources that came with the address of a server. */
  readonly ofServers: ReadonlySet<string>
  /** Patients that some resource of the chart names, by id in lower case, whether or not they are in it. */
  readonly patientsNamed: ReadonlyMap<string, string>
}
const indexes = new WeakMap<Chart, ReferenceIndex>()

function indexOf(chart: Chart): ReferenceIndex {
  const index = indexes.get(chart) ?? indexed(chart)
  indexes.set(chart, index)
  return index
}

function indexed({ resources, addresses = new Map() }: Chart): ReferenceIndex {
  const byId = new Map<string, string[]>()
  const byIdentifier = new Map<string, { key: string; system: string | undefined }[]>()
  const patientsNamed = new Map<string, string>()
  const add = <T>(to: Map<string, T[]>, name: string, value: T): void => {
    const others = to.get(name)
    if (others) others.push(value)
    else to.set(name, [value])
  }
  for (const [key, resource] of resources) {
    add(byId, key.slice(key.indexOf('/') + 1).toLowerCase(), key)
    const patient = RELATIVE.exec(text(patientReference(resource)?.reference) ?? '')
    if (patient?.[1] === 'Patient') patientsNamed.set((patient[2] ?? '').toLowerCase(), `Patient/${patient[2]}`)
    if (!('identifier' in resource)) continue
    for (const own of list<Identifier>(resource.identifier)) {
      const value = text(own.value)
      if (value !== undefined) add(byIdentifier, sameUrn(value), { key, system: text(own.system) })
    }
  }
  const ofServers = new Set([...addresses].flatMap(([url, key]) => (url.startsWith('http') ? [key] : [])))
  return { byId, byIdentifier, ofServers, patientsNamed }
}

const sameUrn = (value: string): string => (URN.test(value) ? value.toLowerCase() : value)

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
  const matching = new Set(
    (indexOf(chart).byIdentifier.get(sameUrn(value)) ?? []).flatMap((own) =>
      (type === undefined || own.key.startsWith(`${type}/`)) && (system === undefined || own.system === system)
        ? [own.key]
        : [],
    ),
  )
  return matching.size === 1 ? [...matching][0] : undefined
}
