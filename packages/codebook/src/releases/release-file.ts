import { createHash } from 'node:crypto'
import { type CalendarDate, calendarDate } from '@doseline/dose'

/** Which file of which publisher a release was made of, and the days it speaks for. */
export interface ReleaseHead {
  /** `asp-crosswalk-2026-01`: what it is, and the month it begins. */
  readonly id: string
  readonly kind: ReleaseKind
  readonly publisher: string
  /** The name of the file as it was given. */
  readonly file: string
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string
  readonly from: CalendarDate
  /** The last day it speaks for; absent where it goes on until the next. */
  readonly through?: CalendarDate
  /** The day it was read. */
  readonly read: CalendarDate
  readonly rows: number
  /** Of the rows as they stand below the head: a release that was changed is refused. */
  readonly body: string
  /** Why a person took it although it contradicts the code book. */
  readonly accepted?: string
}

export const RELEASE_KINDS = [
  'asp-crosswalk',
  'payment-limits',
  'hcpcs',
  'mue-practitioner',
  'mue-outpatient',
  'mue-dme',
] as const
export type ReleaseKind = (typeof RELEASE_KINDS)[number]

/** A release as it is kept: its head, and rows of cells. */
export interface Release {
  readonly head: ReleaseHead
  readonly rows: readonly (readonly string[])[]
}

/**
 * The text of a release: lines of `# name: value`, one of column names, then a line for each row, cells set apart by tabs.
 * Equal releases are equal texts, so that a change of one value is a change of one line.
 */
export function releaseText(
  { head, rows }: { readonly head: Omit<ReleaseHead, 'body'>; readonly rows: Release['rows'] },
  columns: readonly string[],
): string {
  const body = bodyOf(columns, rows)
  const lines = Object.entries({ ...head, body: digestOf(body) }).map(
    ([name, value]) => `# ${name}: ${cellText(String(value))}`,
  )
  return `${lines.join('\n')}\n${body}`
}

const bodyOf = (columns: readonly string[], rows: Release['rows']): string =>
  `${[columns.join('\t'), ...rows.map((row) => row.map(cellText).join('\t'))].join('\n')}\n`

const digestOf = (body: string): string => createHash('sha256').update(body).digest('hex').slice(0, 16)

const cellText = (cell: string): string => cell.replaceAll(/[\t\n\r]+/g, ' ')

/**
 * The head of a release. Throws an Error that names the line and what was expected there.
 */
export function readHead(text: string): ReleaseHead {
  const found = new Map<string, string>()
  for (const line of text.split('\n', MOST_HEAD_LINES)) {
    const [, name, value] = /^# (\w+): (.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) break
    found.set(name, value)
  }
  const { need, day } = reader(found)
  const kind = RELEASE_KINDS.find((each) => each === found.get('kind'))
  if (!kind) throw new Error(`the head has no “# kind:” of ${RELEASE_KINDS.join(', ')}`)
  return {
    id: need('id'),
    kind,
    publisher: need('publisher'),
    file: need('file'),
    digest: need('digest'),
    from: day('from'),
    ...(found.has('through') && { through: day('through') }),
    read: day('read'),
    rows: Number(need('rows')),
    body: need('body'),
    ...(found.has('accepted') && { accepted: need('accepted') }),
  }
}

const MOST_HEAD_LINES = 20

function reader(found: ReadonlyMap<string, string>) {
  const need = (name: string): string => {
    const value = found.get(name)
    if (value === undefined) throw new Error(`the head has no “# ${name}:”`)
    return value
  }
  const day = (name: string): CalendarDate => {
    const value = calendarDate(need(name))
    if (value === undefined) throw new Error(`“# ${name}: ${need(name)}” is not a day (yyyy-mm-dd)`)
    return value
  }
  return { need, day }
}

/** A release whole. Throws an Error where its rows are not as many, or not as wide, as its head says. */
export function readRelease(text: string): Release {
  const head = readHead(text)
  const body = text.slice(/^(?:# [^\n]{0,400}\n){0,20}/.exec(text)?.[0].length ?? 0)
  if (digestOf(body) !== head.body)
    throw new Error('its rows are not those that it was made with: take the release in again')
  const [columns = '', ...lines] = body.replace(/\n$/, '').split('\n')
  const width = columns.split('\t').length
  const rows = lines.map((line) => line.split('\t'))
  const short = rows.findIndex((row) => row.length !== width)
  if (short >= 0) throw new Error(`row ${short + 1} has ${rows[short]?.length} cells, and there are ${width} columns`)
  if (rows.length !== head.rows) throw new Error(`the head says ${head.rows} rows, and there are ${rows.length}`)
  return { head, rows }
}
