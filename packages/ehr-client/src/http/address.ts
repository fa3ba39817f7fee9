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

/** An address without its last slashes: a base is the same with and without. */
export function withoutSlash(address: string): string {
  let end = address.length
  while (address[end - 1] === '/') end--
  return address.slice(0, end)
}

/**
 * An absolute address with its scheme and host in small letters and without the usual port, which are the same address;
 * everything after the host exactly as it is written. What is no such address stays as it is.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1
 */
export function sameHost(address: string): string {
  const [, host = '', rest = ''] = /^(https?:\/\/[^/?#@\s]+)([/?#].*)?$/is.exec(address) ?? []
  return URL.canParse(host) ? new URL(host).origin + rest : address
}

/** A FHIR base as it is asked at and compared with others. */
export const baseOf = (address: string): string => withoutSlash(sameHost(address))
