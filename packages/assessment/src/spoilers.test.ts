import {
  requestFor,
  SPOILERS as SPOILERS_OF_AN_EHR,
  SPOILERS_OF_OTHER_TYPES,
  SpoiledChart,
} from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { judged, READY } from './testing/judged.ts'

const SPOILERS = [...SPOILERS_OF_AN_EHR, ...SPOILERS_OF_OTHER_TYPES]

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
