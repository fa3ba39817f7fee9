import type { Encounter, FhirResource, MedicationAdministration } from 'fhir/r4'
import { list, text } from '../shape.ts'

/**
 * The visits that a dose contains, by `MedicationAdministration/ma1#visit`, so that everything that is read of visits finds
 * them too. What a contained resource leaves out it takes from the one that contains it: the patient, and what else is
 * contained there.
 * @see https://hl7.org/fhir/R4/references.html#contained
 */
export function visitsWithin(key: string, resource: FhirResource): readonly (readonly [string, Encounter])[] {
  if (resource.resourceType !== 'MedicationAdministration') return []
  return containedIn(resource).flatMap((contained) => {
    const id = text(contained.id)
    if (contained.resourceType !== 'Encounter' || id === undefined) return []
    const others = containedIn(resource).filter((other) => other !== contained)
    const visit: Encounter = { subject: resource.subject, ...contained, contained: others }
    return [[within(key, id), visit] as const]
  })
}

/** The same dose, with a visit that it contains named as {@link visitsWithin} names it. */
export function namingItsVisit(key: string, given: MedicationAdministration): MedicationAdministration {
  const literal = text(given.context?.reference)?.replace(/^#/, '')
  const isContained = containedIn(given).some(
    ({ resourceType, id }) =>
      resourceType === 'Encounter' && literal !== undefined && text(id)?.replace(/^#/, '') === literal,
  )
  return isContained && literal !== undefined ? { ...given, context: { reference: within(key, literal) } } : given
}

const containedIn = ({ contained }: MedicationAdministration): readonly FhirResource[] =>
  list(contained as FhirResource[] | undefined)

const within = (key: string, id: string): string => `${key}#${id.replace(/^#/, '')}`
