import type { AuditTable } from './tables.ts'
import type { Kept, TouchedRows } from './touched.ts'

export type NotIntact =
  /** A row of the audit. */
  | { readonly intact: false; readonly seq: number; readonly because: string }
  /** A row of another table, by its key (JSON). */
  | { readonly intact: false; readonly table: Kept; readonly key: string; readonly because: string }

/** A row as the audit left it. */
export interface Left {
  /** Null where it was removed. */
  readonly hash: string | null
  /** The row of the audit that left it so. */
  readonly seq: number
}

interface Part {
  readonly part: number
  readonly of: number
}

/**
 * What the audit says of the rows that keep charges single, act by act: how it left each that is there. Of `of` parts of
 * about one size it holds one, so that it fits into memory; the rows that find the history of a dose are of the first.
 */
export class RecordedRows {
  readonly #byTable = new Map<string, Map<string, Left>>()
  readonly #part: Part

  constructor(part: Part) {
    this.#part = part
  }

  /** Whether a row is of this part. */
  covers(table: Kept, key: string): boolean {
    const { part, of } = this.#part
    return table === 'dose_event' ? part === 0 : numberOf(key) % of === part
  }

  of(table: Kept): Map<string, Left> {
    const rows = this.#byTable.get(table) ?? new Map<string, Left>()
    this.#byTable.set(table, rows)
    return rows
  }

  /** Answers what is wrong where an act found a row otherwise than the act before had left it. */
  add({ seq, act, about }: AuditTable): NotIntact | undefined {
    if (!about.includes('"rows"')) return undefined
    const { rows = {} } = JSON.parse(about) as { rows?: TouchedRows }
    for (const [table, touched] of Object.entries(rows) as [Kept, Record<string, readonly [string?, string?]>][]) {
      const known = this.of(table)
      for (const [key, [was, is]] of Object.entries(touched)) {
        if (!this.covers(table, key)) continue
        const left = known.get(key)
        // Of the events of a dose those that were added are not listed; a migration takes rows over as they stand.
        const isCompared = table !== 'dose_event' && act !== 'rows taken over'
        if (isCompared && (left?.hash ?? null) !== (was ?? null)) {
          return notKept(table, key, `row ${seq} of the audit found it otherwise than ${leftBy(left)}`)
        }
        // Of the events of a dose it counts that they were removed.
        if (is == null && table !== 'dose_event') known.delete(key)
        else known.set(key, { hash: is ?? null, seq })
      }
    }
    return undefined
  }
}

/** A number of a text, evenly spread. */
function numberOf(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash >>> 0
}

export const leftBy = (left: Left | undefined): string =>
  left ? `row ${left.seq} of the audit left it` : 'the audit says: there was none'

export const notKept = (table: Kept, key: string, because: string): NotIntact => ({
  intact: false,
  table,
  key,
  because,
})
