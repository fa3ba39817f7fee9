import { randomUUID } from 'node:crypto'
import type { WriteBackAct } from '@doseline/contract'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, type DosesOf, recorded } from './audit.ts'
import { chargedFor } from './charged.ts'
import { inSeconds, instant } from './clock.ts'
import { digestOf, type NewMessage, queue } from './outbox.ts'
import { type Doses, type Holder, holderOf, holdOn, reserveDoses, supersede } from './reserved.ts'
import { type StoredState, stateOf, storedAct, withState } from './stored-words.ts'
import type { Tables } from './tables.ts'
import { oncePerKey } from './unique.ts'
import { followPlan } from './worklist/charges.ts'
import { type Earlier, find, type Leases, type PlannedIdentity, type WriteBack } from './write-back.ts'
import { keepIdentities } from './written.ts'

export interface ReservationRequest {
  /** Identity of the visit; what is locked. */
  readonly visit: string
  readonly key: string
  readonly fingerprint: string
  readonly patient: string
  readonly assessment: string
  readonly writes: readonly PlannedIdentity[]
  /** The channel it is sent in. */
  readonly channel: string
  readonly does: WriteBackAct
  /** The dose that was on the screen; undefined where it was the whole visit. */
  readonly focus?: string | undefined
  /** Identities of charges that are known to be taken back in the EHR. */
  readonly reversedCharges: readonly string[]
  /** Who is named as the author in what is written. */
  readonly by?: string | undefined
  readonly overrides: readonly { readonly rule: string; readonly asks: string; readonly reason: string }[]
  readonly dosesOf: DosesOf
  /** The doses whose lines are written, changed or voided; those of the writes where it is not said. */
  readonly reserves?: readonly string[]
  /** Identities of lines that are voided by this, or that the chart shows voided: what takes their place is no second one. */
  readonly voided?: readonly string[]
  /** The code book of a demonstration; empty for what counts. */
  readonly demonstration?: string
  /** The message that the service sends itself: with it the write-back is done when it is reserved. */
  readonly message?: NewMessage | undefined
  /** What is answered to the reservation, as JSON; answered again to a retry. */
  readonly plan: string
  /**
   * Write-backs whose lines are known to be gone from the EHR: they may be written again. Not while what was sent may still
   * arrive, or be stored and not found yet: nobody can know that it is gone.
   */
  readonly overrideEarlier: readonly string[]
  readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
}

export type Reservation =
  | {
      readonly kind: 'reserved' | 'again'
      readonly writeBack: WriteBack
      readonly plan: string
      readonly previous?: Earlier | undefined
    }
  /** Somebody else is at it: at the visit, or, for another visit, at one of its doses. */
  | { readonly kind: 'held'; readonly by: Earlier; readonly seconds: number; readonly dose?: string }
  /** What the plan would create was created before, or may have been. */
  | { readonly kind: 'written'; readonly by: readonly Earlier[] }
  /** The key came before, with another request. */
  | { readonly kind: 'key reused' }

/**
 * Takes a visit and its doses for one write-back. Of any number of reservations at once, for one visit or for several that a
 * dose was moved between, one is granted.
 */
export function reserve(db: Kysely<Tables>, request: ReservationRequest, leases: Leases): Promise<Reservation> {
  return oncePerKey(() => reserveOnce(db, request, leases))
}

function reserveOnce(db: Kysely<Tables>, request: ReservationRequest, leases: Leases): Promise<Reservation> {
  const { tenant } = request.entry
  return recorded(db, async (trx, record): Promise<Reservation> => {
    const again = await reservedBefore(trx, request)
    if (again) return again
    const last = await lastOf(trx, tenant, request.visit)
    if (last?.isHeld) return { kind: 'held', by: last, seconds: last.seconds }
    const doses = dosesOf(request)
    const holder = await holderOf(trx, doses)
    if (holder) return heldBy(holder)
    const { written, replaces } = await writtenBy(trx, request, doses)
    if (written.length > 0) return { kind: 'written', by: written }
    const credited = request.message ? await creditedBefore(trx, request) : []
    if (credited.length > 0) return { kind: 'written', by: credited }
    const id = randomUUID()
    const fencing = (last?.fencing ?? 0) + 1
    const visit = {
      tenant,
      key: request.visit,
      fencing,
      write_back: id,
      state: 'claimed' as const,
      until: inSeconds(leases.reserved),
    }
    if (last) await supersede(trx, [last.id])
    await trx
      .insertInto('visit')
      .values(visit)
      .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet(visit))
      .execute()
    await trx
      .insertInto('write_back')
      .values({ ...rowOf(request), id, fencing, state: 'claimed', replaces: JSON.stringify(replaces) })
      .execute()
    await reserveDoses(trx, doses, id, leases.reserved)
    const { patient, plan, entry } = request
    const about = aboutOf(request, id, fencing)
    const claimed = { ...entry, act: 'write-back claimed', subject: patient, about, dosesOf: request.dosesOf } as const
    const queued = request.message && (await queuedWith(trx, { id, request, replaces, leases }, request.message))
    await record([
      claimed,
      ...(queued ? [{ ...claimed, act: 'write-back confirmed' as const, about: { ...queued, fencing } }] : []),
    ])
    const writeBack = await find(trx, tenant, id)
    if (!writeBack) throw new Error('the reservation that was just stored is not there')
    return { kind: 'reserved', writeBack, plan, previous: last }
  })
}

/** What stores a message with its reservation. */
interface Queueing {
  readonly id: string
  readonly request: ReservationRequest
  readonly replaces: readonly string[]
  readonly leases: Leases
}

/**
 * Stores the message in the transaction of the reservation. From here on it is sent whatever becomes of whoever reserved, so its lines
 * count as written, and the write-back is done. What the audit says of it.
 */
async function queuedWith(trx: Transaction<Tables>, queueing: Queueing, message: NewMessage) {
  const { id, request, replaces, leases } = queueing
  const { entry, visit, plan, dosesOf, demonstration = '' } = request
  const { tenant } = entry
  await queue(trx, { ...message, tenant, server: dosesOf.server, writeBack: id })
  await trx.updateTable('write_back').set({ state: 'confirmed' }).where('id', '=', id).execute()
  await trx
    .updateTable('visit')
    .set({ state: 'confirmed', until: inSeconds(leases.sent) })
    .where('tenant', '=', tenant)
    .where('key', '=', visit)
    .execute()
  await holdOn(trx, id, 'confirmed', leases.sent)
  const step = { tenant, ...dosesOf, demonstration, replaces, id, plan, holds: true }
  await keepIdentities(trx, { ...step, to: 'sent' })
  await keepIdentities(trx, { ...step, to: 'confirmed' })
  await followPlan(trx, step, entry)
  return { writeBack: id, controlId: message.controlId, message: digestOf(message) }
}

/** The doses that are reserved, and whose they are. */
function dosesOf({ entry, dosesOf: { server }, demonstration = '', writes, reserves }: ReservationRequest): Doses {
  const changed = writes.filter(({ act }) => act !== 'keep').flatMap(({ doses = [] }) => doses)
  return { tenant: entry.tenant, server, demonstration, doses: [...new Set(reserves ?? changed)] }
}

const heldBy = ({ id, state, who, changed, seconds, dose }: Holder): Reservation => ({
  kind: 'held',
  by: { id, state, who, changed },
  seconds,
  dose,
})

const rowOf = (request: ReservationRequest) => {
  const { visit, key, fingerprint, patient, assessment, plan, entry, demonstration = '' } = request
  const { server, doses } = request.dosesOf
  return {
    tenant: entry.tenant,
    visit,
    who: entry.who,
    patient,
    key,
    fingerprint,
    assessment,
    server,
    doses: JSON.stringify(doses),
    plan,
    reason: '',
    demonstration,
    outranked: false,
  }
}

/** What the audit says of a reservation. */
function aboutOf(request: ReservationRequest, writeBack: string, fencing: number): AuditEntry['about'] {
  const { assessment, channel, does, focus, reversedCharges, by, overrides, writes, overrideEarlier } = request
  return {
    writeBack,
    fencing,
    assessment,
    form: channel,
    does: storedAct(does),
    ...(focus && { focus }),
    ...(reversedCharges.length > 0 && { gone: reversedCharges }),
    ...(by && { by }),
    ...(overrides.length > 0 && { overrides }),
    writes,
    ...(overrideEarlier.length > 0 && { despite: overrideEarlier }),
  }
}

/** The reservation that was granted under a key before, whatever would be planned now; undefined where there is none. */
export const reservationUnder = (
  db: Kysely<Tables>,
  { tenant, ...about }: { readonly tenant: string; readonly key: string; readonly fingerprint: string },
): Promise<Reservation | undefined> => reservedBefore(db, { entry: { tenant }, ...about })

async function reservedBefore(
  trx: Kysely<Tables>,
  {
    entry,
    key,
    fingerprint,
  }: Pick<ReservationRequest, 'key' | 'fingerprint'> & { readonly entry: { readonly tenant: string } },
): Promise<Reservation | undefined> {
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
  return { ...withState(row), changed: instant(row.changed), isHeld }
}

/** What blocks a reservation, and the lines whose place its own may take. */
interface Before {
  readonly written: readonly Earlier[]
  /** Identities. */
  readonly replaces: readonly string[]
}

/**
 * The write-backs that left what this plan would create, or may have: under the same identity, or as a line that bills the
 * same of the same dose. A message that says something else than the one before takes its place, as it says itself, and
 * is no second one.
 */
async function writtenBy(trx: Transaction<Tables>, request: ReservationRequest, owner: Doses): Promise<Before> {
  const { entry, writes, overrideEarlier, reversedCharges, voided = [] } = request
  const created = writes.filter(({ act }) => act === 'create')
  if (created.length === 0) return { written: [], replaces: [] }
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
  const voids = writes.filter(({ act }) => act === 'void').map(({ identity }) => identity)
  const givesWay = new Set([...reversedCharges, ...voided, ...voids])
  const charged = await chargedFor(trx, owner, created)
  const left = [
    ...rows.filter(({ identity }) => !reversedCharges.includes(identity)),
    ...charged.filter(({ identity }) => !givesWay.has(identity)),
    ...(await openFor(trx, request)),
  ]
  const counts = await withTime(
    trx,
    left.filter(({ id }) => !corrected.has(id)),
  )
  return {
    written: counts.filter(({ id, time }) => time !== undefined || !overrideEarlier.includes(id)),
    replaces: [...new Set(charged.map(({ identity }) => identity))],
  }
}

/**
 * The write-backs that took back what this message would take back. An EHR refuses a second void by the version of the charge; a
 * billing system would credit it twice.
 */
async function creditedBefore(
  trx: Transaction<Tables>,
  { entry, writes }: ReservationRequest,
): Promise<readonly Earlier[]> {
  const voids = writes.filter(({ act }) => act === 'void').map(({ identity }) => identity)
  if (voids.length === 0) return []
  const rows = await trx
    .selectFrom('written')
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed'])
    .where('written.tenant', '=', entry.tenant)
    .where('written.identity', 'in', voids)
    .where('written.state', '=', 'void')
    .execute()
  return withTime(trx, rows)
}

/** A write-back that left something, as its row has it. */
interface Left extends Omit<Earlier, 'state' | 'time'> {
  readonly state: StoredState
}

/** Each write-back once, the last one first, with the time in which what it sent may still arrive. */
async function withTime(trx: Transaction<Tables>, rows: readonly Left[]): Promise<readonly Earlier[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const times = await trx
    .selectFrom('reserved_dose')
    .select('write_back')
    .select((row) => row.fn.max('until').as('until'))
    .select(sql<number>`ceil(extract(epoch from max(until) - now()))::int`.as('seconds'))
    .where('write_back', 'in', ids)
    .where('until', '>', sql<string>`now()`)
    .groupBy('write_back')
    .execute()
  const timeOf = new Map(times.map(({ write_back: id, until, seconds }) => [id, { until: instant(until), seconds }]))
  const earlier = rows.map(({ id, state, who, changed }): [string, Earlier] => {
    const time = timeOf.get(id)
    return [id, { id, state: stateOf(state), who, changed: instant(changed), ...(time && { time }) }]
  })
  return [...new Map(earlier).values()].toSorted((a, b) => (a.changed < b.changed ? 1 : -1))
}

/** Charges for the same doses that an EHR may have taken: under another identity, where the doses of a line became more. */
async function openFor(trx: Transaction<Tables>, { entry, writes, dosesOf }: ReservationRequest) {
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
