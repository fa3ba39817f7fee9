import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'
import { type Context, isWithin, requireWithin } from './context.ts'
import { patientParametersOf } from './definitions.ts'
import { FhirError, issue, refusal } from './outcome.ts'
import { referencesIn, relativeReference } from './references.ts'
import type { Written } from './write.ts'

/**
 * Looks at everything a unit of work wrote, before it stands: references must lead somewhere, and a confined token must
 * have stayed with its patient. It happens at the end because the entries of a transaction may refer to each other.
 */
export function settle(written: readonly Written[], context: Context): void {
  for (const { written: one } of written) {
    if (!one) continue
    const dangling = danglingReferences(one.resource, context)
    if (dangling.length > 0) throw new FhirError(422, dangling)
    if (one.reach === 'own-patient') confine(one.resource, context)
  }
}

function danglingReferences(resource: Resource, { store }: Context): OperationOutcomeIssue[] {
  // What was already there, for example in a seeded chart, is not this writer's fault.
  const before = store.versions(resource.resourceType, resource.id ?? '').at(-2)?.resource
  const inherited = new Set(before ? referencesIn(before).map((one) => one.target) : [])
  const contained = new Set(((resource as { contained?: Resource[] }).contained ?? []).map((one) => `#${one.id}`))
  return referencesIn(resource).flatMap(({ element, target }) => {
    const place = relativeReference(target)
    if (place && store.current(place.type, place.id)) return []
    if (target.startsWith('#') && (target === '#' || contained.has(target))) return []
    if (inherited.has(target)) return []
    if (/^https?:\/\//.test(target)) return []
    return [issue('not-found', `Nothing is at ${target}`, `${element}.reference`)]
  })
}

/** The resource itself, and everything it points to, must belong to the launch's patient or to nobody. */
function confine(resource: Resource, context: Context): void {
  requireWithin(context, 'own-patient', resource)
  if (!patientParametersOf(resource.resourceType)) {
    throw refusal(
      403,
      'forbidden',
      `${resource.resourceType} is in no patient's record: a patient/ scope cannot write it`,
    )
  }
  for (const { element, target } of referencesIn(resource)) {
    const place = relativeReference(target)
    const pointedTo = place && context.store.current(place.type, place.id)
    if (!pointedTo || isWithin(context, 'own-patient', pointedTo)) continue
    throw new FhirError(403, [issue('forbidden', `${target} is in another patient's record`, `${element}.reference`)])
  }
}
