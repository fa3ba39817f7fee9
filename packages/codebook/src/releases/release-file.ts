import { createHash } from 'node:crypto'
import { type CalendarDate, calendarDate } from '@doseline/dose'
import type { RowBytes } from './row-bytes.ts'

/** Which file of which publisher a release was made of, and the days it speaks for. */
export interface ReleaseHead {
  /** `asp-crosswalk-2026-01`: what it is, and the month it begins; `…-r2` is a second file of the same days, used in place of the first. */
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
  /** Rows of the file that list something else than it is about, such as a device number: each with its line. */
  readonly passedOver?: string
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
  'opps-addendum-b',
  'ptp-practitioner',
  'ptp-outpatient',
  'icd-10-cm',
  'ndc-directory',
  'rxnorm-ndc',
] as const
export type ReleaseKind = (typeof RELEASE_KINDS)[number]

const REVISION = /-r(\d+)$/

/** 1 of the first file of its days that was taken in, 2 of the one that replaces it. */
export const revisionOf = ({ id }: Pick<ReleaseHead, 'id'>): number => Number(REVISION.exec(id)?.[1] ?? 1)

/** The id of the first file of its days. */
export const firstId = ({ id }: Pick<ReleaseHead, 'id'>): string => id.replace(REVISION, '')

/** The id of the file that replaces a release. */
export const nextRevision = (head: Pick<ReleaseHead, 'id'>): string => `${firstId(head)}-r${revisionOf(head) + 1}`

/** Kinds of which the rows stand in the order of their first cells, so that one is found without reading all. */
export const SORTED_KINDS: ReadonlySet<ReleaseKind> = new Set([
  'ptp-practitioner',
  'ptp-outpatient',
  'icd-10-cm',
  'ndc-directory',
  'rxnorm-ndc',
])

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
  return withHead(head, bodyOf(columns, rows))
}

/** The same as bytes, of the rows of a large file; they are put in order. */
export function releaseOfRows(head: Omit<ReleaseHead, 'body'>, rows: RowBytes, columns: readonly string[]): Buffer {
  const names = Buffer.from(`${columns.join('\t')}\n`)
  const bytes = rows.inOrder(LONGEST_HEAD + names.length)
  names.copy(bytes, LONGEST_HEAD)
  const digest = createHash('sha256').update(bytes.subarray(LONGEST_HEAD)).digest('hex').slice(0, SHORT)
  const written = Buffer.from(headText(head, digest))
  const start = LONGEST_HEAD - written.length
  written.copy(bytes, start)
  return bytes.subarray(start)
}

const NEWLINE = 10

function withHead(head: Omit<ReleaseHead, 'body'>, body: string): string {
  return `${headText(head, digestOf(body))}${body}`
}

const headText = (head: Omit<ReleaseHead, 'body'>, body: string): string =>
  Object.entries({ ...head, body })
    .map(([name, value]) => `# ${name}: ${cellText(String(value))}\n`)
    .join('')

const bodyOf = (columns: readonly string[], rows: Release['rows']): string =>
  `${[columns.join('\t'), ...rows.map((row) => row.map(cellText).join('\t'))].join('\n')}\n`

const digestOf = (body: string): string => createHash('sha256').update(body).digest('hex').slice(0, SHORT)
const SHORT = 16

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
    ...(found.has('passedOver') && { passedOver: need('passedOver') }),
    ...(found.has('accepted') && { accepted: need('accepted') }),
  }
}

/** The same, of the bytes of a release. */
export const headIn = (bytes: Buffer): ReleaseHead => readHead(bytes.toString('utf8', 0, LONGEST_HEAD))

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

/** The rows of a release one after the other, as lines; its bytes come in pieces, so that no more than one is in memory. */
export function* linesIn(pieces: Iterable<Buffer>): Generator<string> {
  let rest: Buffer = Buffer.alloc(0)
  let isRow = false
  for (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece])
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (isRow) yield bytes.toString('utf8', from, end)
      // The first line that is none of the head names the columns.
      else isRow = bytes[from] !== HASH
      from = end + 1
    }
    rest = bytes.subarray(from)
  }
  if (isRow && rest.length > 0) yield rest.toString('utf8')
}

const HASH = 35

const headEnd = (text: string): number => /^(?:# [^\n]{0,1000}\n){0,20}/.exec(text)?.[0].length ?? 0

/**
 * Where the first row of a release begins in its bytes. Throws an Error where they are not those that its head was made of.
 */
export function rowsBeginAt(bytes: Buffer): number {
  const beginning = bytes.toString('latin1', 0, LONGEST_HEAD)
  const body = headEnd(beginning)
  const digest = createHash('sha256').update(bytes.subarray(body)).digest('hex').slice(0, SHORT)
  if (digest !== readHead(bytes.toString('utf8', 0, body)).body) throw new Error(CHANGED)
  return bytes.indexOf(NEWLINE, body) + 1
}

const LONGEST_HEAD = 21_000
const CHANGED = 'its rows are not those that it was made with: take the release in again'

/** A release whole. Throws an Error where its rows are not as many, or not as wide, as its head says. */
export function readRelease(text: string): Release {
  const head = readHead(text)
  const body = text.slice(headEnd(text))
  if (digestOf(body) !== head.body) throw new Error(CHANGED)
  const [columns = '', ...lines] = body.replace(/\n$/, '').split('\n')
  const width = columns.split('\t').length
  const rows = lines.map((line) => line.split('\t'))
  const short = rows.findIndex((row) => row.length !== width)
  if (short >= 0) throw new Error(`row ${short + 1} has ${rows[short]?.length} cells, and there are ${width} columns`)
  if (rows.length !== head.rows) throw new Error(`the head says ${head.rows} rows, and there are ${rows.length}`)
  return { head, rows }
}
