import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import type { CardRule } from './feedback.ts'
import { GroupCommit } from './group-commit.ts'
import type { Tables } from './tables.ts'

/** A decision to be recorded, with the answer that was given. */
export interface Decision {
  readonly entry: AuditEntry
  readonly id: string
  /** The answer as JSON. */
  readonly answer: string
  readonly idempotency?: Idempotency | undefined
  /** What the cards that were answered speak of. */
  readonly cards?: readonly CardRule[]
}

/** A request that may be sent again. `key` is the caller’s; `fingerprint` says whether it is still the same request. */
export interface Idempotency {
  readonly key: string
  readonly fingerprint: string
  readonly asOf: string
}

/** What is known of an answer that is asked for. */
export type Recalled =
  | { readonly kind: 'kept'; readonly answer: string }
  | { readonly kind: 'no longer kept' }
  | { readonly kind: 'unknown' }

/** Records decisions, many in one commit. */
export function decisionsOn(db: Kysely<Tables>): GroupCommit<Decision> {
  return new GroupCommit<Decision>((decisions) =>
    recorded(db, async (trx, record) => {
      await record(decisions.map(({ entry }) => entry))
      const answers = decisions.map(({ entry, id, answer }) => ({ tenant: entry.tenant, id, answer }))
      await trx
        .insertInto('answer')
        .values(onceEach(answers, ({ tenant, id }) => `${tenant}\0${id}`))
        // The same chart judged again on the same day has the same answer; one that was emptied is filled anew.
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'id'])
            .doUpdateSet((given) => ({ answer: given.ref('excluded.answer'), at: sql<string>`now()` }))
            .where('answer.answer', '=', ''),
        )
        .execute()
      const keys = decisions.flatMap(({ entry, idempotency }) =>
        idempotency
          ? [
              {
                tenant: entry.tenant,
                key: idempotency.key,
                fingerprint: idempotency.fingerprint,
                as_of: idempotency.asOf,
              },
            ]
          : [],
      )
      if (keys.length > 0)
        await trx
          .insertInto('idempotency')
          .values(keys)
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      const cards = decisions.flatMap(({ entry: { tenant }, cards = [] }) => cards.map((card) => ({ tenant, ...card })))
      if (cards.length > 0) {
        await trx
          .insertInto('card_rule')
          .values(onceEach(cards, (card) => Object.values(card).join('\0')))
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
    }),
  )
}

const onceEach = <T>(rows: readonly T[], keyOf: (row: T) => string): T[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
]

/** The answer of an assessment, as it was given. */
export async function recall(db: Kysely<Tables>, tenant: string, id: string): Promise<Recalled> {
  const row = await db
    .selectFrom('answer')
    .select('answer')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return { kind: 'unknown' }
  return row.answer === '' ? { kind: 'no longer kept' } : { kind: 'kept', answer: row.answer }
}

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

/** SHA-256 in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
