import { exactText } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { amountsGiven, tokens } from './read.ts'

describe('a micro sign before a unit is read, in both of its characters', () => {
  test.each([
    ['Gave 60 \u00b5g', 'mg', '0.06'],
    ['Gave 60\u03bcg', 'mg', '0.06'],
    ['Gave 60 \u039cG', 'mg', '0.06'],
    ['Gave 100 \u00b5Ci', 'microcurie', '100'],
    ['Gave 100 \u03bcCi', 'microcurie', '100'],
  ] as const)('%s', (text, measure, amount) => {
    expect(amountsGiven(tokens(text), measure).map((each) => each.amount && exactText(each.amount))).toEqual([amount])
  })

  test('a volume of so many microliters is none of liters', () => {
    expect(tokens('5 \u00b5L of 10 \u00b5mol')).toEqual(['5', 'mcl', 'of', '10', 'mcmol'])
  })
})
