import { Failure } from './failure.ts'

/**
 * The address of a request, always within the FHIR base: the token goes there, and nowhere else. Throws a Failure for
 * any other address.
 */
export function addressWithin(base: string, path: string): string {
  const address = path === '' ? base : new URL(path, `${base}/`).href
  if (!isWithin(base, address)) throw new Failure('ehr-error', { detail: 'an address outside the EHR was refused' })
  return address
}

/** Whether an absolute address is the base or lies below it. */
export const isWithin = (base: string, address: string): boolean =>
  address === base || address.startsWith(`${base}/`) || address.startsWith(`${base}?`)
