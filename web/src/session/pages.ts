import type { Bundle, FhirResource } from 'fhir/r4'
import type { Connection } from './gateway.ts'

/** All pages of a search, or as many as could be had. */
export interface Pages {
  readonly resources: readonly FhirResource[]
  /** Why the list is not complete. */
  readonly incomplete?: string
}

const MOST_PAGES = 200

/**
 * Follows the `next` links of a search to the end. A link back to a page already read, a link to another server and more
 * pages than any chart has end it early: then the list is incomplete, and says so.
 */
export async function allPages(connection: Connection, search: string, signal?: AbortSignal): Promise<Pages> {
  const resources: FhirResource[] = []
  const seen = new Set<string>()
  let next: string | undefined = search
  while (next !== undefined) {
    seen.add(next)
    const page: unknown = await connection.request(next, { signal })
    if (!isBundle(page)) return { resources, incomplete: 'the EHR answered a search with something else' }
    const trouble = collect(page, resources)
    if (trouble) return { resources, incomplete: trouble }
    const link = page.link?.find(({ relation }) => relation === 'next')?.url
    if (link === undefined) return { resources }
    if (seen.has(link)) return { resources, incomplete: 'the pages of the EHR go round in a circle' }
    if (seen.size >= MOST_PAGES) return { resources, incomplete: `more than ${MOST_PAGES} pages` }
    if (!isSameServer(connection.base, link)) return { resources, incomplete: 'the next page is on another server' }
    next = link
  }
  return { resources }
}

/** Takes a page in; returns what the EHR says went wrong with it. */
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

function isSameServer(base: string, link: string): boolean {
  const address = URL.canParse(link, `${base}/`) ? new URL(link, `${base}/`).href : ''
  return address.startsWith(`${base}/`) || address.startsWith(`${base}?`) || address === base
}

const isBundle = (value: unknown): value is Bundle<FhirResource> =>
  typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Bundle'
