import { parseArgs } from 'node:util'
import { assess, judgeAll } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type FactAnswer } from '@doseline/contract'
import { chartFrom } from '@doseline/fhir'
import { requestFor, type Scenario, scenarios } from '@doseline/fhir-fixtures'
import { lineName } from '@doseline/rules'
import { stop } from './support/stop.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const all = scenarios()
const found = all.find(({ name }) => name === positionals[0])
if (!found) {
  stop(
    `pnpm scenario <name>\n  Prints the dose after each station of its way.\n\n${all.map(({ name, title }) => `  ${name}\n      ${title}`).join('\n')}`,
  )
}
print(found)

/** One dose, station by station, as ARCHITECTURE.md numbers them. */
function print(scenario: Scenario): void {
  const codebook = loadCodebook()
  const request = AssessmentRequest.parse({
    ...requestFor(scenario),
    include: ['evidence'],
    writeBack: { act: 'approve', by: { display: 'pnpm scenario' }, server: 'pnpm-scenario' },
  })
  const answer = assess(request, codebook, scenario.asOf)
  const [dose] = answer.assessments
  if (!dose) stop(`${scenario.name} holds no dose.`)
  const chart = chartFrom((request.bundle ?? request.resources) as Parameters<typeof chartFrom>[0], request.reads)
  const judged = judgeAll(chart, request, codebook, scenario.asOf).find(
    ({ charted }) => charted.administration === dose.focus,
  )
  station('given', [scenario.title, `focus ${scenario.focus}, code book ${scenario.book}`])
  station('① read', counted(scenario))
  station('② facts', (dose.facts ?? []).map(factLine))
  station(
    '③ rules',
    dose.findings.map(({ id, outcome, text }) => `${outcome.padEnd(15)} ${id}\n${' '.repeat(18)}${text}`),
  )
  station('④ verdict', [dose.verdict, dose.sentence])
  station('⑤ lines', judged?.lines.flatMap((line) => [`${lineName(line)}  ${line.role}`, `  ${line.working}`]) ?? [])
  station(
    '⑥ write-back',
    (answer.writeBack?.writes ?? []).map(
      ({ what, act, status, text }) => `${act} ${what}${status ? ` ${status}` : ''}: ${text}`,
    ),
  )
  station('because', [scenario.because.trim()])
}

function station(name: string, lines: readonly string[]): void {
  console.log(`\n${name}`)
  for (const line of lines.length > 0 ? lines : ['nothing']) console.log(`  ${line}`)
}

function counted({ chart }: Scenario): string[] {
  const counts = new Map<string, number>()
  for (const { resource } of chart.entry ?? []) {
    if (resource) counts.set(resource.resourceType, (counts.get(resource.resourceType) ?? 0) + 1)
  }
  return [...counts].map(([type, count]) => `${count} × ${type}`)
}

function factLine({ fact, known, shows, places }: FactAnswer): string {
  const [place] = places
  return `${known ? '✓' : '?'} ${fact.padEnd(16)} ${shows}${place ? `  — ${place.resource} ${place.element}` : ''}`
}
