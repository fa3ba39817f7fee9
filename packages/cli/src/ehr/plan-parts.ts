import type { PlanAnswer } from '@doseline/contract'
import { offeredBy, tokenSearch } from '@doseline/ehr-client'
import type { CapabilityStatement, FhirResource } from 'fhir/r4'

/** Types that a server does not let anybody create and delete; none where it does not say. */
export function typesThatStay(statement: CapabilityStatement | undefined, types: ReadonlySet<string>): string[] {
  const offered = offeredBy(statement)
  if (!offered) return []
  return [...types].filter((type) => {
    const does = offered[type]
    return !does || (does.length > 0 && !['create', 'delete'].every((code) => does.includes(code)))
  })
}

/** What a plan sends. */
export const bodiesOf = ({ requests, transaction }: PlanAnswer): FhirResource[] =>
  requests
    ? requests.map(({ body }) => body as unknown as FhirResource)
    : ((transaction?.entry ?? []) as { resource: FhirResource }[]).map(({ resource }) => resource)

/** How to look for each thing a plan creates. */
export function searchesIn({ requests, transaction }: PlanAnswer): string[] {
  if (requests) return requests.flatMap(({ search }) => search ?? [])
  const entries = (transaction?.entry ?? []) as { request?: { url?: string; ifNoneExist?: string } }[]
  return entries.flatMap(({ request: { url = '', ifNoneExist } = {} }) =>
    ifNoneExist ? [tokenSearch(url, 'identifier', ifNoneExist.replace(/^identifier=/, ''))] : [],
  )
}
