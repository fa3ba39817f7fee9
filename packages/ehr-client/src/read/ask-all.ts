import type { BundleEntry, FhirResource } from 'fhir/r4'
import { type Connection, EhrRefusal, isOutcome } from '../http/connection.ts'
import { endsEverything } from '../http/failure.ts'
import type { WaitOptions } from '../http/retry-policy.ts'
import { isBundle } from './pages.ts'

/** What came of asking for one path: the body, or why there is none. */
export type Answer = { readonly body: unknown } | { readonly thrown: unknown }

/** Told each answer as it comes. */
export type Listener = (path: string, answer: Answer) => Promise<void> | void

/** More in one batch is refused by some servers. */
const MOST_IN_A_BATCH = 50
/** Browsers and EHRs both queue what comes all at once. */
const LANES = 6

/** Asks for many things at once, in one batch where the server takes it, else a few at a time. */
export class Asker {
  readonly #connection: Connection
  readonly #options: WaitOptions
  #takesBatches: boolean
  /** How often the server was waited for in a row: everything asked at the same time is one. */
  #rounds = 0

  constructor(connection: Connection, takesBatches: boolean, options: WaitOptions = {}) {
    this.#connection = connection
    this.#takesBatches = takesBatches
    this.#options = options
  }

  get rounds(): number {
    return this.#rounds
  }

  /** Throws where the session ends or nobody waits any more; every other trouble is an answer. */
  async ask(paths: readonly string[], listen: Listener): Promise<void> {
    if (paths.length === 0) return
    this.#rounds++
    if (!this.#takesBatches || paths.length === 1) return this.#askEach([...paths], listen)
    const left = await this.#askInBatches(paths, listen)
    if (left.length === 0) return
    this.#rounds++
    await this.#askEach([...left], listen)
  }

  /** The paths that are still to be asked for one by one. */
  async #askInBatches(paths: readonly string[], listen: Listener): Promise<readonly string[]> {
    const parts: string[][] = []
    for (let at = 0; at < paths.length; at += MOST_IN_A_BATCH) parts.push(paths.slice(at, at + MOST_IN_A_BATCH))
    const left = await Promise.all(parts.map((part) => this.#askInBatch(part, listen)))
    return left.flat()
  }

  async #askInBatch(paths: readonly string[], listen: Listener): Promise<readonly string[]> {
    const body = { resourceType: 'Bundle', type: 'batch', entry: paths.map(entryFor) }
    const asking = { method: 'POST', body, reads: true, ...this.#options } as const
    const answered = await this.#connection.request('', asking).catch(endedOr)
    const entries = isBundle(answered) ? (answered.entry ?? []) : []
    // A server that says it takes batches and does not is asked in the other way from now on.
    if (entries.length === 0) this.#takesBatches = false
    const left: string[] = []
    await Promise.all(
      paths.map((path, at) => {
        const answer = answerIn(entries[at])
        if (answer) return listen(path, answer)
        left.push(path)
        return undefined
      }),
    )
    return left
  }

  async #askEach(paths: string[], listen: Listener): Promise<void> {
    const next = async (): Promise<void> => {
      for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
        const answer = await this.#connection.request(path, this.#options).then(
          (body): Answer => ({ body }),
          (thrown: unknown): Answer => ({ thrown: endedOr(thrown) }),
        )
        await listen(path, answer)
      }
    }
    await Promise.all(Array.from({ length: LANES }, next))
  }
}

const entryFor = (url: string) => ({ request: { method: 'GET', url } })

/** Too busy for this part of a batch: it is asked for by itself, with the patience of a single request. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** The answer in an entry of a batch; undefined where there is none, or only that the server was too busy. */
function answerIn(entry: BundleEntry<FhirResource> | undefined): Answer | undefined {
  const status = Number.parseInt(entry?.response?.status ?? '', 10)
  if (!entry || Number.isNaN(status) || BUSY.has(status)) return undefined
  if (status < 300) return { body: entry.resource }
  const said = [entry.response?.outcome, entry.resource].find(isOutcome)
  return { thrown: new EhrRefusal(status, said, undefined) }
}

/** Trouble as an answer, unless it is the end of the session or nobody waits any more. */
function endedOr(thrown: unknown): unknown {
  if (endsEverything(thrown)) throw thrown
  return thrown
}
