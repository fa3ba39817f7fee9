import type { CalendarDate } from '@doseline/dose'

/** A record of a HCPCS release: a code or a modifier. */
export interface HcpcsRecord {
  readonly code: string
  readonly line: number
  readonly description: string
  readonly added: CalendarDate | undefined
  /** The last day it may be used. */
  readonly ended: CalendarDate | undefined
}

/** One NDC and the code that bills it. */
export interface CrosswalkRecord {
  readonly ndc: string
  readonly code: string
  readonly drug: string
  readonly line: number
}

/** What Medicare Part B pays for one billing unit, in dollars, as decimal text. */
export interface LimitRecord {
  readonly code: string
  readonly perUnit: string
  readonly line: number
}

export interface MueRecord {
  readonly code: string
  readonly units: number
  readonly mai: 1 | 2 | 3
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
  | { readonly kind: 'MUE table'; readonly records: readonly MueRecord[] }
  | { readonly kind: 'ICD-10-CM code list'; readonly records: ReadonlySet<string> }

/** First and last day a file speaks for; undefined where it does not say. */
export interface Span {
  readonly from: CalendarDate | undefined
  readonly through: CalendarDate | undefined
}

/** What is wrong with a file, where, and what was expected there. */
export class ImportProblem extends Error {
  readonly line: number
  readonly column: number

  constructor(line: number, column: number, expected: string, stands: string) {
    super(`line ${line}, column ${column}: expected ${expected}, and there stands “${stands.slice(0, 60)}”`)
    this.line = line
    this.column = column
  }
}
