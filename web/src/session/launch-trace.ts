import type { Failure, FailureKind } from '@doseline/ehr-client'
import type { KindOfUser } from './id-token.ts'
import { tabStorageIfAny } from './tab-storage.ts'
import type { Answered } from './token-endpoint.ts'

/** How far a launch came. */
export type Step =
  | 'opened'
  | 'registered'
  | 'discovered'
  | 'left'
  | 'returned'
  | 'loaded-again'
  | 'token'
  | 'signed-in'
  | 'service-session'
  | 'chart-read'
  | 'failed'

/** What the EHR said of itself, without what is only long. */
export interface DiscoveredFacts {
  readonly fhirVersion?: string | undefined
  readonly authorizationServer?: string | undefined
  readonly authorizationEndpoint?: string | undefined
  readonly tokenEndpoint?: string | undefined
  readonly jwksUri?: string | undefined
  readonly capabilities: readonly string[]
  readonly challenges?: readonly string[] | undefined
  /** How many scopes it lists; undefined where it lists none. */
  readonly scopesListed?: number | undefined
}

/**
 * What IT needs to know of a launch: servers, scopes, kinds and times. Nothing in it opens anything (no token, code, state,
 * nonce, verifier or value of `launch`), and nothing in it is about a patient, not even an id.
 */
export interface LaunchFacts {
  readonly iss?: string | undefined
  /** Key of the registered EHR. */
  readonly ehr?: string
  /** Characters of the `launch` parameter; 0 for a launch that did not come from an EHR. */
  readonly launchLength?: number
  readonly discovered?: DiscoveredFacts
  readonly asked?: string | undefined
  /** What the authorization server came back with: `code`, or `error=` and its code. */
  readonly answer?: string
  readonly granted?: string | undefined
  /** The kinds of the fields of the token response. */
  readonly tokenFields?: Answered['fields']
  readonly expiresIn?: number | undefined
  readonly needsBanner?: boolean
  readonly fhirUser?: KindOfUser | undefined
  readonly identity?: 'proven' | 'no-token' | 'no-keys'
  readonly staff?: boolean | undefined
  /** How each type was read. */
  readonly reads?: Readonly<Record<string, string>>
  readonly failure?: {
    readonly kind: FailureKind
    readonly status?: number | undefined
    readonly requestId?: string | undefined
    readonly detail?: string | undefined
  }
}

export interface TracedLaunch extends LaunchFacts {
  readonly id: string
  /** Instants, in order. */
  readonly steps: readonly { readonly step: Step; readonly at: string }[]
}

const TRACE_PREFIX = 'doseline.trace.'
/** Launches kept of one tab. */
const MOST = 5
const MOST_STEPS = 30
/** Failures of which the words come from the sign-in; those of a reading or a write may name a patient. */
const TELLS = /^(launch|scope|access|sign-in|unreadable|storage|other)/

/** What happens in the launch of this page, kept where the launch inspector finds it. Never fails, and never stops a launch. */
export class LaunchTrace {
  readonly #storage: Storage | undefined
  readonly #now: () => Date
  #traced: TracedLaunch

  constructor(storage: Storage | undefined = tabStorageIfAny(), now: () => Date = () => new Date()) {
    this.#storage = storage
    this.#now = now
    this.#traced = { id: crypto.randomUUID().slice(0, 8), steps: [] }
  }

  get id(): string {
    return this.#traced.id
  }

  /** Where the inspector shows it. */
  get address(): string {
    return `./inspect?launch=${this.id}`
  }

  /** Goes on with a launch that another page began; of an answer that names none, with the last that left for a sign-in. */
  resume(id: string | undefined): void {
    const all = tracedIn(this.#storage)
    const found = all.find((one) => (id === undefined ? one.steps.at(-1)?.step === 'left' : one.id === id))
    if (found) this.#traced = found
  }

  /** The scopes of this launch, where it got so far. */
  get asked(): string | undefined {
    return this.#traced.asked
  }

  note(step: Step, facts: LaunchFacts = {}): void {
    const steps = [...this.#traced.steps, { step, at: this.#now().toISOString() }].slice(-MOST_STEPS)
    this.#traced = { ...this.#traced, ...facts, steps }
    try {
      this.#storage?.setItem(TRACE_PREFIX + this.id, JSON.stringify(this.#traced))
      for (const { id } of tracedIn(this.#storage).slice(MOST)) this.#storage?.removeItem(TRACE_PREFIX + id)
    } catch {}
  }

  failed({ kind, about: { status, requestId, detail } }: Failure): void {
    this.note('failed', { failure: { kind, status, requestId, detail: TELLS.test(kind) ? detail : undefined } })
  }
}

/** The launches of this tab, the one that went on last first. */
export function tracedIn(storage: Storage | undefined): readonly TracedLaunch[] {
  const names = Object.keys(storage ?? {}).filter((name) => name.startsWith(TRACE_PREFIX))
  const all = names.map((name) => JSON.parse(storage?.getItem(name) ?? '') as TracedLaunch)
  const lastOf = ({ steps }: TracedLaunch): string => steps.at(-1)?.at ?? ''
  return all.toSorted((a, b) => (lastOf(a) < lastOf(b) ? 1 : -1))
}

/** Of this page. */
export const launchTrace = new LaunchTrace()
