import { existsSync } from 'node:fs'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { type ScanOutcome, ScanProblem, scanFolder } from '@doseline/scan'
import { address, timeZone } from '../arguments.ts'
import { exportForScan } from '../bulk/export-for-scan.ts'
import type { ExportWishes } from '../bulk/export-from.ts'
import { hinted, tokenIn, watchingOn } from '../bulk/terminal.ts'
import { Progress } from '../progress.ts'
import { ScanClock } from '../scan/progress-text.ts'
import { sendWorklist } from '../scan/send-worklist.ts'
import { summaryText } from '../scan/summary-text.ts'
import { WrongUsage } from '../wrong-usage.ts'

/** As a shell sees a program that was interrupted. */
const INTERRUPTED = 130

export const scan = new Command()
  .description(
    'Judges every dose in a folder of a FHIR Bulk Data export, or of a FHIR server, whose export is fetched first into the folder of the results (NDJSON, also packed as .gz; deleted/ and error/ are read as what they are). Writes doses, findings and charge lines as NDJSON and Parquet, the worklist, sums by payer, drug, rule and role, and a MeasureReport to the folder --out. A line that cannot be read is named in unreadable.ndjson, and its patient counts as not wholly read. Stop it with Ctrl-C: the same command goes on where it was, and judges only charts that changed. Exit code: 0 all was read and judged, 1 something could not be, 130 stopped.',
  )
  .argument('<folder | FHIR base>', 'the folder that holds the files of the export, or a server that exports')
  .option('--out <folder>', 'where the results go', 'doseline-scan')
  .option('--book <book>', 'code book, such as cms')
  .option('--as-of <moment>', 'judge as of this day or instant; now when absent', moment)
  .option('--zone <time zone>', 'of the charts, such as America/New_York', timeZone)
  .option('--server <key>', 'stable key of the server of the export; when absent, the address in its manifest.json')
  .option(
    '--types <types>',
    'what was exported: all, or types with commas; when absent, what manifest.json says, else the types there are lines of',
    types,
  )
  .option('--workers <count>', 'processes that judge; as many as processors when absent', wholeNumber)
  .option('--memory <megabytes>', 'for bringing the lines of a patient together; 512 when absent', wholeNumber)
  .option('--no-answers', 'leave the whole answers out of the worklist: it becomes a tenth as large')
  .option('--client-id <id>', 'of a server: what the EHR gave for Doseline as a client without a person')
  .option('--key <file>', 'of a server: the private key, which “doseline registry keys” made')
  .option('--token-from-env <variable>', 'of a server, instead: the environment variable that holds an access token')
  .option('--group <id>', 'of a server: the patients of this Group')
  .option('--worklist <service>', 'send the worklist to this service; DOSELINE_TOKEN is sent as bearer token', address)
  .action(async (source, { out, book, asOf, zone, server, types, workers, memory, answers, worklist, ...ofServer }) => {
    const wishes = wishesOf(source, ofServer, types)
    const stop = new AbortController()
    const onSignal = (): void => stop.abort()
    for (const signal of SIGNALS) process.once(signal, onSignal)
    const progress = new Progress()
    const clock = new ScanClock(() => performance.now())
    try {
      const exported = wishes && (await exportForScan(source, out, wishes, watchingOn(progress, stop.signal)))
      progress.clear()
      const outcome = await scanFolder({
        folder: exported?.folder ?? source,
        out,
        asOf: asOf ?? `${new Date().toISOString().slice(0, 19)}Z`,
        answers,
        signal: stop.signal,
        onProgress: (each) => progress.tell(clock.text(each)),
        ...(existsSync(BUNDLED_WORKER) && { workerFile: BUNDLED_WORKER }),
        ...(book && { codebook: book }),
        ...(zone && { timeZone: zone }),
        ...(server && { server }),
        // What was asked of a server is in the manifest of its export.
        ...(types && !exported && { types }),
        ...(workers && { workers }),
        ...(memory && { memory }),
      })
      progress.clear()
      console.log(summaryText(outcome, out))
      exported?.scanned()
      if (worklist) console.log(await sendWorklist(out, worklist, process.env.DOSELINE_TOKEN))
      if (!isWhole(outcome)) process.exitCode = 1
    } catch (error) {
      progress.clear()
      if (stop.signal.aborted) {
        console.error('Stopped. The same command goes on where it was.')
        process.exitCode = INTERRUPTED
      } else if (error instanceof ScanProblem && error.isUsage) throw new WrongUsage(error.message)
      else throw hinted(error, wishes ?? {})
    } finally {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    }
  })

/** What is asked of a server; undefined for a folder. Throws {@link WrongUsage} where the two are mixed. */
function wishesOf(
  source: string,
  { tokenFromEnv, clientId, key, group }: { tokenFromEnv?: string; clientId?: string; key?: string; group?: string },
  types: ExportWishes['types'],
): ExportWishes | undefined {
  if (/^https?:\/\//i.test(source)) {
    if ((clientId === undefined) !== (key === undefined)) throw new WrongUsage('--client-id and --key go together.')
    return { clientId, key, group, types, token: tokenIn(tokenFromEnv) }
  }
  if ([tokenFromEnv, clientId, key, group].every((each) => each === undefined)) return undefined
  throw new WrongUsage('--client-id, --key, --token-from-env and --group are for a server: name its FHIR base.')
}

/** The program of a worker, where all is bundled. */
const BUNDLED_WORKER = new URL('./doseline-scan-worker.mjs', import.meta.url)

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

const isWhole = ({ summary: { unreadable, patients } }: ScanOutcome): boolean =>
  unreadable.lines === 0 && patients.notJudged === 0

function moment(typed: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed))) return `${typed}T23:59:59Z`
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(typed) && !Number.isNaN(Date.parse(typed))) return typed
  throw new InvalidArgumentError('It is a day, such as 2026-11-30, or an instant, such as 2026-11-30T12:00:00Z.')
}

function types(typed: string): 'all' | readonly string[] {
  if (typed === 'all') return typed
  const names = typed.split(',').map((each) => each.trim())
  if (names.every((name) => /^[A-Z][A-Za-z]{2,63}$/.test(name))) return names
  throw new InvalidArgumentError('It is all, or resource types such as Patient,Condition.')
}

function wholeNumber(typed: string): number {
  const read = Number(typed)
  if (Number.isInteger(read) && read > 0 && read <= 1_000_000) return read
  throw new InvalidArgumentError('It is a whole number, 1 or more.')
}
