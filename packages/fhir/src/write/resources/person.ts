import type { Reference } from 'fhir/r4'
import type { By } from '../../write-back-request.ts'

const URI = 'urn:ietf:rfc:3986'

/**
 * The person as a reference; undefined where nothing but a name is known. Whoever has no record in this EHR is named by an
 * identifier: a server that checks references refuses everything for one that leads nowhere.
 * @see https://hl7.org/fhir/R4/references.html#logical
 */
export function linkTo({ reference, identifier, display }: By): Reference | undefined {
  if (reference !== undefined) return { reference }
  if (identifier === undefined) return undefined
  const system = /^https?:/.test(identifier) ? { system: URI } : {}
  return { type: typeOf(identifier), identifier: { ...system, value: identifier }, ...(display && { display }) }
}

/** `Practitioner`, of a reference however it is written. */
export const typeOf = (reference: string): string => reference.split('/').at(-2) ?? ''
