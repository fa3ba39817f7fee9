import { z } from 'zod'
import { DoseAnswer } from './dose-answer.ts'
import {
  LINE_ROLES,
  WHO,
  WORKLIST_GROUPS,
  WORKLIST_PRIORITIES,
  WORKLIST_SORTS,
  WORKLIST_STATUSES,
} from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { decimalText, instant, reference } from './texts.ts'

const status = z.enum(WORKLIST_STATUSES)
const shortText = z.string().min(1).max(300)
const currency = z.literal('USD')

/** An exact amount of money: never a binary fraction. */
export const Money = z
  .strictObject({
    amount: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,2})?$/, 'expected dollars and cents as text, such as "1234.50"')
      .describe('Dollars and cents, as decimal text'),
    currency,
  })
  .meta({ id: 'Money' })

/** What keeps a dose from being billed, and who can fix it. */
export const BlockingIssue = z
  .strictObject({
    rule: z.string().max(100).describe('Rule id, such as amount/discard-is-documented'),
    says: z.string().max(2000),
    remedy: z.string().max(2000).optional(),
    who: z.enum(WHO).optional().describe('Who can fix it'),
  })
  .meta({ id: 'BlockingIssue' })

/** A suggested charge line in short. */
export const WorklistLine = z
  .strictObject({
    role: z.enum(LINE_ROLES),
    code: z.string().max(10),
    modifiers: z.array(z.string().max(2)).max(10),
    units: z.int(),
  })
  .meta({ id: 'WorklistLine' })

/** What one judging of one dose hands over to the worklist, whoever asked for it: a scan, the app, a hook, another program. */
export const WorklistEntry = z
  .strictObject({
    server: z.string().min(1).max(200).describe('Stable key of the FHIR server or issuer the dose is of'),
    dose: reference.describe('The MedicationAdministration'),
    patient: reference.optional().describe('Absent where the chart does not say whose the dose is'),
    patientName: shortText.optional().describe('As charted; absent where the chart that was judged gives no name'),
    encounter: reference.optional(),
    facility: shortText.optional().describe('Where it was given, as the visit names it'),
    dateOfService: z.iso.date().optional(),
    drug: shortText.optional().describe('The product as recognized, or the drug as charted'),
    code: z.string().max(10).optional().describe('HCPCS code of the drug line'),
    payer: shortText.optional().describe('Primary payer, as named'),
    status: status.describe('`charged` where the chart shows that the dose is charged already'),
    sentence: z.string().max(4000),
    blocking: z.array(BlockingIssue).max(100).describe('Empty for a dose that is ready or charged'),
    lines: z.array(WorklistLine).max(50).describe('What would be charged'),
    suggestedUnits: z.int().optional().describe('Of the drug lines together'),
    postedUnits: z.int().optional().describe('Of the drug, as charges in the chart have it; absent where not known'),
    expectedPayment: Money.optional().describe('What Medicare Part B pays at most for the drug lines, where known'),
    atRisk: Money.optional().describe('Of the expected payment, what is not ready to be billed'),
    fileBy: z.iso.date().optional().describe('The last day on which the payer takes the claim, where known'),
    edition: z.string().max(200),
    codebook: z.string().max(40).describe('One whose lines may be submitted: a demonstration fills no worklist'),
    digest: z.string().max(128).describe('SHA-256 of what was judged'),
    judgedAt: instant,
    answer: DoseAnswer.optional().describe('The whole answer, to open from the row; kept as long as other answers'),
  })
  .meta({ id: 'WorklistEntry' })

/** What a person decided about a row: it survives when the dose is judged again. */
const Work = z.object({
  assignee: z.string().optional().describe('Who works on it'),
  snoozedUntil: z.iso.date().optional().describe('Not shown before this day, unless asked for'),
  snoozeReason: z.string().optional(),
  note: z.string().optional(),
  priority: z.enum(WORKLIST_PRIORITIES),
})

/** One dose on the worklist. */
export const WorklistRow = z
  .object({
    id: z.string(),
    ...WorklistEntry.omit({ answer: true }).shape,
    ...Work.shape,
    draftSaved: z.boolean().describe('Charge lines are stored in the EHR as a draft'),
    whoCanFix: z.array(z.enum(WHO)).describe('Of its blocking issues, each once'),
    changedAt: instant.describe('When it was judged otherwise, or somebody changed it, the last time'),
  })
  .meta({ id: 'WorklistRow' })

const several = <T extends z.ZodType>(of: T) => z.array(of).min(1).max(50).optional()

/** Which rows are asked for. Lists are alternatives; filters are all met. */
export const WorklistFilter = z
  .strictObject({
    status: several(status),
    who: several(z.enum(WHO)).describe('Somebody who can fix a blocking issue'),
    rule: several(z.string().max(100)).describe('A blocking rule'),
    facility: several(shortText),
    payer: several(shortText),
    drug: several(shortText),
    server: several(z.string().max(200)),
    assignee: several(shortText).describe('`unassigned` for rows without an assignee'),
    priority: several(z.enum(WORKLIST_PRIORITIES)),
    from: z.iso.date().optional().describe('First date of service'),
    until: z.iso.date().optional().describe('Last date of service'),
    olderThanDays: z.int().min(0).max(36_500).optional().describe('Days since the date of service, at least'),
    fileBefore: z.iso.date().optional().describe('The filing deadline is on this day or before'),
    atLeast: decimalText.optional().describe('Expected payment in dollars, at least'),
    snoozed: z.enum(['hide', 'show', 'only']).default('hide').describe('Rows that somebody put off to a later day'),
    patient: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .describe('Part of the patient’s id or name; only in a body, because addresses are kept in logs'),
  })
  .meta({ id: 'WorklistFilter' })

/** A filter, in which order, and from where. */
export const WorklistSearch = z
  .strictObject({
    ...WorklistFilter.shape,
    sort: z.enum(WORKLIST_SORTS).default('date-of-service'),
    order: z.enum(['ascending', 'descending']).default('ascending'),
    after: z.string().max(2000).optional().describe('`next` of the page before'),
    limit: z.int().min(1).max(200).default(50),
  })
  .meta({ id: 'WorklistSearch' })

export const WorklistPage = z
  .object({
    rows: z.array(WorklistRow),
    next: z.string().optional().describe('Send it as `after` for the page after this one; absent on the last'),
  })
  .meta({ id: 'WorklistPage' })

/** Doses, and what is expected to be paid for them: exact sums of the rows whose payment is known. */
export const WorklistSum = z
  .object({
    doses: z.int(),
    expectedPayment: Money,
    withoutPayment: z.int().describe('Doses whose expected payment is not known: they are not in the sum'),
  })
  .meta({ id: 'WorklistSum' })

/** How far a scan is. */
export const ScanProgress = z
  .strictObject({
    scan: z.string().min(1).max(100).describe('Id of the scan, of the caller’s choice'),
    state: z.enum(['running', 'done', 'failed', 'canceled']),
    startedAt: instant,
    patients: z.int().min(0).describe('Patients judged so far'),
    patientsOf: z.int().min(0).optional().describe('Of how many, where that is known'),
    doses: z.int().min(0),
    unreadable: z.int().min(0).describe('Lines that could not be read'),
    says: z.string().max(500).optional().describe('What went wrong, in a sentence that names no patient'),
  })
  .meta({ id: 'ScanProgress' })

/** What a filter comes to. Each status is there, also where it has no dose. */
export const WorklistTotals = z
  .object({
    all: WorklistSum,
    byStatus: z.record(status, WorklistSum),
    byWho: z
      .array(z.object({ who: z.enum(WHO), ...WorklistSum.shape }))
      .describe('Of doses that are neither ready nor charged; one with two roles counts for both'),
    groups: z
      .array(z.object({ name: z.string(), ...WorklistSum.shape }))
      .optional()
      .describe('By what was asked for as `group`, the largest first; at most 200'),
    lastScan: ScanProgress.optional().describe('The scan that reported last; absent where none did'),
    asOf: instant,
  })
  .meta({ id: 'WorklistTotals' })

export const WorklistTotalsRequest = z
  .strictObject({ ...WorklistFilter.shape, group: z.enum(WORKLIST_GROUPS).optional() })
  .meta({ id: 'WorklistTotalsRequest' })

/** What a person changes of a row. Null takes back. */
export const WorklistPatch = z
  .strictObject({
    assignee: shortText.nullable().optional(),
    snooze: z
      .strictObject({ until: z.iso.date(), reason: z.string().trim().min(1).max(500) })
      .nullable()
      .optional(),
    note: z.string().trim().min(1).max(2000).nullable().optional(),
    priority: z.enum(WORKLIST_PRIORITIES).optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'name at least one of assignee, snooze, note and priority')
  .meta({ id: 'WorklistPatch' })

/** What `GET /v1/worklist/events` sends, as server-sent events of these names. */
export const WORKLIST_NEWS = ['rows', 'scan'] as const

/** One thing that happened to a row, newest first in a list. */
export const WorklistEvent = z
  .object({
    at: instant,
    who: z.string(),
    act: z.enum(['judged', 'assigned', 'snoozed', 'noted', 'prioritized', 'charged', 'charge voided', 'draft saved']),
    says: z.string().describe('What it became, in words'),
  })
  .meta({ id: 'WorklistEvent' })

/** A row with all that is kept of it. */
export const WorklistDetail = z
  .object({
    row: WorklistRow,
    answer: DoseAnswer.optional().describe('As it was judged; absent where it is kept no longer'),
    events: z.array(WorklistEvent),
  })
  .meta({ id: 'WorklistDetail' })

/** What became of a batch of entries. */
export const WorklistStored = z
  .object({ added: z.int(), changed: z.int(), unchanged: z.int() })
  .meta({ id: 'WorklistStored' })

export type Money = Immutable<z.infer<typeof Money>>
export type BlockingIssue = Immutable<z.infer<typeof BlockingIssue>>
export type WorklistLine = Immutable<z.infer<typeof WorklistLine>>
export type WorklistEntry = Immutable<z.infer<typeof WorklistEntry>>
export type WorklistRow = Immutable<z.infer<typeof WorklistRow>>
export type WorklistFilter = Immutable<z.infer<typeof WorklistFilter>>
export type WorklistFilterInput = Immutable<z.input<typeof WorklistFilter>>
export type WorklistSearch = Immutable<z.infer<typeof WorklistSearch>>
export type WorklistSearchInput = Immutable<z.input<typeof WorklistSearch>>
export type WorklistPage = Immutable<z.infer<typeof WorklistPage>>
export type WorklistSum = Immutable<z.infer<typeof WorklistSum>>
export type WorklistTotals = Immutable<z.infer<typeof WorklistTotals>>
export type WorklistTotalsRequest = Immutable<z.infer<typeof WorklistTotalsRequest>>
export type WorklistTotalsRequestInput = Immutable<z.input<typeof WorklistTotalsRequest>>
export type WorklistPatch = Immutable<z.infer<typeof WorklistPatch>>
export type WorklistEvent = Immutable<z.infer<typeof WorklistEvent>>
export type WorklistDetail = Immutable<z.infer<typeof WorklistDetail>>
export type WorklistStored = Immutable<z.infer<typeof WorklistStored>>
export type ScanProgress = Immutable<z.infer<typeof ScanProgress>>
