import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Bulletin, compare, type Difference, ImportProblem, readBulletin, readData } from '@doseline/codebook'
import { stop } from './support/stop.ts'

const USAGE = `pnpm codebook import <file>
  Says what a file of CMS would add, change or end in the code book, and what it contradicts (then it ends with 1).
  HCPCS release (fixed width or CSV), NDC–HCPCS crosswalk, Part B payment limits, MUE table, ICD-10-CM code list.
  Nothing is written: a value enters packages/codebook/data with its day and source, by hand and reviewed.
pnpm codebook import <ICD-10-CM code list> --load <fiscal year>
  Loads the list: diagnosis codes of that year are looked up in it from then on. Refused where it contradicts the code book.`

const LISTS = new URL('../packages/codebook/data/icd-10-cm/', import.meta.url)
const ORDER: readonly Difference['kind'][] = ['contradicts', 'ends', 'changes', 'adds', 'confirms']

const { values, positionals } = parseArgs({ allowPositionals: true, options: { load: { type: 'string' } } })
const [command, file] = positionals
if (command !== 'import' || !file) stop(USAGE)
const bulletin = read(file)
const differences = compare(bulletin, readData())
console.log(`${file}: ${headOf(bulletin)}; ${differences.length} concern the code book.`)
for (const problem of 'passedOver' in bulletin ? bulletin.passedOver : [])
  console.log(`passed over: ${problem.message}`)
for (const kind of ORDER) {
  const found = differences.filter((each) => each.kind === kind)
  if (found.length > 0) console.log(`\n${kind} (${found.length})`)
  for (const { about, says } of found) console.log(`  ${about.padEnd(16)} ${says}`)
}
if (differences.some(({ kind }) => kind === 'contradicts')) process.exitCode = 1
else if (values.load !== undefined) load(file, bulletin, values.load)

function load(path: string, { kind }: Bulletin, year: string): void {
  if (kind !== 'ICD-10-CM code list') stop(`${path} is a ${kind}; only an ICD-10-CM code list is loaded as it is.`)
  if (!/^20\d{2}$/.test(year)) stop(`“${year}” is no fiscal year such as 2026.`)
  mkdirSync(LISTS, { recursive: true })
  copyFileSync(path, new URL(`${year}.txt`, LISTS))
  console.log(`Loaded: diagnosis codes of fiscal year ${year} are looked up in it.`)
}

function read(path: string): Bulletin {
  try {
    return readBulletin(readFileSync(path))
  } catch (error) {
    if (error instanceof ImportProblem) stop(`${path}, ${error.message}.`)
    return stop(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function headOf(read: Bulletin): string {
  const count = read.kind === 'ICD-10-CM code list' ? read.records.size : read.records.length
  const span = 'span' in read && read.span.from ? `, ${read.span.from} to ${read.span.through ?? 'open'}` : ''
  return `${read.kind}${span}, ${count} records`
}
