import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, SpoiledChart, scenarios } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()

/** What is open of the dose of a scenario whose record says something in words; of itself without them. */
function openOf(called: string, words?: string): readonly string[] {
  const scenario = scenarios().find(({ name }) => name === called)
  if (!scenario) throw new TypeError(`there is no scenario ${called}`)
  const chart = new SpoiledChart(requestFor(scenario))
  if (words !== undefined) chart.dose.dosage = { ...chart.dose.dosage, text: words }
  const { assessments } = assess(AssessmentRequest.parse(chart.request), codebook, scenario.asOf)
  const dose = assessments.find(({ focus }) => focus === scenario.focus)
  return [`is ${dose?.verdict}`].concat(
    dose?.findings.flatMap(({ id, outcome, text }) =>
      outcome === 'fails' || outcome === 'cannot-tell' ? [`${id}: ${text}`] : [],
    ) ?? [],
  )
}

describe.each([['microcuries of Xofigo, of which 110 were given', 'medicare-xofigo-looked-up', '110', '100', 'Ci']])(
  '%s',
  (_, scenario, given, another, unit) => {
    test.each(['\u00b5', '\u03bc'])('with the micro sign %s', (micro) => {
      expect(openOf(scenario, `Gave ${given} ${micro}${unit}`)).toEqual(openOf(scenario))
      const open = openOf(scenario, `Gave ${another} ${micro}${unit}`)
      expect(open.join('\n')).toMatch(new RegExp(`\\b${another}\\b`))
      expect(open).not.toContain('is ready')
    })
  },
)
