import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import {
  HARMLESS,
  requestFor,
  SPOILERS as SPOILERS_OF_AN_EHR,
  SPOILERS_OF_OTHER_TYPES,
  SpoiledChart,
  scenarios,
} from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'
import { RequestProblem } from './problem.ts'

const codebook = loadCodebook()
const SPOILERS = [...SPOILERS_OF_AN_EHR, ...SPOILERS_OF_OTHER_TYPES]
const NOW = '2026-11-24T10:00:00Z'
const READY = scenarios().filter(({ then }) => then.verdict === 'ready')

/** What a request is answered: a verdict with what is said against it, or a refusal. */
interface Told {
  readonly verdict: DoseAnswer['verdict'] | 'refused'
  readonly says: readonly string[]
  readonly lines: readonly string[]
}

function judged(request: object, focus: string): Told {
  try {
    const { assessments } = assess(AssessmentRequest.parse(request), codebook, NOW)
    const dose = assessments.find((each) => each.focus === focus)
    if (!dose) return { verdict: 'refused', says: ['no such dose'], lines: [] }
    const open = dose.findings.filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell')
    return {
      verdict: dose.verdict,
      lines: dose.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`),
      says: open.map(({ outcome, id, text, remedy }) => `${outcome}: ${id}: ${text} ${remedy ?? ''}`),
    }
  } catch (error) {
    if (error instanceof RequestProblem) return { verdict: 'refused', says: [error.message], lines: [] }
    throw error
  }
}

test('there are at least eighty ways to spoil a chart, each with its own name', () => {
  expect(SPOILERS.length).toBeGreaterThanOrEqual(80)
  expect(new Set(SPOILERS.map(({ name }) => name)).size).toBe(SPOILERS.length)
})

describe('no spoiled chart is ready, and the answer says why', () => {
  test.each(SPOILERS.map((spoiler) => [spoiler.name, spoiler] as const))('%s', (_, spoiler) => {
    const wrong: string[] = []
    let tried = 0
    for (const scenario of READY) {
      const chart = new SpoiledChart(requestFor(scenario))
      if (!spoiler.spoil(chart)) continue
      tried += 1
      const { verdict, says } = judged(chart.request, scenario.focus)
      if (verdict === 'ready') wrong.push(`${scenario.name} is ready`)
      else if (!says.some((each) => spoiler.says.test(each))) wrong.push(`${scenario.name} says: ${says.join(' | ')}`)
    }
    expect(tried, 'charts it can be tried on').toBeGreaterThan(0)
    expect(wrong.join('\n')).toBe('')
  })
})

/** Who states something of a dose states it of the others on its line, too; but for what is each one's own. */
function stateOfTheLine(chart: SpoiledChart): void {
  const { attested = {}, focus } = chart.request
  const { administeredMg, discardedMg, containersOpened, infusionMinutes, ...shared } = attested[focus] ?? {}
  if (Object.keys(shared).length === 0) return
  for (const { id, effectiveDateTime, effectivePeriod } of chart.all('MedicationAdministration')) {
    const key = `MedicationAdministration/${id}`
    const isThatDay = (effectiveDateTime ?? effectivePeriod?.start)?.startsWith(chart.day)
    if (isThatDay && attested[key] === undefined)
      chart.request.attested = { ...chart.request.attested, [key]: shared as never }
  }
}

const UNCHANGED = new Map(READY.map((each) => [each.name, judged(requestFor(each), each.focus).lines]))

describe('what a coder would not stop at leaves the dose ready, with the same lines', () => {
  test.each(HARMLESS.map((harmless) => [harmless.name, harmless] as const))('%s', (_, harmless) => {
    const wrong: string[] = []
    let tried = 0
    for (const scenario of READY) {
      const chart = new SpoiledChart(requestFor(scenario))
      if (!harmless.change(chart)) continue
      stateOfTheLine(chart)
      tried += 1
      const { verdict, says, lines } = judged(chart.request, scenario.focus)
      if (verdict !== 'ready') wrong.push(`${scenario.name} is ${verdict}: ${says.join(' | ')}`)
      else expect(lines, scenario.name).toEqual(UNCHANGED.get(scenario.name))
    }
    expect(tried, 'charts it can be tried on').toBeGreaterThan(0)
    expect(wrong.join('\n')).toBe('')
  })
})
