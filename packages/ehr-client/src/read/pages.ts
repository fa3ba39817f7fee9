import type { Bundle, FhirResource } from 'fhir/r4'
import { isWithin } from '../http/address.ts'
import { asAsked, baseUrlAliasIn, withRelativeReferences } from '../http/base-url-alias.ts'
import { type Connection, EhrRefusal } from '../http/connection.ts'
import { endsEverything } from '../http/failure.ts'
import type { WaitOptions } from '../http/retry-policy.ts'
import { type LeftOut, ours, pageSays, shortBy } from './left-out.ts'

/** All pages of a search, or as many as could be had. */
export interface Pages {
  readonly resources: readonly FhirResource[]
  /** Why the list is not complete. */
  readonly incomplete?: string
  /** The same in words of our own, where those are the EHR's. */
  readonly note?: string
  /** Set where the reading itself broke off: trying again may bring the rest. */
  readonly brokeOff?: true
  /** The base as the server calls itself, where that is another than ours. */
  readonly ownName?: string | undefined
}

export interface PagesOptions extends WaitOptions {
  /** The first page, where it came already. */
  readonly first?: unknown
  /** The base as the server calls itself, where it is known to be another than ours. */
  readonly ownName?: string | undefined
}

const MOST_PAGES = 200

/**
 * Follows the `next` links of a search to the end. A link back to a page already read, a link to another server and more
 * pages than any chart has end it early: then the list is incomplete, and says so; so it does where the EHR reports that
 * something was left out, or counts more than came. Links and references below the name a server behind a proxy gives
 * itself are followed at the base it is asked at.
 */
export async function allPages(
  connection: Connection,
  search: string,
  { first, ownName: known, ...waiting }: PagesOptions = {},
): Promise<Pages> {
  const { base } = connection
  const searched = /^[A-Z][A-Za-z]+(?=\?|$)/.exec(search)?.[0]
  const resources: FhirResource[] = []
  const matches = new Set<string>()
  const seen = new Set<string>()
  let ownName = known
  let leftOut: LeftOut | undefined
  let total: unknown
  const read = (why = leftOut): Pages => ({
    resources,
    ownName,
    ...(why && { incomplete: why.because, note: why.note }),
  })
  const brokenOff = (why: string | LeftOut): Pages => ({
    ...read(typeof why === 'string' ? ours(why) : why),
    brokeOff: true,
  })
  let page = first ?? (await connection.request(search, waiting))
  for (let next = search; ; ) {
    seen.add(next)
    if (!isBundle(page)) return brokenOff('the EHR answered a search with something else')
    ownName = baseUrlAliasIn(page, base, search) ?? ownName
    const came = pageSays(withRelativeReferences(page, ownName), searched)
    resources.push(...came.resources)
    for (const match of came.matches) matches.add(match)
    leftOut ??= came.leftOut
    total ??= page.total
    const link = nextOf(page)
    if (!link) {
      const counted = { total, found: matches.size, pages: seen.size, asked: search }
      return read(leftOut ?? shortBy(page, counted))
    }
    if (typeof link.url !== 'string') return brokenOff('the next page has no address')
    next = asAsked(link.url, base, ownName)
    if (seen.has(next)) return brokenOff('the pages of the EHR go round in a circle')
    if (seen.size >= MOST_PAGES) return brokenOff(`more than ${MOST_PAGES} pages`)
    if (!isSameServer(base, next)) return brokenOff('the next page is on another server')
    const turned = await connection.request(next, waiting).then((body) => ({ body }), brokenPage)
    if ('why' in turned) return brokenOff(turned.why)
    page = turned.body
  }
}

const nextOf = ({ link }: Bundle<FhirResource>) =>
  (Array.isArray(link) ? link : []).find(({ relation }) => relation === 'next')

/** Why a further page did not come. What was read before it stays, as an incomplete list. */
function brokenPage(thrown: unknown): { why: LeftOut } {
  if (endsEverything(thrown)) throw thrown
  if (!(thrown instanceof EhrRefusal)) return { why: ours('a further page: no answer') }
  const because = [thrown.status, ...thrown.says].join(': ')
  return { why: { because: `a further page: ${because}`, note: `a further page was answered with ${thrown.status}` } }
}

const isSameServer = (base: string, link: string): boolean =>
  isWithin(base, URL.canParse(link, `${base}/`) ? new URL(link, `${base}/`).href : '')

/** True for a Bundle of any kind. */
export const isBundle = (value: unknown): value is Bundle<FhirResource> =>
  typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Bundle'
