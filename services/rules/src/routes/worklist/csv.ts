import type { WorklistRow } from '@doseline/contract'

/** The columns of an export, and what each holds. */
const COLUMNS: readonly (readonly [title: string, of: (row: WorklistRow) => string | number | undefined])[] = [
  ['Status', ({ status }) => status],
  ['Date of service', ({ dateOfService }) => dateOfService],
  ['Patient', ({ patientName }) => patientName],
  ['Patient reference', ({ patient }) => patient],
  ['Drug', ({ drug }) => drug],
  ['Code', ({ code }) => code],
  ['Payer', ({ payer }) => payer],
  ['Facility', ({ facility }) => facility],
  ['Suggested units', ({ suggestedUnits }) => suggestedUnits],
  ['Posted units', ({ postedUnits }) => postedUnits],
  ['Expected payment (USD)', ({ expectedPayment }) => expectedPayment?.amount],
  ['File by', ({ fileBy }) => fileBy],
  ['Who can fix it', ({ whoCanFix }) => whoCanFix.join('; ')],
  ['Blocking issues', ({ blocking }) => blocking.map(({ says }) => says).join(' ')],
  ['Assignee', ({ assignee }) => assignee],
  ['Priority', ({ priority }) => priority],
  ['Snoozed until', ({ snoozedUntil }) => snoozedUntil],
  ['Note', ({ note }) => note],
  ['Dose', ({ dose }) => dose],
  ['FHIR server', ({ server }) => server],
]

export const csvHead = (): string => line(COLUMNS.map(([title]) => title))
export const csvLine = (row: WorklistRow): string => line(COLUMNS.map(([, of]) => String(of(row) ?? '')))

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/** A spreadsheet takes a cell that begins like this for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/

/** @see https://owasp.org/www-community/attacks/CSV_Injection */
const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
