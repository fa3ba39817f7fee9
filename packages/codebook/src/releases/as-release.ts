import { createHash } from 'node:crypto'
import type { CalendarDate } from '@doseline/dose'
import type { Bulletin, CrosswalkRecord, HcpcsRecord, LimitRecord, MueRecord, Span } from '../import/bulletin.ts'
import { type Release, type ReleaseHead, type ReleaseKind, readHead, releaseText } from './release-file.ts'

/** Where a bulletin comes from, and the days it speaks for where it does not say so itself. */
export interface Given {
  /** Its name, without a folder. */
  readonly file: string
  readonly bytes: Uint8Array
  readonly read: CalendarDate
  readonly from?: CalendarDate | undefined
  /** Why it is taken although it contradicts the code book. */
  readonly accepted?: string | undefined
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
  columns: 'code dosage perUnit coinsurance vaccineOfAwp vaccineLimit bloodOfAwp bloodLimit clotting notes line'.split(
    ' ',
  ),
  cells: ({ code, dosage, perUnit = '', coinsurance = '', vaccine, blood, clottingFactor, notes, line }) => [
    ...[code, dosage, perUnit, coinsurance, vaccine?.ofAwp ?? '', vaccine?.limit ?? ''],
    ...[blood?.ofAwp ?? '', blood?.limit ?? '', clottingFactor ? '1' : '', notes.join(' | '), String(line)],
  ],
  row: ([code = '', dosage = '', perUnit = '', coinsurance = '', ...rest]) => {
    const [vaccineOfAwp = '', vaccineLimit = '', bloodOfAwp = '', bloodLimit = '', clotting = '', ...last] = rest
    const [notes = '', line = ''] = last
    return {
      code,
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

const PUBLISHER = 'Centers for Medicare & Medicaid Services'

/** How the rows of each kind of release stand in it. */
export const LAYOUTS = {
  'asp-crosswalk': crosswalk,
  'payment-limits': limits,
  hcpcs,
  'mue-practitioner': mue,
  'mue-outpatient': mue,
  'mue-dme': mue,
} as const

/**
 * The release that a bulletin makes, as the text of its file. Throws a TypeError where neither the file nor the caller says
 * from which day on it applies; undefined for a bulletin that is not kept as a release.
 */
export function asRelease(bulletin: Bulletin, given: Given): { head: ReleaseHead; text: string } | undefined {
  switch (bulletin.kind) {
    case 'NDC–HCPCS crosswalk':
      return released('asp-crosswalk', bulletin.records.map(crosswalk.cells), given, bulletin.span)
    case 'Part B payment limits':
      return released('payment-limits', bulletin.records.map(limits.cells), given, bulletin.span)
    case 'MUE table':
      return released(`mue-${bulletin.of}`, bulletin.records.map(mue.cells), given, NO_SPAN)
    case 'HCPCS release':
      return released('hcpcs', bulletin.records.filter(isNoCpt).map(hcpcs.cells), given, NO_SPAN)
    default:
      return undefined
  }
}

const NO_SPAN: Span = { from: undefined, through: undefined }

/** Descriptions of CPT codes are the AMA's. */
const isNoCpt = ({ code }: HcpcsRecord): boolean => !/^\d/.test(code)

function released(
  kind: ReleaseKind,
  rows: Release['rows'],
  { file, bytes, read, from: stated, accepted }: Given,
  span: Span,
): { head: ReleaseHead; text: string } {
  const from = span.from ?? stated
  if (from === undefined) throw new TypeError(`${file} does not say from which day on it applies: state it.`)
  const made = {
    id: `${kind}-${from.slice(0, 7)}`,
    kind,
    publisher: PUBLISHER,
    file,
    digest: createHash('sha256').update(bytes).digest('hex'),
    from,
    ...withThrough(
      span.through ?? (kind === 'asp-crosswalk' || kind === 'payment-limits' ? undefined : endOfQuarter(from)),
    ),
    read,
    rows: rows.length,
    ...(accepted !== undefined && { accepted }),
  }
  const text = releaseText({ head: made, rows }, LAYOUTS[kind].columns)
  return { head: readHead(text), text }
}

const withThrough = (through: CalendarDate | undefined) => (through === undefined ? {} : { through })

/** CMS publishes HCPCS and the tables of unlikely edits for a quarter of the year. */
function endOfQuarter(from: CalendarDate): CalendarDate {
  const quarter = Math.floor((Number(from.slice(5, 7)) - 1) / 3)
  return `${from.slice(0, 4)}-${QUARTER_ENDS[quarter]}` as CalendarDate
}

const QUARTER_ENDS = ['03-31', '06-30', '09-30', '12-31']
