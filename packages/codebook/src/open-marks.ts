import type { Settles } from './settled-by.ts'

/** A value of the data that no official document confirms yet, or of which none gives the first day. */
export interface OpenMark {
  /** Below `data/`: `payers/aetna.yaml`. */
  readonly file: string
  /** Where it is in the file: `priorAuthorization, denosumab-60mg`. */
  readonly at: readonly string[]
  /** What is marked, in words. */
  readonly value: string
  /** The document it was read from, by its name in `sources.yaml`. */
  readonly source: string
  readonly lacks: 'confirmation' | 'first day'
}

/** Every open mark of the data, in the order of files and entries. `files`: what each YAML file says, by path. */
export const openMarks = (files: Readonly<Record<string, unknown>>): readonly OpenMark[] =>
  Object.keys(files)
    .toSorted()
    .flatMap((file) => marksIn(files[file], { file, at: [] }))

type Where = Pick<OpenMark, 'file' | 'at'>

function marksIn(value: unknown, where: Where): OpenMark[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => marksIn(each, where))
  if (!isRecord(value)) return []
  const below = Object.entries(value).flatMap(([name, each]) => marksIn(each, { ...where, at: [...where.at, name] }))
  const lacks = lackOf(value)
  if (lacks === undefined) return below
  return [{ ...where, value: shown(value), source: String(value.source ?? ''), lacks }, ...below]
}

/** A value without a first day applies from the code book’s first day, unconfirmed, however sure its document is. */
function lackOf({ confidence, checkedOn }: Readonly<Record<string, unknown>>): OpenMark['lacks'] | undefined {
  if (confidence === 'unconfirmed') return 'confirmation'
  return checkedOn === undefined ? undefined : 'first day'
}

/** What says where a value is from and how sure it is, and is no part of it. */
const BESIDE = new Set(['confidence', 'source', 'checkedOn', 'from', 'through', 'why'])

/** A value in words, cut where it goes on for long. */
function shown(entry: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(entry).filter(([name]) => !BESIDE.has(name))
  const words = parts.map(([name, each]) => (name === 'value' ? text(each) : `${name}: ${text(each)}`)).join('; ')
  const days = ['from', 'through'].flatMap((name) =>
    entry[name] === undefined ? [] : [`${name} ${text(entry[name])}`],
  )
  const all = [words, ...days].filter((each) => each !== '').join('; ')
  return all.length > LONGEST ? `${all.slice(0, LONGEST).replace(/\s\S{0,40}$/, '')} …` : all
}

const LONGEST = 160

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(', ')
  if (!isRecord(value)) return String(value)
  return Object.entries(value)
    .filter(([name]) => !BESIDE.has(name))
    .map(([name, each]) => (name === 'id' || name === 'label' ? text(each) : `${name} ${text(each)}`))
    .join(' ')
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The first row that speaks for a mark. */
export const settling = ({ file, at }: OpenMark, rows: readonly Settles[]): Settles | undefined =>
  rows.find((row) => file.startsWith(row.in) && (row.of === undefined || row.of.some((name) => at.includes(name))))
