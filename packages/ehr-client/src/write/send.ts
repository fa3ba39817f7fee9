import type { Bundle, FhirResource } from 'fhir/r4'
import type { Connection, EhrAnswer } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'
import { RETRY_POLICY, type RetryPolicy } from '../http/retry-policy.ts'
import { type EntryAnswer, entriesIn, keyIn, type Meaning, meaningOf } from './send-answer.ts'
import { assertAboutPatient } from './send-assert.ts'
import { look, type Seen } from './send-look.ts'
import { type Part, partsOf, type Sendable } from './send-parts.ts'
import { type Conflict, type Outcome, reportOf, type SendProgress, type SendReport } from './send-report.ts'
import { isAsWanted } from './send-same.ts'

export interface SendOptions {
  /** Id of the patient of this session. */
  readonly patient: string
  /** False where the EHR takes no Provenance: it is left out. */
  readonly provenance?: boolean
  readonly onProgress?: (progress: SendProgress) => void
  readonly patience?: SendPatience
}

/** How a write is waited for. */
export interface SendPatience extends Pick<RetryPolicy, 'tries' | 'backoffMs' | 'longestWaitMs' | 'sleep'> {
  /** Before each look for what may have been stored, in milliseconds: the search of an EHR may lag behind. */
  readonly looks: readonly number[]
}

export const SEND_PATIENCE: SendPatience = { ...RETRY_POLICY, tries: 4, looks: [300, 1200, 2500, 4000] }

/**
 * Carries a planned write-back out, after making sure that every part of it is about the patient of this session. Where
 * it is not clear whether a part was stored it is looked for, and never sent again. The first part that is refused or
 * open ends it. Throws only where nothing was sent.
 */
export async function sendPlan(connection: Connection, plan: Sendable, options: SendOptions): Promise<SendReport> {
  const parts = partsOf(plan)
  assertAboutPatient(parts, options.patient, connection)
  const sending = new Sending(connection, options)
  if (plan.channel === 'transaction') return sending.whole(parts, plan.transaction)
  const isLeftOut = ({ body }: Part): boolean => options.provenance === false && body.resourceType === 'Provenance'
  return sending.oneByOne(parts.filter((part) => !isLeftOut(part)))
}

/** One request, and how to see afterwards whether it was done. */
interface Attempt {
  readonly send: () => Promise<EhrAnswer>
  readonly parts: readonly Part[]
  readonly progress: Omit<SendProgress, 'waits'>
}

type Attempted =
  | { readonly kind: 'answered'; readonly answer: EhrAnswer }
  /** No answer, or a busy one; but it stands in the EHR. */
  | { readonly kind: 'found'; readonly resource: FhirResource }
  | Exclude<Meaning, { kind: 'busy' }>

class Sending {
  readonly #connection: Connection
  readonly #options: SendOptions
  readonly #patience: SendPatience

  constructor(connection: Connection, options: SendOptions) {
    this.#connection = connection
    this.#options = options
    this.#patience = options.patience ?? SEND_PATIENCE
  }

  /**
   * All of it or nothing. In R4 a Provenance of charge lines lies in nobody's compartment, so a server that keeps a token to
   * one patient refuses the whole for it (HAPI FHIR does, with 403): then all but the Provenance is sent.
   */
  async whole(parts: readonly Part[], transaction: unknown): Promise<SendReport> {
    const report = await this.#whole(parts, transaction)
    const decisive = parts.filter(isDecisive)
    const isForbidden = report.ended === 'refused' && report.failure?.about.status === 403
    if (!isForbidden || decisive.length === 0 || decisive.length === parts.length) return report
    const without = await this.#whole(decisive, withoutProvenance(transaction))
    if (without.ended === 'refused' && without.failure?.about.status === 403) return report
    const sent = report.sent.map((was, at) => without.sent[decisive.indexOf(parts[at] as Part)] ?? was)
    return { ...without, sent }
  }

  async #whole(parts: readonly Part[], transaction: unknown): Promise<SendReport> {
    const options = { method: 'POST', body: transaction, headers: { prefer: 'return=representation' } } as const
    const send = () => this.#connection.send('', options)
    const progress = { at: 1, of: 1, says: '' }
    this.#tell(progress)
    const attempted = await this.#attempt({ send, parts, progress })
    const all = (outcome: Outcome): Outcome[] => parts.map(() => outcome)
    switch (attempted.kind) {
      case 'answered':
        return this.#wholeAnswered(parts, attempted.answer)
      case 'found':
        return reportOf(parts, all({ kind: 'stored', wasThere: false }), {})
      case 'unclear':
        return reportOf(parts, all({ kind: 'open', because: attempted.failure.kind }), attempted)
      case 'moved on':
        return reportOf(parts, all({ kind: 'refused', failure: attempted.failure }), {
          failure: attempted.failure,
          conflicts: await this.#conflicts(parts),
        })
      case 'refused': {
        const failure = attempted.isNotTaken
          ? new Failure('channel-refused', attempted.failure.about)
          : attempted.failure
        return reportOf(parts, all({ kind: 'refused', failure }), { failure })
      }
    }
  }

  async #wholeAnswered(parts: readonly Part[], { body, requestId }: EhrAnswer): Promise<SendReport> {
    const entries = entriesIn(body, parts.length)
    // An answer that cannot be read is still one of success: all of it is stored.
    if (!entries)
      return reportOf(
        parts,
        parts.map(() => ({ kind: 'stored', wasThere: false })),
        {},
      )
    const others = await this.#othersAmong(parts, entries)
    const outcomes = entries.map((entry, at): Outcome => {
      const type = parts[at]?.body.resourceType ?? ''
      if (others[at]) return { kind: 'refused', failure: new Failure('chart-moved-on', { requestId }) }
      if (entry.isStored) return { kind: 'stored', key: keyIn(entry, type), wasThere: entry.wasThere }
      const about = { status: entry.status, requestId }
      if (entry.status === undefined) return { kind: 'open', because: 'write-unconfirmed' }
      return { kind: 'refused', failure: new Failure('write-refused', about) }
    })
    const refused = outcomes.find((outcome) => outcome.kind === 'refused')
    const isOpen = outcomes.some(({ kind }) => kind === 'open')
    const failure = refused?.failure ?? (isOpen ? new Failure('write-unconfirmed', { requestId }) : undefined)
    const conflicts = others.flatMap((now, at) => {
      const { says = '', body: wanted } = parts[at] ?? {}
      return now && wanted ? [{ says, wanted, now }] : []
    })
    return reportOf(parts, outcomes, { failure, conflicts })
  }

  /** What stood there already instead of what was to be created, and is something else. */
  async #othersAmong(
    parts: readonly Part[],
    entries: readonly EntryAnswer[],
  ): Promise<readonly (FhirResource | undefined)[]> {
    return Promise.all(
      parts.map(async (part, at) => {
        const { wasThere, body } = entries[at] ?? { wasThere: false, body: undefined }
        if (!wasThere || part.method !== 'POST' || !part.search) return undefined
        const named = body as FhirResource | undefined
        if (named?.resourceType === part.body.resourceType) return isAsWanted(named, part.body) ? undefined : named
        const seen = await this.#look(part)
        return seen.kind === 'changed' ? seen.resource : undefined
      }),
    )
  }

  /** In order, each with the ids of those before it. */
  async oneByOne(parts: readonly Part[]): Promise<SendReport> {
    const outcomes: Outcome[] = []
    const keys = new Map<string, string>()
    const seen = await Promise.all(parts.map((part) => (part.search ? look(this.#connection, part) : undefined)))
    for (const [at, part] of parts.entries()) {
      const progress = { at: at + 1, of: parts.length, says: part.says }
      this.#tell(progress)
      const already = seen[at]
      const { outcome, failure, conflicts } =
        already?.kind === 'there'
          ? { outcome: stands(already.resource) }
          : already?.kind === 'changed'
            ? movedOn(part, already.resource)
            : await this.#one(resolved(part, keys), progress)
      outcomes.push(outcome)
      if (outcome.kind === 'stored' && outcome.key && part.fullUrl) keys.set(part.fullUrl, outcome.key)
      if (isDecisive(part) && outcome.kind !== 'stored') return reportOf(parts, outcomes, { failure, conflicts })
    }
    return reportOf(parts, outcomes, {})
  }

  async #one(part: Part | undefined, progress: Attempt['progress']): Promise<OneSent> {
    if (!part) return { outcome: { kind: 'not sent' } }
    const { method, url, headers, body } = part
    const send = () => this.#connection.send(url, { method, headers, body })
    const attempted = await this.#attempt({ send, parts: [part], progress })
    switch (attempted.kind) {
      case 'answered': {
        const other = otherIn(part, attempted.answer)
        return other ? movedOn(part, other) : { outcome: await this.#stored(part, attempted.answer) }
      }
      case 'found':
        return { outcome: stands(attempted.resource) }
      case 'unclear':
        return { outcome: { kind: 'open', because: attempted.failure.kind }, failure: attempted.failure }
      case 'moved on':
        return {
          outcome: { kind: 'refused', failure: attempted.failure },
          failure: attempted.failure,
          conflicts: await this.#conflicts([part]),
        }
      case 'refused': {
        // What was to be changed is gone.
        const isGone =
          method === 'PUT' && (attempted.failure.about.status === 404 || attempted.failure.about.status === 410)
        const failure = isGone ? new Failure('chart-moved-on', attempted.failure.about) : attempted.failure
        return { outcome: { kind: 'refused', failure }, failure }
      }
    }
  }

  /** Success was said; where it was not said under which id, it is looked up. */
  async #stored(part: Part, answer: EhrAnswer): Promise<Outcome> {
    if (part.method === 'PUT') return { kind: 'stored', key: part.url, wasThere: false }
    const key = keyIn(answer, part.body.resourceType)
    if (key || !part.search) return { kind: 'stored', key, wasThere: answer.status === 200 && key !== undefined }
    const found = await this.#lookFor([part], { at: 1, of: 1, says: part.says })
    return { kind: 'stored', key: found.kind === 'there' ? keyOf(found.resource) : undefined, wasThere: false }
  }

  /** Sends, and sends again only where the EHR was busy and it is known that it did nothing. */
  async #attempt({ send, parts, progress }: Attempt): Promise<Attempted> {
    const { tries, sleep } = this.#patience
    for (let tried = 1; ; tried++) {
      try {
        return { kind: 'answered', answer: await send() }
      } catch (thrown) {
        const meaning = meaningOf(thrown)
        if (meaning.kind === 'unclear') return this.#clearedUp(meaning, parts, progress)
        if (meaning.kind !== 'busy') return meaning
        const waitMs = this.#pauseOf(meaning, tried)
        const isOver = tried >= tries || waitMs === undefined
        if (!isOver) {
          this.#tell({ ...progress, waits: { because: 'busy', seconds: Math.ceil(waitMs / 1000) } })
          await sleep(waitMs)
        }
        if (meaning.mayBeDone) {
          const seen = await this.#lookFor(parts, progress)
          if (seen.kind !== 'not there')
            return asSeen(seen, parts, { kind: 'unclear', failure: unconfirmed(meaning.failure) })
          // Not found may be found late: only the FHIR server itself can say that it did nothing.
          if (!meaning.isOwnWord) return { kind: 'unclear', failure: unconfirmed(meaning.failure) }
        }
        if (isOver) return { kind: 'refused', failure: meaning.failure, isNotTaken: false }
        this.#tell(progress)
      }
    }
  }

  /** How long a busy EHR is left alone; undefined where that is longer than a person waits. */
  #pauseOf({ waitMs }: Extract<Meaning, { kind: 'busy' }>, tried: number): number | undefined {
    const { backoffMs, longestWaitMs } = this.#patience
    const pause = waitMs ?? Math.min(longestWaitMs, backoffMs * 2 ** (tried - 1))
    return pause > longestWaitMs ? undefined : pause
  }

  async #clearedUp(
    unclear: Extract<Meaning, { kind: 'unclear' }>,
    parts: readonly Part[],
    progress: Attempt['progress'],
  ): Promise<Attempted> {
    return asSeen(await this.#lookFor(parts, progress), parts, unclear)
  }

  /** Looks a few times over some seconds, because the search of an EHR may lag behind: only the last look can say no. */
  async #lookFor(parts: readonly Part[], progress: Attempt['progress']): Promise<Seen> {
    let seen: Seen = { kind: 'cannot tell' }
    if (!parts.some(canBeSeen)) return seen
    for (const waitMs of this.#patience.looks) {
      this.#tell({ ...progress, waits: { because: 'looking', seconds: Math.ceil(waitMs / 1000) } })
      await this.#patience.sleep(waitMs)
      seen = await this.#seen(parts)
      if (seen.kind === 'there' || seen.kind === 'changed') return seen
    }
    return seen
  }

  /** What was written by a request; of a transaction any part speaks for all. */
  async #seen(parts: readonly Part[]): Promise<Seen> {
    const part = parts.find(({ search }) => search !== undefined) ?? parts.find(canBeSeen)
    return part ? this.#look(part) : { kind: 'cannot tell' }
  }

  /** After something was sent: whatever keeps it from being seen leaves it open, and is no reason to call it unsent. */
  async #look(part: Part): Promise<Seen> {
    return look(this.#connection, part).catch((): Seen => ({ kind: 'cannot tell' }))
  }

  /** What somebody else made of what was to be changed. */
  async #conflicts(parts: readonly Part[]): Promise<Conflict[]> {
    const seen = await Promise.all(parts.map(async (part) => ({ part, now: await this.#look(part) })))
    return seen.flatMap(({ part: { says, body }, now }) =>
      now.kind === 'changed' || now.kind === 'there' ? [{ says, wanted: body, now: now.resource }] : [],
    )
  }

  #tell(progress: SendProgress): void {
    this.#options.onProgress?.(progress)
  }
}

interface OneSent {
  readonly outcome: Outcome
  readonly failure?: Failure
  readonly conflicts?: readonly Conflict[]
}

/** What a look makes of a request whose end nobody knows. */
function asSeen(seen: Seen, parts: readonly Part[], unclear: Extract<Meaning, { kind: 'unclear' }>): Attempted {
  if (seen.kind === 'there') return { kind: 'found', resource: seen.resource }
  // A change of ours may have been stored and then changed by somebody: that stays open.
  if (seen.kind === 'changed' && parts.some(({ search }) => search !== undefined))
    return { kind: 'moved on', failure: new Failure('chart-moved-on', unclear.failure.about) }
  return unclear
}

const unconfirmed = ({ about }: Failure): Failure => new Failure('write-unconfirmed', about)

/** Something else stands under the name of what was to be created. */
function movedOn({ says, body }: Part, now: FhirResource): OneSent {
  const failure = new Failure('chart-moved-on', {})
  return { outcome: { kind: 'refused', failure }, failure, conflicts: [{ says, wanted: body, now }] }
}

/** What an EHR that did not create anything names instead, where it is not what was wanted. */
function otherIn({ search, method, body }: Part, answer: EhrAnswer): FhirResource | undefined {
  const now = answer.body as FhirResource | undefined
  const isThereInstead = method === 'POST' && search !== undefined && answer.status === 200
  return isThereInstead && now?.resourceType === body.resourceType && !isAsWanted(now, body) ? now : undefined
}

/** Lines without a Provenance are charged all the same. */
const isDecisive = ({ body }: Part): boolean => body.resourceType !== 'Provenance'

function withoutProvenance(transaction: unknown): Bundle<FhirResource> {
  const bundle = transaction as Bundle<FhirResource>
  return { ...bundle, entry: (bundle.entry ?? []).filter(({ resource }) => resource?.resourceType !== 'Provenance') }
}

const canBeSeen = ({ search, method }: Part): boolean => search !== undefined || method === 'PUT'

const keyOf = ({ resourceType, id }: FhirResource): string => `${resourceType}/${id}`

const stands = (resource: FhirResource): Outcome => ({ kind: 'stored', key: keyOf(resource), wasThere: true })

/** A part with the addresses of what was stored before it; undefined where nothing is left of what it is about. */
function resolved(part: Part, keys: ReadonlyMap<string, string>): Part | undefined {
  const { body } = part
  if (body.resourceType !== 'Provenance') return part
  const target = body.target.flatMap(({ reference = '', ...rest }) => {
    const known = keys.get(reference) ?? reference
    return known.startsWith('urn:') ? [] : [{ ...rest, reference: known }]
  })
  return target.length === 0 ? undefined : { ...part, body: { ...body, target } }
}
