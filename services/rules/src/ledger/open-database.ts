import { statfs } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { lockFolder } from './folder-lock.ts'
import { migrations, SERVICE_GRANTS } from './migrations.ts'
import type { Tables } from './tables.ts'

/** What a stored row outlives: `nothing` is memory, `process death` a folder that is never synced, `power loss` PostgreSQL. */
export type Durability = 'nothing' | 'process death' | 'power loss'

/** Where the ledger is kept: in memory, in a folder, or on PostgreSQL. */
export type Place =
  | { readonly kind: 'memory' }
  /** `leastFree`: bytes that must be free on the disk, or nothing more is stored. */
  | { readonly kind: 'folder'; readonly folder: string; readonly leastFree: number; readonly onLost: () => void }
  | { readonly kind: 'postgresql'; readonly url: string }

export interface Database {
  readonly db: Kysely<Tables>
  readonly durability: Durability
  /** Rejects where the disk has no room left to store anything. */
  hasRoom(): Promise<void>
  close(): Promise<void>
}

/** Opens the database of the ledger and brings its tables up to date. Throws an Error that says what to do. */
export async function openDatabase(place: Place): Promise<Database> {
  const database = await connect(place)
  try {
    await bringUpToDate(database.db, place)
    return database
  } catch (error) {
    await database.close().catch(() => undefined)
    throw error
  }
}

/**
 * Whether somebody waits for the answer to a statement, so that it is given up after five seconds; or whether it may take
 * as long as it takes, as a migration and a command may.
 */
export type Hurry = 'somebody waits' | 'nobody waits'

/** Opens the database as it is. */
export function connect(place: Place, hurry: Hurry = 'somebody waits'): Promise<Database> {
  switch (place.kind) {
    case 'memory':
      return onPGlite(undefined)
    case 'folder':
      return onPGlite(place)
    case 'postgresql':
      return onPostgres(place.url, hurry)
  }
}

/** PGlite and pg read `bigint` differently; our counts stay far below 2^53. */
const BIGINT = 20

async function onPGlite(place: (Place & { kind: 'folder' }) | undefined): Promise<Database> {
  const unlock = place ? lockFolder(place.folder, place.onLost) : () => undefined
  try {
    // Loaded only where the ledger is on it: it is the largest part of the program, and a hospital has PostgreSQL.
    const { PGlite, types } = await import('@electric-sql/pglite')
    const parsers = { [types.INT8]: Number, [types.TIMESTAMPTZ]: (text: string) => text }
    const pglite = await PGlite.create({ ...(place && { dataDir: place.folder }), parsers })
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
    return databaseOf(db, { durability: place ? 'process death' : 'nothing', hasRoom: roomIn(place), unlock })
  } catch (error) {
    unlock()
    throw error
  }
}

/** PGlite meets a full disk with an endless loop, so it must never meet one. The disk is looked at once a second at most. */
function roomIn(place: (Place & { kind: 'folder' }) | undefined): () => Promise<void> {
  if (!place) return async () => undefined
  let looked = Number.NEGATIVE_INFINITY
  let free = 0
  return async () => {
    if (performance.now() - looked > 1000) {
      const { bavail, bsize } = await statfs(place.folder)
      free = bavail * bsize
      looked = performance.now()
    }
    if (free < place.leastFree) throw new Error(`the disk of the ledger has less than ${place.leastFree} bytes free`)
  }
}

/** Milliseconds. Whoever stands still in the midst of a transaction keeps everybody else waiting, and is ended in any case. */
const STANDS_STILL = { idle_in_transaction_session_timeout: 10_000 }
const LIMITS: Readonly<Record<Hurry, Partial<pg.PoolConfig>>> = {
  'somebody waits': { ...STANDS_STILL, statement_timeout: 5_000, query_timeout: 6_000 },
  'nobody waits': STANDS_STILL,
}

async function onPostgres(connectionString: string, hurry: Hurry): Promise<Database> {
  const parsers = new Map<number, (text: string) => unknown>([
    [BIGINT, Number],
    [pg.types.builtins.TIMESTAMPTZ, (text) => text],
  ])
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 3_000,
    ...LIMITS[hurry],
    application_name: 'doseline',
    types: {
      getTypeParser: (oid: number, format?: string) =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
    },
  } as pg.PoolConfig)
  // A connection that is lost while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // So would one that is lost in the midst of a transaction, between two statements: the next of them fails, and that is heard.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return databaseOf(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), {
    durability: 'power loss',
    hasRoom: async () => undefined,
    unlock: () => undefined,
  })
}

function databaseOf(
  db: Kysely<Tables>,
  { unlock, ...about }: Pick<Database, 'durability' | 'hasRoom'> & { readonly unlock: () => void },
): Database {
  return {
    db,
    ...about,
    async close() {
      await db.destroy()
      unlock()
    },
  }
}

const migratorOf = (db: Kysely<Tables>, provider = migrations): Migrator => new Migrator({ db, provider })

/** Applies what is missing; a role that may not create tables only looks whether anything is. */
async function bringUpToDate(db: Kysely<Tables>, place: Place): Promise<void> {
  const waiting = await waitingMigrations(db)
  if (waiting.length === 0) return
  const { rows } = await sql<{
    may: boolean
  }>`select has_schema_privilege(current_user, current_schema(), 'create') as may`.execute(db)
  if (!rows[0]?.may) {
    throw new Error(
      `The ledger lacks ${waiting.join(', ')}, and this role may not change tables. Run "doseline ledger migrate --service-role <role>" with the DATABASE_URL of the owner.`,
    )
  }
  if (place.kind !== 'postgresql') return migrate(db)
  const owner = await connect(place, 'nobody waits')
  await migrate(owner.db).finally(() => owner.close())
}

/** How often a change is tried while others use the tables, and the milliseconds in which they have their turn. */
const TRIES = 40
const BETWEEN_TRIES = 500

/**
 * Applies what is missing, one change at a time, so that between two of them everybody else has their turn. Where somebody
 * uses a table for long it is tried again, and given up in the end: what was applied by then stays, and is in order.
 */
async function migrate(db: Kysely<Tables>, provider = migrations): Promise<void> {
  const migrator = migratorOf(db, provider)
  for (let tries = 1; ; ) {
    const { error, results = [] } = await migrator.migrateUp()
    if (!error && results.length === 0) return
    if (!error) tries = 1
    else if (isInUse(error) && tries < TRIES) {
      tries++
      await setTimeout(BETWEEN_TRIES)
    } else throw notUpToDate(error)
  }
}

const notUpToDate = (cause: unknown): Error =>
  new Error(
    `The tables of the ledger could not be brought up to date${isInUse(cause) ? ': somebody uses one of them. Wait for the end of a backup or of "doseline ledger verify", then try again' : ''}.`,
    { cause },
  )

/** `lock_not_available` and `deadlock_detected`. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const IN_USE = ['55P03', '40P01']

const isInUse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && IN_USE.includes(String(error.code))

/** Names of the migrations that were not applied yet. */
export async function waitingMigrations(db: Kysely<Tables>): Promise<readonly string[]> {
  const all = await migratorOf(db).getMigrations()
  return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}

/** The migrations that a database lacks; `everything` where it is no ledger at all. Makes nothing. */
export async function lackingIn(db: Kysely<Tables>): Promise<readonly string[] | 'everything'> {
  const waiting = await waitingMigrations(db)
  return waiting.length === (await migratorOf(db).getMigrations()).length ? 'everything' : waiting
}

const ROLE = /^[a-z_][a-z0-9_]{0,62}$/

/**
 * Brings the tables up to date as their owner, and gives the service’s role what it needs and no more. While processes of the
 * version before serve: at no moment do they lack a right.
 */
export async function migrateFor(db: Kysely<Tables>, serviceRole: string, provider = migrations): Promise<void> {
  if (!ROLE.test(serviceRole)) throw new Error(`“${serviceRole}” is no role name: use small letters, digits and _.`)
  await migrate(db, provider)
  await db.transaction().execute(async (trx) => {
    await sql.raw(`revoke all on all tables in schema public from ${serviceRole}`).execute(trx)
    await sql.raw(`grant usage on schema public to ${serviceRole}`).execute(trx)
    for (const grant of SERVICE_GRANTS) await sql.raw(`${grant} ${serviceRole}`).execute(trx)
  })
}

/** Whether the role in use could change a row of the audit, were it not for the trigger. */
export async function mayChangeAudit(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{
    may: boolean
  }>`select has_table_privilege(current_user, 'audit', 'update, delete, truncate') as may`.execute(db)
  return rows[0]?.may ?? true
}
