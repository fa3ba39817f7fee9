/** Everything that can go wrong on the way, each with its own screen (`web/src/words/failure.ts`). The name is also its code. */
export type FailureKind =
  | 'not-launched'
  | 'unregistered-issuer'
  | 'malformed-issuer'
  | 'storage-blocked'
  | 'launch-refused'
  | 'access-denied'
  | 'sign-in-unavailable'
  | 'other-fhir-version'
  | 'scope-refused'
  | 'no-patient'
  | 'unreadable-patient'
  | 'unknown-patient'
  | 'no-scope'
  | 'doses-refused'
  | 'session-ended'
  | 'ehr-unreachable'
  | 'ehr-error'
  | 'doses-not-offered'
  | 'doses-incomplete'
  | 'nothing-to-judge'
  | 'service-unreachable'
  | 'service-refused'
  | 'service-error'
  | 'wrong-patient'
  | 'only-staff'
  | 'write-refused'
  | 'channel-refused'
  | 'write-partly'
  | 'chart-moved-on'
  | 'write-unconfirmed'
  | 'somebody-writes'
  | 'already-written'
  | 'unexpected'

export interface FailureDetail {
  /** What the other side said, for IT. Never part of the address or the console. */
  readonly detail?: string | undefined
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  /** Write-backs that left what would be written again. */
  readonly earlier?: readonly string[] | undefined
  /** For how many seconds somebody else may still be writing. */
  readonly retryAfterSeconds?: number | undefined
  /** The address an unregistered EHR launched from. */
  readonly iss?: string | undefined
  /** A registered address that is almost the same. */
  readonly registered?: string | undefined
  readonly scopes?: ScopesSaid | undefined
}

/** What was asked for at the sign-in, and what of it was refused or left out: scope by scope, none cut off. */
export interface ScopesSaid {
  readonly asked: readonly string[]
  /** Empty where the EHR does not say which. */
  readonly refused: readonly string[]
}

/** A failure a person can do something about. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly kind: FailureKind
  readonly about: FailureDetail

  constructor(kind: FailureKind, about: FailureDetail = {}) {
    super(kind)
    this.kind = kind
    this.about = about
  }
}

/** Anything thrown, as a failure with a screen. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  return new Failure('unexpected', { detail: thrown instanceof Error ? thrown.message : String(thrown) })
}

/** True for what an AbortController stopped: nobody waits for that answer any more. */
export const wasStopped = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === 'AbortError'

/** True for what no further request can mend: nobody waits any more, the session is over, or it is another patient's. */
export function endsEverything(thrown: unknown): boolean {
  const { kind } = asFailure(thrown)
  return wasStopped(thrown) || kind === 'session-ended' || kind === 'wrong-patient'
}
