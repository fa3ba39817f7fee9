import { assess, RequestProblem } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { minimumNecessary } from '@doseline/ehr-client/minimum-necessary'
import { HARMLESS, requestFor, SPOILERS, SpoiledChart, scenarios } from '@doseline/fhir-fixtures'
import type { Bundle, FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'

const codebook = loadCodebook()
const NOW = '2026-11-24T10:00:00Z'
/** One of each kind of chart: the law of the spoilers goes over all of them. */
const CHARTS = new Set([
  'medicare-mepsevii-discard-recorded',
  'medicare-prolia-in-order',
  'blue-cross-nc-prolia-authorized',
  'medicare-then-blue-cross-prolia',
  'medicare-prolia-coverage-from-blue-button',
])

/** What the app reads of an EHR: resources of types that FHIR has, each by itself. */
function resourcesIn(bundle: Bundle): FhirResource[] | undefined {
  const entries = bundle.entry ?? []
  const resources = entries.flatMap(({ resource }) => (resource ? [resource as FhirResource] : []))
  const isOne = ({ resourceType }: FhirResource): boolean => !APART.has(resourceType) && /^[A-Z]\w+$/.test(resourceType)
  const isPlain = entries.every(({ request }) => request === undefined) && resources.length === entries.length
  return isPlain && resources.every(isOne) ? resources : undefined
}
/** What a page is told by is read by the app itself. */
const APART: ReadonlySet<string> = new Set(['Bundle', 'OperationOutcome', 'Chargeitem'])

function judged(request: object, focus: string): string {
  try {
    const dose = assess(AssessmentRequest.parse(request), codebook, NOW).assessments.find(
      (each) => each.focus === focus,
    )
    const lines = dose?.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
    return `${dose?.verdict}: ${lines?.join(', ')}`
  } catch (error) {
    if (error instanceof RequestProblem) return 'refused'
    throw error
  }
}

test('what the app leaves in the EHR changes no answer, whatever is wrong with the chart', () => {
  const wrong: string[] = []
  let tried = 0
  const changes = [
    ...SPOILERS.map(({ name, spoil }) => ({ name, change: spoil })),
    ...HARMLESS.map(({ name, change }) => ({ name, change })),
  ]
  for (const scenario of scenarios().filter(({ name }) => CHARTS.has(name))) {
    for (const { name, change } of changes) {
      const chart = new SpoiledChart(requestFor(scenario))
      if (!change(chart)) continue
      const { bundle, ...rest } = chart.request
      const resources = resourcesIn(bundle)
      if (!resources) continue
      tried += 1
      const whole = judged({ ...rest, resources }, scenario.focus)
      const sent = judged({ ...rest, resources: minimumNecessary(resources) }, scenario.focus)
      if (whole !== sent) wrong.push(`${scenario.name}, ${name}: ${whole}, and as the app sends it ${sent}`)
    }
  }
  expect(tried).toBeGreaterThan(500)
  expect(wrong.join('\n')).toBe('')
}, 300_000)
