import { withoutSlash } from '@doseline/ehr-client'
import type { Issuer } from '@doseline/rules-service'
import type { Probe } from './probe.ts'
import type { Registered } from './tenants-file.ts'
import { vendorOf } from './vendors.ts'

export interface IssuerWishes {
  readonly key?: string | undefined
  readonly label?: string | undefined
  readonly clientId?: string | undefined
  readonly timeZone?: string | undefined
  readonly open?: boolean | undefined
  /** Register the address as it is, even where a part of it looks like options of a launch. */
  readonly exact?: boolean | undefined
}

/** The entry of an EHR, from what a person says and what the EHR says of itself. */
export function newIssuer(
  iss: string,
  wishes: IssuerWishes,
  found: Probe | undefined,
  taken: readonly string[],
): Issuer {
  const label = wishes.label ?? labelOf(iss, found)
  const pattern = wishes.exact ? undefined : patternOf(iss)
  const keys = keysOf(iss, found, pattern !== undefined)
  return {
    key: wishes.key ?? freeKey(wishes.label ?? new URL(iss).hostname, taken),
    label,
    ...(pattern ? { issPattern: pattern } : { iss }),
    clientId: wishes.clientId ?? 'doseline',
    ...(wishes.open ? { open: true as const } : keys),
    ...(wishes.timeZone && { timeZone: wishes.timeZone }),
  }
}

const labelOf = (iss: string, found: Probe | undefined): string =>
  vendorOf(iss)?.name ?? found?.statement?.software?.name ?? new URL(iss).hostname

/** A key of small letters, digits and hyphens that nobody has yet. */
function freeKey(from: string, taken: readonly string[]): string {
  const plain = from.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const key = plain.replace(/^-+|-+$/g, '').slice(0, 50) || 'ehr'
  if (!taken.includes(key)) return key
  let number = 2
  while (taken.includes(`${key}-${number}`)) number++
  return `${key}-${number}`
}

/**
 * Some launchers write the options of each launch into the path, so that every launch has an issuer of its own: the
 * part that holds them becomes `*`.
 */
export function patternOf(iss: string): { origin: string; path: string } | undefined {
  const { origin, pathname } = new URL(iss)
  const parts = withoutSlash(pathname).split('/')
  const at = parts.findIndex((part, index) => parts[index - 1] === 'sim' || holdsOptions(part))
  if (at < 0) return undefined
  return { origin, path: parts.map((part, index) => (index === at ? '*' : part)).join('/') }
}

/** Base64 of a JSON list or object. */
function holdsOptions(part: string): boolean {
  if (!/^[A-Za-z0-9_-]{8,}$/.test(part)) return false
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** Where its keys are and which other origins it uses, as far as the service cannot find that out by itself. */
function keysOf(iss: string, found: Probe | undefined, hasPattern: boolean): Pick<Issuer, 'jwksUri' | 'origins'> {
  const { smart } = found ?? {}
  const addresses = [smart?.authorization_endpoint, smart?.token_endpoint, smart?.jwks_uri]
  const own = new URL(iss).origin
  const absolute = addresses.flatMap((one) => (one && URL.canParse(one, `${iss}/`) ? new URL(one, `${iss}/`) : []))
  const others = [...new Set(absolute.map(({ origin }) => origin))].filter((origin) => origin !== own)
  return {
    ...(hasPattern && smart?.jwks_uri && { jwksUri: smart.jwks_uri }),
    ...(others.length > 0 && { origins: others }),
  }
}

/** Whoever has this address already, by itself or by a pattern. */
export function registeredAt(iss: string, registered: readonly Registered[]): Registered | undefined {
  return registered.find(({ issuer }) => {
    if (issuer.iss !== undefined) return withoutSlash(issuer.iss) === withoutSlash(iss)
    const { origin, path } = issuer.issPattern ?? { origin: '', path: '' }
    const pattern = withoutSlash(path).split('/')
    const found = withoutSlash(new URL(iss).pathname).split('/')
    const fits = pattern.every((part, at) => part === found[at] || (part === '*' && found[at] !== ''))
    return new URL(iss).origin === new URL(origin).origin && pattern.length === found.length && fits
  })
}
