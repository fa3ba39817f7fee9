import { type ChartGap, epochMilliseconds } from '@doseline/dose'
import type { Bundle, BundleEntry, FhirResource, OperationOutcome, Parameters, ParametersParameter } from 'fhir/r4'
import { isObject, list, quoted, text } from '../shape.ts'
import { modifiersBeside, modifiersOf } from './modifiers.ts'
import { reportedIn } from './outcomes.ts'
import { isPassedOver, isResourceType, meantBy } from './resource-types.ts'
import { gapsOfSearches, type Page, pageOf } from './searches.ts'
import { addressed, typeAsked } from './where.ts'
import type { Said } from './word.ts'

/** Everything found in what came, in the order it came, and what could not be used. */
export interface Flattened {
  readonly said: readonly Said[]
  readonly gaps: readonly ChartGap[]
  readonly warnings: readonly string[]
}

/** Bundles and Parameters inside each other are opened this deep; real ones need two or three. */
const DEEPEST = 8

/** What is gathered, and where: the Bundle something stands in says which type was asked for. */
interface Gathering {
  readonly said: Said[]
  readonly gaps: ChartGap[]
  readonly warnings: string[]
  readonly pages: Page[]
}
interface Around {
  readonly depth: number
  readonly type?: string | undefined
  readonly word?: Omit<Said, 'resource'>
  /** What beside the resource changes what it means, as sentences without a subject. */
  readonly modifiers?: readonly string[]
}

/**
 * Opens Bundles of every type, Bundles inside them (a page, a test case, a batch response) and resources inside Parameters.
 * Nothing is passed over: what is no resource, was left out, deleted or lies too deep is said.
 * @see https://hl7.org/fhir/R4/bundle.html
 * @see https://hl7.org/fhir/R4/parameters.html
 */
export function flatten(input: FhirResource | readonly FhirResource[]): Flattened {
  const into: Gathering = { said: [], gaps: [], warnings: [], pages: [] }
  const all: readonly unknown[] = Array.isArray(input) ? input : [input]
  for (const resource of all) open(resource, { depth: 0 }, into)
  into.gaps.push(...gapsOfSearches(into.pages))
  return into
}

function open(given: unknown, around: Around, into: Gathering): void {
  if (!isResource(given)) {
    into.gaps.push({ kind: 'not understood', says: 'Something in the chart is not a FHIR resource and was left out.' })
    return
  }
  const { resourceType } = given
  if (around.depth > DEEPEST) {
    const says = `A ${quoted(resourceType, 40)} lies more than ${DEEPEST} Bundles deep and was left out.`
    into.gaps.push({ kind: 'not read', says })
  } else if (resourceType === 'Bundle') openBundle(given, around, into)
  else if (resourceType === 'Parameters') openParameters(given, around, into)
  else if (resourceType === 'OperationOutcome') tellOutcome(given, around.type, into)
  else if (isResourceType(resourceType)) add(given, around, into)
  else tellUnknownType(resourceType, into)
}

function add(resource: FhirResource, { word = {}, modifiers = [] }: Around, into: Gathering): void {
  const version = Number(text(resource.meta?.versionId))
  // In a history the server says beside each version when it was stored, deletions too: these times go together.
  const at = word.at ?? millisecondsOf(resource.meta?.lastUpdated)
  into.said.push({
    ...word,
    resource,
    ...(Number.isSafeInteger(version) && { version }),
    ...(at !== undefined && { at }),
    ...(modifiers.length > 0 && { modifiers }),
  })
}

/** An instant that cannot be read tells nothing. */
function millisecondsOf(instant: unknown): number | undefined {
  const written = text(instant)
  return written === undefined ? undefined : epochMilliseconds(written)
}

function tellUnknownType(written: string, into: Gathering): void {
  const name = quoted(written, 60)
  if (isPassedOver(written)) {
    into.warnings.push(`${name} is a resource type of another FHIR version and was not read.`)
    return
  }
  const meant = meantBy(written)
  const instead = meant ? `; perhaps ${meant} is meant` : ''
  into.gaps.push({
    kind: 'not understood',
    ...(meant && { type: meant }),
    says: `“${name}” is no resource type of FHIR R4${instead}: what stands under it was not read.`,
  })
}

function openBundle(bundle: Bundle, around: Around, into: Gathering): void {
  const page = pageOf(bundle)
  if (page) into.pages.push(page)
  tellModifiers('A Bundle', bundle, into)
  const entries: unknown = bundle.entry
  if (entries !== undefined && entries !== null && typeof entries !== 'object') {
    into.gaps.push({ kind: 'not understood', says: 'Bundle.entry is not a list of entries and was left out.' })
    return
  }
  const type = page?.typeAsked ?? around.type
  const all: readonly unknown[] = Array.isArray(entries) ? entries : entries ? [entries] : []
  all.forEach((entry, position) => {
    const history = bundle.type === 'history' ? { of: bundle, position } : undefined
    if (isObject(entry))
      openEntry(entry, { depth: around.depth + 1, type, ...(history && { word: { history } }) }, into)
    else into.gaps.push({ kind: 'not understood', says: 'An entry of a Bundle is not an object and was left out.' })
  })
}

function openEntry(entry: BundleEntry, around: Around, into: Gathering): void {
  const { request, response } = entry
  const where = addressed(request?.url) ?? addressed(entry.fullUrl) ?? addressed(response?.location)
  const method = text(request?.method)?.toUpperCase()
  const status = text(response?.status) ?? ''
  const type = typeHeld(where?.type) ?? typeAsked(request?.url) ?? around.type
  if (isObject(response?.outcome)) open(response.outcome, { ...around, type }, into)
  const word = { ...around.word, ...wordAround(entry) }
  const isEmpty = !entry.resource
  const isDeleted =
    method === 'DELETE' ? !/^[345]/.test(status) || GONE.test(status) : isEmpty && where && GONE.test(status)
  if (isDeleted) {
    tellDeleted(word, where?.key, text(request?.url) ?? text(entry.fullUrl), into)
  } else if (isEmpty ? NOT_ANSWERED.test(status) : /^[345]/.test(status)) {
    const says = `One request to the EHR${type ? ` for ${type}` : ''} was answered ${quoted(status, 60)}.`
    into.gaps.push({ kind: 'not read', ...(type && { type }), says })
  } else if (method === 'PATCH') {
    const says = `${where?.key ?? 'A resource'} is changed by a PATCH in the chart, and what it says after that is not known.`
    into.gaps.push({ kind: 'contradictory', ...(where && { type: where.type, key: where.key }), says })
  } else if (!isEmpty) {
    open(entry.resource, { ...around, type, word, modifiers: modifiersBeside(entry) }, into)
  } else if (!request && status === '') {
    const what = where?.key ?? quoted(text(entry.fullUrl) ?? '', 80)
    const says = `An entry of a Bundle${what ? ` (${what})` : ''} holds no resource.`
    into.gaps.push({ kind: 'not read', ...(where && { type: where.type }), says })
  }
}

/** What lies around resources is no type that was asked for: an OperationOutcome has an address of its own in a stored Bundle. */
const typeHeld = (type: string | undefined): string | undefined => (AROUND.has(type) ? undefined : type)
const AROUND = new Set<string | undefined>(['Bundle', 'OperationOutcome', 'Parameters'])

/** What an entry says of its resource: where it is stored, when it was changed, which version it is. */
function wordAround({ fullUrl, response }: BundleEntry): Omit<Said, 'resource'> {
  const url = text(fullUrl)
  const server = addressed(url)?.server
  const at = millisecondsOf(response?.lastModified)
  const [, version] = /^W\/"(\d{1,9})"$/.exec(text(response?.etag) ?? '') ?? []
  return {
    ...(url && { fullUrl: url }),
    ...(server && { server }),
    ...(at !== undefined && { at }),
    ...(version && { version: Number(version) }),
  }
}

/** Refused or failed; or only accepted, to be done later. */
const NOT_ANSWERED = /^([1345]|202\b)/

/** Gone, not found, or answered without content: there is no such resource any more. */
const GONE = /^(204|404|410)\b/

function tellDeleted(
  word: Omit<Said, 'resource'>,
  key: string | undefined,
  url: string | undefined,
  into: Gathering,
): void {
  if (key !== undefined || (word.fullUrl ?? '').startsWith('urn:')) {
    into.said.push({ ...word, ...(key !== undefined && { key }) })
    return
  }
  const type = typeAsked(url)
  const says = `Something was deleted (${quoted(url ?? 'without an address', 80)}), and the chart does not say what.`
  into.gaps.push({ kind: 'not read', ...(type && { type }), says })
}

function openParameters(parameters: Parameters, { depth, type }: Around, into: Gathering): void {
  tellModifiers('A Parameters resource', parameters, into)
  const openEach = (all: readonly ParametersParameter[], level: number): void => {
    for (const parameter of all) {
      if (parameter.resource) {
        open(parameter.resource, { depth: level + 1, type, modifiers: modifiersBeside(parameter) }, into)
      }
      if (level <= DEEPEST) openEach(list(parameter.part), level + 1)
      else if (list(parameter.part).length > 0) {
        into.gaps.push({ kind: 'not read', says: `Parameters lie more than ${DEEPEST} deep and were left out.` })
      }
    }
  }
  openEach(list(parameters.parameter), depth)
}

/** What changes the meaning of all that a Bundle or a Parameters resource holds. */
function tellModifiers(what: string, { implicitRules }: Bundle | Parameters, into: Gathering): void {
  for (const modifier of modifiersOf({ implicitRules })) {
    into.gaps.push({ kind: 'modified', says: `${what} has ${modifier}, which may change what the chart means.` })
  }
}

/** A search that could not do all it was asked says so in an OperationOutcome among its results. */
function tellOutcome(outcome: OperationOutcome, asked: string | undefined, into: Gathering): void {
  for (const { says, types, leavesOut } of reportedIn(outcome)) {
    const left = types.length > 0 ? types : [asked]
    if (!leavesOut) into.warnings.push(says)
    else into.gaps.push(...left.map((type): ChartGap => ({ kind: 'not read', ...(type && { type }), says })))
  }
}

function isResource(value: unknown): value is FhirResource {
  return isObject(value) && 'resourceType' in value && text(value.resourceType) !== undefined
}
