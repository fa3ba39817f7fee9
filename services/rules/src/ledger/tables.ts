import type { OutboxState, WorklistStatus } from '@doseline/contract'
import type { ColumnType, Generated } from 'kysely'
import type { StoredState } from './stored-words.ts'

/** Instants as ISO text, written by the database: `timestamptz` in, never a `Date` out. */
type Instant = ColumnType<string, string | undefined, string>

/** The ledger's tables. The same on PGlite and on PostgreSQL 15 or later. */
export interface Tables {
  readonly audit: AuditTable
  readonly dose_event: DoseEventTable
  readonly audit_head: { id: number; seq: number; hash: string }
  readonly answer: AnswerTable
  readonly answer_part: AnswerPartTable
  readonly idempotency: IdempotencyTable
  readonly visit: VisitTable
  readonly write_back: WriteBackTable
  readonly written: WrittenTable
  readonly given_for: GivenForTable
  readonly reserved_dose: ReservedDoseTable
  readonly charged_dose: ChargedDoseTable
  readonly touched: TouchedTable
  readonly card_rule: CardRuleTable
  readonly feedback: FeedbackTable
  readonly session: SessionTable
  readonly outbox: OutboxTable
  readonly worklist: WorklistTable
  readonly worklist_event: WorklistEventTable
  readonly worklist_scan: WorklistScanTable
  readonly used_token: { issuer: string; token: string; until: Instant }
}

/** One act. Rows are only ever added; each carries the hash of the one before it. */
export interface AuditTable {
  seq: number
  /** ISO instant, as text: it is hashed. */
  at: string
  tenant: string
  who: string
  act: string
  /** `Patient/id`; empty where the act is about none. */
  subject: string
  /** What was done, as JSON with sorted keys. */
  about: string
  previous: string
  hash: string
}

/** Which rows of the audit are about a dose. Rows are only ever added. */
interface DoseEventTable {
  tenant: string
  /** Key of the FHIR server: two EHRs may each have a dose of this id. */
  server: string
  /** `MedicationAdministration/id` */
  dose: string
  seq: number
}

/** What was answered, kept for a while so that it can be asked for again. */
interface AnswerTable {
  tenant: string
  id: string
  at: Instant
  /** What it is made of, as the JSON of a `StoredHead`; empty when it is kept no longer. */
  answer: string
}

/** What was answered of one dose, byte for byte: once, however many answers and plans say it. */
interface AnswerPartTable {
  tenant: string
  /** SHA-256 of the text. */
  hash: string
  /** When it was answered the last time. */
  at: Instant
  text: string
}

interface IdempotencyTable {
  tenant: string
  key: string
  /** SHA-256 of the request. */
  fingerprint: string
  /** The moment that was judged, so that a retry is judged again at the same one. */
  as_of: string
  at: Instant
}

/** Who may write for a visit now. One row a visit: its key is the lock. */
interface VisitTable {
  tenant: string
  /** Identity of the visit's Flag; see `visitIdentity` in `@doseline/fhir`. */
  key: string
  /** Counts the reservations of this visit; a later one outranks an earlier one. */
  fencing: number
  write_back: string
  state: StoredState
  /** Until when the reservation holds. */
  until: Instant
}

interface WriteBackTable {
  id: string
  tenant: string
  visit: string
  fencing: number
  state: StoredState
  who: string
  patient: string
  /** Idempotency-Key of the reservation. */
  key: string
  fingerprint: string
  assessment: string
  server: string
  /** The administrations it is about, as a JSON list. */
  doses: string
  /** The planned writes and the `StoredHead` of the answer that planned them, as JSON; without writes when it is kept no longer. */
  plan: string
  reason: string
  at: Instant
  changed: Instant
  /** The code book of a demonstration; empty for what counts. */
  demonstration: string
  /** Identities of lines whose place it may take, as a JSON list. */
  replaces: string
  /** Its time was over, and a later one has its doses: it is not to be gone on with. */
  outranked: boolean
  /** Counts the reservations: a later one has a larger number, whatever the clock says. */
  number: Generated<number>
}

/** Every resource that a write-back left in an EHR, or may have left there, by its identifier. */
interface WrittenTable {
  tenant: string
  identity: string
  what: string
  state: 'live' | 'void'
  write_back: string
  /** Whether the EHR said that it stored it. */
  known: boolean
  /** What it charges, as JSON, where the EHR does not say for which dose; empty elsewhere. */
  charges: string
  /** What names the content of a message; empty elsewhere. */
  content: string
  /** What stood here before this write-back, as JSON, until it is known whether it takes its place; empty elsewhere. */
  before: string
}

/** Where a charge that names no dose was given for one. */
interface GivenForTable {
  tenant: string
  server: string
  /** `MedicationAdministration/id` */
  dose: string
  identity: string
}

/** Who writes a dose now, for whatever visit. One row a dose: its key is the lock. */
interface ReservedDoseTable {
  tenant: string
  server: string
  demonstration: string
  /** `MedicationAdministration/id` */
  dose: string
  write_back: string
  /** Until when nobody else may, and from then on until when it may not show in a chart. */
  until: Instant
}

/** Which line bills a dose, or may. One row for each dose and what is billed of it: its key refuses a second line. */
interface ChargedDoseTable {
  tenant: string
  server: string
  demonstration: string
  dose: string
  /** Role of the line: drug, discarded drug, administration, … */
  role: string
  /** Identity of the line; see `written`. */
  identity: string
  /** Identity of the line whose place it takes, until it is known to be stored; else empty. */
  before: string
}

/** A message to a billing system. */
interface OutboxTable {
  id: string
  tenant: string
  /** Key of the EHR whose interface it goes through. */
  server: string
  /** Messages of one account go in their order. */
  account: string
  number: Generated<number>
  /** MSH-10 */
  control_id: string
  write_back: string
  /** As it is sent; empty when it is kept no longer. */
  message: string
  /** SHA-256 of it in hex. */
  digest: string
  /** How many it makes, and takes back. */
  charges: number
  credits: number
  state: OutboxState
  attempts: Generated<number>
  /** When it is tried next. */
  due: Instant
  /** Until when somebody is sending it. */
  held_until: Instant | null
  /** What the receiver answered (MSA-1), and in which words; why there was no answer. */
  code: Generated<string>
  words: Generated<string>
  at: Instant
  changed: Instant
}

/** Rows that a transaction changed in the tables that keep charges single: written by triggers, moved into the audit. */
interface TouchedTable {
  /** Of the transaction. */
  tx: string
  /** The table. */
  source: string
  /** The row’s primary key, as a JSON list. */
  key: string
  /** SHA-256 of the row before and after; null where there was none. */
  was: string | null
  now: string | null
}

/** What a card of CDS Hooks spoke of, so that feedback on it can be summed per rule. */
interface CardRuleTable {
  tenant: string
  card: string
  /** The suggestion that would mend it; empty where the card suggests nothing. */
  suggestion: string
  rule: string
}

/** What people did with a card of CDS Hooks. */
interface FeedbackTable {
  tenant: string
  service: string
  card: string
  outcome: string
  /** The suggestions accepted, as a JSON list. */
  suggestions: string
  /** Code of the reason a card was set aside for; empty where none was given. */
  reason: string
  outcome_at: string
  at: Instant
}

interface SessionTable {
  /** SHA-256 of the session's token: the token itself is nowhere kept. */
  token: string
  tenant: string
  issuer: string
  who: string
  /** No renewal goes beyond this. */
  last: Instant
  until: Instant
}

/** A dose on the worklist. Text is empty, and a day `~`, where the chart does not say; cents are -1 where not known. */
export interface WorklistTable {
  tenant: string
  server: string
  /** `MedicationAdministration/id` */
  dose: string
  /** Random: an address that holds it names no patient. */
  id: Generated<string>
  patient: string
  patient_name: string
  encounter: string
  facility: string
  service_day: string
  drug: string
  code: string
  payer: string
  /** `charged` where the ledger or the chart knows of a charge; else the verdict. */
  status: WorklistStatus
  /** What the last judging said, which counts again when a charge is voided. */
  judged_status: WorklistStatus
  draft_saved: Generated<boolean>
  sentence: string
  /** As a JSON list. */
  blocking: string
  /** As a JSON list. */
  lines: string
  /** Who can fix a blocking issue, each once. */
  who: readonly string[]
  /** The blocking rules. */
  rules: readonly string[]
  suggested_units: number | null
  posted_units: number | null
  expected_cents: number
  risk_cents: number
  file_by: string
  edition: string
  codebook: string
  digest: string
  /** SHA-256 of what the row says, whenever it was judged. */
  content: string
  /** Hash of the answer’s part; empty where none was sent. */
  part: string
  judged_at: Instant
  assignee: Generated<string>
  snoozed_until: Generated<string>
  snooze_reason: Generated<string>
  note: Generated<string>
  /** 0 low, 1 normal, 2 high. */
  priority: Generated<number>
  changed_at: Instant
  /** Counts the changes of all rows: a later one has a larger number. */
  change_no: Generated<number>
}

/** What happened to a row of the worklist. It goes when the row goes; the audit says that it happened. */
interface WorklistEventTable {
  tenant: string
  server: string
  dose: string
  no: Generated<number>
  at: Instant
  who: string
  act: string
  says: string
}

/** How far a scan is, as the JSON of a `ScanProgress`. */
interface WorklistScanTable {
  tenant: string
  scan: string
  progress: string
  changed: Instant
  change_no: Generated<number>
}
