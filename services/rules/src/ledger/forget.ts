import { type Kysely, sql, type Transaction } from 'kysely'
import { personIn } from '../security/fhir-user.ts'
import { recorded } from './audit.ts'
import type { StoredHead } from './stored-answer.ts'
import type { Tables } from './tables.ts'
import { emptyMessages, isOver, NO_PLAN } from './tidy.ts'

/** A patient of one tenant, and of one of its FHIR servers where two of them may have a patient of this id. */
export interface ForgetRequest {
  readonly tenant: string
  /** `Patient/id` */
  readonly patient: string
  /** Key of the FHIR server. */
  readonly server?: string | undefined
  /** ISO instant. */
  readonly at: string
}

export type Forgotten =
  | {
      readonly kind: 'forgotten'
      readonly answers: number
      readonly plans: number
      readonly sessions: number
      /** Rows of the worklist. */
      readonly worklist: number
    }
  /** Charges are being written now. */
  | { readonly kind: 'under way' }
  /** Which of these servers’ patients is meant? */
  | { readonly kind: 'several servers'; readonly servers: readonly string[] }
  | { readonly kind: 'unknown' }

/**
 * Removes what was kept of a patient’s chart: answers, plans, reasons of write-backs, rows of the worklist with what people
 * wrote there, the patient’s own sessions. What proves
 * what was done stays, the audit, and so does what keeps a dose from being charged twice: identities, doses and lines. That
 * it was done is a row of the audit.
 */
export function forget(db: Kysely<Tables>, request: ForgetRequest): Promise<Forgotten> {
  const { tenant, patient, server } = request
  return recorded(db, async (trx, record): Promise<Forgotten> => {
    const judged = await judgedOf(trx, request)
    const writeBacks = await writeBacksOf(trx, request)
    if (judged.length === 0 && writeBacks.length === 0) return { kind: 'unknown' }
    const servers = [...new Set([...judged, ...writeBacks].flatMap((each) => each.server || []))].toSorted()
    if (server === undefined && servers.length > 1) return { kind: 'several servers', servers }
    // What names no server may be of any: an answer too many that is asked for again is only judged again.
    const isMeant = (each: { readonly server: string }) =>
      server === undefined || each.server === server || each.server === ''
    const ids = writeBacks.filter(isMeant).map(({ id }) => id)
    if (await isUnderWay(trx, ids)) return { kind: 'under way' }
    const assessments = [...judged, ...writeBacks].filter(isMeant).map(({ assessment }) => assessment)
    const answers = await emptyAnswers(trx, tenant, [...new Set(assessments)])
    const plans = await emptyPlans(trx, tenant, ids)
    const sessions = await endSessions(trx, request)
    for (const batch of batches(ids)) await emptyMessages(trx, sql`write_back in (${sql.join(batch)})`)
    const worklist = await removeRows(trx, request)
    const about = { answers, plans, sessions, worklist, ...(server !== undefined && { server }) }
    await record([{ at: request.at, tenant, who: 'operator', act: 'patient forgotten', subject: patient, about }])
    return { kind: 'forgotten', answers, plans, sessions, worklist }
  })
}

interface Judged {
  readonly assessment: string
  /** Empty where the caller named none. */
  readonly server: string
}

/** Rows of the audit that are read at once. */
const PAGE = 200

async function judgedOf(trx: Transaction<Tables>, { tenant, patient }: ForgetRequest): Promise<Judged[]> {
  const judged: Judged[] = []
  for (let seq = 0; ; ) {
    const rows = await trx
      .selectFrom('audit')
      .select(['seq', 'about'])
      .where('tenant', '=', tenant)
      .where('subject', '=', patient)
      .where('act', '=', 'assessed')
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    for (const { about } of rows) {
      // What a scan judged has no answer of its own: it is kept with its row of the worklist.
      const { assessment = '', server = '' } = JSON.parse(about) as { assessment?: string; server?: string }
      judged.push({ assessment, server })
    }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return judged
    seq = last.seq
  }
}

const writeBacksOf = (trx: Transaction<Tables>, { tenant, patient }: ForgetRequest) =>
  trx
    .selectFrom('write_back')
    .select(['id', 'assessment', 'server'])
    .where('tenant', '=', tenant)
    .where('patient', '=', patient)
    .execute()

async function isUnderWay(trx: Transaction<Tables>, ids: readonly string[]): Promise<boolean> {
  for (const batch of batches(ids)) {
    const row = await trx
      .selectFrom('write_back')
      .innerJoin('visit', (join) =>
        join.onRef('visit.tenant', '=', 'write_back.tenant').onRef('visit.key', '=', 'write_back.visit'),
      )
      .select('visit.key')
      .where('write_back.id', 'in', batch)
      .whereRef('visit.write_back', '=', 'write_back.id')
      .where('visit.state', 'in', ['claimed', 'sent'])
      .where('visit.until', '>', sql<string>`now()`)
      .executeTakeFirst()
    if (row) return true
  }
  return false
}

/** A statement takes 65,535 parameters. */
const AT_ONCE = 5_000

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE)
}

async function emptyAnswers(trx: Transaction<Tables>, tenant: string, ids: readonly string[]): Promise<number> {
  let emptied = 0
  for (const batch of batches(ids)) {
    const rows = await trx
      .selectFrom('answer')
      .select(['id', 'answer'])
      .where('tenant', '=', tenant)
      .where('id', 'in', batch)
      .where('answer', '!=', '')
      .execute()
    if (rows.length === 0) continue
    await removeParts(
      trx,
      tenant,
      rows.map(({ answer }) => JSON.parse(answer) as StoredHead),
    )
    const { numUpdatedRows } = await trx
      .updateTable('answer')
      .set({ answer: '' })
      .where('tenant', '=', tenant)
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .executeTakeFirst()
    emptied += Number(numUpdatedRows)
  }
  return emptied
}

/** What is said of each dose. Where another answer says the very same of it, that is kept no longer either. */
async function removeParts(trx: Transaction<Tables>, tenant: string, heads: readonly StoredHead[]): Promise<void> {
  // In the order in which they are stored: large answers are, without the lock of the audit.
  const hashes = [...new Set(heads.flatMap(({ parts }) => parts))].toSorted()
  for (const batch of batches(hashes)) {
    const parts = trx.selectFrom('answer_part').where('tenant', '=', tenant).where('hash', 'in', batch)
    await parts.select('hash').orderBy(sql`hash collate "C"`).forUpdate().execute()
    await trx.deleteFrom('answer_part').where('tenant', '=', tenant).where('hash', 'in', batch).execute()
  }
}

async function emptyPlans(trx: Transaction<Tables>, tenant: string, ids: readonly string[]): Promise<number> {
  let emptied = 0
  for (const batch of batches(ids)) {
    const plans = await trx.selectFrom('write_back').select('plan').where('id', 'in', batch).execute()
    const heads = plans.flatMap(({ plan }) => (JSON.parse(plan) as { answer?: StoredHead }).answer ?? [])
    await removeParts(trx, tenant, heads)
    const { numUpdatedRows } = await trx
      .updateTable('write_back')
      .set({ plan: NO_PLAN, reason: '', outranked: isOver })
      .where('id', 'in', batch)
      .where((row) => row.or([row('plan', '!=', NO_PLAN), row('reason', '!=', '')]))
      .executeTakeFirst()
    emptied += Number(numUpdatedRows)
  }
  return emptied
}

/** The patient’s rows of the worklist, with their answers and what happened to them. */
async function removeRows(trx: Transaction<Tables>, { tenant, patient, server }: ForgetRequest): Promise<number> {
  const removed = await trx
    .deleteFrom('worklist')
    .where('tenant', '=', tenant)
    .where('patient', '=', patient)
    .$if(server !== undefined, (query) => query.where('server', '=', server ?? ''))
    .returning(['server', 'dose', 'part'])
    .execute()
  for (const batch of batches(removed)) {
    const parts = batch.flatMap(({ part }) => part || [])
    if (parts.length > 0)
      await trx.deleteFrom('answer_part').where('tenant', '=', tenant).where('hash', 'in', parts).execute()
    for (const [of, rows] of Map.groupBy(batch, (row) => row.server)) {
      const doses = rows.map(({ dose }) => dose)
      await trx
        .deleteFrom('worklist_event')
        .where('tenant', '=', tenant)
        .where('server', '=', of)
        .where('dose', 'in', doses)
        .execute()
    }
  }
  return removed.length
}

/** The sessions of a patient who signed in themselves. */
async function endSessions(trx: Transaction<Tables>, { tenant, patient, server }: ForgetRequest): Promise<number> {
  const open = await trx.selectFrom('session').select(['token', 'who', 'issuer']).where('tenant', '=', tenant).execute()
  const tokens = open.flatMap(({ token, who, issuer }) => {
    const person = personIn(who)
    const isTheirs = person?.type === 'Patient' && `Patient/${person.id}` === patient
    return isTheirs && (server === undefined || issuer === server) ? [token] : []
  })
  for (const batch of batches(tokens)) await trx.deleteFrom('session').where('token', 'in', batch).execute()
  return tokens.length
}
