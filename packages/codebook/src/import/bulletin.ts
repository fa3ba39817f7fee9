import type { CalendarDate } from '@doseline/dose'
import type { RowBytes } from '../releases/row-bytes.ts'

/** A record of a HCPCS release: a code or a modifier. */
export interface HcpcsRecord {
  readonly code: string
  readonly line: number
  readonly description: string
  readonly added: CalendarDate | undefined
  /** The last day it may be used. */
  readonly ended: CalendarDate | undefined
}

/** A row of the NDC–HCPCS crosswalk: one NDC and a code that bills it. Numbers are decimal text, as they stand. */
export interface CrosswalkRecord {
  /** Eleven digits. */
  readonly ndc: string
  readonly code: string
  readonly drug: string
  readonly labeler: string
  /** What one unit of the code is, as CMS words it. */
  readonly dosage: string
  /** PKG SIZE: milliliters of one container, or 1, or tablets in the bottle, or one international unit. Never a volume by itself. */
  readonly size: string
  /** PKG QTY: containers in the package that the NDC names. */
  readonly containers: string
  /** BILLUNITS: billing units in one container, to two decimals. */
  readonly perContainer: string
  /** BILLUNITSPKG: billing units in the package, rounded up to whole ones. */
  readonly perPackage: string
  readonly line: number
}

/** A row of the payment limits: what Medicare Part B pays for one billing unit, in dollars. Numbers are decimal text. */
export interface LimitRecord {
  readonly code: string
  /** CMS's short description of 28 characters; absent of CPT codes, whose descriptions are the AMA's. */
  readonly short?: string
  readonly dosage: string
  /** Absent where CMS writes `N/A`: then the notes say how it is priced. */
  readonly perUnit?: string
  /** Of the limit, in per cent: below 20 where the price rose faster than inflation. */
  readonly coinsurance?: string
  /** Set on vaccines: per cent of the average wholesale price, and the limit that makes. */
  readonly vaccine?: { readonly ofAwp: string; readonly limit: string }
  /** The same, of blood products. */
  readonly blood?: { readonly ofAwp: string; readonly limit: string }
  /** A furnishing fee is paid beside it. */
  readonly clottingFactor?: true
  readonly notes: readonly string[]
  readonly line: number
}

/** Whose claims a table of unlikely edits is for: practitioners, hospital outpatient departments, suppliers of equipment. */
export type MueTable = 'practitioner' | 'outpatient' | 'dme'

/** The most units of a code on one day, and how the edit adjudicates. */
export interface MueRecord {
  readonly code: string
  readonly units: number
  readonly mai: 1 | 2 | 3
  readonly line: number
}

/** How a hospital outpatient department is paid for a code. Dollars are decimal text. */
export interface AddendumRecord {
  readonly code: string
  /** `K` and `G` are paid by themselves, `N` is packaged into the payment of something else. */
  readonly status: string
  readonly apc?: string
  readonly rate?: string
  readonly copay?: string
  readonly line: number
}

/** A file of an authority, read. `span` is what the file itself says it speaks for. */
export type Bulletin =
  | { readonly kind: 'HCPCS release'; readonly records: readonly HcpcsRecord[] }
  | {
      readonly kind: 'NDC–HCPCS crosswalk'
      readonly records: readonly CrosswalkRecord[]
      readonly span: Span
      /** Rows CMS lists under something that is no NDC, such as a device number: named, never read as one. */
      readonly passedOver: readonly ImportProblem[]
    }
  | { readonly kind: 'Part B payment limits'; readonly records: readonly LimitRecord[]; readonly span: Span }
  | { readonly kind: 'MUE table'; readonly of: MueTable; readonly records: readonly MueRecord[] }
  | {
      readonly kind: 'OPPS Addendum B'
      readonly records: readonly AddendumRecord[]
      /** The calendar year of its title. */
      readonly year: string | undefined
    }
  | Icd10cmOrder
  | PtpTableRead
  | NdcPackages
  | RxnormNdcs

/** The order file: every code with whether a claim takes it. */
export interface Icd10cmOrder {
  readonly kind: 'ICD-10-CM code list'
  /** Those that a claim takes, as the rows of a release. */
  readonly rows: RowBytes
  readonly read: number
  readonly fiscalYear: string | undefined
}

/** The packages of the directory with what it says of their products. */
export interface RxnormNdcs {
  readonly kind: 'RxNorm NDCs'
  /** As the rows of a release. */
  readonly rows: RowBytes
  /** How many attributes the file has. */
  readonly read: number
  readonly span: Span
}

export interface NdcPackages {
  readonly kind: 'FDA NDC directory'
  /** As the rows of a release: a package that stands inside another has a row of its own. */
  readonly rows: RowBytes
  readonly read: number
  /** Packages whose code is no NDC, or whose product is not in the file of products. */
  readonly passedOver: readonly ImportProblem[]
}

/** Whose claims a table of procedure-to-procedure edits is for: practitioners, hospital outpatient departments. */
export type PtpTable = 'practitioner' | 'outpatient'

/** A part of a table of edits: each quarter's table comes in several files of the same form. */
export interface PtpPart {
  readonly kind: 'NCCI PTP edits'
  readonly of: PtpTable
  /** Which part of the table it is, counted from 1; undefined where its name does not say. */
  readonly part: number | undefined
  /** The quarter of its version. */
  readonly span: Span
  /** Edits of the codes that were wanted, as the rows of a release. */
  readonly rows: RowBytes
  /** How many edits the file has. */
  readonly read: number
  /** The first code of the edit that comes last in the order of the table. */
  readonly last: string
}

/** A table of edits whole: of all of its parts. */
export interface PtpTableRead {
  readonly kind: 'NCCI PTP edits'
  readonly of: PtpTable
  readonly span: Span
  readonly rows: RowBytes
  readonly read: number
}

/** First and last day a file speaks for; undefined where it does not say. */
export interface Span {
  readonly from: CalendarDate | undefined
  readonly through: CalendarDate | undefined
}

/** What a file says about one thing the code book holds, or should. */
export interface Difference {
  readonly kind: 'confirms' | 'adds' | 'changes' | 'ends' | 'contradicts'
  readonly about: string
  readonly says: string
}

/** What is wrong with a file, where, and what was expected there. */
export class ImportProblem extends Error {
  readonly line: number
  readonly column: number
  readonly found: string

  constructor(line: number, column: number, expected: string, found: string) {
    super(`line ${line}, column ${column}: expected ${expected}, and there stands “${found.slice(0, 60)}”`)
    this.line = line
    this.column = column
    this.found = found.slice(0, 60)
  }
}
