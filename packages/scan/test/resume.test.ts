import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { population } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { type ScanOptions, scanFolder } from '../src/index.ts'
import { exported, folder, ndjson } from './support/export.ts'

const people = population(11, 36)
const RESOURCES = people.flatMap(({ chart }) => (chart.entry ?? []).flatMap(({ resource }) => resource ?? []))
const source = () =>
  exported({ 'a.ndjson': ndjson(...RESOURCES.slice(0, 300)), 'b.ndjson.gz': ndjson(...RESOURCES.slice(300)) })

const scan = (options: Pick<ScanOptions, 'folder' | 'out'> & Partial<ScanOptions>) =>
  scanFolder({ asOf: '2026-11-24T10:00:00Z', server: 'ehr', types: 'all', workers: 2, ...options })

/** Every file of results, by name. */
const filesOf = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out, { withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ name }) => [name, readFileSync(join(out, name)).toString('base64')]),
  )

test('the same scan twice gives the same files, and judges nothing again; so does one into another folder', async () => {
  const from = source()
  const [out, other] = [folder(), folder()]
  expect(await scan({ folder: from, out })).toMatchObject({ judged: 36, unchanged: 0 })
  const first = filesOf(out)
  expect(Object.keys(first).toSorted()).toEqual(
    ['doses', 'findings', 'lines']
      .flatMap((name) => [`${name}.ndjson`, `${name}.parquet`])
      .concat(['files.ndjson', 'measure-report.json', 'summary.json', 'unreadable.ndjson', 'worklist.ndjson'])
      .toSorted(),
  )
  expect(await scan({ folder: from, out, asOf: '2026-11-24T18:00:00Z' })).toMatchObject({ judged: 0, unchanged: 36 })
  expect(filesOf(out)['worklist.ndjson']).toBe(first['worklist.ndjson'])
  await scan({ folder: from, out: other, workers: 1 })
  expect(filesOf(other)).toEqual(first)
})

test('only the patient whose chart changed is judged again; on another day all are', async () => {
  const from = source()
  const out = folder()
  await scan({ folder: from, out })
  const [patient] = RESOURCES
  writeFileSync(
    join(from, 'c.ndjson'),
    ndjson({ resourceType: 'Observation', id: 'new', subject: { reference: `Patient/${patient?.id}` } }),
  )
  expect(await scan({ folder: from, out })).toMatchObject({ judged: 1, unchanged: 35 })
  expect(await scan({ folder: from, out, asOf: '2026-11-25T10:00:00Z' })).toMatchObject({ judged: 36, unchanged: 0 })
})

test('a scan that was stopped goes on where it was, and ends with the same files', async () => {
  const from = source()
  const [out, whole] = [folder(), folder()]
  const stop = new AbortController()
  const stopped = scan({
    folder: from,
    out,
    signal: stop.signal,
    onProgress: (progress) => {
      if (progress.step === 'judging' && progress.patients >= 12) stop.abort()
    },
  })
  await expect(stopped).rejects.toThrow(/abort/i)
  expect(readdirSync(out)).toEqual(['.doseline-scan'])
  const { judged, unchanged } = await scan({ folder: from, out })
  expect(unchanged).toBeGreaterThan(0)
  expect(judged + unchanged).toBe(36)
  await scan({ folder: from, out: whole })
  expect(filesOf(out)).toEqual(filesOf(whole))
})

test('a worker that is killed loses nothing', async () => {
  const from = source()
  const [out, whole] = [folder(), folder()]
  let pids: readonly number[] = []
  let killed = false
  await scan({
    folder: from,
    out,
    onWorkers: (each) => {
      pids = each
    },
    onProgress: (progress) => {
      if (killed || progress.step !== 'judging' || progress.patients < 5) return
      killed = true
      process.kill(pids[0] ?? 0, 'SIGKILL')
    },
  })
  expect(killed).toBe(true)
  await scan({ folder: from, out: whole })
  expect(filesOf(out)).toEqual(filesOf(whole))
})

test('a bucket that was cut is not used', async () => {
  const from = source()
  const out = folder()
  await scan({ folder: from, out })
  const before = filesOf(out)
  const results = join(out, '.doseline-scan/results')
  const [bucket = ''] = readdirSync(results)
  const text = readFileSync(join(results, bucket), 'utf8')
  writeFileSync(join(results, bucket), text.slice(0, -100))
  const { judged } = await scan({ folder: from, out })
  expect(judged).toBeGreaterThan(0)
  expect(filesOf(out)).toEqual(before)
})
