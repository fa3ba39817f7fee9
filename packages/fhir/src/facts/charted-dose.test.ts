import { allOf, type ChartedDose, mapFact } from '@doseline/dose'
import fc from 'fast-check'
import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { administrationsIn, chartFrom } from '../chart-from.ts'
import { anAdministration, aWholeChart } from '../testing/a-chart.ts'
import { broken } from '../testing/broken.ts'
import { chartedDose } from './charted-dose.ts'

const DOSE = 'MedicationAdministration/ma-1'

/** Every fact of a dose, and of those beside it, worked out. */
const wholly = (dose: ChartedDose) => ({
  ...allOf(dose),
  otherDoses: mapFact(dose.otherDoses, (others) => others.map(allOf)),
})

test('the order of entries and resources of no concern change nothing', () => {
  const expected = wholly(chartedDose(chartFrom(aWholeChart()), DOSE))
  expect(expected).toMatchObject({ administration: DOSE, drug: { known: true } })
  const unrelated: FhirResource[] = [
    { resourceType: 'Patient', id: 'p2' },
    anAdministration({ id: 'stranger', subject: { reference: 'Patient/p2' } }),
    { resourceType: 'Condition', id: 'theirs', subject: { reference: 'Patient/p2' }, code: { text: 'Osteoporosis' } },
    { resourceType: 'Observation', id: 'o', status: 'final', code: {} },
  ]
  const charts = fc.subarray(unrelated).chain((some) => {
    const all = [...aWholeChart(), ...some]
    return fc.shuffledSubarray(all, { minLength: all.length })
  })
  fc.assert(
    fc.property(charts, (resources) => {
      expect(wholly(chartedDose(chartFrom(resources), DOSE))).toEqual(expected)
    }),
  )
})

test('a chart that is wrong anywhere is read without an exception', () => {
  fc.assert(
    fc.property(broken(aWholeChart()), (resources) => {
      const chart = chartFrom(resources)
      for (const administration of [DOSE, ...administrationsIn(chart)]) {
        const read = chartedDose(chart, administration, { attested: { by: 'me', at: 'now' } })
        expect(
          Object.values(allOf(read)).every((fact) => typeof fact === 'string' || typeof fact.known === 'boolean'),
        ).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

test('each of many doses sees all the others', () => {
  const doses = Array.from({ length: 400 }, (_, at) => anAdministration({ id: `other-${at}` }))
  const chart = chartFrom([...aWholeChart(), ...doses])
  const read = administrationsIn(chart).map((administration) => chartedDose(chart, administration))
  expect(new Set(read.map(({ otherDoses }) => otherDoses.known && otherDoses.value.length))).toEqual(new Set([401]))
})
