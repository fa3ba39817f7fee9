/** A document as it is printed: a cover sheet, then its parts in order. Both paper and PDF are made of it. */
export interface FullRecord {
  readonly title: string
  /** Such as `Halvorsen, Linnea · MRN 21679593`: at the foot of each page. */
  readonly about: string
  readonly language: string
  readonly cover: readonly Pair[]
  readonly parts: readonly Part[]
}

/** A text in the language of the record; what the service, the EHR or the chart says is marked as the English it is. */
export type Said = string | { readonly english: string }

/** What is said in English, whatever the language of the record. */
export const inEnglish = (text: string): Said => ({ english: text })

/** The letters of a text, without its language. */
export const lettersOf = (said: Said): string => (typeof said === 'string' ? said : said.english)

export type Pair = readonly [name: string, value: Said]

export interface Part {
  readonly title: string
  readonly table?: Table
  /** Sentences after the table. */
  readonly says?: readonly Said[]
}

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Said[])[]
  /** Shares of the width, column by column. */
  readonly widths: readonly number[]
}
