import { createHash } from 'node:crypto'
import type { FhirResource, Reference } from 'fhir/r4'

/** Base of the invented EHR that the generated charts come from. */
export const EHR = 'https://ehr.example/fhir'
const SID = 'https://ehr.example/sid'

/** Identifier system of the invented EHR: `mrn`, `encounter`, `authorization`. */
export const sid = (name: string): string => `${SID}/${name}`

/** A short key that tells one scenario’s resources from another’s and tells nobody which scenario it is. */
export const keyFor = (name: string): string => `p${digestOf(name).slice(0, 6)}`

/** A number of that many digits, always the same for the same words. */
export function digits(words: string, count: number): string {
  const number = BigInt(`0x${digestOf(words).slice(0, 24)}`) % 10n ** BigInt(count)
  return number.toString().padStart(count, '0')
}

/** A resource whose id is made of its content: the same thing has the same id in every chart. */
export function named<R extends FhirResource>(stem: string, resource: R): R {
  return { ...resource, id: `${stem}-${digestOf(JSON.stringify(resource)).slice(0, 6)}` }
}

/** A reference to a resource of the chart. */
export function to(resource: FhirResource, display?: string): Reference {
  return { reference: `${resource.resourceType}/${resource.id}`, ...(display && { display }) }
}

const digestOf = (words: string): string => createHash('sha256').update(words).digest('hex')
