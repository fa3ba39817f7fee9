import type { ChargeItem, CodeableConcept, FhirResource, Flag } from 'fhir/r4'

/**
 * True where what stands under our identifier is what we wanted to write. When and by whom it was written does not
 * count: two people may approve the same line. Servers add to what they store, so only what is charged, or told, does.
 */
export function isAsWanted(stands: FhirResource, wanted: FhirResource): boolean {
  if (stands.resourceType === 'ChargeItem' && wanted.resourceType === 'ChargeItem') {
    return chargeOf(stands) === chargeOf(wanted) && hasModifiersOf(stands, wanted)
  }
  if (stands.resourceType === 'Flag' && wanted.resourceType === 'Flag') return flagOf(stands) === flagOf(wanted)
  // The identifier of a message is made of its content, and a task goes on its way.
  return stands.resourceType === wanted.resourceType && !TAKEN_BACK.has(String(statusOf(stands)))
}

/** The status of anything that has one. */
export const statusOf = (resource: FhirResource): unknown => (resource as { status?: unknown }).status

const TAKEN_BACK: ReadonlySet<string> = new Set([
  'entered-in-error',
  'cancelled',
  'rejected',
  'stopped',
  'not-done',
  'superseded',
])

const codesOf = (concept: CodeableConcept | undefined): string[] =>
  (concept?.coding ?? []).map(({ system, code }) => `${system}|${code}`).toSorted()

const chargeOf = ({ status, code, quantity }: ChargeItem): string =>
  JSON.stringify([status, codesOf(code), quantity?.value])

const flagOf = ({ status, code }: Flag): string => JSON.stringify([status, codesOf(code)])

/** A server that keeps no extensions cannot tell the modifiers. */
function hasModifiersOf(stands: ChargeItem, wanted: ChargeItem): boolean {
  return !stands.extension?.length || JSON.stringify(modifiersOf(stands)) === JSON.stringify(modifiersOf(wanted))
}

const modifiersOf = ({ extension = [] }: ChargeItem): string[] =>
  extension
    .filter(({ url }) => url === 'https://doseline.example/fhir/StructureDefinition/charge-modifier')
    .flatMap(({ extension: parts = [] }) => parts.flatMap(({ valueCodeableConcept }) => codesOf(valueCodeableConcept)))
