import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { JudgedDose } from '@doseline/assessment'

/**
 * Measures one way of judging the requests of a file (a JSON list of texts) by the build under `root`, and prints
 * microseconds of processor for one, after as many seconds of warming up: `node measure-charts.ts <root> <file> parse|verdict|whole <seconds> <warm>`.
 * V8 goes on compiling for thousands of charts: a service that runs all day is measured warm.
 */
const [root = '', file = '', way = 'whole', seconds = '2', warm = '0'] = process.argv.slice(2)
const part = (path: string) => import(pathToFileURL(join(root, 'packages', path, 'src/index.ts')).href)
const texts: string[] = JSON.parse(readFileSync(file, 'utf8'))
const NOW = '2026-11-24T12:00:00Z'

const work = await workOf(way)
const warmUntil = performance.now() + Number(warm) * 1000
do round()
while (performance.now() < warmUntil)
const rounds: number[] = []
const until = performance.now() + Number(seconds) * 1000
do rounds.push(round())
while (performance.now() < until)
console.log(JSON.stringify(rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)]))

/** Microseconds of processor, in which the collector of garbage counts and other processes do not. */
function round(): number {
  const before = process.cpuUsage()
  for (const text of texts) work(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / texts.length
}

async function workOf(name: string): Promise<(text: string) => unknown> {
  if (name === 'parse') return JSON.parse
  const [{ assess, judgeAsked, readChart }, { loadCodebook }] = [await part('assessment'), await part('codebook')]
  // At e53a7d3 the contract was a part of the engine.
  const { AssessmentRequest } = await part('contract').catch(() => part('assessment'))
  const codebook = loadCodebook()
  const read = (text: string) => AssessmentRequest.parse(JSON.parse(text))
  if (name === 'whole') return (text) => JSON.stringify(assess(read(text), codebook, NOW))
  return (text) => {
    const request = read(text)
    const doses = judgeAsked(readChart(request), request, codebook, NOW)
    return JSON.stringify(doses.map(({ verdict, lines }: JudgedDose) => ({ verdict, lines })))
  }
}
