import { Command } from '@commander-js/extra-typings'
import { assess, judgeAsked } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type FactAnswer } from '@doseline/contract'
import { chartFrom } from '@doseline/fhir'
import { requestFor, type Scenario, scenarios } from '@doseline/fhir-fixtures'
import { lineName } from '@doseline/rules'
import { WrongUsage } from '../wrong-usage.ts'

export const scenario = new Command()
  .description(
    'Prints one dose of an example after each step: chart, facts, rules, verdict, lines, write-back. Without a name it lists the examples.',
  )
  .argument('[name]', 'of the example')
  .action((name) => {
    const all = scenarios()
    const found = all.find((each) => each.name === name)
    if (name !== undefined && !found)
      throw new WrongUsage(`There is no scenario “${name}”. “doseline scenario” lists them.`)
    if (found) print(found)
    else for (const each of all) console.log(`${each.name}\n    ${each.title}`)
  })

/** One dose, step by step, as ARCHITECTURE.md numbers them. */
function print(scenario: Scenario): void {
  const codebook = loadCodebook()
  const request = AssessmentRequest.parse({
    ...requestFor(scenario),
    include: ['evidence'],
    writeBack: { acts: ['approve'], by: { display: 'doseline scenario' }, server: 'scenario' },
  })
  const answer = assess(request, codebook, scenario.asOf)
  const [dose] = answer.assessments
  if (!dose) throw new Error(`${scenario.name} holds no dose.`)
  const chart = chartFrom((request.bundle ?? request.resources) as Parameters<typeof chartFrom>[0], request.reads)
  const judged = judgeAsked(chart, request, codebook, scenario.asOf).find(
    ({ charted }) => charted.administration === dose.focus,
  )
  step('given', [scenario.title, `focus ${scenario.focus}, code book ${scenario.book}`])
  step('① read', counted(scenario))
  step('② facts', (dose.facts ?? []).map(factLine))
  step(
    '③ rules',
    dose.findings.map(({ id, outcome, text }) => `${outcome.padEnd(15)} ${id}\n${' '.repeat(18)}${text}`),
  )
  step('④ verdict', [dose.verdict, dose.sentence])
  step('⑤ lines', judged?.lines.flatMap((line) => [`${lineName(line)}  ${line.role}`, `  ${line.working}`]) ?? [])
  step(
    '⑥ write-back',
    (answer.plans?.[0]?.writes ?? []).map(
      ({ what, act, status, text }) => `${act} ${what}${status ? ` ${status}` : ''}: ${text}`,
    ),
  )
  step('because', [scenario.because.trim()])
}

function step(name: string, lines: readonly string[]): void {
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
