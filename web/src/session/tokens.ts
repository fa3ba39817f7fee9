import { baseOf, Failure, RETRY_POLICY, type RetryPolicy, relativeTo } from '@doseline/ehr-client'
import { refusalOf } from './answer-address.ts'
import type { LaunchState, TokenAnswer } from './launch-state.ts'
import { type Answered, askForToken, TokenRefusal } from './token-endpoint.ts'

export interface TokenParts {
  readonly fetcher?: typeof fetch
  readonly patience?: RetryPolicy
  /** Keeps the state where a reload finds it. */
  readonly keep: (state: LaunchState) => void
  /** Told of what kind the fields of the first answer are. */
  readonly onAnswer?: (fields: Answered['fields']) => void
}

/**
 * The tokens of one launch: in memory, and where a reload finds them. Renewed before they end and after a refusal, once
 * for everybody who asks at the same time. Only the EHR’s word that the grant is over ends them; a network that fails
 * for a moment does not.
 */
export class Tokens {
  readonly #parts: TokenParts
  #state: LaunchState
  #answer: TokenAnswer
  #renewing: Promise<void> | undefined
  #isOver = false

  private constructor(state: LaunchState, answer: TokenAnswer, parts: TokenParts) {
    this.#state = state
    this.#answer = answer
    this.#parts = parts
  }

  /** The tokens a reload finds, or those the code of the authorization server is worth. Throws a Failure. */
  static async of(state: LaunchState, code: string | null, parts: TokenParts): Promise<Tokens> {
    const kept = state.tokenResponse
    if (kept?.access_token) return new Tokens(state, { ...kept, access_token: kept.access_token }, parts)
    if (code === null) throw new Failure('session-ended')
    if (!state.tokenUri) throw new Failure('launch-refused', { detail: 'the EHR names no token endpoint' })
    const { answer: said, fields } = await exchanged(code, state, parts)
    parts.onAnswer?.(fields)
    const answer = inIds(said, state)
    assertPatientReadable(answer, fields)
    const tokens = new Tokens(state, answer, parts)
    tokens.#take(answer, true)
    return tokens
  }

  get answer(): TokenAnswer {
    return this.#answer
  }

  /** When the id_token came, in milliseconds since 1970. */
  get receivedAt(): number {
    return (this.#state.receivedAt ?? 0) * 1000
  }

  /** The Authorization header of a request made now. Throws a Failure where the session is over. */
  async authorization(): Promise<string> {
    if (this.#isOver) throw new Failure('session-ended')
    if (this.#answer.refresh_token && this.#secondsLeft() < this.#margin()) {
      await this.#renew().catch((thrown: unknown) => {
        // Until it ends, the old one is as good as any.
        if (this.#isOver || this.#secondsLeft() <= 0) throw thrown
      })
    }
    return this.#header()
  }

  /** A header with another token than the one that was refused; undefined where the EHR gives none. */
  async renewed(refused: string | undefined): Promise<string | undefined> {
    if (this.#isOver) return undefined
    if (this.#header() !== refused) return this.#header()
    if (!this.#answer.refresh_token) return undefined
    await this.#renew().catch((thrown: unknown) => {
      if (!(thrown instanceof Failure && thrown.kind === 'session-ended')) throw thrown
    })
    return this.#header() === refused ? undefined : this.#header()
  }

  /** Ends them for this page: none is used, renewed or kept after this. */
  end(): void {
    this.#isOver = true
  }

  #renew(): Promise<void> {
    this.#renewing ??= this.#refresh().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async #refresh(): Promise<void> {
    const { tokenUri = '', clientId = '' } = this.#state
    const { refresh_token = '' } = this.#answer
    const form = { grant_type: 'refresh_token', refresh_token, client_id: clientId }
    try {
      const { answer } = await askForToken(tokenUri, form, this.#parts.fetcher, this.#parts.patience)
      this.#take(inIds(answer, this.#state), false)
    } catch (thrown) {
      if (!(thrown instanceof TokenRefusal)) throw thrown
      this.#isOver ||= thrown.code === 'invalid_grant'
      throw new Failure('session-ended', { detail: thrown.message })
    }
  }

  /** Takes in an answer. A renewed one may bring a new refresh token; who and what the launch is about stays. */
  #take(answer: TokenAnswer, isFirst: boolean): void {
    if (this.#isOver) throw new Failure('session-ended')
    const { patient, id_token } = this.#answer
    if (answer.patient !== undefined && patient !== undefined && answer.patient !== patient) {
      this.#isOver = true
      throw new Failure('wrong-patient', { detail: 'the EHR renewed the session for another patient' })
    }
    const { expires_in, ...rest } = answer
    const now = Math.floor(this.#now() / 1000)
    this.#answer = { ...this.#answer, ...rest, ...(id_token !== undefined && { id_token }) }
    if (expires_in !== undefined) this.#answer = { ...this.#answer, expires_in }
    this.#state = {
      ...this.#state,
      tokenResponse: this.#answer,
      expiresAt: now + (expires_in ?? this.#answer.expires_in ?? ASSUMED_SECONDS),
      ...(isFirst && { receivedAt: now }),
    }
    this.#parts.keep(this.#state)
  }

  readonly #header = (): string => `Bearer ${this.#answer.access_token}`
  readonly #now = (): number => (this.#parts.patience ?? RETRY_POLICY).now()
  readonly #secondsLeft = (): number => (this.#state.expiresAt ?? Number.POSITIVE_INFINITY) - this.#now() / 1000
  /** Short-lived tokens are renewed a tenth of their life before the end, others half a minute. */
  readonly #margin = (): number => Math.min(30, (this.#answer.expires_in ?? ASSUMED_SECONDS) / 10)
}

/** An EHR that does not say how long its token is good for. */
const ASSUMED_SECONDS = 300

/**
 * The answer with its patient and visit by their bare ids, which is what SMART asks for; some servers send references. What
 * names neither on this server is no context.
 * @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#launch-context-arrives-with-your-access_token
 */
function inIds({ patient, encounter, ...answer }: TokenAnswer, { serverUrl }: LaunchState): TokenAnswer {
  const base = baseOf(serverUrl)
  return {
    ...answer,
    ...(patient !== undefined && { patient: idOf('Patient', patient, base) }),
    ...(encounter !== undefined && { encounter: idOf('Encounter', encounter, base) }),
  }
}

/** A patient that came and that nobody can tell from its form is another fault than none. Throws a Failure. */
function assertPatientReadable({ patient }: TokenAnswer, { patient: kind }: Answered['fields']): void {
  if (kind === undefined || kind === 'null' || kind === 'empty' || patient) return
  const detail = kind === 'string' ? 'patient is no id of this server' : `patient is of the kind ${kind}`
  throw new Failure('unreadable-patient', { detail })
}

/** Empty where it names none on this server: never taken for the one that was named before. */
function idOf(type: string, named: string, base: string): string {
  if (ID.test(named)) return named
  const [of, id = ''] = relativeTo(base, named)?.split('/') ?? []
  return of === type ? id : ''
}

const ID = /^[A-Za-z0-9\-.]{1,64}$/

async function exchanged(code: string, state: LaunchState, { fetcher, patience }: TokenParts): Promise<Answered> {
  const { tokenUri = '', clientId = '', redirectUri = '', codeVerifier = '' } = state
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    code_verifier: codeVerifier,
  }
  try {
    return await askForToken(tokenUri, form, fetcher, patience)
  } catch (thrown) {
    // A code is good once: one that is refused has been used, or waited too long.
    if (thrown instanceof TokenRefusal) throw refusalOf(thrown.code, thrown.description, state.scope)
    throw thrown
  }
}
