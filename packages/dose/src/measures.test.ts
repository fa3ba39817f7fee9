import { MEASURES, type Measure } from '@doseline/contract'
import { describe, expect, test } from 'vitest'
import { exactly, exactText } from './exact.ts'
import { amountText, inMeasure } from './measures.ts'

const quantity = (value: string, unit: string) => ({ value: exactly(value), unit })

describe('a charted quantity is read in the measure that the code of the drug counts', () => {
  test.each<[string, string, Measure, string]>([
    ['0.5', 'g', 'mg', '500'],
    ['0.25', 'L', 'mL', '250'],
    ['2000', '[IU]', 'IU', '2000'],
    ['2000', 'U', 'IU', '2000'],
    ['2', '10*3.[IU]', 'IU', '2000'],
    ['1.2', '10*6.U', 'unit', '1200000'],
    ['5000', "[USP'U]", 'unit', '5000'],
    ['20', 'meq', 'mEq', '20'],
    ['44', 'cm2', 'cm²', '44'],
    ['7.4', 'GBq', 'microcurie', '200000'],
    ['200', 'mCi', 'microcurie', '200000'],
    ['4000000', '[PFU]', 'million PFU', '4'],
  ])('%s %s in %s is %s', (value, unit, measure, expected) => {
    const read = inMeasure(quantity(value, unit), measure)
    expect(read && exactText(read)).toBe(expected)
  })

  test.each<[string, Measure]>([
    // A unit of bleomycin is 1,000 international units.
    ['[IU]', 'unit'],
    ["[USP'U]", 'IU'],
    ['[IU]', 'USP unit'],
    ['mg', 'IU'],
    ['mL', 'mEq'],
    ['mmol', 'mEq'],
    ['U', 'mg'],
    ['{dose}', 'dose'],
    ['{vial}', 'billing unit'],
    ['toString', 'IU'],
  ])('%s is no amount in %s', (unit, measure) => {
    expect(inMeasure(quantity('1', unit), measure)).toBeUndefined()
  })
})

test.each<[string, Measure, string]>([
  ['88', 'mg', '88 mg'],
  ['1', 'unit', '1 unit'],
  ['5', 'USP unit', '5 USP units'],
  ['1', 'dose', '1 dose'],
  ['2', 'billing unit', '2 billing units'],
  ['300', 'IU', '300 IU'],
])('%s in %s reads “%s”', (value, measure, expected) => {
  expect(amountText(exactly(value), measure)).toBe(expected)
})

test('no measure is another in capitals', () => {
  expect(new Set(MEASURES.map((measure) => measure.toLowerCase())).size).toBe(MEASURES.length)
})
