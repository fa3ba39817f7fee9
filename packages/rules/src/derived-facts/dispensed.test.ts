import { loadCodebook } from '@doseline/codebook'
import { type DrugNames, known } from '@doseline/dose'
import { expect, test } from 'vitest'
import { aChartedDose, MEPSEVII, named, PROLIA, XGEVA } from '../testing/a-charted-dose.ts'
import { deriveFacts } from './derive-facts.ts'

const codebook = loadCodebook()

test.each<[string, DrugNames, string[]]>([
  ['the product that was charted', PROLIA, []],
  ['another strength under the same code', XGEVA, ['Xgeva']],
  ['a biosimilar with a code of its own', named({ text: 'Jubbonti' }), ['Jubbonti']],
  ['words that fit the product', named({ text: 'denosumab' }), []],
  ['another drug', MEPSEVII, []],
  ['a drug the code book does not hold', named({ text: 'ceftriaxone' }), []],
])('of what was dispensed for a dose, %s', (_, drug, expected) => {
  const dispensed = {
    reference: 'MedicationDispense/d',
    drug,
    place: { resource: 'MedicationDispense/d', element: '' },
  }
  const [dose] = deriveFacts([aChartedDose({ dispensedFor: known([dispensed]) })], codebook, 'cms')
  const product = dose?.facts.product
  expect(product?.known && (product.value.dispensed ?? []).map(({ name }) => name)).toEqual(expected)
})
