import { createHash } from 'node:crypto'
import type { LineRole } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { WriteBackInput } from '../write-back-request.ts'

/** What makes a written resource the same one, however often and from wherever it is written. */
export interface Identity {
  readonly tenant: string
  /** The tenant's own key for the FHIR server: a server may change its URL. */
  readonly server: string
  readonly codebook: string
  /**
   * The administrations of a line; the encounter, or the patient and day, of a Flag; of a message the same, its doses and its act.
   * Their order does not matter.
   */
  readonly about: readonly string[]
  readonly role: LineRole | 'flag' | 'message'
  /** 0 for the first; one more each time an approved line is voided and replaced. */
  readonly ordinal: number
}

/**
 * The identifier value: SHA-256 in hex over the parts, each with its length before it, so that no two lists of parts
 * give one text. Code, units, modifiers and NDC are content and take no part.
 */
export function identityOf({ tenant, server, codebook, about, role, ordinal }: Identity): string {
  const parts = [tenant, server, codebook, String(about.length), ...about.toSorted(), role, String(ordinal)]
  return sha256(parts.map((part) => `${new TextEncoder().encode(part).length}:${part}`).join(''))
}

/** What a visit is named by: its encounter, or the patient and the day. */
const visitOf = ({ encounter, patient, dateOfService }: WriteBackInput): readonly string[] =>
  encounter ? [encounter] : [patient, dateOfService]

const ownerOf = ({ tenant, server, codebook }: WriteBackInput) => ({ tenant, server, codebook: codebook.id })

/** The identity of the visit, and of its Flag: one an encounter; where there is none, one a patient and day of service. */
export const visitIdentity = (input: WriteBackInput): string =>
  identityOf({ ...ownerOf(input), about: visitOf(input), role: 'flag', ordinal: 0 })

/** The identity of a line; `ordinal` counts the charges that took its place. */
export const lineIdentity = (
  input: WriteBackInput,
  { doses, role }: Pick<ChargeLine, 'doses' | 'role'>,
  ordinal: number,
): string => identityOf({ ...ownerOf(input), about: doses, role, ordinal })

/** The identity of what a message tells: of the doses that are asked about and the act one message is enough, whatever its form. */
export const messageIdentity = (input: WriteBackInput): string =>
  identityOf({
    ...ownerOf(input),
    about: [...visitOf(input), ...input.about, HASHED[input.act]],
    role: 'message',
    ordinal: 0,
  })

/** An identity is for good: a void keeps the word it was hashed with first. */
const HASHED = { suggest: 'suggest', approve: 'approve', void: 'retire' } as const

/** The `urn:uuid:` of a record of changes, in the transaction that makes them. */
export const recordUrn = ({ asOf, digest }: WriteBackInput, targets: readonly string[]): string =>
  urnOf(sha256([asOf, digest, ...targets].join('\n')))

/**
 * A search for what a conditional create would find: `ChargeItem?identifier=https%3A%2F%2F…`. Encoded, because servers and
 * proxies change what stands in an address as it is: the SMART launcher makes one slash of `//`, in a query too.
 */
export function searchFor(type: string, ifNoneExist: string): string {
  const start = ifNoneExist.indexOf('=') + 1
  return `${type}?${ifNoneExist.slice(0, start)}${encodeURIComponent(ifNoneExist.slice(start))}`
}

/** SHA-256 of a text, in hex. */
export const sha256 = (content: string): string => createHash('sha256').update(content, 'utf8').digest('hex')

/**
 * A `urn:uuid:` for a new resource within its transaction, the same each time for the same hash.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 (version 8: content of our own making)
 */
export function urnOf(hash: string): string {
  const variant = ((Number.parseInt(hash[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  const groups = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ]
  return `urn:uuid:${groups.join('-')}`
}
