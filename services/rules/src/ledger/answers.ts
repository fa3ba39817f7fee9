import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import type { CardRule } from './feedback.ts'
import { GroupCommit } from './group-commit.ts'
import { joined, type Part, type SplitAnswer, type StoredHead } from './stored-answer.ts'
import type { Tables } from './tables.ts'
import { fill, type ToFill } from './worklist/fill.ts'

/** A decision to be recorded, with the answer that was given. */
export interface Decision {
  readonly entry: AuditEntry
  readonly id: string
  readonly answer: SplitAnswer
  readonly idempotency?: Idempotency | undefined
  /** What the cards that were answered speak of. */
  readonly cards?: readonly CardRule[]
  /** What its doses are on the worklist. */
  readonly worklist?: readonly ToFill[]
}

/** A request that may be sent again. `key` is the caller’s; `fingerprint` says whether it is still the same request. */
export interface Idempotency {
  readonly key: string
  readonly fingerprint: string
  readonly asOf: string
}

/** What is known of an answer that is asked for. */
export type Recalled =
  /** `answer` is its JSON as UTF-8; `patients` whom its parts are about. */
  | { readonly kind: 'kept'; readonly answer: Uint8Array<ArrayBuffer>; readonly patients: StoredHead['patients'] }
  | { readonly kind: 'no longer kept' }
  | { readonly kind: 'unknown' }

/** Records decisions, many in one commit. */
export class Decisions {
  readonly #db: Kysely<Tables>
  readonly #commits: GroupCommit<Decision>
  readonly #large = new Set<Promise<void>>()

  constructor(db: Kysely<Tables>) {
    this.#db = db
    this.#commits = new GroupCommit((decisions) => commit(db, decisions))
  }

  /** Resolves when the decision is stored. */
  async record(decision: Decision): Promise<void> {
    if (sizeOf(decision) <= MOST_AT_ONCE) return this.#commits.add(decision)
    const stored = this.#recordLarge(decision)
    this.#large.add(stored)
    await stored.finally(() => this.#large.delete(stored))
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#large)
    await this.#commits.idle()
  }

  /**
   * A large answer is stored before the audit is locked: nobody waits for its bytes. Parts that no answer is made of, because
   * the process ended in between, are tidied like the rest.
   */
  async #recordLarge(decision: Decision): Promise<void> {
    await keepParts(this.#db, [decision])
    await this.#commits.add({ ...decision, answer: { ...decision.answer, parts: [] } })
  }
}

const sizeOf = ({ answer }: Decision): number => answer.parts.reduce((sum, { text }) => sum + text.length, 0)

function commit(db: Kysely<Tables>, decisions: readonly Decision[]): Promise<void> {
  return recorded(db, async (trx, record) => {
    await record(decisions.map(({ entry }) => entry))
    await keepParts(trx, decisions)
    await keepHeads(trx, decisions)
    await keepKeys(trx, decisions)
    await keepCards(trx, decisions)
    for (const { entry, worklist = [] } of decisions) if (worklist.length > 0) await fill(trx, worklist, entry)
  })
}

async function keepHeads(trx: Transaction<Tables>, decisions: readonly Decision[]): Promise<void> {
  const answers = decisions.map(({ entry, id, answer }) => ({
    tenant: entry.tenant,
    id,
    answer: JSON.stringify(answer.head),
  }))
  await trx
    .insertInto('answer')
    .values(onceEach(answers, ({ tenant, id }) => `${tenant}\0${id}`))
    // The same chart judged again on the same day has the same answer; one that was emptied is filled again.
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'id'])
        .doUpdateSet((given) => ({ answer: given.ref('excluded.answer'), at: sql<string>`now()` }))
        .where('answer.answer', '=', ''),
    )
    .execute()
}

async function keepKeys(trx: Transaction<Tables>, decisions: readonly Decision[]): Promise<void> {
  const keys = decisions.flatMap(({ entry: { tenant }, idempotency }) =>
    idempotency
      ? [{ tenant, key: idempotency.key, fingerprint: idempotency.fingerprint, as_of: idempotency.asOf }]
      : [],
  )
  if (keys.length === 0) return
  await trx
    .insertInto('idempotency')
    .values(keys)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A statement takes 65,535 parameters; a row here is four. */
const CARDS_AT_ONCE = 5000

async function keepCards(trx: Transaction<Tables>, decisions: readonly Decision[]): Promise<void> {
  const cards = decisions.flatMap(({ entry: { tenant }, cards = [] }) => cards.map((card) => ({ tenant, ...card })))
  const rows = onceEach(cards, (card) => Object.values(card).join('\0'))
  for (let from = 0; from < rows.length; from += CARDS_AT_ONCE) {
    await trx
      .insertInto('card_rule')
      .values(rows.slice(from, from + CARDS_AT_ONCE))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

const onceEach = <T>(rows: readonly T[], keyOf: (row: T) => string): T[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
]

/** Bytes that are stored in one statement: a larger one would keep the thread of PGlite from everybody else. An answer of more is large. */
const MOST_AT_ONCE = 250_000

/** Stores what is said of each dose, once for all answers that say it; what is there already is kept for longer. */
export async function keepParts(
  db: Kysely<Tables>,
  decisions: readonly { readonly entry: Pick<AuditEntry, 'tenant'>; readonly answer: Pick<SplitAnswer, 'parts'> }[],
): Promise<void> {
  const all = decisions.flatMap(({ entry: { tenant }, answer }) => answer.parts.map((part) => ({ tenant, ...part })))
  // In one order, so that two who store the same never wait for each other.
  const placed = ({ tenant, hash }: { tenant: string; hash: string }) => `${hash}\0${tenant}`
  const rows = onceEach(all, placed).toSorted((a, b) => (placed(a) < placed(b) ? -1 : 1))
  for (const batch of batches(rows)) {
    // PGlite computes in this thread: between two statements everybody else has their turn.
    await setImmediate()
    await db
      .insertInto('answer_part')
      .values(batch.map((row) => ({ ...row, text: new TextDecoder().decode(row.text) })))
      .onConflict((conflict) => conflict.columns(['tenant', 'hash']).doUpdateSet({ at: sql<string>`now()` }))
      .execute()
  }
}

function batches<T extends Pick<Part, 'text'>>(rows: readonly T[]): T[][] {
  const made: T[][] = []
  let size = MOST_AT_ONCE
  for (const row of rows) {
    if (size + row.text.length > MOST_AT_ONCE) {
      made.push([])
      size = 0
    }
    made.at(-1)?.push(row)
    size += row.text.length
  }
  return made
}

/** The answer of an assessment, as it was given. */
export async function recall(db: Kysely<Tables>, tenant: string, id: string): Promise<Recalled> {
  const row = await db
    .selectFrom('answer')
    .select('answer')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return { kind: 'unknown' }
  if (row.answer === '') return { kind: 'no longer kept' }
  const head = JSON.parse(row.answer) as StoredHead
  const answer = await joinedOf(db, tenant, head)
  return answer === undefined ? { kind: 'no longer kept' } : { kind: 'kept', answer, patients: head.patients }
}

/** The JSON of an answer from its parts, as UTF-8; undefined where one of them is kept no longer. */
export async function joinedOf(
  db: Kysely<Tables>,
  tenant: string,
  head: StoredHead,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const texts = new Map<string, Uint8Array>()
  const hashes = [...new Set(head.parts)]
  for (let from = 0; from < hashes.length; from += PARTS_AT_ONCE) {
    await setImmediate()
    const rows = await db
      .selectFrom('answer_part')
      .select(['hash', 'text'])
      .where('tenant', '=', tenant)
      .where('hash', 'in', hashes.slice(from, from + PARTS_AT_ONCE))
      .execute()
    for (const { hash, text } of rows) texts.set(hash, Buffer.from(text))
  }
  const parts = head.parts.flatMap((hash) => texts.get(hash) ?? [])
  return parts.length === head.parts.length ? joined(head, parts) : undefined
}

const PARTS_AT_ONCE = 3

/** The request that came under this key before. */
export async function earlierRequest(
  db: Kysely<Tables>,
  tenant: string,
  key: string,
): Promise<Omit<Idempotency, 'key'> | undefined> {
  const row = await db
    .selectFrom('idempotency')
    .select(['fingerprint', 'as_of'])
    .where('tenant', '=', tenant)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { fingerprint: row.fingerprint, asOf: row.as_of }
}
