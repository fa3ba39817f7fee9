import type {
  Bundle,
  BundleEntry,
  BundleLink,
  FhirResource,
  OperationOutcome,
  Parameters,
  ParametersParameter,
} from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { isObject, list, quoted, text } from '../shape.ts'

/** A resource as it came, with the address its Bundle gave it. */
export interface Found {
  readonly resource: FhirResource
  readonly fullUrl?: string
}

/** Everything found in what came, and what could not be used. */
export interface Flattened {
  readonly found: Found[]
  readonly warnings: string[]
  readonly links: BundleLink[]
}

/** Bundles and Parameters inside each other are opened this deep; real ones need two or three. */
const DEEPEST = 8

/**
 * Opens Bundles, Bundles inside them (a page, a test case, a batch response) and resources inside Parameters.
 * @see https://hl7.org/fhir/R4/bundle.html
 * @see https://hl7.org/fhir/R4/parameters.html
 */
export function flatten(input: FhirResource | readonly FhirResource[]): Flattened {
  const flattened: Flattened = { found: [], warnings: [], links: [] }
  const all: readonly unknown[] = Array.isArray(input) ? input : [input]
  for (const resource of all) open(resource, undefined, 0, flattened)
  const pages = new Set(flattened.links.filter(({ relation }) => relation === 'self').map(({ url }) => url))
  const isUnread = flattened.links.some(({ relation, url }) => relation === 'next' && !pages.has(url))
  if (isUnread) flattened.warnings.push('A search result has a further page that is not in the chart.')
  return flattened
}

function open(given: unknown, fullUrl: string | undefined, depth: number, into: Flattened): void {
  if (!isResource(given)) {
    into.warnings.push('Something in the chart is not a FHIR resource and was left out.')
    return
  }
  if (depth > DEEPEST) {
    into.warnings.push(`A ${given.resourceType} lies more than ${DEEPEST} Bundles deep and was left out.`)
    return
  }
  switch (given.resourceType) {
    case 'Bundle':
      openBundle(given, depth, into)
      break
    case 'Parameters':
      openParameters(given, depth, into)
      break
    case 'OperationOutcome':
      tellOutcome(given, into)
      break
    default:
      into.found.push({ resource: given, ...(fullUrl && { fullUrl }) })
  }
}

function openBundle(bundle: Bundle, depth: number, into: Flattened): void {
  into.links.push(...list(bundle.link))
  for (const entry of list<BundleEntry>(bundle.entry)) {
    const status = text(entry.response?.status)
    if (status && /^[45]/.test(status)) into.warnings.push(`One request to the EHR was answered ${quoted(status, 60)}.`)
    if (isResource(entry.response?.outcome)) open(entry.response.outcome, undefined, depth + 1, into)
    if (entry.resource) open(entry.resource, text(entry.fullUrl), depth + 1, into)
  }
}

function openParameters(parameters: Parameters, depth: number, into: Flattened): void {
  const openEach = (all: readonly ParametersParameter[], level: number): void => {
    if (level > DEEPEST) return
    for (const parameter of all) {
      if (parameter.resource) open(parameter.resource, undefined, level + 1, into)
      openEach(list(parameter.part), level + 1)
    }
  }
  openEach(list(parameters.parameter), depth)
}

/** A search that could not do all it was asked says so in an OperationOutcome among its results. */
function tellOutcome(outcome: OperationOutcome, into: Flattened): void {
  for (const issue of list(outcome.issue)) {
    if (issue.severity === 'information') continue
    const says = wordsOf(issue.details) ?? text(issue.diagnostics) ?? text(issue.code) ?? 'no reason given'
    into.warnings.push(`The EHR reported: ${quoted(says, 200)}`)
  }
}

function isResource(value: unknown): value is FhirResource {
  return isObject(value) && 'resourceType' in value && text(value.resourceType) !== undefined
}
