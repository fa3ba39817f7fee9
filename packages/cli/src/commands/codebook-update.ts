import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import {
  type Bulletin,
  CODE_LISTS,
  type Difference,
  ImportProblem,
  loadReleases,
  planUpdate,
  RELEASES,
  readBulletin,
  readData,
  type Update,
} from '@doseline/codebook'
import { type CalendarDate, day } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'

const ORDER: readonly Difference['kind'][] = ['contradicts', 'ends', 'changes', 'adds', 'confirms']
/** Of a list that goes on for thousands of rows, these are shown. */
const SHOWN = 20

export const update = new Command('update')
  .summary('what files of CMS would change, and with --write the change itself')
  .description(
    'Reads files of CMS, recognized by their content: HCPCS release (fixed width or CSV), NDC–HCPCS crosswalk, Part B payment limits, MUE table, ICD-10-CM code list. Shows first what each adds, changes or ends compared with the release before it, and what it says about the values that are written by hand. With --write the crosswalk, the limits, the HCPCS release, the MUE tables and the code list are kept as a release of their own; releases that are there stay as they are. One that contradicts a value written by hand is refused until a person says why it is taken. Exit code: 0 nothing is contradicted or it was accepted, 1 otherwise, or a file cannot be read.',
  )
  .argument('<files...>', 'files as CMS publishes them, or folders of them')
  .option('--write', 'keep what was read')
  .option(
    '--from <day>',
    'the first day of a file that does not say it, such as a HCPCS release or a MUE table',
    calendarDay,
  )
  .option('--fiscal-year <year>', 'the year of an ICD-10-CM code list', fiscalYear)
  .option('--accept <why>', 'take a release although it contradicts the code book, and keep the reason with it')
  .action((paths, options) => {
    const results = paths.flatMap(filesIn).map((path) => takeInOrSay(path, options))
    if (results.includes('refused')) process.exitCode = 1
  })

type Options = { write?: true; from?: CalendarDate; fiscalYear?: string; accept?: string }

function filesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  return readdirSync(path)
    .toSorted()
    .map((name) => join(path, name))
    .filter((each) => statSync(each).isFile())
}

/** One file that cannot be taken in keeps no other out. */
function takeInOrSay(path: string, options: Options): 'done' | 'refused' {
  try {
    return takeIn(path, options)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 'refused'
  }
}

function takeIn(path: string, options: Options): 'done' | 'refused' {
  const bytes = bytesOf(path)
  const bulletin = read(path, bytes)
  const given = { file: basename(path), bytes, read: today(), from: options.from, accepted: options.accept }
  const where = { data: readData(), releases: loadReleases() }
  const planned = plan(path, bulletin, given, where)
  show(path, bulletin, planned)
  const refused = refusal(planned, options)
  if (refused !== undefined) {
    console.log(`Refused: ${refused}`)
    return 'refused'
  }
  if (options.write) write(path, bulletin, planned, options)
  return 'done'
}

function refusal({ differences, release }: Update, { accept }: Options): string | undefined {
  if (release?.refused !== undefined) return release.refused
  if (accept !== undefined) return undefined
  if (release?.looksCutShort !== undefined) return `${release.looksCutShort} Say why it is taken with --accept.`
  return differences.some(({ kind }) => kind === 'contradicts')
    ? 'it contradicts the code book. Correct the code book, or say why it is taken with --accept.'
    : undefined
}

function plan(...[path, bulletin, given, where]: [string, ...Parameters<typeof planUpdate>]): Update {
  try {
    return planUpdate(bulletin, given, where)
  } catch (error) {
    if (error instanceof TypeError) throw new Error(`${path}: ${error.message} (--from 2026-10-01)`)
    throw error
  }
}

function write(path: string, bulletin: Bulletin, { release }: Update, { fiscalYear: year }: Options): void {
  if (bulletin.kind === 'ICD-10-CM code list') {
    if (year === undefined)
      throw new Error(`${path}: an ICD-10-CM code list does not say its year: --fiscal-year 2026.`)
    mkdirSync(CODE_LISTS, { recursive: true })
    copyFileSync(path, new URL(`${year}.txt`, CODE_LISTS))
    console.log(`Loaded: diagnosis codes of fiscal year ${year} are looked up in it.`)
  } else if (!release) {
    console.log(`A ${bulletin.kind} is not kept: enter what it says with its day and source.`)
  } else if (release.isLoaded) {
    console.log(`${release.head.id} is loaded already.`)
  } else {
    const file = new URL(`${release.head.id}.tsv`, RELEASES)
    const beside = new URL(`${release.head.id}.part`, RELEASES)
    mkdirSync(RELEASES, { recursive: true })
    writeFileSync(beside, release.text)
    renameSync(beside, file)
    console.log(`Loaded: ${release.head.id}, ${release.head.rows} rows.`)
  }
}

function show(path: string, bulletin: Bulletin, { differences, release }: Update): void {
  console.log(`${path}: ${headOf(bulletin)}`)
  for (const problem of 'passedOver' in bulletin ? bulletin.passedOver : []) {
    console.log(`passed over: ${problem.message}`)
  }
  if (release?.since) {
    const { before, added, changed, ended } = release.since
    console.log(`\nSince ${before.id}: ${added.length} added, ${changed.length} changed, ${ended.length} ended`)
    for (const [name, rows] of Object.entries({ added, changed, ended })) list(name, rows)
  }
  console.log(`\n${differences.length} values that are written by hand are concerned`)
  for (const kind of ORDER) {
    const found = differences.filter((each) => each.kind === kind)
    if (found.length > 0) console.log(`\n${kind} (${found.length})`)
    for (const { about, says } of found) console.log(`  ${about.padEnd(16)} ${says}`)
  }
}

function list(name: string, rows: readonly string[]): void {
  if (rows.length === 0) return
  const more = rows.length > SHOWN ? `, and ${rows.length - SHOWN} more` : ''
  console.log(`  ${name.padEnd(8)} ${rows.slice(0, SHOWN).join(', ')}${more}`)
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function read(path: string, bytes: Buffer): Bulletin {
  try {
    return readBulletin(bytes)
  } catch (error) {
    if (error instanceof ImportProblem) throw new Error(`${path}, ${error.message}.`)
    throw error
  }
}

function headOf(bulletin: Bulletin): string {
  const count = bulletin.kind === 'ICD-10-CM code list' ? bulletin.records.size : bulletin.records.length
  const span = 'span' in bulletin && bulletin.span.from ? bulletin.span : undefined
  return `${bulletin.kind}${span ? `, ${span.from} to ${span.through ?? 'open'}` : ''}, ${count} records`
}

function fiscalYear(typed: string): string {
  if (!/^20\d{2}$/.test(typed)) throw new InvalidArgumentError('It is a fiscal year, such as 2026.')
  return typed
}

const today = (): CalendarDate => day(new Date().toISOString().slice(0, 10))
