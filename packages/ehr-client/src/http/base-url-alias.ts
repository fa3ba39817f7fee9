import type { Bundle, FhirResource } from 'fhir/r4'
import { isWithin } from './address.ts'

/**
 * The FHIR base as a server behind a proxy calls itself, read from the `self` link of what was asked for: everything
 * before the type. Undefined where it is the base we know, and where the link is of another kind.
 */
export function baseUrlAliasIn(page: Bundle<FhirResource>, base: string, asked: string): string | undefined {
  const self = page.link?.find(({ relation }) => relation === 'self')?.url
  const [type = ''] = asked.split('?')
  if (self === undefined || !/^https?:/.test(self) || isWithin(base, self) || !/^[A-Z][A-Za-z]+$/.test(type)) {
    return undefined
  }
  const [path = ''] = self.split('?')
  return path.endsWith(`/${type}`) ? path.slice(0, -type.length - 1) : undefined
}

/** An address below a name the server gives itself, as the same address below the base it is asked at. */
export function asAsked(address: string, base: string, alias: string | undefined): string {
  return alias !== undefined && isWithin(alias, address) ? `${base}${address.slice(alias.length)}` : address
}

/** A resource in which every reference below the server's own name is relative, as if it had no other name. */
export function withRelativeReferences<T>(value: T, alias: string | undefined): T {
  if (alias === undefined) return value
  return JSON.parse(JSON.stringify(value), (name, below: unknown) =>
    name === 'reference' && typeof below === 'string' && below.startsWith(`${alias}/`)
      ? below.slice(alias.length + 1)
      : below,
  ) as T
}
