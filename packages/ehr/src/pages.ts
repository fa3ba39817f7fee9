import type { Bundle, FhirResource } from 'fhir/r4'
import { isWithin } from './address.ts'
import { type Connection, EhrRefusal } from './connection.ts'
import { endsEverything } from './failure.ts'
import { asAsked, ownNameIn, withRelativeReferences } from './own-name.ts'
import type { WaitOptions } from './patience.ts'

/** All pages of a search, or as many as could be had. */
export interface Pages {
  readonly resources: readonly FhirResource[]
  /** Why the list is not complete. */
  readonly incomplete?: string
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
 * pages than any chart has end it early: then the list is incomplete, and says so. Links and references below the name a
 * server behind a proxy gives itself are followed at the base it is asked at.
 */
export async function allPages(
  connection: Connection,
  search: string,
  { first, ownName: known, ...waiting }: PagesOptions = {},
): Promise<Pages> {
  const { base } = connection
  const resources: FhirResource[] = []
  const seen = new Set<string>()
  let ownName = known
  const read = (incomplete?: string): Pages => ({ resources, ownName, ...(incomplete && { incomplete }) })
  let page = first ?? (await connection.request(search, waiting))
  for (let next = search; ; ) {
    seen.add(next)
    if (!isBundle(page)) return read('the EHR answered a search with something else')
    ownName = ownNameIn(page, base, search) ?? ownName
    const trouble = collect(withRelativeReferences(page, ownName), resources)
    if (trouble) return read(trouble)
    const link = page.link?.find(({ relation }) => relation === 'next')?.url
    if (link === undefined) return read()
    next = asAsked(link, base, ownName)
    if (seen.has(next)) return read('the pages of the EHR go round in a circle')
    if (seen.size >= MOST_PAGES) return read(`more than ${MOST_PAGES} pages`)
    if (!isSameServer(base, next)) return read('the next page is on another server')
    const turned = await connection.request(next, waiting).then((body) => ({ body }), brokenPage)
    if ('why' in turned) return read(turned.why)
    page = turned.body
  }
}

/** Why a further page did not come. What was read before it stays, as an incomplete list. */
function brokenPage(thrown: unknown): { why: string } {
  if (endsEverything(thrown)) throw thrown
  const why = thrown instanceof EhrRefusal ? [thrown.status, ...thrown.says].join(': ') : 'no answer'
  return { why: `a further page: ${why}` }
}

/** Takes a page in, what was included too; returns what the EHR says went wrong with it. A warning is no such thing. */
function collect(page: Bundle<FhirResource>, into: FhirResource[]): string | undefined {
  let trouble: string | undefined
  for (const { resource } of page.entry ?? []) {
    if (resource?.resourceType !== 'OperationOutcome') {
      if (resource) into.push(resource)
      continue
    }
    const issue = resource.issue.find(({ severity }) => severity === 'error' || severity === 'fatal')
    if (issue) trouble = issue.details?.text ?? issue.diagnostics ?? issue.code
  }
  return trouble
}

const isSameServer = (base: string, link: string): boolean =>
  isWithin(base, URL.canParse(link, `${base}/`) ? new URL(link, `${base}/`).href : '')

/** True for a Bundle of any kind. */
export const isBundle = (value: unknown): value is Bundle<FhirResource> =>
  typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Bundle'
