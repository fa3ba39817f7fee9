import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import {
  type Bulletin,
  type Difference,
  type FilesRead,
  type KeptParts,
  loadReleases,
  type PtpPart,
  type PtpTable,
  planUpdate,
  RELEASES,
  RowBytes,
  readData,
  readFiles,
  type Update,
} from '@doseline/codebook'
import { type CalendarDate, day } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'
import { filesIn } from '../given-files.ts'
import { Progress } from '../progress.ts'

const ORDER: readonly Difference['kind'][] = ['contradicts', 'ends', 'changes', 'adds', 'confirms']
/** Of a list that goes on for thousands of rows, these are shown. */
const SHOWN = 20

export const update = new Command('update')
  .summary('what files of CMS and FDA would change, and with --write the change itself')
  .description(
    'Reads files of CMS and FDA, each recognized by its content, in a ZIP archive or out of it: HCPCS release (fixed width or CSV), NDC–HCPCS crosswalk, Part B payment limits, MUE table, OPPS Addendum B (CSV), NCCI PTP edits (text, every part of a table), FDA NDC directory (product.txt with package.txt), ICD-10-CM order file or code list, RXNSAT.RRF of RxNorm. Shows first what each adds, changes or ends compared with the release before it, and what it says about the values that are written by hand. With --write each is kept as a release of its own; releases that are there stay as they are, and what a run that was broken off had read is not read again. One that contradicts a value written by hand, looks cut short or swapped, or is of the same days as another is refused until a person says why it is taken. Exit code: 0 nothing is contradicted or it was accepted, 1 otherwise, or a file cannot be read.',
  )
  .argument('<files...>', 'files or archives as they are published, or folders of them')
  .option('--write', 'keep what was read')
  .option(
    '--from <day>',
    'the first day of a file that does not say it, such as a HCPCS release, a MUE table or Addendum B',
    calendarDay,
  )
  .option('--fiscal-year <year>', 'the year of an ICD-10-CM file whose name does not say it', fiscalYear)
  .addOption(
    new Option('--edits-for <claims>', 'whose claims a table of PTP edits is for, where its name does not say').choices(
      ['practitioner', 'outpatient'] as const,
    ),
  )
  .option(
    '--accept <why>',
    'take a release although it contradicts the code book or another of its days is loaded, and keep the reason with it',
  )
  .action(async (paths, options) => {
    // Every line of a large file is garbage at once: with more room for it a directory of FDA takes 100 MB more, and no less time.
    setFlagsFromString('--semi-space-growth-factor=1')
    const files = []
    for (const path of paths) {
      try {
        files.push(...(await filesIn(path)))
      } catch (error) {
        say('refused', error instanceof Error ? error.message : String(error))
      }
    }
    const progress = new Progress()
    const reading = {
      codes: administrationCodes(),
      of: options.editsFor,
      loaded: (digest: string) => loadReleases().heads.find((head) => head.digest === digest)?.id,
      ...(options.write && { kept: KEPT }),
      progress: (file: string, read: number, size: number) =>
        progress.tell(`${file}: ${size > 0 ? Math.floor((100 * read) / size) : 0} % of ${megabytes(size)} MB …`),
    }
    for await (const read of readFiles(files, reading)) {
      progress.clear()
      takeIn(read, options)
    }
  })

type Options = {
  write?: true
  from?: CalendarDate
  fiscalYear?: string
  editsFor?: PtpTable
  accept?: string
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)

/** Every code of giving a drug: edits of others bear on no dose. */
const administrationCodes = (): ReadonlySet<string> =>
  new Set(Object.values(readData().giving).flatMap(({ cpt }) => cpt))

function say(kind: 'refused' | 'done', text: string): void {
  if (kind === 'done') console.log(text)
  else {
    console.error(text)
    process.exitCode = 1
  }
}

/** One file that cannot be taken in keeps no other out. */
function takeIn(read: FilesRead, options: Options): void {
  const name = read.files.join(', ')
  if ('problem' in read) say('refused', read.problem.message)
  else if ('skipped' in read) say('done', `${name} is passed over: ${read.skipped}`)
  else if ('isLoaded' in read) say('done', `${name} is loaded already, as ${read.isLoaded}.`)
  else {
    const planned = plan(name, read, options)
    if (planned instanceof Error) {
      say('refused', planned.message)
      return
    }
    show(name, read.bulletin, planned)
    const refused = refusal(planned, options)
    if (refused !== undefined) {
      console.log(`Refused: ${refused}`)
      process.exitCode = 1
    } else if (options.write) write(planned)
  }
}

function refusal({ differences, release }: Update, { accept }: Options): string | undefined {
  if (release.refused !== undefined) return release.refused
  if (accept !== undefined) return undefined
  if (release.looksDamaged !== undefined) return `${release.looksDamaged} Say why it is taken with --accept.`
  return differences.some(({ kind }) => kind === 'contradicts')
    ? 'it contradicts the code book. Correct the code book, or say why it is taken with --accept.'
    : undefined
}

function plan(
  file: string,
  { bulletin, digest }: Extract<FilesRead, { bulletin: Bulletin }>,
  { from, fiscalYear: year, accept }: Options,
): Update | TypeError {
  const given = { file, digest, read: today(), from, fiscalYear: year, accepted: accept }
  try {
    return planUpdate(bulletin, given, { data: readData(), releases: loadReleases() })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const how = bulletin.kind === 'ICD-10-CM code list' ? '--fiscal-year 2026' : '--from 2026-10-01'
    return new TypeError(`${error.message} (${how})`)
  }
}

function write({ release }: Update): void {
  if (release.isLoaded) {
    console.log(`${release.head.id} is loaded already.`)
    return
  }
  writeWhole(new URL(`${release.head.id}.tsv`, RELEASES), release.bytes)
  rmSync(PARTS, { recursive: true, force: true })
  console.log(`Loaded: ${release.head.id}, ${release.head.rows} rows.`)
}

/** A run that is broken off leaves no half of a file. */
function writeWhole(file: URL, bytes: Uint8Array): void {
  const beside = new URL(`${file.href}.part`)
  mkdirSync(new URL('./', file), { recursive: true })
  writeFileSync(beside, bytes)
  renameSync(beside, file)
}

const PARTS = new URL('being-read/', RELEASES)

/** What was read of each part of a large table, beside the releases until the release of it is made: a line about it, its rows. */
const KEPT: KeptParts = {
  get(digest) {
    const file = new URL(`${digest}.txt`, PARTS)
    if (!existsSync(file)) return undefined
    const [about = '', ...lines] = readFileSync(file, 'latin1').trimEnd().split('\n')
    // We wrote it ourselves, whole.
    return { ...(JSON.parse(about) as PtpPart), rows: RowBytes.of(lines) }
  },
  put: (digest, { rows, ...about }) =>
    writeWhole(
      new URL(`${digest}.txt`, PARTS),
      Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), rows.inOrder()]),
    ),
}

function show(name: string, bulletin: Bulletin, { differences, release }: Update): void {
  console.log(`${name}: ${headOf(bulletin, release.head)}`)
  const passedOver = 'passedOver' in bulletin ? bulletin.passedOver : []
  for (const problem of passedOver.slice(0, SHOWN)) console.log(`passed over: ${problem.message}`)
  if (passedOver.length > SHOWN) console.log(`passed over: ${passedOver.length - SHOWN} more`)
  if (release.since) {
    const { before, added, changed, ended } = release.since
    console.log(`\nSince ${before.id}: ${added.length} added, ${changed.length} changed, ${ended.length} ended`)
    for (const [kind, rows] of Object.entries({ added, changed, ended })) list(kind, rows)
  }
  if (release.unread) {
    console.log(`\nDosage texts that are not read: no dose of these is worked out (${release.unread.length})`)
    list('unread', release.unread)
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

function headOf(bulletin: Bulletin, { from, through, rows }: Update['release']['head']): string {
  const read = 'read' in bulletin ? bulletin.read : bulletin.records.length
  const kept = read === rows ? '' : `, of which ${rows} rows are kept`
  return `${bulletin.kind}, ${from} to ${through ?? 'open'}, ${read} records${kept}`
}

function fiscalYear(typed: string): string {
  if (!/^20\d{2}$/.test(typed)) throw new InvalidArgumentError('It is a fiscal year, such as 2026.')
  return typed
}

const today = (): CalendarDate => day(new Date().toISOString().slice(0, 10))
