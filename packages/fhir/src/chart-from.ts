import type { ReadOutcome } from '@doseline/contract'
import type { ChartGap } from '@doseline/dose'
import type { Bundle, FhirResource } from 'fhir/r4'
import { canonicalJson } from './canonical-json.ts'
import { flatten } from './chart/flatten.ts'
import { modifiersOf } from './chart/modifiers.ts'
import { patientReference } from './chart/patient-reference.ts'
import { warningsAboutPatients } from './chart/patients.ts'
import { gapsOfNotes, isRead, readsWith } from './chart/reads.ts'
import { settled } from './chart/settle.ts'
import { anotherVersion } from './chart/versions.ts'
import { visitsWithin } from './chart/visits-within.ts'
import type { Said } from './chart/word.ts'
import type { Chart } from './chart.ts'
import { address, keyOf } from './references.ts'
import { byText, list, listedWords, text } from './shape.ts'

/**
 * A chart of whatever came: a Bundle of any type (with Bundles inside), a list of resources, a single one. Nothing throws:
 * what cannot be used, is contradictory or was left out becomes a gap. Of two versions of a resource the newer one counts,
 * also where it says that the resource was deleted.
 * @see https://hl7.org/fhir/R4/bundle.html
 */
export function chartFrom(
  input: Bundle | FhirResource | readonly FhirResource[],
  reads: Readonly<Record<string, ReadOutcome>> = {},
  notes: Readonly<Record<string, string>> = {},
): Chart {
  const flattened = flatten(input)
  const { words, addresses } = byKey(flattened.said)
  const gaps = [...flattened.gaps, ...gapsOfNotes(reads, notes)]
  const resources = new Map<string, FhirResource>()
  const deleted = new Set<string>()
  for (const [key, said] of words) {
    const { resource, isDeleted, unclear, differsIn = [] } = settled(key, said)
    if (unclear) gaps.push({ kind: 'contradictory', type: typeIn(key), key, differsIn, says: unclear })
    if (isDeleted) deleted.add(key)
    // Of a dose that was deleted something must be answered; whatever else was deleted is not there any more.
    if (!resource || (isDeleted && resource.resourceType !== 'MedicationAdministration')) continue
    resources.set(key, resource)
    for (const [name, visit] of visitsWithin(key, resource)) resources.set(name, visit)
    gaps.push(...gapsWithin(key, resource, said))
  }
  const chart = {
    resources,
    deleted,
    reads: readsWith(reads, gaps),
    addresses,
    gaps: inOrder(gaps),
    warnings: flattened.warnings,
  }
  const noticed = [...chart.warnings, ...gaps.map(({ says }) => says), ...warningsAboutPatients(chart)]
  return { ...chart, warnings: [...new Set(noticed)].toSorted(byText) }
}

/** All that is said of each resource, and the addresses they go by. */
function byKey(said: readonly Said[]) {
  const words = new Map<string, Said[]>()
  const addresses = new Map<string, string>()
  const add = (key: string, word: Said): void => {
    const others = words.get(key)
    if (others) others.push(word)
    else words.set(key, [word])
  }
  said.forEach((word, position) => {
    const { resource, fullUrl } = word
    const key = resource ? `${resource.resourceType}/${idOf(resource, fullUrl, position)}` : word.key
    if (key === undefined) return
    if (fullUrl) addresses.set(address(fullUrl), key)
    add(key, word)
  })
  // What was deleted by an address alone is whatever else goes by that address.
  for (const word of said) {
    if (word.resource || word.key !== undefined) continue
    const key = addresses.get(address(word.fullUrl ?? ''))
    if (key !== undefined) add(key, word)
  }
  return { words, addresses }
}

const typeIn = (key: string): string => key.slice(0, key.indexOf('/'))

/** What in a resource, or beside it, must not be read past. */
function gapsWithin(key: string, resource: FhirResource, said: readonly Said[]): ChartGap[] {
  const { resourceType: type } = resource
  if (!isRead(type)) return []
  const beside = said.flatMap(({ modifiers = [] }) => modifiers)
  const modified = [...modifiersOf(resource), ...beside].map((modifier): ChartGap => {
    return { kind: 'modified', type, key, says: `${key} has ${modifier}, which may change what it means.` }
  })
  const left = leftOutOf(resource)
  if (left) modified.push({ kind: 'not read', type, key, says: `${key} came without all that it says (${left}).` })
  const doubtful = notMeant(resource)
  if (doubtful) modified.push({ kind: 'modified', type, key, says: `${key} is marked ${doubtful}.` })
  const another = anotherVersion(resource)
  if (!another) return modified
  const { version, elements } = another
  const says = `${key} looks like FHIR ${version}, by its ${listedWords(elements)}; Doseline reads R4.`
  return [...modified, { kind: 'another version', type, key, says }]
}

/** @see https://terminology.hl7.org/CodeSystem-v3-ObservationValue.html */
const LEAVES_OUT = new Set<unknown>(['SUBSETTED', 'REDACTED', 'ABSTRED', 'AGGRED', 'MASKED'])
/** @see https://terminology.hl7.org/CodeSystem-v3-ActReason.html and CodeSystem-v3-ObservationValue.html */
const NOT_MEANT: ReadonlyMap<unknown, string> = new Map([
  ['HTEST', 'as test data (HTEST)'],
  ['test-data', 'as test data (test-data)'],
  ['UNRELIABLE', 'as unreliable (UNRELIABLE)'],
  ['PATRPT', 'as reported by the patient (PATRPT)'],
  ['PATAST', 'as asserted by the patient (PATAST)'],
])

/** What a patient says of coverage or address is how registration works; of a dose, an order or a diagnosis it is no record of the clinic. */
const SAID_BY_PATIENT = new Set<unknown>(['PATRPT', 'PATAST'])
const CLINICAL: ReadonlySet<string> = new Set(['MedicationAdministration', 'MedicationRequest', 'Condition'])

const marksOf = ({ meta }: FhirResource): readonly unknown[] =>
  meta?.tag || meta?.security ? [...list(meta.tag), ...list(meta.security)].map(({ code }) => code) : NO_MARKS
const NO_MARKS: readonly unknown[] = []

/** The mark by which a server says that a resource is of no real patient, or that nobody should rely on it. */
const notMeant = (resource: FhirResource): string | undefined =>
  marksOf(resource)
    .filter((code) => !SAID_BY_PATIENT.has(code) || CLINICAL.has(resource.resourceType))
    .map((code) => NOT_MEANT.get(code))
    .find((mark) => mark !== undefined)

/** The tag or label by which a server says that it left something out of a resource. */
const leftOutOf = (resource: FhirResource): string | undefined =>
  marksOf(resource).find((code): code is string => LEAVES_OUT.has(code))

/** Each once, in an order of their own: a chart is the same in whatever order it came. */
const inOrder = (gaps: readonly ChartGap[]): ChartGap[] =>
  [...new Map(gaps.map((gap) => [canonicalJson(gap), gap] as const))]
    .toSorted(([a], [b]) => byText(a, b))
    .map(([, gap]) => gap)

/** The administrations in a chart, as `MedicationAdministration/id`, sorted. */
export function administrationsIn(chart: Chart): string[] {
  return [...chart.resources]
    .filter(([, { resourceType }]) => resourceType === 'MedicationAdministration')
    .map(([key]) => key)
    .toSorted(byText)
}

/**
 * The administrations that their server, or their Bundle, gave a name. One that goes by its position in what came is
 * another dose in the next chart: nothing may be kept under that name.
 */
export function identifiedAdministrationsIn(chart: Chart): string[] {
  return administrationsIn(chart).filter(
    (key) => text(chart.resources.get(key)?.id) !== undefined || !BY_POSITION.test(key),
  )
}

/** Whom the administrations of a chart were given, as `Patient/id`, each once, sorted. */
export function patientsGivenIn(chart: Chart): string[] {
  const subjects = administrationsIn(chart).flatMap((key) => {
    const resource = chart.resources.get(key)
    const subject = resource && keyOf(chart, patientReference(resource))
    return subject?.startsWith('Patient/') ? [subject] : []
  })
  return [...new Set(subjects)].toSorted(byText)
}
const BY_POSITION = /\/entry-\d+$/

const UUID = /^urn:uuid:([0-9a-f-]{36})$/i
const LAST_SEGMENT = /\/([A-Za-z0-9\-.]{1,64})$/

/** A resource's own id; else the one its address ends in; else its position, so that it can still be named. */
function idOf(resource: FhirResource, fullUrl: string | undefined, position: number): string {
  const id = text(resource.id)
  if (id !== undefined) return id
  const fromAddress = UUID.exec(fullUrl ?? '')?.[1]?.toLowerCase() ?? LAST_SEGMENT.exec(fullUrl ?? '')?.[1]
  return fromAddress ?? `entry-${position + 1}`
}
