import type { Bundle, BundleEntry, FhirResource, OperationOutcome, OperationOutcomeIssue } from 'fhir/r4'
import { isOutcome } from '../http/connection.ts'

/**
 * What a page of a search says about its own completeness. Everything that is not known to be harmless counts as
 * something left out.
 * @see https://hl7.org/fhir/R4/bundle.html#searchset
 */
export interface PageSays {
  /** Resources that came, included ones too. */
  readonly resources: readonly FhirResource[]
  /** `Type/id` of what was searched for. */
  readonly matches: readonly string[]
  /** Why it is not complete; undefined where nothing says so. */
  readonly leftOut?: LeftOut | undefined
}

/** Why something is not complete. */
export interface LeftOut {
  /** In the EHR's words, where it has any. */
  readonly because: string
  /** In words of our own. */
  readonly note: string
}

/** Said by nobody but us. */
export const ours = (because: string): LeftOut => ({ because, note: because })

/** `searched`: the type that was searched for; undefined where any type may match. */
export function pageSays(page: Bundle<FhirResource>, searched: string | undefined): PageSays {
  const entries: unknown = page.entry ?? []
  if (!Array.isArray(entries))
    return { resources: [], matches: [], leftOut: ours('the entries of a page are not a list') }
  const resources: FhirResource[] = []
  const matches: string[] = []
  let leftOut: LeftOut | undefined
  for (const entry of entries as readonly (BundleEntry<FhirResource> | null)[]) {
    const resource = entry?.resource
    if (isOutcome(resource)) leftOut ??= troubleIn(resource)
    else if (resource?.id === undefined) leftOut ??= ours('something came without a resource, or without its id')
    else {
      resources.push(resource)
      if (isSubsetted(resource)) leftOut ??= ours('the EHR shortened what it sent')
      if (isMatch(entry, searched)) matches.push(`${resource.resourceType}/${resource.id}`)
    }
  }
  return { resources, matches, leftOut }
}

const isMatch = (entry: BundleEntry<FhirResource> | null, searched: string | undefined): boolean =>
  entry?.search?.mode !== 'include' && (searched === undefined || entry?.resource?.resourceType === searched)

/** Elements were left out of it. @see https://hl7.org/fhir/R4/search.html#summary */
const isSubsetted = ({ meta }: FhirResource): boolean =>
  Array.isArray(meta?.tag) && meta.tag.some((tag) => tag?.code === 'SUBSETTED')

/** The first issue that is not known to be harmless, in the EHR's words. */
function troubleIn({ issue }: OperationOutcome): LeftOut | undefined {
  const issues: unknown = issue
  if (!Array.isArray(issues)) return ours('the EHR reported something it does not explain')
  const found = (issues as readonly OperationOutcomeIssue[]).find((one) => !isHarmless(one))
  if (!found) return undefined
  const { details, diagnostics, severity, code } = found
  const because = details?.text ?? diagnostics ?? details?.coding?.[0]?.display ?? code
  return { because, note: `the EHR reported a problem with what it sent (${severity} ${code})` }
}

/**
 * What leaves nothing out: information; a parameter that was ignored, which finds more and never less (what is referred
 * to is read by itself); and what Epic says of searches that went well: nothing found (4101), what the user may see
 * (4119, beside others that name what is held back), a parameter ignored (59100).
 */
function isHarmless({ severity, code, details, diagnostics }: OperationOutcomeIssue): boolean {
  if (severity === 'information') return true
  if (severity !== 'warning') return false
  const said = [details?.text, diagnostics].filter(Boolean).join(' ')
  return code === 'not-supported' || IGNORED.test(said) || (details?.coding ?? []).some(isEpicsRemark)
}

const IGNORED = /\bparameter.{0,200}\b(ignored|unknown|unsupported|not supported|unrecogni[sz]ed|not recogni[sz]ed)\b/i

const isEpicsRemark = ({ system, code = '' }: { system?: string; code?: string }): boolean =>
  system?.startsWith('urn:oid:1.2.840.114350.') === true && ['4101', '4119', '59100'].includes(code)

/** How many came of a search. */
interface Counted {
  readonly total: unknown
  readonly found: number
  /** Pages that were read. */
  readonly pages: number
  /** The search as it was asked. */
  readonly asked: string
}

/**
 * Why a search of which the last page was read is not complete all the same: its `total` is more than what came; or its one
 * page is as full as was asked for, or as the server allows (`self`), and there is neither a total nor a next page. Some
 * servers cut a list there and say nothing.
 */
export function shortBy(last: Bundle<FhirResource>, { total, found, pages, asked }: Counted): LeftOut | undefined {
  if (typeof total === 'number') return total > found ? ours(`${found} of ${total} came`) : undefined
  const self = (Array.isArray(last.link) ? last.link : []).find(({ relation }) => relation === 'self')?.url
  const most = Math.min(...[countIn(self), countIn(asked)].filter((count) => count !== undefined))
  if (pages > 1 || most === 0 || found < most) return undefined
  return ours(`${found} came, which is all that one page may hold, and no next page is named`)
}

/** `_count` in an address or a search. */
function countIn(address: unknown): number | undefined {
  if (typeof address !== 'string') return undefined
  const query = address.slice(address.indexOf('?') + 1)
  const count = new URLSearchParams(query).get('_count') ?? ''
  return /^\d{1,6}$/.test(count) ? Number(count) : undefined
}
