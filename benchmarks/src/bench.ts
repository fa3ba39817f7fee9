import '../../scripts/support/help.ts'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { withBuildAt } from './against.ts'
import { chartTable } from './chart-table.ts'
import { requests } from './charts.ts'
import { compareVerdicts, PEERS } from './compare-verdicts.ts'
import { type HttpResult, measureHttp, median } from './http.ts'

/**
 * Prints how fast we are beside what everybody knows, and with `--against <revision>` beside the build at that revision;
 * `--write` puts it into docs/performance.md. Parts: charts, rules, service.
 */
const ROUNDS = 3
const PAGE = resolve(import.meta.dirname, '../../docs/performance.md')

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, against: { type: 'string' } },
})
const { against } = values
const wants = (part: string): boolean => parts.length === 0 || parts.includes(part)
const sections: string[] = []
const show = (section: string): void => {
  console.log(`\n${section}`)
  sections.push(section)
}

if (wants('charts')) show(await charts())
if (wants('rules')) {
  console.log(`${PEERS.length} engines give our verdicts on ${await compareVerdicts()} doses.`)
  show(rules())
}
if (wants('service')) show(service(await measureHttp(ROUNDS)))
if (values.write) writeFileSync(PAGE, page(sections))

async function charts(): Promise<string> {
  const texts = requests(300)
  const bytes = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length / 102.4) / 10
  const table = against === undefined ? chartTable() : await withBuildAt(against, async (build) => chartTable(build))
  return `## A chart

${texts.length} invented charts of ${bytes} kB on average, and large ones of up to 500 doses; time of the processor, each build in a process of its own, warmed up with
some thousand charts, in turns.
“Whole” reads the text, finds the facts, asks every rule, works out lines, and writes the answer as bytes.

${table}`
}

function rules(): string {
  return `## Six rules

Completed, dated, product recognized, units, MUE, coverage active that day: on the same facts, one dose at a time. All engines gave the same verdicts on
every dose before anything was timed. Ours also makes the text, the numbers, the elements and the sources of each finding; the others
say yes or no.

| | × ours |
| --- | ---: |
${rows(alternately(['ours', ...PEERS]), 'ours')}`
}

function service(results: readonly HttpResult[]): string {
  const beside = (name: string): HttpResult | undefined =>
    results.find(
      (each) => each.name === (name.startsWith('CDS') ? 'bare Hono, the body of a hook' : 'bare Hono, parse and echo'),
    )
  const lines = results.map((result) => {
    const echo = beside(result.name)
    const rate = result.perSecond / (echo?.perSecond ?? Number.NaN)
    const wait = result.p99Milliseconds / (echo?.p99Milliseconds ?? Number.NaN)
    const own = result.name.startsWith('bare')
    return `| ${result.name} | ${own ? '1' : rate.toFixed(2)} | ${own ? '1' : wait.toFixed(1)} | ${result.p99Milliseconds} ms |`
  })
  return `## The service

Sixteen connections, each request another chart; the client shares the two cores with the server.

| | × requests a second of the echo | × its p99 | p99 here |
| --- | ---: | ---: | ---: |
${lines.join('\n')}`
}

/** Each variant in a process of its own, in turns, so that a busy minute falls on all of them. Medians, in microseconds. */
function alternately(variants: readonly string[]): Map<string, number> {
  const found = new Map<string, number[]>(variants.map((variant) => [variant, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const variant of variants) {
      const said = execFileSync(process.execPath, [join(import.meta.dirname, 'measure.ts'), variant], {
        encoding: 'utf8',
      })
      found.get(variant)?.push(Number(said))
    }
  }
  return new Map([...found].map(([variant, each]) => [variant, median(each)]))
}

function rows(measured: ReadonlyMap<string, number>, unit: string): string {
  const one = measured.get(unit) ?? Number.NaN
  return [...measured].map(([name, micros]) => `| ${name} | ${(micros / one).toFixed(2)} |`).join('\n')
}

function page(all: readonly string[]): string {
  const [cpu] = cpus()
  return `# How fast it is

Each ratio is from one run of \`pnpm bench\`, beside something everybody knows; absolute times on a shared machine are noise.

${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores · Node ${process.versions.node} · PGlite 0.5.16 · PostgreSQL 18.4 (defaults, synced commits) ·
json-logic-engine 5.0.7 · @gorules/zen-engine 0.54.0 · json-rules-engine 7.3.1 · fhirpath 5.2.2 · measured on ${new Date().toISOString().slice(0, 10)}

${all.join('\n\n')}

## What it means

One core judges some hundreds of charts a second: more than a hospital gives doses in a day, and a clerk waits for the EHR, not for us.

What a chart costs beside the parse of its text is not what it must be, nor what the service costs beside an echo. Counted with V8's own tools, a chart of 11.4 kB
makes about 12,000 calls of our functions and 0.76 MB of objects (14,600 and 1.12 MB at f53563b); the parse of its text is one call. Little is worked out twice (a
dose beside the one that is asked about is), and no function of ours takes 5 % by itself. Two fifths of the processor's time go to V8's general routines (members of objects of many shapes, small functions made
and called once, methods of lists), a fifth to its parser, writer and strings, a tenth to threads that compile and collect, and only a fifth to our compiled code. Each function runs a few
times a chart, so V8 goes on compiling for some ten thousand charts: the first ones cost three times as much as later ones, and another process on the machine doubles that. What would come
nearer to six times the parse, and was not tried: one walk over each resource into records of one shape, instead of many small readers that each look at it anew.

What grew faster than the chart is gone: facts of doses that nobody asks about, evidence and texts that nobody asks for, drugs that were recognized again for each pair of doses, charges looked
at for each dose, and lines that each of their doses added up again. Doses of one day still each look at every other one, because each may be the same dose charted twice. The start of the
service is mostly reading YAML, in the main thread and in each worker; a bundle brings the same values along as JSON.
`
}
