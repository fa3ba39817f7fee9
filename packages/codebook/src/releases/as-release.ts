import type { CalendarDate } from '@doseline/dose'
import type {
  AddendumRecord,
  Bulletin,
  CrosswalkRecord,
  HcpcsRecord,
  ImportProblem,
  LimitRecord,
  MueRecord,
  Span,
} from '../import/bulletin.ts'
import { ICD_COLUMNS } from '../import/icd10cm-order.ts'
import { NDC_COLUMNS } from '../import/ndc-directory.ts'
import { PTP_COLUMNS } from '../import/ptp-edits.ts'
import { RXNORM_COLUMNS } from '../import/rxnorm-ndcs.ts'
import { headIn, type Release, type ReleaseHead, type ReleaseKind, releaseOfRows, releaseText } from './release-file.ts'
import type { RowBytes } from './row-bytes.ts'

/** Where a bulletin comes from, and the days it speaks for where it does not say so itself. */
export interface Given {
  /** Its name, without a folder; of several that are one the names of all. */
  readonly file: string
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string
  readonly read: CalendarDate
  readonly from?: CalendarDate | undefined
  /** The year of an ICD-10-CM list whose name does not say it. */
  readonly fiscalYear?: string | undefined
  /** Why it is taken although it contradicts the code book, or another file of its days is loaded. */
  readonly accepted?: string | undefined
  /** The id of a release of which this would be the id if no file of its days were loaded. */
  readonly named?: ((id: string) => string) | undefined
}

/** How the records of a kind stand in a release. */
interface Layout<Row> {
  readonly columns: readonly string[]
  readonly cells: (row: Row) => readonly string[]
  readonly row: (cells: readonly string[]) => Row
}

const crosswalk: Layout<CrosswalkRecord> = {
  columns: ['code', 'ndc', 'dosage', 'size', 'containers', 'perContainer', 'perPackage', 'labeler', 'drug', 'line'],
  cells: ({ code, ndc, dosage, size, containers, perContainer, perPackage, labeler, drug, line }) => [
    ...[code, ndc, dosage, size, containers, perContainer, perPackage, labeler, drug],
    String(line),
  ],
  row: ([code = '', ndc = '', dosage = '', size = '', containers = '', ...rest]) => {
    const [perContainer = '', perPackage = '', labeler = '', drug = '', line = ''] = rest
    return { code, ndc, dosage, size, containers, perContainer, perPackage, labeler, drug, line: Number(line) }
  },
}

const limits: Layout<LimitRecord> = {
  columns:
    'code short dosage perUnit coinsurance vaccineOfAwp vaccineLimit bloodOfAwp bloodLimit clotting notes line'.split(
      ' ',
    ),
  cells: ({
    code,
    short = '',
    dosage,
    perUnit = '',
    coinsurance = '',
    vaccine,
    blood,
    clottingFactor,
    notes,
    line,
  }) => [
    ...[code, short, dosage, perUnit, coinsurance, vaccine?.ofAwp ?? '', vaccine?.limit ?? ''],
    ...[blood?.ofAwp ?? '', blood?.limit ?? '', clottingFactor ? '1' : '', notes.join(' | '), String(line)],
  ],
  row: ([code = '', short = '', dosage = '', perUnit = '', coinsurance = '', ...rest]) => {
    const [vaccineOfAwp = '', vaccineLimit = '', bloodOfAwp = '', bloodLimit = '', clotting = '', ...last] = rest
    const [notes = '', line = ''] = last
    return {
      code,
      ...(short !== '' && { short }),
      dosage,
      ...(perUnit !== '' && { perUnit }),
      ...(coinsurance !== '' && { coinsurance }),
      ...(vaccineOfAwp !== '' && { vaccine: { ofAwp: vaccineOfAwp, limit: vaccineLimit } }),
      ...(bloodOfAwp !== '' && { blood: { ofAwp: bloodOfAwp, limit: bloodLimit } }),
      ...(clotting !== '' && { clottingFactor: true }),
      notes: notes === '' ? [] : notes.split(' | '),
      line: Number(line),
    }
  },
}

const hcpcs: Layout<HcpcsRecord> = {
  columns: ['code', 'added', 'ended', 'description', 'line'],
  cells: ({ code, added = '', ended = '', description, line }) => [code, added, ended, description, String(line)],
  row: ([code = '', added = '', ended = '', description = '', line = '']) => ({
    code,
    description,
    added: added === '' ? undefined : (added as CalendarDate),
    ended: ended === '' ? undefined : (ended as CalendarDate),
    line: Number(line),
  }),
}

const mue: Layout<MueRecord> = {
  columns: ['code', 'units', 'mai', 'line'],
  cells: ({ code, units, mai, line }) => [code, String(units), String(mai), String(line)],
  row: ([code = '', units = '', mai = '', line = '']) => ({
    code,
    units: Number(units),
    mai: Number(mai) as MueRecord['mai'],
    line: Number(line),
  }),
}

const addendum: Layout<AddendumRecord> = {
  columns: ['code', 'status', 'apc', 'rate', 'copay', 'line'],
  cells: ({ code, status, apc = '', rate = '', copay = '', line }) => [code, status, apc, rate, copay, String(line)],
  row: ([code = '', status = '', apc = '', rate = '', copay = '', line = '']) => ({
    code,
    status,
    ...(apc !== '' && { apc }),
    ...(rate !== '' && { rate }),
    ...(copay !== '' && { copay }),
    line: Number(line),
  }),
}

const CMS = 'Centers for Medicare & Medicaid Services'
const PUBLISHERS: Partial<Record<ReleaseKind, string>> = {
  'ndc-directory': 'U.S. Food and Drug Administration',
  'rxnorm-ndc': 'U.S. National Library of Medicine',
  'icd-10-cm': 'National Center for Health Statistics and Centers for Medicare & Medicaid Services',
}

/** The names of the columns of each kind of release. */
export const COLUMNS: Readonly<Record<ReleaseKind, readonly string[]>> = {
  'asp-crosswalk': crosswalk.columns,
  'payment-limits': limits.columns,
  hcpcs: hcpcs.columns,
  'mue-practitioner': mue.columns,
  'mue-outpatient': mue.columns,
  'mue-dme': mue.columns,
  'opps-addendum-b': addendum.columns,
  'ptp-practitioner': PTP_COLUMNS,
  'ptp-outpatient': PTP_COLUMNS,
  'icd-10-cm': ICD_COLUMNS,
  'ndc-directory': NDC_COLUMNS,
  'rxnorm-ndc': RXNORM_COLUMNS,
}

/** How the rows of the kinds of release that are read at once stand in them. */
export const LAYOUTS = {
  'asp-crosswalk': crosswalk,
  'payment-limits': limits,
  hcpcs,
  'mue-practitioner': mue,
  'mue-outpatient': mue,
  'mue-dme': mue,
  'opps-addendum-b': addendum,
} as const

/**
 * The release that a bulletin makes, as the bytes of its file. Throws a TypeError where neither the file nor the caller says
 * from which day on it applies, or where the two say different days.
 */
export function asRelease(bulletin: Bulletin, given: Given): { head: ReleaseHead; bytes: Buffer } {
  switch (bulletin.kind) {
    case 'NDC–HCPCS crosswalk':
      return released(
        'asp-crosswalk',
        { rows: bulletin.records.map(crosswalk.cells), passedOver: bulletin.passedOver },
        given,
        bulletin.span,
      )
    case 'Part B payment limits':
      return released('payment-limits', { rows: bulletin.records.map(limits.cells) }, given, bulletin.span)
    case 'MUE table':
      return released(`mue-${bulletin.of}`, { rows: bulletin.records.map(mue.cells) }, given, NO_SPAN)
    case 'HCPCS release':
      return released('hcpcs', { rows: bulletin.records.filter(isNoCpt).map(hcpcs.cells) }, given, NO_SPAN)
    case 'OPPS Addendum B':
      sameYear(bulletin.year, given)
      return released('opps-addendum-b', { rows: bulletin.records.map(addendum.cells) }, given, NO_SPAN)
    case 'NCCI PTP edits':
      return released(`ptp-${bulletin.of}`, { bytes: bulletin.rows }, given, bulletin.span)
    case 'ICD-10-CM code list':
      return released('icd-10-cm', { bytes: bulletin.rows }, given, yearOf(bulletin.fiscalYear, given))
    case 'FDA NDC directory':
      return released('ndc-directory', { bytes: bulletin.rows }, given, NO_SPAN)
    case 'RxNorm NDCs':
      return released('rxnorm-ndc', { bytes: bulletin.rows }, given, bulletin.span)
  }
}

const NO_SPAN: Span = { from: undefined, through: undefined }

/** Descriptions of CPT codes are the AMA's. */
const isNoCpt = ({ code }: HcpcsRecord): boolean => !/^\d/.test(code)

type Rows =
  | { readonly rows: Release['rows']; readonly passedOver?: readonly ImportProblem[] }
  | { readonly bytes: RowBytes }

function released(
  kind: ReleaseKind,
  content: Rows,
  { file, digest, read, from: stated, accepted, named = (id) => id }: Given,
  span: Span,
): { head: ReleaseHead; bytes: Buffer } {
  // The directory says what was so on the day that it was made, and a new one is made every day.
  const from = span.from ?? stated ?? (kind === 'ndc-directory' ? read : undefined)
  if (from === undefined) throw new TypeError(`${file} does not say from which day on it applies: state it.`)
  if (stated !== undefined && stated !== from && !(kind === 'icd-10-cm' && isWithin(stated, span))) {
    throw new TypeError(`${file} says that it applies from ${from}, and ${stated} is stated.`)
  }
  const first = kind === 'icd-10-cm' ? (stated ?? from) : from
  const through = span.through ?? (OF_A_QUARTER.has(kind) ? endOfQuarter(first) : undefined)
  const passedOver = 'rows' in content ? (content.passedOver ?? []) : []
  const made = {
    id: named(`${kind}-${OF_A_DAY.has(kind) ? first : first.slice(0, 7)}`),
    kind,
    publisher: PUBLISHERS[kind] ?? CMS,
    file,
    digest,
    from: first,
    ...(through !== undefined && { through }),
    read,
    rows: 'rows' in content ? content.rows.length : content.bytes.count,
    ...(accepted !== undefined && { accepted }),
    ...(passedOver.length > 0 && { passedOver: passedOverText(passedOver) }),
  }
  const bytes =
    'rows' in content
      ? Buffer.from(releaseText({ head: made, rows: content.rows }, COLUMNS[kind]))
      : releaseOfRows(made, content.bytes, COLUMNS[kind])
  return { head: headIn(bytes), bytes }
}

/** `line 4897: 888867413689`: so many as a head has room for. */
const passedOverText = (problems: readonly ImportProblem[]): string =>
  problems
    .slice(0, 20)
    .map(({ line, found }) => `line ${line}: ${found}`)
    .join('; ')

const isWithin = (day: CalendarDate, { from, through }: Span): boolean =>
  from !== undefined && through !== undefined && from <= day && day <= through

/** Published several times a month. */
const OF_A_DAY: ReadonlySet<ReleaseKind> = new Set(['ndc-directory', 'rxnorm-ndc'])

/** CMS publishes these for a quarter of the year; the crosswalk and the limits say theirs. */
const OF_A_QUARTER: ReadonlySet<ReleaseKind> = new Set([
  'hcpcs',
  'mue-practitioner',
  'mue-outpatient',
  'mue-dme',
  'opps-addendum-b',
  'ptp-practitioner',
  'ptp-outpatient',
])

function endOfQuarter(from: CalendarDate): CalendarDate {
  const quarter = Math.floor((Number(from.slice(5, 7)) - 1) / 3)
  return `${from.slice(0, 4)}-${QUARTER_ENDS[quarter]}` as CalendarDate
}

const QUARTER_ENDS = ['03-31', '06-30', '09-30', '12-31']

/** ICD-10-CM of a fiscal year begins on the first of October before it; codes may be added in April. */
function yearOf(named: string | undefined, { file, fiscalYear }: Given): Span {
  if (named !== undefined && fiscalYear !== undefined && named !== fiscalYear) {
    throw new TypeError(`${file} is of fiscal year ${named}, and ${fiscalYear} is stated.`)
  }
  const year = Number(named ?? fiscalYear)
  if (Number.isNaN(year)) throw new TypeError(`${file} does not say its fiscal year: state it.`)
  return { from: `${year - 1}-10-01` as CalendarDate, through: `${year}-09-30` as CalendarDate }
}

function sameYear(year: string | undefined, { file, from }: Given): void {
  if (year !== undefined && from !== undefined && !from.startsWith(year)) {
    throw new TypeError(`${file} is of calendar year ${year}, and ${from} is stated.`)
  }
}
