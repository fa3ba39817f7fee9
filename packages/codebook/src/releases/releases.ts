import { type CalendarDate, type Exact, exactly } from '@doseline/dose'
import type {
  AddendumRecord,
  CrosswalkRecord,
  HcpcsRecord,
  LimitRecord,
  MueRecord,
  MueTable,
  PtpTable,
} from '../import/bulletin.ts'
import { agreementOf, type Cause, type Doubt, doubtsAmong } from './agreement.ts'
import { COLUMNS, LAYOUTS } from './as-release.ts'
import { type BillingUnit, billingUnit } from './billing-unit.ts'
import { type Marketed, marketedIn } from './marketed.ts'
import { type PtpEdit, ptpEditsOf } from './ptp-edit.ts'
import { type ReleaseHead, type ReleaseKind, readHead, readRelease, revisionOf, rowsBeginAt } from './release-file.ts'
import { type SortedRows, sortedRows } from './sorted-rows.ts'

/** What the crosswalk says of an NDC under one code. */
export interface ListedDrug {
  /** The row as CMS gives it. */
  readonly row: CrosswalkRecord
  /** One billing unit; undefined where the grammar does not read CMS's text. */
  readonly unit: BillingUnit | undefined
  /** Billing units in one container and in the package; absent where the row does not say, which {@link says} explains. */
  readonly units?: { readonly perContainer: Exact; readonly perPackage: Exact }
  /** The package is rounded up to whole units. */
  readonly roundedUp?: true
  /** What keeps it from giving units. */
  readonly cause?: Cause | 'placeholder'
  /** Why the row gives no units: its columns contradict each other, or the drug is priced by its potency. */
  readonly says?: string
  /** What in the rest of the file speaks against it. */
  readonly doubts: readonly Pick<Doubt, 'about' | 'says'>[]
  readonly release: ReleaseHead
}

/** A value of a release with where it is from; `isStale` where the day is after the last one the release speaks for. */
export interface Released<Value> {
  readonly value: Value
  readonly release: ReleaseHead
  readonly isStale: boolean
}

/** What CMS released, by day of service. Nothing is read from a file before it is asked for. */
export interface Releases {
  /** Every release that is loaded, by kind and first day. */
  readonly heads: readonly ReleaseHead[]
  /** The rows of a release, cell by cell as its file has them. */
  rows(head: ReleaseHead): readonly (readonly string[])[]
  /** The bytes of its file. */
  bytes(head: ReleaseHead): Buffer
  /** The same in pieces, one in memory at a time. */
  pieces(head: ReleaseHead): Iterable<Buffer>
  /** The release of a kind that speaks for a day: the last that had begun by then; undefined where none had. */
  effectiveOn(kind: ReleaseKind, day: CalendarDate): ReleaseHead | undefined
  /** The same, where it does not end before the day. */
  inForce(kind: ReleaseKind, day: CalendarDate): ReleaseHead | undefined
  /** Every code under which an NDC (11 digits) is listed; empty where it is not, which proves nothing. */
  listed(ndc: string, day: CalendarDate): readonly ListedDrug[]
  /** As the latest crosswalk that lists the NDC has it, whatever the day. */
  lastListed(ndc: string): readonly ListedDrug[]
  /** The first day of the release that begins last. */
  readonly lastDay: CalendarDate
  /** The rows of a code. */
  ofCode(code: string, day: CalendarDate): readonly ListedDrug[]
  /** Every code of the crosswalk and the limits, once, in order. */
  codes(day: CalendarDate): readonly string[]
  limit(code: string, day: CalendarDate): Released<LimitRecord> | undefined
  /** The unlikely edit of a code; undefined where no row of the table in force has it. */
  mue(code: string, day: CalendarDate, table: MueTable): Released<MueRecord> | undefined
  /** How a hospital outpatient department was paid for a code; undefined where no row of the Addendum B in force has it. */
  status(code: string, day: CalendarDate): Released<AddendumRecord> | undefined
  /** Edits of a pair of codes that were in force on a day, whichever of the two is the first. */
  edits(codes: readonly [string, string], day: CalendarDate, table: PtpTable): readonly Released<PtpEdit>[]
  /** Whether a claim took a diagnosis code (with its dot) on a day; undefined where no list of its fiscal year is loaded. */
  isDiagnosis(code: string, day: CalendarDate): boolean | undefined
  /** The first diagnosis codes that one heads, such as C34.00 under C34; none where no list of the day is loaded. */
  diagnosesUnder(code: string, day: CalendarDate): readonly string[]
  /**
   * What the latest NDC directory that lists an NDC (11 digits) says of it, whatever the day; empty where none lists it, which
   * proves nothing.
   */
  marketing(ndc: string): readonly Released<Marketed>[]
  /** The NDCs of an RxNorm code, by the RxNorm release that begins last; empty where none is loaded, or has it. */
  ndcsOfRxnorm(rxcui: string): readonly string[]
  /** The long description, and the days a code was added and ended. */
  described(code: string, day: CalendarDate): Released<HcpcsRecord> | undefined
  /** Every code that a HCPCS release describes. */
  descriptions(head: ReleaseHead): readonly HcpcsRecord[]
  /** One unit of a code: from the dosage texts, with “up to” from the long description, which the dosage texts drop. */
  unitOf(code: string, day: CalendarDate): BillingUnit | undefined
}

/** The files of releases, each named `<id>.tsv`. */
export interface ReleaseFiles {
  /** Names, and as much of each as holds its head. */
  readonly beginnings: ReadonlyMap<string, string>
  bytes(name: string): Buffer
  /** The same in pieces, one in memory at a time. */
  pieces(name: string): Iterable<Buffer>
}

/**
 * Opens releases. `placeholders` are the codes whose rows give every package as one unit. Throws an Error that names the file
 * and what is wrong in it.
 */
export function openReleases(files: ReleaseFiles, placeholders: ReadonlySet<string>): Releases {
  const heads = [...files.beginnings].map(([name, text]) => inFile(name, () => readHead(text))).toSorted(byKindAndStart)
  const rows = (head: ReleaseHead) =>
    inFile(fileOf(head), () => readRelease(files.bytes(fileOf(head)).toString('utf8')).rows)
  const drugs = oncePerRelease((head) => readDrugs(head, rows(head).map(LAYOUTS['asp-crosswalk'].row), placeholders))
  const limits = oncePerRelease((head) => byCode(rows(head).map(LAYOUTS['payment-limits'].row)))
  const edits = oncePerRelease((head) => byCode(rows(head).map(LAYOUTS['mue-practitioner'].row)))
  const described = oncePerRelease((head) => byCode(rows(head).map(LAYOUTS.hcpcs.row)))
  const statuses = oncePerRelease((head) => byCode(rows(head).map(LAYOUTS['opps-addendum-b'].row)))
  const sorted = oncePerRelease((head) =>
    inFile(fileOf(head), () => inOrder(files.bytes(fileOf(head)), COLUMNS[head.kind])),
  )
  const byKind = Map.groupBy(heads, ({ kind }) => kind)
  const effectiveOn: Releases['effectiveOn'] = (kind, day) => byKind.get(kind)?.findLast(({ from }) => from <= day)
  const drugsOn = (day: CalendarDate) => {
    const head = effectiveOn('asp-crosswalk', day)
    return head && drugs(head)
  }
  const inTable = <Value>(
    kind: ReleaseKind,
    tables: (head: ReleaseHead) => ReadonlyMap<string, Value>,
    code: string,
    day: CalendarDate,
  ): Released<Value> | undefined => {
    const release = effectiveOn(kind, day)
    const value = release && tables(release).get(code)
    return release && value && { value, release, isStale: release.through !== undefined && release.through < day }
  }
  const limit: Releases['limit'] = (code, day) => inTable('payment-limits', limits, code, day)
  const describedOn: Releases['described'] = (code, day) => inTable('hcpcs', described, code, day)
  const inForce = (kind: ReleaseKind, day: CalendarDate): ReleaseHead | undefined => {
    const head = effectiveOn(kind, day)
    return head?.through !== undefined && head.through < day ? undefined : head
  }
  return {
    heads,
    rows,
    bytes: (head) => files.bytes(fileOf(head)),
    pieces: (head) => files.pieces(fileOf(head)),
    effectiveOn,
    inForce,
    status: (code, day) => inTable('opps-addendum-b', statuses, code, day),
    edits: (codes, day, table) => {
      const release = effectiveOn(`ptp-${table}`, day)
      if (!release) return []
      const isStale = release.through !== undefined && release.through < day
      return ptpEditsOf(sorted(release), codes, day).map((value) => ({ value, release, isStale }))
    },
    isDiagnosis: (code, day) => {
      const release = inForce('icd-10-cm', day)
      return release && sorted(release).of(code).length > 0
    },
    diagnosesUnder: (code, day) => {
      const release = inForce('icd-10-cm', day)
      // A category is three characters, and the dot stands behind it: E11 heads no E110.
      const above = code.includes('.') ? code : `${code}.`
      return release
        ? sorted(release)
            .startingWith(above, MOST_UNDER)
            .flatMap(([below]) => below ?? [])
        : []
    },
    marketing: (ndc) =>
      (byKind.get('ndc-directory') ?? [])
        .toReversed()
        .map((release) => marketedIn(sorted(release), ndc).map((value) => ({ value, release, isStale: false })))
        .find((found) => found.length > 0) ?? [],
    ndcsOfRxnorm: (rxcui) => {
      const release = byKind.get('rxnorm-ndc')?.at(-1)
      return release
        ? sorted(release)
            .of(rxcui)
            .map(([, ndc = '']) => ndc)
        : []
    },
    listed: (ndc, day) => drugsOn(day)?.ofNdc(ndc) ?? [],
    lastListed: (ndc) =>
      heads
        .filter(({ kind }) => kind === 'asp-crosswalk')
        .map((head) => drugs(head).ofNdc(ndc))
        .findLast((listed) => listed.length > 0) ?? [],
    lastDay: heads.toSorted(byStart).at(-1)?.from ?? NEVER,
    ofCode: (code, day) => drugsOn(day)?.ofCode(code) ?? [],
    codes: (day) => {
      const release = effectiveOn('payment-limits', day)
      return [...new Set([...(drugsOn(day)?.codes ?? []), ...(release ? limits(release).keys() : [])])].toSorted()
    },
    limit,
    mue: (code, day, table) => inTable(`mue-${table}`, edits, code, day),
    described: describedOn,
    descriptions: (head) => [...described(head).values()],
    unitOf: (code, day) => {
      const rows = drugsOn(day)?.ofCode(code) ?? []
      const ofLimit = billingUnit(limit(code, day)?.value.dosage ?? '')
      const own = (rows.find(({ doubts }) => doubts.length === 0) ?? rows[0])?.unit ?? ofLimit
      const says = describedOn(code, day)?.value.description.toLowerCase() ?? ''
      const isUpTo = [...rows.map(({ unit }) => unit), ofLimit].some((each) => each?.upTo) || SAYS_UP_TO.test(says)
      return own && isUpTo ? { ...own, upTo: true } : own
    },
  }
}

/** The file that a release is kept in. */
export const fileOf = ({ id }: ReleaseHead): string => `${id}.tsv`

/** So many codes under another tell which are meant. */
const MOST_UNDER = 3

/** Without a release nothing is in force on any day. */
const NEVER = '0001-01-01' as CalendarDate

const SAYS_UP_TO = /\bup to [\d.]/

/** Of two files of the same days the one that was taken in place of the other comes last. */
const byStart = (a: ReleaseHead, b: ReleaseHead): number =>
  a.from === b.from ? revisionOf(a) - revisionOf(b) : a.from < b.from ? -1 : 1

const byKindAndStart = (a: ReleaseHead, b: ReleaseHead): number =>
  a.kind === b.kind ? byStart(a, b) : a.kind < b.kind ? -1 : 1

function inFile<Value>(name: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw new Error(`releases/${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function oncePerRelease<Value>(read: (head: ReleaseHead) => Value): (head: ReleaseHead) => Value {
  const before = new Map<string, Value>()
  return (head) => {
    const value = before.get(head.id) ?? read(head)
    before.set(head.id, value)
    return value
  }
}

/** Cells are read by their place: rows of a version that kept others would be read as what they are not. */
function inOrder(bytes: Buffer, columns: readonly string[]): SortedRows {
  const start = rowsBeginAt(bytes)
  if (!bytes.toString('utf8', Math.max(0, start - LONGEST_COLUMNS), start).endsWith(`\n${columns.join('\t')}\n`))
    throw new Error(`its columns are not ${columns.join(', ')}: take the release in again`)
  return sortedRows(bytes, start)
}

const LONGEST_COLUMNS = 1_000

const byCode = <Row extends { readonly code: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.code, row]))

/** Rows by NDC and by code; what a row is worth is found out when its code is asked for. */
interface Drugs {
  readonly codes: readonly string[]
  ofNdc(ndc: string): readonly ListedDrug[]
  ofCode(code: string): readonly ListedDrug[]
}

function readDrugs(release: ReleaseHead, rows: readonly CrosswalkRecord[], placeholders: ReadonlySet<string>): Drugs {
  const byNdc = Map.groupBy(rows, ({ ndc }) => ndc)
  const byCode = Map.groupBy(rows, ({ code }) => code)
  const read = new Map<string, readonly ListedDrug[]>()
  const ofCode = (code: string): readonly ListedDrug[] => {
    const drugs = read.get(code) ?? listedUnder(byCode.get(code) ?? [], release, placeholders)
    read.set(code, drugs)
    return drugs
  }
  return {
    codes: [...byCode.keys()],
    ofCode,
    ofNdc: (ndc) => (byNdc.get(ndc) ?? []).flatMap((row) => ofCode(row.code).filter((drug) => drug.row === row)),
  }
}

/** The rows of one code: nothing outside its code speaks for or against a row. */
function listedUnder(
  rows: readonly CrosswalkRecord[],
  release: ReleaseHead,
  placeholders: ReadonlySet<string>,
): readonly ListedDrug[] {
  const doubts = Map.groupBy(doubtsAmong(rows), ({ row }) => row)
  return rows.map((row) => ({
    ...readRow(row, placeholders, rows),
    row,
    unit: billingUnit(row.dosage),
    doubts: doubts.get(row) ?? [],
    release,
  }))
}

function readRow(
  row: CrosswalkRecord,
  placeholders: ReadonlySet<string>,
  others: readonly CrosswalkRecord[],
): Pick<ListedDrug, 'units' | 'roundedUp' | 'cause' | 'says'> {
  const agreement = agreementOf(row, placeholders, others)
  if (agreement.kind === 'contradicts') return { cause: agreement.cause, says: agreement.says }
  if (agreement.kind === 'placeholder') {
    return {
      cause: 'placeholder',
      says: `CMS prices ${row.code} by its potency, which is printed on the carton: bill what was given of it.`,
    }
  }
  const units = { perContainer: exactly(row.perContainer), perPackage: exactly(row.perPackage) }
  return { units, ...(agreement.kind === 'rounded up' && { roundedUp: true }) }
}
