import {
  type BlockingIssue,
  type Who,
  WORKLIST_PRIORITIES,
  type WorklistEntry,
  type WorklistLine,
  type WorklistRow,
} from '@doseline/contract'
import type { Insertable, Selectable } from 'kysely'
import { instant } from '../clock.ts'
import { sha256 } from '../digest.ts'
import type { WorklistTable } from '../tables.ts'
import { centsOf, moneyOf, NOT_KNOWN } from './money.ts'

/** A day that the chart does not say: after every day. */
export const NO_DAY = '~'

export type Stored = Selectable<WorklistTable>

/** An entry as its row; `part`: hash of its stored answer, empty where there is none. */
export function rowFor(tenant: string, entry: WorklistEntry, part: string): Insertable<WorklistTable> {
  const { blocking, lines, answer: _, digest, judgedAt, edition, patientName: __, facility: ___, ...content } = entry
  return {
    tenant,
    server: entry.server,
    dose: entry.dose,
    patient: entry.patient ?? '',
    patient_name: entry.patientName ?? '',
    encounter: entry.encounter ?? '',
    facility: entry.facility ?? '',
    service_day: entry.dateOfService ?? NO_DAY,
    drug: entry.drug ?? '',
    code: entry.code ?? '',
    payer: entry.payer ?? '',
    status: entry.status,
    judged_status: entry.status,
    sentence: entry.sentence,
    blocking: JSON.stringify(blocking),
    lines: JSON.stringify(lines),
    who: [...new Set(blocking.flatMap(({ who }) => who ?? []))],
    rules: [...new Set(blocking.map(({ rule }) => rule))],
    suggested_units: entry.suggestedUnits ?? null,
    posted_units: entry.postedUnits ?? null,
    expected_cents: centsOf(entry.expectedPayment),
    risk_cents: centsOf(entry.atRisk),
    file_by: entry.fileBy ?? NO_DAY,
    edition,
    codebook: entry.codebook,
    digest,
    // Judged on another day, by another edition, or from a chart without names, and nothing else: that is no change.
    content: sha256(JSON.stringify([blocking, lines, Object.entries(content).toSorted()])),
    part,
    judged_at: judgedAt,
  }
}

/** A row as it is answered. */
export function worklistRow(row: Stored): WorklistRow {
  return {
    id: row.id,
    server: row.server,
    dose: row.dose,
    ...said('patient', row.patient),
    ...said('patientName', row.patient_name),
    ...said('encounter', row.encounter),
    ...said('facility', row.facility),
    ...said('dateOfService', row.service_day),
    ...said('drug', row.drug),
    ...said('code', row.code),
    ...said('payer', row.payer),
    status: row.status,
    sentence: row.sentence,
    blocking: JSON.parse(row.blocking) as BlockingIssue[],
    lines: JSON.parse(row.lines) as WorklistLine[],
    ...(row.suggested_units !== null && { suggestedUnits: row.suggested_units }),
    ...(row.posted_units !== null && { postedUnits: row.posted_units }),
    ...(row.expected_cents !== NOT_KNOWN && { expectedPayment: moneyOf(row.expected_cents) }),
    ...(row.risk_cents !== NOT_KNOWN && row.status !== 'charged' && { atRisk: moneyOf(row.risk_cents) }),
    ...said('fileBy', row.file_by),
    edition: row.edition,
    codebook: row.codebook,
    digest: row.digest,
    judgedAt: instant(row.judged_at),
    ...said('assignee', row.assignee),
    ...said('snoozedUntil', row.snoozed_until),
    ...said('snoozeReason', row.snooze_reason),
    ...said('note', row.note),
    priority: WORKLIST_PRIORITIES[row.priority] ?? 'normal',
    draftSaved: row.draft_saved,
    whoCanFix: [...row.who] as Who[],
    changedAt: instant(row.changed_at),
  }
}

const said = <Name extends string>(name: Name, value: string): { readonly [K in Name]?: string } =>
  (value === '' || value === NO_DAY ? {} : { [name]: value }) as { readonly [K in Name]?: string }
