import type { Channel } from '@doseline/contract'
import type { Offered } from '../capabilities/offered.ts'
import { isGranted } from '../capabilities/scopes.ts'

export interface EhrOffer {
  /** What the EHR offers by type, its operations with a `$`; undefined where it does not say. */
  readonly offered: Offered | undefined
  /** What it does with the whole server, such as `transaction`; undefined where it does not say. */
  readonly system: readonly string[] | undefined
  /** The scopes this session was granted. */
  readonly scope: string
  /** Under a code book whose lines are not for submission. */
  readonly demonstration?: boolean
  /** Whether the site has an HL7 v2 interface to its billing system. */
  readonly billingInterface?: boolean
}

/** A channel this EHR or this session does not take, with why: one sentence, for a person and for IT. */
export interface NotPossible {
  readonly channel: Channel
  readonly because: string
}

/** The channels a write-back can take here, best first; `by-hand` is always the last of them. */
export interface Negotiated {
  readonly channels: readonly Channel[]
  readonly notPossible: readonly NotPossible[]
  /** Whether Provenance can be written; where it cannot, who approved is kept by Doseline's ledger alone. */
  readonly provenance: boolean
}

/**
 * How a write-back can go to this EHR, by what it offers and what this session was granted. An EHR that does not say is
 * believed to take the whole transaction: its refusal of one does nothing, and then the next channel is taken.
 */
export function channelsFor(request: EhrOffer): Negotiated {
  // A site without an interface has nothing to know of one.
  const asked = CHANNELS_BEST_FIRST.filter(({ channel }) => channel !== 'hl7v2' || request.billingInterface).map(
    ({ channel, because }) => ({ channel, because: because(request) }),
  )
  const notPossible = asked.flatMap(({ channel, because }) => (because === undefined ? [] : [{ channel, because }]))
  return {
    channels: [...asked.flatMap(({ channel, because }) => (because === undefined ? [channel] : [])), 'by-hand'],
    notPossible,
    provenance: lackOf(request, 'Provenance', 'c') === undefined,
  }
}

interface ChannelCheck {
  readonly channel: Channel
  /** Why not; undefined where it is possible. */
  readonly because: (request: EhrOffer) => string | undefined
}

const NEVER_SENT = 'A demonstration is never sent where it would become a charge.'

const CHANNELS_BEST_FIRST: readonly ChannelCheck[] = [
  {
    channel: 'transaction',
    because: (request) =>
      request.system && !request.system.includes('transaction')
        ? 'This EHR takes no transaction.'
        : (charges(request) ?? lackOf(request, 'Provenance', 'c')),
  },
  { channel: 'single', because: (request) => charges(request) },
  { channel: 'oracle-create', because: oracle },
  { channel: 'hl7v2', because: ({ demonstration }) => (demonstration ? NEVER_SENT : undefined) },
  { channel: 'task', because: message('Task') },
  { channel: 'communication', because: message('Communication') },
  { channel: 'document', because: message('DocumentReference') },
]

/** What keeps charge lines and the Flag from being written as they are. */
const charges = (request: EhrOffer): string | undefined =>
  lackOf(request, 'ChargeItem', 'cu') ?? lackOf(request, 'Flag', 'cu')

function oracle({ offered, scope, demonstration }: EhrOffer): string | undefined {
  if (!offered?.ChargeItem?.includes('$create')) return 'This EHR has no operation that takes charges.'
  if (demonstration) return NEVER_SENT
  return isGranted(scope, 'ChargeItem', 'c') ? undefined : 'This session may not create ChargeItem.'
}

/** A message needs an EHR that says it takes it: unlike a charge it is not expected of every one. */
function message(type: string): ChannelCheck['because'] {
  return (request) =>
    request.offered ? lackOf(request, type, 'c') : `This EHR does not say whether it takes a ${type}.`
}

const INTERACTIONS = { c: 'create', u: 'update' } as const

/** What is missing to write a type, as a sentence. A server that lists a type without interactions does not say. */
function lackOf({ offered, scope }: EhrOffer, type: string, letters: 'c' | 'cu'): string | undefined {
  const wanted = [...letters].map((letter) => INTERACTIONS[letter as 'c' | 'u'])
  const interactions = offered?.[type]
  if (offered && !interactions) return `This EHR has no ${type}.`
  const missing = interactions?.length ? wanted.filter((code) => !interactions.includes(code)) : []
  if (missing.length > 0) return `This EHR does not let anybody ${missing.join(' or ')} ${type}.`
  return isGranted(scope, type, letters) ? undefined : `This session may not ${wanted.join(' and ')} ${type}.`
}
