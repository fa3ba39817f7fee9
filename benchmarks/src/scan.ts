import '../../scripts/support/help.ts'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { population } from '@doseline/fhir-fixtures'
import { scanFolder, textLines } from '@doseline/scan'
import { Resources } from './resources.ts'

/**
 * Measures `doseline scan` on invented patients: `pnpm bench:scan 10000`. The charts of 500 people are written under new
 * ids as often as it takes, the same for the same number. Prints what it took, next to JSON.parse of the same lines.
 */
const PATIENTS = Number(process.argv[2] ?? 1000)
const WORKERS = Number(process.argv[3] ?? cpus().length)
const MEMORY = 256
const CHARTS = 500
/** Lines that are parsed in a row. */
const BATCH = 5000
const OF_ALL = new Set(['Medication', 'Practitioner', 'Organization', 'Location'])

const root = mkdtempSync(join(tmpdir(), 'doseline-bench-scan-'))
try {
  const file = join(root, 'export', 'all.ndjson')
  const lines = await generate(file)
  const bytes = statSync(file).size
  const parse = await parseSeconds(file)
  const resources = new Resources()
  const steps: Record<string, number> = {}
  const begun = performance.now()
  const { summary } = await scanFolder({
    folder: join(root, 'export'),
    out: join(root, 'out'),
    asOf: '2026-11-24T10:00:00Z',
    server: 'bench',
    types: 'all',
    workers: WORKERS,
    memory: MEMORY,
    answers: false,
    onWorkers: (pids) => resources.watch(pids),
    onProgress: ({ step }) => {
      steps[step] ??= (performance.now() - begun) / 1000
    },
  })
  const seconds = (performance.now() - begun) / 1000
  const { peakMegabytes, processorSeconds } = resources.stop()
  const { scan, workers } = processorSeconds
  const report = {
    patients: PATIENTS,
    lines,
    bytesPerPatient: Math.round(bytes / PATIENTS),
    doses: summary.total.doses,
    ready: summary.total.byVerdict.ready,
    unreadable: summary.unreadable.lines,
    workers: WORKERS,
    seconds: round(seconds),
    stepsBegin: Object.fromEntries(Object.entries(steps).map(([step, at]) => [step, round(at)])),
    patientsPerSecond: round(PATIENTS / seconds),
    parseSeconds: round(parse),
    processorSeconds: { scan: round(scan), workers: round(workers) },
    timesTheParse: round((scan + workers) / parse),
    peakMegabytes,
    node: process.version,
    processor: cpus()[0]?.model,
  }
  console.log(JSON.stringify(report, undefined, 2))
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Writes the export; gives its lines. */
async function generate(path: string): Promise<number> {
  mkdirSync(join(root, 'export'))
  const charts = population(29, Math.min(CHARTS, PATIENTS)).map(({ chart }) => {
    const resources = (chart.entry ?? []).flatMap(({ resource }) => resource ?? [])
    const id = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? ''
    return { id, resources }
  })
  const out = createWriteStream(path)
  const written = new Set<string>()
  let lines = 0
  for (let at = 0; at < PATIENTS; at++) {
    const { id, resources } = charts[at % charts.length] ?? { id: '', resources: [] }
    let text = ''
    for (const resource of resources) {
      const line = JSON.stringify(resource)
      if (OF_ALL.has(resource.resourceType) && !line.includes(id)) {
        if (written.has(line)) continue
        written.add(line)
      }
      text += `${line.replaceAll(id, `q${at}`)}\n`
      lines++
    }
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return lines
}

/** Seconds of processor time that JSON.parse takes of all lines; reading them is not counted. */
async function parseSeconds(path: string): Promise<number> {
  let microseconds = 0
  let batch: string[] = []
  const parseBatch = (): void => {
    const before = process.cpuUsage()
    for (const line of batch) JSON.parse(line)
    const { user, system } = process.cpuUsage(before)
    microseconds += user + system
    batch = []
  }
  for await (const line of textLines(createReadStream(path))) if (batch.push(line) === BATCH) parseBatch()
  parseBatch()
  return microseconds / 1e6
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
