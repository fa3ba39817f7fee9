import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import { inSeconds, instant } from './clock.ts'
import { sha256 } from './digest.ts'
import type { Tables } from './tables.ts'

/** Seconds a session lasts without a request, and at most. */
export const SESSION = { idle: 30 * 60, longest: 12 * 60 * 60 } as const

export interface StoredSession {
  readonly tenant: string
  readonly issuer: string
  readonly who: string
  /** ISO instant. */
  readonly until: string
}

/** Opens a session and answers its token, which is kept nowhere. Undefined where the proof of sign-in was used before. */
export function openSession(
  db: Kysely<Tables>,
  about: {
    readonly issuer: string
    readonly proof: string
    readonly proofUntil: number
    readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
  },
): Promise<{ readonly token: string; readonly until: string } | undefined> {
  const { issuer, proof, proofUntil, entry } = about
  return recorded(db, async (trx, record) => {
    if (!(await useOnce(trx, issuer, proof, proofUntil))) return undefined
    const token = randomBytes(32).toString('base64url')
    const { until } = await trx
      .insertInto('session')
      .values({
        token: sha256(token),
        tenant: entry.tenant,
        issuer,
        who: entry.who,
        last: inSeconds(SESSION.longest),
        until: inSeconds(SESSION.idle),
      })
      .returning('until')
      .executeTakeFirstOrThrow()
    await record([{ ...entry, act: 'session opened', subject: '', about: { issuer } }])
    return { token, until: instant(until) }
  })
}

/** The session of a token, prolonged by being used; undefined where it is over or never was. */
export async function useSession(db: Kysely<Tables>, token: string): Promise<StoredSession | undefined> {
  const key = sha256(token)
  const row = await db
    .selectFrom('session')
    .select(['tenant', 'issuer', 'who', 'until'])
    .select(sql<boolean>`until - now() < make_interval(secs => ${SESSION.idle / 2}) and until < last`.as('isOld'))
    .where('token', '=', key)
    .where('until', '>', sql<string>`now()`)
    .executeTakeFirst()
  if (!row) return undefined
  const { isOld, ...session } = row
  if (isOld) {
    const until = sql<string>`least(last, now() + make_interval(secs => ${SESSION.idle}))`
    await db.updateTable('session').set({ until }).where('token', '=', key).execute()
  }
  return { ...session, until: instant(session.until) }
}

/** Ends a session at once. */
export function endSession(
  db: Kysely<Tables>,
  token: string,
  entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>,
): Promise<void> {
  return recorded(db, async (trx, record) => {
    await trx.deleteFrom('session').where('token', '=', sha256(token)).execute()
    await record([{ ...entry, act: 'session ended', subject: '', about: {} }])
  })
}

/** True the first time a token is shown, false ever after. `until`: seconds since 1970, after which it is refused anyway. */
export async function useOnce(db: Kysely<Tables>, issuer: string, token: string, until: number): Promise<boolean> {
  const stored = await db
    .insertInto('used_token')
    .values({ issuer, token: sha256(token), until: sql<string>`to_timestamp(${until})` })
    .onConflict((conflict) => conflict.doNothing())
    .returning('token')
    .execute()
  return stored.length === 1
}
