import type { Resource, ResourceType, SearchParameter } from '@medplum/fhirtypes'
import type { Personality, TypeOffer } from '../personalities/personality.ts'
import { searchParametersOf } from './definitions.ts'
import type { InteractionKind } from './interaction-kind.ts'
import { FhirError, issue, refusal } from './outcome.ts'

/** Is this kind of interaction offered for a type? By criteria only where conditions are kept. */
export function isOffered(
  { conditions }: Personality,
  offer: TypeOffer,
  kind: InteractionKind,
  byCriteria: boolean,
): boolean {
  if (byCriteria && kind !== 'search' && kind !== 'create' && conditions === 'ignored') return false
  return offer.does.includes(kind)
}

/** The search parameters this EHR offers for a type, by code. */
export function parametersOffered(type: string, { types }: Personality): Record<string, SearchParameter> {
  const working = searchParametersOf(type)
  const offer = types[type]
  const { searchBy } = offer ?? {}
  if (offer && !searchBy) return working
  return Object.fromEntries(Object.entries(working).filter(([code]) => searchBy?.includes(code)))
}

/** Throws 405 where no Bundle is taken, and 400 where this kind of Bundle is not. */
export function assertBundleTaken(type: string | undefined, { bundles }: Personality): void {
  if (bundles.length === 0) throw refusal(405, 'not-supported', 'This server takes neither a transaction nor a batch')
  if (bundles.some((one) => one === type)) return
  if (type !== 'transaction' && type !== 'batch') {
    throw refusal(400, 'invalid', `Only a ${bundles.join(' or a ')} can be posted here`, 'Bundle.type')
  }
  throw refusal(400, 'not-supported', `This server takes no ${type}, only a ${bundles.join(' or a ')}`, 'Bundle.type')
}

interface SearchAsked {
  readonly type: ResourceType
  readonly query: URLSearchParams
}

/** Throws 400 naming each parameter without which this search is not made. */
export function assertSearchNeeds({ type, query }: SearchAsked, { types }: Personality): void {
  const { searchNeeds = [], searchAlone = [] } = types[type] ?? {}
  const alone = searchAlone.find((name) => query.has(name) && [...query.keys()].some((other) => !goesWith(other, name)))
  if (alone) throw refusal(400, 'invalid', `A search of ${type} by ${alone} takes no other parameter`, alone)
  const issues = searchNeeds.flatMap(({ oneOf, like, unless, optional, says }) => {
    if (unless && query.has(unless)) return []
    const values = oneOf.flatMap((name) => query.getAll(name)).filter((value) => value !== '')
    if (values.length === 0 && optional) return []
    if (values.length > 0 && values.every((value) => like?.test(value) ?? true)) return []
    return [issue(values.length > 0 ? 'value' : 'required', says, oneOf.join(' | '))]
  })
  if (issues.length > 0) throw new FhirError(400, issues)
}

/** A parameter by itself, and how the answer is to be. */
const goesWith = (other: string, name: string): boolean =>
  other === name || ['_count', '_format', '_pretty', '_revinclude'].includes(other)

/** Throws 412 for a change without If-Match where one is needed. */
export function assertIfMatch(
  { ifMatch }: { readonly ifMatch?: string | undefined },
  { updatesNeedIfMatch }: Personality,
): void {
  if (!updatesNeedIfMatch || ifMatch !== undefined) return
  throw refusal(412, 'required', 'This server changes a resource only with If-Match, which names the version to change')
}

/** Throws 422 for a Provenance about a type this EHR keeps none for. */
export function assertTargets(resource: Resource, { types }: Personality): void {
  if (resource.resourceType !== 'Provenance') return
  const refused = types.Provenance?.targetsNot ?? []
  for (const [index, { reference }] of resource.target.entries()) {
    const type = refused.find((one) => reference?.startsWith(`${one}/`))
    if (!type) continue
    const text = `This server keeps no Provenance about a ${type}`
    throw refusal(422, 'business-rule', text, `Provenance.target[${index}].reference`)
  }
}
