import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, type DosesOf, recorded } from './audit.ts'
import { inSeconds, instant } from './clock.ts'
import type { Tables } from './tables.ts'
import { type Earlier, find, type Leases, type PlannedIdentity, type WriteBack } from './write-back.ts'

export interface ClaimRequest {
  /** Identity of the visit; what is locked. */
  readonly visit: string
  readonly key: string
  readonly fingerprint: string
  readonly patient: string
  readonly assessment: string
  readonly writes: readonly PlannedIdentity[]
  /** The form it is sent in. */
  readonly form: string
  readonly does: string
  /** The dose that was on the screen; undefined where it was the whole visit. */
  readonly focus?: string | undefined
  /** Identities of charges that are known to be taken back in the EHR. */
  readonly gone: readonly string[]
  /** Who is named as the author in what is written. */
  readonly by?: string | undefined
  readonly overrides: readonly { readonly rule: string; readonly asks: string; readonly reason: string }[]
  readonly dosesOf: DosesOf
  /** What is answered to the claim, as JSON; answered again to a retry. */
  readonly plan: string
  /** Write-backs whose lines are known to be gone from the EHR: they may be written again. */
  readonly despite: readonly string[]
  readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
}

export type Claim =
  | {
      readonly kind: 'claimed' | 'again'
      readonly writeBack: WriteBack
      readonly plan: string
      readonly previous?: Earlier | undefined
    }
  /** Somebody else is at it. */
  | { readonly kind: 'held'; readonly by: Earlier; readonly seconds: number }
  /** What the plan would create was created before, or may have been. */
  | { readonly kind: 'written'; readonly by: readonly Earlier[] }
  /** The key came before, with another request. */
  | { readonly kind: 'key reused' }

/** Takes a visit for one write-back. Of any number of claims at once one is granted. */
export function claim(db: Kysely<Tables>, request: ClaimRequest, leases: Leases): Promise<Claim> {
  const { tenant } = request.entry
  return recorded(db, async (trx, record): Promise<Claim> => {
    const again = await claimedBefore(trx, request)
    if (again) return again
    const last = await lastOf(trx, tenant, request.visit)
    if (last?.isHeld) return { kind: 'held', by: last, seconds: last.seconds }
    const written = await writtenBy(trx, request)
    if (written.length > 0) return { kind: 'written', by: written }
    const id = randomUUID()
    const fencing = (last?.fencing ?? 0) + 1
    const visit = {
      tenant,
      key: request.visit,
      fencing,
      write_back: id,
      state: 'claimed' as const,
      until: inSeconds(leases.claimed),
    }
    await trx
      .insertInto('visit')
      .values(visit)
      .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet(visit))
      .execute()
    const { key, fingerprint, patient, assessment, plan, entry, dosesOf, form, does, focus, by, overrides, gone } =
      request
    await trx
      .insertInto('write_back')
      .values({
        id,
        tenant,
        visit: request.visit,
        fencing,
        state: 'claimed',
        who: entry.who,
        patient,
        key,
        fingerprint,
        assessment,
        server: dosesOf.server,
        doses: JSON.stringify(dosesOf.doses),
        plan,
        reason: '',
      })
      .execute()
    const about = {
      writeBack: id,
      fencing,
      assessment,
      form,
      does,
      ...(focus && { focus }),
      ...(gone.length > 0 && { gone }),
      ...(by && { by }),
      ...(overrides.length > 0 && { overrides }),
      writes: request.writes,
      ...(request.despite.length > 0 && { despite: request.despite }),
    }
    await record([{ ...entry, act: 'write-back claimed', subject: patient, about, dosesOf }])
    const writeBack = await find(trx, tenant, id)
    if (!writeBack) throw new Error('the claim that was just stored is not there')
    return { kind: 'claimed', writeBack, plan, previous: last }
  })
}

async function claimedBefore(
  trx: Transaction<Tables>,
  { entry, key, fingerprint }: ClaimRequest,
): Promise<Claim | undefined> {
  const row = await trx
    .selectFrom('write_back')
    .select(['id', 'fingerprint', 'plan'])
    .where('tenant', '=', entry.tenant)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  const writeBack = await find(trx, entry.tenant, row.id)
  if (!writeBack || row.fingerprint !== fingerprint) return { kind: 'key reused' }
  return { kind: 'again', writeBack, plan: row.plan }
}

interface Last extends Earlier {
  readonly fencing: number
  readonly isHeld: boolean
  readonly seconds: number
}

async function lastOf(trx: Transaction<Tables>, tenant: string, visit: string): Promise<Last | undefined> {
  const row = await trx
    .selectFrom('visit')
    .innerJoin('write_back', 'write_back.id', 'visit.write_back')
    .select(['write_back.id', 'visit.state', 'write_back.who', 'write_back.changed', 'visit.fencing'])
    .select(sql<number>`ceil(extract(epoch from visit.until - now()))::int`.as('seconds'))
    .where('visit.tenant', '=', tenant)
    .where('visit.key', '=', visit)
    .executeTakeFirst()
  if (!row) return undefined
  const isHeld = (row.state === 'claimed' || row.state === 'sent') && row.seconds > 0
  return { ...row, changed: instant(row.changed), isHeld }
}

/**
 * The write-backs that left what this plan would create, or may have. A message that says something else than the one
 * before takes its place, as it says itself, and is no second one.
 */
async function writtenBy(trx: Transaction<Tables>, request: ClaimRequest): Promise<Earlier[]> {
  const { entry, writes, despite, gone } = request
  const created = writes.filter(({ act }) => act === 'create')
  if (created.length === 0) return []
  const rows = await trx
    .selectFrom('written')
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed'])
    .select(['written.identity', 'written.content'])
    .where('written.tenant', '=', entry.tenant)
    .where('written.state', '=', 'live')
    .where(
      'written.identity',
      'in',
      created.map(({ identity }) => identity),
    )
    .execute()
  const corrected = new Set(
    rows
      .filter(({ identity, content }) => {
        const message = writes.find((write) => write.identity === identity)?.content
        return content !== '' && message !== undefined && message !== content
      })
      .map(({ id }) => id),
  )
  const left = [...rows.filter(({ identity }) => !gone.includes(identity)), ...(await openFor(trx, request))]
  const counts = left.filter(({ id }) => !despite.includes(id) && !corrected.has(id))
  const earlier = counts.map(
    ({ id, state, who, changed }) => [id, { id, state, who, changed: instant(changed) }] as const,
  )
  return [...new Map(earlier).values()].toSorted((a, b) => (a.changed < b.changed ? 1 : -1))
}

/** Charges for the same doses that an EHR may have taken: under another identity, where the doses of a line became more. */
async function openFor(trx: Transaction<Tables>, { entry, writes, dosesOf }: ClaimRequest) {
  const doses = writes.flatMap(({ act, charges }) => (act === 'create' ? (charges?.doses ?? []) : []))
  if (doses.length === 0) return []
  return trx
    .selectFrom('given_for')
    .innerJoin('written', (join) =>
      join.onRef('written.tenant', '=', 'given_for.tenant').onRef('written.identity', '=', 'given_for.identity'),
    )
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed'])
    .where('given_for.tenant', '=', entry.tenant)
    .where('given_for.server', '=', dosesOf.server)
    .where('given_for.dose', 'in', doses)
    .where('written.state', '=', 'live')
    .where('written.known', '=', false)
    .where('written.charges', '!=', '')
    .execute()
}
