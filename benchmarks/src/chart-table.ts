import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { type Build, OURS } from './against.ts'
import { AS_OF, largeRequests, read, requests } from './charts.ts'
import { median } from './http.ts'

const COUNT = 300
const ROUNDS = 3
/** Seconds: the small charts are many different ones, and each of the large ones warms up as it is judged. */
const WARM = { ordinary: '10', large: '1' } as const

/** Microseconds of processor for one request of a file, by its way and build. */
type Measured = (way: 'parse' | 'verdict' | 'whole', about: string, build?: Build) => number

/** A line of the table: what, the ratio of this build, what it must be, and the same of the other build. */
interface Row {
  readonly what: string
  readonly of: (measured: Measured, build: Build) => number
  readonly must: string
  /** Not measured of the other build, which has no such way, or takes minutes. */
  readonly isOursAlone?: true
}

const over =
  (large: string, small: string, times = 1): Row['of'] =>
  (measured, build) =>
    measured('whole', large, build) / (times * measured('whole', small, build))

const ROWS: readonly Row[] = [
  {
    what: 'whole (bytes to bytes of the answer) ÷ JSON.parse of the text',
    of: (measured, build) => measured('whole', 'ordinary', build) / measured('parse', 'ordinary'),
    must: '≤ 6',
  },
  {
    what: 'verdict and lines alone ÷ JSON.parse',
    of: (measured, build) => measured('verdict', 'ordinary', build) / measured('parse', 'ordinary'),
    must: '≤ 2.5',
    isOursAlone: true,
  },
  {
    what: 'one dose asked of 500 ÷ one of one, as many bytes',
    of: over('one of 500', 'one dose, padded'),
    must: '≤ 3',
  },
  { what: '500 doses on 500 days ÷ 500 × one', of: over('500 on other days', 'one dose', 500), must: '≤ 1.2' },
  { what: '500 doses on one day ÷ 500 × one', of: over('500 on one day', 'one dose', 500), must: '≤ 1.2' },
  {
    what: '500 doses with 500 charges ÷ 500 × one',
    of: over('500 with 500 charges', 'one dose', 500),
    must: '≤ 1.2',
    isOursAlone: true,
  },
  {
    what: '2,000 references by identifier ÷ 4 × 500',
    of: over('2,000 identifiers', '500 identifiers', 4),
    must: '≤ 1.1',
  },
]

/** The charts, as the table of docs/performance.md; beside another build where one is given, in turns in one run. */
export function chartTable(other?: Build): string {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-bench-'))
  try {
    const texts = { ordinary: requests(COUNT), ...largeRequests() }
    for (const [name, each] of Object.entries(texts)) writeFileSync(join(folder, fileOf(name)), JSON.stringify(each))
    const measured = inTurns(folder, other)
    const rows = ROWS.map(({ what, of, must, isOursAlone }) => {
      const theirs = other ? [isOursAlone ? '–' : of(measured, other).toFixed(2)] : []
      return cells(what, of(measured, OURS).toFixed(2), ...theirs, must)
    })
    if (other) {
      const faster = measured('whole', 'ordinary', other) / measured('whole', 'ordinary')
      rows.push(cells('whole, times faster', faster.toFixed(2), '1', '≥ 7'))
    }
    const head = ['', OURS.name, ...(other ? [other.name] : []), 'must']
    return [
      cells(...head),
      cells('---', ...head.slice(1).map(() => '---:')),
      ...rows,
      cells('the answer about a dose, kB', answerBytes(), ...(other ? ['–'] : []), '≤ 12'),
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const cells = (...each: readonly string[]): string => `| ${each.join(' | ')} |`
const fileOf = (name: string): string => `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.json`

/** What takes minutes in builds that grew with the cube of doses and charges. */
const MINUTES_BEFORE: ReadonlySet<string> = new Set(['500 with 500 charges'])

/** Each in a process of its own, round after round, so that a busy minute falls on all of them. */
function inTurns(folder: string, other: Build | undefined): Measured {
  const found = new Map<string, number[]>()
  const named = (way: string, about: string, { name }: Build): string => [way, about, name].join('\n')
  const builds = other ? [OURS, other] : [OURS]
  for (let round = 0; round < ROUNDS; round++) {
    measure('parse', 'ordinary', OURS)
    measure('verdict', 'ordinary', OURS)
    for (const about of ['ordinary', ...Object.keys(largeRequests())]) {
      for (const build of MINUTES_BEFORE.has(about) ? [OURS] : builds) measure('whole', about, build)
    }
  }
  return (way, about, build = OURS) => median(found.get(named(way, about, build)) ?? [])

  function measure(way: string, about: string, build: Build): void {
    const program = join(import.meta.dirname, 'measure-charts.ts')
    const warm = about === 'ordinary' && way !== 'parse' ? WARM.ordinary : WARM.large
    const args = [program, build.root, join(folder, fileOf(about)), way, '2', warm]
    const said = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
    const name = named(way, about, build)
    found.set(name, [...(found.get(name) ?? []), said])
    process.stderr.write(`${round2(said / 1000)} ms  ${way} ${about} (${build.name})\n`)
  }
}

const round2 = (value: number): string => value.toFixed(2)

/** Of the ordinary charts, on average. */
function answerBytes(): string {
  const codebook = loadCodebook()
  const doses = requests(COUNT).flatMap((text) => assess(read(text), codebook, AS_OF).assessments)
  return (doses.reduce((sum, dose) => sum + JSON.stringify(dose).length, 0) / doses.length / 1000).toFixed(1)
}
