import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { cancelExport, ExportError, type Exported, type ExportProgress } from '@doseline/bulk-data'
import { address } from '../arguments.ts'
import { type ExportWishes, exportFrom, lineTo, type Watching } from '../bulk/export-from.ts'
import { hinted, megabytes, tokenIn, watchingOn } from '../bulk/terminal.ts'
import { Progress } from '../progress.ts'
import { columns, folded } from '../text/columns.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const exportCommand = new Command()
  .description(
    'Fetches a FHIR Bulk Data export ($export) of an EHR to a folder. Called again with the same words it goes on where it was; files that are whole are not fetched again. Exit code: 0 complete, 1 not, 130 stopped.',
  )
  .argument('<fhir base>', 'of the EHR', address)
  .requiredOption('--out <folder>', 'a new folder, or the one of the export to go on with')
  .option('--client-id <id>', 'what the EHR gave for Doseline as a client without a person (SMART Backend Services)')
  .option('--key <file>', 'its private key, which “doseline registry keys” made')
  .option('--token-from-env <variable>', 'instead: the environment variable that holds an access token')
  .option('--group <id>', 'the patients of this Group')
  .addOption(
    new Option('--level <level>', 'the whole server, or its patients; without it what the server offers').choices([
      'system',
      'patient',
    ] as const),
  )
  .option(
    '--types <types>',
    'resource types with commas between them, or “all”; without it those that the rules read',
    typesIn,
  )
  .option('--since <instant>', 'only what changed or was deleted since, such as 2026-11-01T00:00:00Z', instant)
  .option(
    '--type-filter <search>',
    'such as MedicationAdministration?effective-time=ge2026-11-01; may be repeated',
    repeated,
  )
  .option('--trust-origin <origin>', 'a file server that may have the access token, too; may be repeated', repeated)
  .option('--keep-on-server', 'do not tell the server that its files were fetched', false)
  .option('--cancel', 'cancel the export of this folder on the server', false)
  .action(async (base, { out, tokenFromEnv, cancel, typeFilter, trustOrigin, ...options }) => {
    const wishes = { ...options, token: tokenIn(tokenFromEnv), typeFilters: typeFilter, trustOrigins: trustOrigin }
    if ((wishes.clientId === undefined) !== (wishes.key === undefined))
      throw new WrongUsage('--client-id and --key go together.')
    if (wishes.group !== undefined && wishes.level !== undefined)
      throw new WrongUsage('--group is a level of its own: leave out --level.')
    const progress = new Progress()
    const watching = watchingOn(progress, stopSignal())
    try {
      if (cancel) return await canceled(base, out, wishes, watching)
      const exported = await exportFrom(base, out, wishes, watching)
      progress.clear()
      report(exported, out)
    } catch (thrown) {
      progress.clear()
      if (watching.signal?.aborted) {
        say('Stopped. The same command goes on where it was; --cancel ends it on the server.')
        process.exitCode = 130
      } else throw hinted(thrown, wishes)
    }
  })

async function canceled(base: string, out: string, wishes: ExportWishes, watching: Watching): Promise<void> {
  const { line } = await lineTo(base, wishes, watching)
  if (!(await cancelExport(line, out))) throw new Error(`${out} holds no export.`)
  say(`The export of ${out} was canceled on the server. The files that were fetched are still there.`)
}

/** Aborted by Ctrl-C; a second one ends at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130)
      stopping.abort()
    })
  }
  return stopping.signal
}

function report({ files, transactionTime, leftOut, resumed, organizedBy }: Exported, out: string): void {
  const kinds = new Map<string, { files: number; lines: number }>()
  for (const { kind, type = organizedBy ?? 'resources', lines, headers } of files) {
    const name = kind === 'output' ? type : kind === 'deleted' ? 'deleted' : 'what the server says'
    const before = kinds.get(name) ?? { files: 0, lines: 0 }
    kinds.set(name, { files: before.files + 1, lines: before.lines + lines - headers })
  }
  const rows = [...kinds].map(([name, each]) => [name, each.lines.toLocaleString('en-US'), filesSaid(each.files)])
  for (const line of columns(rows)) console.log(line)
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0)
  say('')
  say(
    `${filesSaid(files.length)}, ${megabytes(bytes)}, in ${out}${resumed > 0 ? `; ${resumed} were there already` : ''}.`,
  )
  for (const name of leftOut) say(`The server did not take ${name}: more came than was asked for.`, '! ')
  if (kinds.has('what the server says')) say(`Read ${out}/error: what could not be exported is there.`, '! ')
  for (const { name, servedAs } of files) if (servedAs) say(`${name} was served as ${servedAs}.`, '! ')
  say(`What changes from now on comes with --since ${transactionTime} and another folder.`)
}

function typesIn(typed: string): 'all' | readonly string[] {
  if (typed === 'all') return 'all'
  const types = typed.split(',').map((each) => each.trim())
  if (types.every((each) => /^[A-Z][A-Za-z]+$/.test(each))) return types
  throw new InvalidArgumentError('They are resource types, such as Patient,MedicationAdministration, or “all”.')
}

function instant(typed: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(typed)) return typed
  throw new InvalidArgumentError('It is an instant with its time zone, such as 2026-11-01T00:00:00Z.')
}

function repeated(typed: string, before: readonly string[] = []): readonly string[] {
  return [...before, typed]
}

const filesSaid = (count: number): string => (count === 1 ? '1 file' : `${count} files`)

function say(text: string, first = ''): void {
  for (const line of folded(text, first)) console.log(line)
}
