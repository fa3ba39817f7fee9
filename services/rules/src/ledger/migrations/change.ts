import { sql, type Transaction } from 'kysely'
import type { Migration } from 'kysely/migration'
import { lockedHead } from '../audit.ts'
import type { Tables } from '../tables.ts'

/** A change of tables that are in use. */
export interface Change {
  /** The tables that `statements` change in a way that nobody may read them meanwhile: locked before anything is changed. */
  readonly alters: readonly (keyof Tables)[]
  readonly statements: readonly string[]
  /** Runs last, in the same transaction. */
  readonly afterwards?: (trx: Transaction<Tables>) => Promise<void>
}

/**
 * Milliseconds that a change waits for each table. Everybody else waits behind it meanwhile; and PostgreSQL ends somebody
 * after a second where two wait for each other, which must not be a process that serves. Who uses a table for longer is a
 * backup or `ledger verify`: the change is tried again later.
 */
const PATIENCE = 100

/**
 * A change that may be made while others serve. It locks the end of the audit before anything else, as every act does:
 * whoever holds that waits for nobody. Then it locks the tables it alters, before it changes any.
 */
export const change = ({ alters, statements, afterwards }: Change): Migration & Pick<Change, 'alters'> => ({
  alters,
  // What PostgreSQL and PGlite are given is a transaction.
  async up(trx: Transaction<Tables>): Promise<void> {
    await lockedHead(trx)
    await sql`set local lock_timeout = ${sql.lit(PATIENCE)}`.execute(trx)
    for (const table of alters) await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(trx)
    await sql`set local lock_timeout = 0`.execute(trx)
    for (const statement of statements) await sql.raw(statement).execute(trx)
    await afterwards?.(trx)
  },
})

/** The first tables, where there is nothing yet to lock. */
export const creation = (statements: readonly string[]): Migration => ({
  async up(trx: Transaction<Tables>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(trx)
  },
})
