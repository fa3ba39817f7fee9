import { AROUND_ROWS } from './plan/around-rows.ts'
import { CLAIM_ROWS } from './plan/claim-rows.ts'
import { COVERAGE_ROWS } from './plan/coverage-rows.ts'
import { DOSE_ROWS } from './plan/dose-rows.ts'
import { MEDICINE_ROWS } from './plan/medicine-rows.ts'
import type { Row } from './plan/row.ts'
import { WRITTEN_ROWS } from './plan/written-rows.ts'

export type { Row } from './plan/row.ts'

/** All of it, in the order in which it is shown and read. */
export const READING_PLAN: readonly Row[] = [
  ...DOSE_ROWS,
  ...COVERAGE_ROWS,
  ...CLAIM_ROWS,
  ...AROUND_ROWS,
  ...MEDICINE_ROWS,
  ...WRITTEN_ROWS,
]

/** Rows as they are read where they are not written, by the row. */
const READ_ONLY: ReadonlyMap<Row, Row> = new Map(
  READING_PLAN.flatMap((row) => {
    const { instead, writes: _, whyWritten: __, ...reading } = row
    return instead && row.sends ? [[row, reading] as const] : []
  }),
)

/** A row as it stands with a server on which nothing of it is written; undefined where nothing of it is read then. */
export const asRead = (row: Row): Row | undefined => (row.instead ? READ_ONLY.get(row) : row)

/** The row of a type. */
export const rowOf = (type: string): Row | undefined => READING_PLAN.find((row) => row.type === type)
