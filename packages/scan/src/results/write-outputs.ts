import { once } from 'node:events'
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { FileRead } from '../input/read-export.ts'
import type { Unread } from '../input/unread-lines.ts'
import type { PartContext } from '../judge/messages.ts'
import { measureReport } from './measure-report.ts'
import { writeParquet } from './parquet.ts'
import type { PatientResult } from './patient-result.ts'
import { doseRow, findingRows, lineRows, worklistRow } from './rows.ts'
import { type ScanSummary, Totals } from './summary.ts'

export interface Outputs {
  readonly out: string
  /** PatientResults as JSON, sorted by the key of the patient. */
  readonly results: AsyncIterable<string>
  readonly context: Omit<PartContext, 'part'>
  /** Version of the code book. */
  readonly version: string
  readonly files: readonly FileRead[]
  readonly passedOver: readonly string[]
  readonly unread: readonly Unread[]
}

/** Writes all that came of a scan: a file is written whole, and then takes the place of the one before. */
export async function writeOutputs(outputs: Outputs): Promise<ScanSummary> {
  const { out, results, context, unread } = outputs
  mkdirSync(out, { recursive: true })
  const files = {
    doses: new LineFile(out, 'doses.ndjson'),
    findings: new LineFile(out, 'findings.ndjson'),
    lines: new LineFile(out, 'lines.ndjson'),
    worklist: new LineFile(out, 'worklist.ndjson'),
    unreadable: new LineFile(out, 'unreadable.ndjson'),
    files: new LineFile(out, 'files.ndjson'),
  }
  for (const each of outputs.files) await files.files.add(each)
  for (const each of unread) await files.unreadable.add(each)
  const totals = new Totals()
  const days = { start: '', end: '' }
  let forSubmission = true
  for await (const text of results) {
    const result = JSON.parse(text) as PatientResult
    totals.add(result)
    forSubmission &&= result.forSubmission ?? true
    if (result.refused) {
      const { code, says } = result.refused
      await files.unreadable.add({ patients: [result.patient], why: `not judged: ${code}`, says })
    }
    for (const row of lineRows(context, result)) await files.lines.add(row)
    for (const dose of result.doses) {
      await files.doses.add(doseRow(context, result, dose))
      for (const row of findingRows(context, result, dose)) await files.findings.add(row)
      const entry = worklistRow(dose)
      if (entry) await files.worklist.add(entry)
      const { dateOfService: day = '' } = dose
      if (day !== '' && (days.start === '' || day < days.start)) days.start = day
      if (day > days.end) days.end = day
    }
  }
  for (const file of Object.values(files)) await file.close()
  const summary = summaryOf(outputs, totals, forSubmission)
  const today = context.asOf.slice(0, 10)
  const period = { start: days.start || today, end: days.end || today }
  writeWhole(out, 'summary.json', summary)
  writeWhole(out, 'measure-report.json', measureReport(summary, period))
  await writeParquet(out)
  return summary
}

function summaryOf(
  { context, version, files, passedOver, unread }: Outputs,
  totals: Totals,
  forSubmission: boolean,
): ScanSummary {
  const lines = new Set(unread.map(({ file, line }) => `${file}\t${line}`))
  return {
    asOf: context.asOf,
    codebook: context.codebook,
    codebookVersion: version,
    forSubmission,
    server: context.server,
    types: context.types,
    files: {
      count: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      lines: files.reduce((sum, each) => sum + each.lines, 0),
      passedOver,
    },
    unreadable: {
      lines: lines.size,
      patients: new Set(unread.flatMap(({ patients }) => patients)).size,
      ofAnybody: new Set(
        unread.filter(({ patients }) => patients.length === 0).map(({ file, line }) => `${file}\t${line}`),
      ).size,
    },
    patients: totals.patients,
    ...totals.sums(),
  }
}

function writeWhole(out: string, name: string, value: object): void {
  const path = join(out, name)
  writeFileSync(`${path}.part`, `${JSON.stringify(value, undefined, 2)}\n`)
  renameSync(`${path}.part`, path)
}

/** A file of JSON lines that is being written. */
class LineFile {
  readonly #path: string
  readonly #stream: ReturnType<typeof createWriteStream>

  constructor(out: string, name: string) {
    this.#path = join(out, name)
    this.#stream = createWriteStream(`${this.#path}.part`)
  }

  async add(row: object): Promise<void> {
    if (!this.#stream.write(`${JSON.stringify(row)}\n`)) await once(this.#stream, 'drain')
  }

  async close(): Promise<void> {
    this.#stream.end()
    await finished(this.#stream)
    renameSync(`${this.#path}.part`, this.#path)
  }
}
