import { HARMLESS, requestFor, SpoiledChart } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { judged, READY } from './testing/judged.ts'

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
