import type { FhirResource } from 'fhir/r4'
import { READING_PLAN } from './reading-plan.ts'

/**
 * What leaves the EHR: of each resource the elements the rules read (`sends` in the reading plan) and no other: no names,
 * numbers, addresses, photographs or narrative. What Doseline itself wrote is sent whole, because it is compared with
 * what was written and sent back with the next version.
 */
export function minimumNecessary(resources: readonly FhirResource[]): FhirResource[] {
  return resources.flatMap((resource) => {
    const kept = isOurs(resource) ? withoutNarrative(resource) : keptOf(resource)
    return kept ? [kept] : []
  })
}

/** Identifier systems of Flags and ChargeItems that Doseline wrote. */
const OUR_IDENTIFIERS = 'https://doseline.example/fhir/sid/'

/** True for what Doseline wrote into the chart. */
export function isOurs(resource: FhirResource): boolean {
  if (resource.resourceType !== 'Flag' && resource.resourceType !== 'ChargeItem') return false
  return (resource.identifier ?? []).some(({ system }) => system?.startsWith(OUR_IDENTIFIERS))
}

function withoutNarrative(resource: FhirResource): FhirResource {
  const { text: _, ...content } = resource as FhirResource & { text?: unknown }
  return content as FhirResource
}

/** A tree of element names; a leaf keeps everything below it. */
interface Kept {
  readonly [element: string]: Kept | 'all'
}

const KEPT: ReadonlyMap<string, Kept> = new Map(
  READING_PLAN.flatMap(({ type, sends }) => (sends ? [[type, treeOf(['resourceType', ...sends])] as const] : [])),
)

function treeOf(paths: readonly string[]): Kept {
  const heads = [...new Set(paths.map((path) => path.split('.')[0] ?? ''))]
  return Object.fromEntries(
    heads.map((head) => {
      const below = paths.filter((path) => path.startsWith(`${head}.`)).map((path) => path.slice(head.length + 1))
      return [head, below.length === 0 ? 'all' : treeOf(below)]
    }),
  )
}

function keptOf(resource: FhirResource): FhirResource | undefined {
  const kept = KEPT.get(resource.resourceType)
  return kept && (pick(resource, kept) as FhirResource)
}

function pick(value: unknown, kept: Kept | 'all', name = ''): unknown {
  if (name === 'contained') return Array.isArray(value) ? minimumNecessary(value as FhirResource[]) : undefined
  if (name === 'extension') return Array.isArray(value) ? value.filter(isRead) : undefined
  if (name === 'note') return Array.isArray(value) ? value.map(handlingOnly) : undefined
  if (Array.isArray(value)) return value.map((one) => pick(one, kept))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([element, below]) => {
    const rule = kept === 'all' ? 'all' : kept[element]
    const picked = rule === undefined ? undefined : pick(below, rule, element)
    return picked === undefined || (Array.isArray(picked) && picked.length === 0) ? [] : [[element, picked] as const]
  })
  return Object.fromEntries(entries)
}

/** The ends of the addresses of extensions that facts are read from; any other may hold anything. */
export const EXTENSIONS_READ: readonly string[] = [
  '/containers-opened',
  '/opened-amount',
  '/discarded-amount',
  '/acquired',
  '/timezone',
  '/tz-code',
  '/data-absent-reason',
  '/ext-coverage-information',
  '/extension-reviewAction',
  '/extension-authorizationNumber',
  '/extension-itemPreAuthPeriod',
  '/procedure-code',
  '/charge-modifier',
  '/modifier-code',
  '/chargeitem-modifier',
  '/billed-ndc',
]

function isRead(extension: unknown): boolean {
  if (typeof extension !== 'object' || extension === null || !('url' in extension)) return false
  const { url } = extension
  return typeof url === 'string' && EXTENSIONS_READ.some((ending) => url.endsWith(ending))
}

/** Words of a sentence about what was opened or thrown away. */
const HANDLING = /\b(wast|discard|thrown away|unused|left ?over|open|used|vials?|syringes?|ampou?les?|containers?)/i

/** Of a note only the sentences about opening and discarding: the rest is about the patient. Its place stays. */
function handlingOnly(note: unknown): object {
  const text = typeof note === 'object' && note !== null && 'text' in note ? note.text : undefined
  if (typeof text !== 'string') return {}
  const sentences = text.split(/(?<=[.;!?])\s+|\n/).filter((sentence) => HANDLING.test(sentence))
  return sentences.length === 0 ? {} : { text: sentences.join(' ') }
}
