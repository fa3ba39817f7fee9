import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import {
  type Bulletin,
  CODE_LISTS,
  compare,
  type Difference,
  ImportProblem,
  readBulletin,
  readData,
} from '@doseline/codebook'

const ORDER: readonly Difference['kind'][] = ['contradicts', 'ends', 'changes', 'adds', 'confirms']

export const codebook = new Command().description('What CMS publishes, beside the code book.')

codebook
  .command('import')
  .summary('what a file of CMS would add, change, end or contradict')
  .description(
    `Says what a file of CMS would add, change or end in the code book, and what it contradicts: HCPCS release (fixed width or CSV), NDC–HCPCS crosswalk, Part B payment limits, MUE table, ICD-10-CM code list. Nothing is written but a list with --load: a value enters the code book with its day and source, by hand and reviewed. Exit code: 0 nothing is contradicted, 1 something is, or the file cannot be read.`,
  )
  .argument('<file>', 'as CMS publishes it')
  .option(
    '--load <fiscal year>',
    'of an ICD-10-CM code list: diagnosis codes of that year are looked up in it from then on. Refused where it contradicts the code book',
    fiscalYear,
  )
  .action((file, { load: year }) => {
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
    else if (year !== undefined) load(file, bulletin, year)
  })

function fiscalYear(typed: string): string {
  if (!/^20\d{2}$/.test(typed)) throw new InvalidArgumentError('It is a fiscal year, such as 2026.')
  return typed
}

function load(path: string, { kind }: Bulletin, year: string): void {
  if (kind !== 'ICD-10-CM code list')
    throw new Error(`${path} is a ${kind}; only an ICD-10-CM code list is loaded as it is.`)
  mkdirSync(CODE_LISTS, { recursive: true })
  copyFileSync(path, new URL(`${year}.txt`, CODE_LISTS))
  console.log(`Loaded: diagnosis codes of fiscal year ${year} are looked up in it.`)
}

function read(path: string): Bulletin {
  try {
    return readBulletin(readFileSync(path))
  } catch (error) {
    if (error instanceof ImportProblem) throw new Error(`${path}, ${error.message}.`)
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function headOf(read: Bulletin): string {
  const count = read.kind === 'ICD-10-CM code list' ? read.records.size : read.records.length
  const span = 'span' in read && read.span.from ? `, ${read.span.from} to ${read.span.through ?? 'open'}` : ''
  return `${read.kind}${span}, ${count} records`
}
