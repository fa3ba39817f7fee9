import type {
  HistoryEvent,
  OutboxDecision,
  OutboxMessage,
  OutboxState,
  ScanProgress,
  WorklistEntry,
  WorklistPatch,
  WorklistSearch,
  WorklistStored,
  WorklistTotalsRequest,
} from '@doseline/contract'
import { sql } from 'kysely'
import {
  type Decision,
  Decisions,
  earlierRequest,
  type Idempotency,
  joinedOf,
  type Recalled,
  recall,
} from './answers.ts'
import { type AuditEntry, recorded } from './audit.ts'
import { type CardFeedback, type FeedbackSum, storeFeedback, sumFeedback } from './feedback.ts'
import { type HistoryOf, historyOf } from './history.ts'
import { type Database, type Durability, mayChangeAudit, openDatabase, type Place } from './open-database.ts'
import {
  answered,
  type DueMessage,
  decideOn,
  type OutboxChange,
  type Decided as OutboxDecided,
  outboxOf,
  takeDue,
} from './outbox.ts'
import { type Posted, type PostedFor, postedFor } from './posted.ts'
import { type Reservation, type ReservationRequest, reservationUnder, reserve } from './reservation.ts'
import { underWay } from './reserved.ts'
import { endSession, openSession, type StoredSession, useOnce, useSession } from './sessions.ts'
import { type Stepped, type StepRequest, step } from './step.ts'
import type { StoredHead } from './stored-answer.ts'
import { tidy } from './tidy.ts'
import { type Verification, verify } from './verify.ts'
import type { Stored } from './worklist/as-row.ts'
import { keepScan, lastScan, type News, newsSince } from './worklist/news.ts'
import { type Asked, type Cursor, type FoundPage, type FoundTotals, findPage, findTotals } from './worklist/search.ts'
import { takeIn } from './worklist/take-in.ts'
import { changeRow, type FoundDetail, type RowOf, readRow } from './worklist/work.ts'
import { find, LEASES, type Leases, type UnderWay, type WriteBack } from './write-back.ts'

type Actor = Omit<AuditEntry, 'act' | 'about' | 'subject'>

/** Who looked at the worklist, and for what. */
export interface Look {
  readonly act: 'worklist read' | 'worklist exported'
  readonly entry: Actor
  /** Names of the filters. */
  readonly filters: readonly string[]
}

/**
 * The service’s memory: what was decided, by whom, and who may write what now. Every method rejects with
 * {@link LedgerUnavailable} where the database does not answer: then nothing was decided either.
 */
export interface Ledger {
  readonly durability: Durability
  /** Whether the role in use could change rows of the audit, were it not for the trigger. */
  readonly mayChangeAudit: boolean
  record(decision: Decision): Promise<void>
  recall(tenant: string, id: string): Promise<Recalled>
  /** The JSON of an answer from its parts, as UTF-8; undefined where it is kept no longer. */
  joined(tenant: string, head: StoredHead): Promise<Uint8Array<ArrayBuffer> | undefined>
  earlierRequest(tenant: string, key: string): Promise<Omit<Idempotency, 'key'> | undefined>
  reserve(request: ReservationRequest): Promise<Reservation>
  /** What was granted under a key before. */
  reservationUnder(about: {
    readonly tenant: string
    readonly key: string
    readonly fingerprint: string
  }): Promise<Reservation | undefined>
  step(request: StepRequest): Promise<Stepped>
  writeBack(tenant: string, id: string): Promise<WriteBack | undefined>
  /** What the EHR took for these doses in a channel that cannot be read back. */
  posted(about: PostedFor): Promise<Posted>
  /** What happened to a dose of one FHIR server, newest first. */
  history(about: HistoryOf): Promise<HistoryEvent[]>
  /** The write of a dose that is on its way, or ended so lately that a chart may not show it. */
  underWay(about: HistoryOf): Promise<UnderWay | undefined>
  /** Takes the next message that is due for an interface, so that nobody else sends it meanwhile. */
  takeDue(about: {
    readonly tenant: string
    readonly server: string
    readonly holdSeconds: number
  }): Promise<DueMessage | undefined>
  /** Stores what became of a message that was tried. */
  answered(message: DueMessage, change: OutboxChange, at: string): Promise<void>
  /** Messages to billing systems, newest first. */
  outbox(about: {
    readonly tenant: string
    readonly state?: OutboxState
    readonly writeBack?: string
  }): Promise<OutboxMessage[]>
  /** What a person decides of a message that was refused. */
  decideOn(
    about: { readonly id: string; readonly decision: OutboxDecision; readonly reason: string },
    entry: Actor,
  ): Promise<OutboxDecided>
  openSession(about: {
    issuer: string
    proof: string
    proofUntil: number
    entry: Actor
  }): Promise<{ token: string; until: string } | undefined>
  useSession(token: string): Promise<StoredSession | undefined>
  endSession(token: string, entry: Actor): Promise<void>
  useOnce(issuer: string, token: string, until: number): Promise<boolean>
  storeFeedback(service: string, given: readonly CardFeedback[], entry: Actor): Promise<number>
  sumFeedback(tenant: string): Promise<FeedbackSum[]>
  /** A page of the worklist; that somebody looked is recorded with the patients who were on it. */
  worklistPage(asked: Asked, search: WorklistSearch, after: Cursor | undefined, look: Look): Promise<FoundPage>
  worklistTotals(asked: Asked, request: WorklistTotalsRequest): Promise<FoundTotals>
  worklistRow(which: RowOf, entry: Actor): Promise<FoundDetail | undefined>
  changeWorklistRow(which: RowOf, patch: WorklistPatch, entry: Actor): Promise<Stored | undefined>
  /** Puts on the worklist what another program judged. */
  fillWorklist(entries: readonly WorklistEntry[], entry: Actor): Promise<WorklistStored>
  worklistNews(tenant: string, since: number | undefined): Promise<News>
  keepScan(tenant: string, progress: ScanProgress): Promise<void>
  lastScan(tenant: string): Promise<ScanProgress | undefined>
  verify(anchor?: string): Promise<Verification>
  /** Rejects where the database does not answer. */
  ping(): Promise<void>
  /** Removes what is kept only for a while. `at`: ISO instant of the service’s clock. */
  tidy(keepDays: number, at: string): Promise<void>
  /** Waits for what is under way, then closes. */
  close(): Promise<void>
}

/** The database of the ledger cannot be reached, or cannot store. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable'
}

/** Opens the ledger and brings its tables up to date. */
export async function openLedger(place: Place, leases: Leases = LEASES): Promise<Ledger> {
  const database = await openDatabase(place)
  return ledgerOn(database, await mayChangeAudit(database.db), leases)
}

function ledgerOn({ db, durability, hasRoom, close }: Database, audits: boolean, leases: Leases): Ledger {
  const decisions = new Decisions(db)
  const orUnavailable = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw new LedgerUnavailable('the ledger cannot store or read', { cause })
    })
  const stored = <T>(work: () => Promise<T>): Promise<T> => orUnavailable(hasRoom().then(work))
  return {
    durability,
    mayChangeAudit: audits,
    record: (decision) => stored(() => decisions.record(decision)),
    recall: (tenant, id) => orUnavailable(recall(db, tenant, id)),
    joined: (tenant, head) => orUnavailable(joinedOf(db, tenant, head)),
    earlierRequest: (tenant, key) => orUnavailable(earlierRequest(db, tenant, key)),
    reserve: (request) => stored(() => reserve(db, request, leases)),
    reservationUnder: (about) => orUnavailable(reservationUnder(db, about)),
    step: (request) => stored(() => step(db, request, leases)),
    writeBack: (tenant, id) => orUnavailable(find(db, tenant, id)),
    posted: (about) => orUnavailable(postedFor(db, about)),
    history: (about) => orUnavailable(historyOf(db, about)),
    underWay: (about) => orUnavailable(underWay(db, about)),
    takeDue: (about) => stored(() => takeDue(db, about)),
    answered: (message, change, at) => stored(() => answered(db, message, change, at)),
    outbox: (about) => orUnavailable(outboxOf(db, about)),
    decideOn: (about, entry) => stored(() => decideOn(db, about, entry)),
    openSession: (about) => stored(() => openSession(db, about)),
    useSession: (token) => orUnavailable(useSession(db, token)),
    endSession: (token, entry) => stored(() => endSession(db, token, entry)),
    useOnce: (issuer, token, until) => stored(() => useOnce(db, issuer, token, until)),
    storeFeedback: (service, given, entry) => stored(() => storeFeedback(db, service, given, entry)),
    sumFeedback: (tenant) => orUnavailable(sumFeedback(db, tenant)),
    worklistPage: (asked, search, after, look) =>
      stored(() => lookedAt(db, look, () => findPage(db, asked, search, after))),
    worklistTotals: (asked, request) => orUnavailable(findTotals(db, asked, request)),
    worklistRow: (which, entry) => stored(() => readRow(db, which, entry)),
    changeWorklistRow: (which, patch, entry) => stored(() => changeRow(db, which, patch, entry)),
    fillWorklist: (entries, entry) => stored(() => takeIn(db, entries, entry)),
    worklistNews: (tenant, since) => orUnavailable(newsSince(db, tenant, since)),
    keepScan: (tenant, progress) => stored(() => keepScan(db, tenant, progress)),
    lastScan: (tenant) => orUnavailable(lastScan(db, tenant)),
    verify: (anchor) => orUnavailable(verify(db, { anchor })),
    ping: () => stored(() => sql`select 1`.execute(db).then(() => undefined)),
    tidy: (keepDays, at) => orUnavailable(tidy(db, keepDays, at)),
    async close() {
      await decisions.idle()
      await close()
    },
  }
}

/** Finds a page, and records who saw which patients before anybody does. */
async function lookedAt(
  db: Database['db'],
  { act, entry, filters }: Look,
  find: () => Promise<FoundPage>,
): Promise<FoundPage> {
  const page = await find()
  const patients = [...new Set(page.rows.flatMap(({ patient }) => patient || []))]
  const about = { filters, found: page.rows.length, patients }
  await recorded(db, (_, record) => record([{ ...entry, act, subject: '', about }]))
  return page
}
