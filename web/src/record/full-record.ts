/** A document as it is printed: a cover sheet, then its parts in order. Both paper and PDF are made of it. */
export interface FullRecord {
  readonly title: string
  /** Such as `Halvorsen, Linnea · MRN 21679593`: at the foot of each page. */
  readonly about: string
  readonly language: string
  readonly cover: readonly Pair[]
  readonly parts: readonly Part[]
}

export type Pair = readonly [name: string, value: string]

export interface Part {
  readonly title: string
  readonly table?: Table
  /** Sentences beside the table. */
  readonly says?: readonly string[]
}

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Shares of the width, column by column. */
  readonly widths: readonly number[]
}
