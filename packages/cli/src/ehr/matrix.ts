import { offeredBy, planFor, READING_PLAN, type ReadStep, type Row } from '@doseline/ehr-client'
import type { CapabilityStatement } from 'fhir/r4'
import { lettersOf, searchParametersOf } from './capability.ts'

/** How one resource type of the reading plan stands with an EHR. Letters are those of SMART v2. */
export interface Standing {
  readonly type: string
  /** What it offers of create, read, update and search; undefined where it says nothing of the type. */
  readonly offers: string | undefined
  readonly needs: string
  /** Whether what is needed for reading is there; undefined where the EHR does not say. */
  readonly reads: boolean | undefined
  /** The same for writing; also undefined where nothing is written. */
  readonly writes: boolean | undefined
  readonly means: string
}

/** The support matrix: the reading plan beside what an EHR says, and beside what a reading showed. */
export function supportMatrix(
  statement: CapabilityStatement | undefined,
  steps: readonly ReadStep[] = [],
): readonly Standing[] {
  const planned = planFor(offeredBy(statement))
  // What is written instead of charges is of interest only where it would be.
  const rows = READING_PLAN.flatMap((row) => (row.instead ? planned.filter(({ type }) => type === row.type) : [row]))
  return rows.map((row) =>
    standingOf(
      row,
      statement,
      steps.find(({ type }) => type === row.type),
    ),
  )
}

function standingOf(row: Row, statement: CapabilityStatement | undefined, step: ReadStep | undefined): Standing {
  const { type } = row
  const needs = [...'cruds'].filter((letter) => `${row.reads}${row.writes ?? ''}`.includes(letter)).join('')
  const offers = statement && (lettersOf(statement, type) ?? 'none')
  const has = (letters: string): boolean | undefined => {
    if (offers === undefined || offers === '') return undefined
    return offers !== 'none' && [...letters].every((letter) => offers.includes(letter))
  }
  const seen = step && step.state !== 'waiting' && step.state !== 'reading' ? step : undefined
  const reads = seen ? seen.state === 'complete' : has(row.reads)
  const writes = row.writes ? has(row.writes) : undefined
  const byOperation = offeredBy(statement)?.[type]?.includes('$create') ?? false
  const unnamed = statement && !seen && reads ? unnamedSearch(row, statement) : undefined
  return { type, offers, needs, reads, writes, means: meaningOf(row, { reads, writes, seen, unnamed, byOperation }) }
}

interface Found {
  readonly reads: boolean | undefined
  readonly writes: boolean | undefined
  readonly seen: ReadStep | undefined
  /** The search parameters it names, where none of the app’s searches is among them. */
  readonly unnamed: string | undefined
  /** Whether it is created by an operation of the vendor. */
  readonly byOperation: boolean
}

function meaningOf(row: Row, { reads, writes, seen, unnamed, byOperation }: Found): string {
  const read = seen ? readAs(seen) : reads === undefined ? 'it does not say' : reads ? inOrder(unnamed) : missing(row)
  const failed = seen && seen.state !== 'complete' ? `: ${missing(row)}` : ''
  const write = writes === false ? (byOperation ? '; written by $create only' : '; cannot be written') : ''
  return `${read}${failed}${write}`
}

const inOrder = (unnamed: string | undefined): string =>
  unnamed === undefined ? 'in order' : `it names other searches than the app’s: ${unnamed}`

/** Parameters of the result, not of what is searched. */
const OF_RESULT = /^_(count|include|sort|summary)$/

function unnamedSearch(
  { type, searches = [], searchesByVisit = [] }: Row,
  statement: CapabilityStatement,
): string | undefined {
  const named = searchParametersOf(statement, type)
  const ours = [...searches, ...searchesByVisit].map((each) => [...new URLSearchParams(each).keys()])
  const isNamed = (names: readonly string[]) => names.every((name) => OF_RESULT.test(name) || named.includes(name))
  return named.length === 0 || ours.length === 0 || ours.some(isNamed) ? undefined : named.join(', ')
}

function readAs({ state, count, because }: ReadStep): string {
  if (state === 'complete') return `read: ${count}`
  const why = because ? ` (${because})` : ''
  return `${state === 'not-offered' ? 'not offered' : state}${why}`
}

/** What the app can no longer do or say. */
function missing({ type, why, sends, searches }: Row): string {
  if (type === 'MedicationAdministration') return 'no doses: nothing can be judged'
  // What is only looked up by reference may stand in the dose itself.
  if (sends && !searches) return `not looked up: ${why}`
  return sends ? `cannot tell: ${why}` : `not shown: ${why}`
}

/** Whether an EHR, by what it says or by what was tried, gives the doses at all. */
export const givesDoses = (matrix: readonly Standing[]): boolean =>
  matrix.find(({ type }) => type === 'MedicationAdministration')?.reads !== false

/** The types rules look at that it does not give. */
export const gaps = (matrix: readonly Standing[]): readonly Standing[] =>
  matrix.filter(({ type, reads }) => reads === false && READING_PLAN.find((row) => row.type === type)?.sends)
