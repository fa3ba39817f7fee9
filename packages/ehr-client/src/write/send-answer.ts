import type { Bundle, FhirResource } from 'fhir/r4'
import { type EhrAnswer, EhrRefusal } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'

/** What an error that came instead of an answer means for a write. */
export type Meaning =
  /** The EHR did nothing; `isNotTaken` where it never does such a thing. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly isNotTaken: boolean }
  /**
   * It asks to be left alone for a while; `mayBeDone` where it may have stored it all the same, `isOwnWord` where the
   * FHIR server says so itself and no gateway before it.
   */
  | {
      readonly kind: 'busy'
      readonly failure: Failure
      readonly waitMs: number | undefined
      readonly mayBeDone: boolean
      readonly isOwnWord: boolean
    }
  /** Somebody changed first what was to be changed, or more than one stands where one should. */
  | { readonly kind: 'moved on'; readonly failure: Failure }
  /** It may have done it. */
  | { readonly kind: 'unclear'; readonly failure: Failure }

const MOVED_ON: ReadonlySet<number> = new Set([409, 412])
const BUSY: ReadonlySet<number> = new Set([429, 503])
/** Said by the server itself before it does anything. */
const DOES_NOT: ReadonlySet<number> = new Set([501, 505])

export function meaningOf(thrown: unknown): Meaning {
  if (thrown instanceof EhrRefusal) return meaningOfRefusal(thrown)
  // A connection that broke, or an error of ours: neither says that nothing was stored.
  if (!(thrown instanceof Failure) || thrown.kind === 'ehr-unreachable') {
    const detail = thrown instanceof Failure ? thrown.about.detail : undefined
    return { kind: 'unclear', failure: new Failure('write-unconfirmed', { detail }) }
  }
  return { kind: 'refused', failure: thrown, isNotTaken: false }
}

function meaningOfRefusal(refusal: EhrRefusal): Meaning {
  const { status, says, requestId, retryAfterMs } = refusal
  const about = { detail: says.join(' ') || undefined, status, requestId }
  if (MOVED_ON.has(status)) return { kind: 'moved on', failure: new Failure('chart-moved-on', about) }
  if (BUSY.has(status)) {
    // Too many requests is said before anything is done; unavailable may come from a gateway, after it was stored.
    const mayBeDone = status !== 429
    const isOwnWord = refusal.outcome !== undefined
    return { kind: 'busy', failure: new Failure('write-refused', about), waitMs: retryAfterMs, mayBeDone, isOwnWord }
  }
  // A gateway that gave up waiting does not know what the server behind it did.
  const isUnclear = (status >= 500 && !DOES_NOT.has(status)) || status === 408
  if (isUnclear) return { kind: 'unclear', failure: new Failure('write-unconfirmed', about) }
  return { kind: 'refused', failure: new Failure('write-refused', about), isNotTaken: isNotTaken(refusal) }
}

const NO_SUCH_THING: ReadonlySet<number> = new Set([404, 405, 501])

/** True where the EHR says that it does not do such a thing at all, and so did nothing. */
const isNotTaken = ({ status, outcome }: EhrRefusal): boolean =>
  NO_SUCH_THING.has(status) || (outcome?.issue ?? []).some(({ code }) => code === 'not-supported')

/** `ChargeItem/12`, where an answer says what it stored, in its body or by its address. */
export function keyIn({ body, location }: Pick<EhrAnswer, 'body' | 'location'>, type: string): string | undefined {
  const { resourceType, id } = (body ?? {}) as Partial<FhirResource>
  if (resourceType === type && id) return `${type}/${id}`
  const [, found, at] =
    /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(location ?? '') ?? []
  return found === type && at ? `${type}/${at}` : undefined
}

/** The answers to the entries of a transaction, in order; undefined where the answer cannot be read. */
export function entriesIn(body: unknown, count: number): readonly EntryAnswer[] | undefined {
  const { resourceType, entry = [] } = (body ?? {}) as Partial<Bundle<FhirResource>>
  if (resourceType !== 'Bundle' || entry.length !== count) return undefined
  return entry.map(({ response, resource }) => ({
    isStored: /^2\d\d/.test(response?.status ?? ''),
    wasThere: /^200/.test(response?.status ?? ''),
    location: response?.location,
    body: resource,
    status: Number.parseInt(response?.status ?? '', 10) || undefined,
  }))
}

export interface EntryAnswer {
  readonly isStored: boolean
  readonly wasThere: boolean
  readonly location: string | undefined
  readonly body: unknown
  /** Undefined where it cannot be read: whether this entry was stored is open. */
  readonly status: number | undefined
}
