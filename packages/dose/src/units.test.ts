import { describe, expect, test } from 'vitest'
import { exactly, exactText } from './exact.ts'
import { inMg, inMl } from './units.ts'
import { worstOf } from './verdict.ts'

const quantity = (value: string, unit: string) => ({ value: exactly(value), unit })

describe('mass and volume convert exactly, and never into each other', () => {
  test.each([
    ['20', 'ug', '0.02'],
    ['0.088', 'g', '88'],
    ['1.7', 'mg', '1.7'],
    ['0.0001', 'kg', '100'],
    ['5', 'ng', '0.000005'],
  ])('%s %s is %s mg', (value, unit, mg) => {
    const read = inMg(quantity(value, unit))
    expect(read && exactText(read)).toBe(mg)
  })

  test.each([
    ['0.044', 'L', '44'],
    ['1.7', 'mL', '1.7'],
    ['500', 'uL', '0.5'],
  ])('%s %s is %s mL', (value, unit, ml) => {
    const read = inMl(quantity(value, unit))
    expect(read && exactText(read)).toBe(ml)
  })

  test.each(['mL', '{tablet}', '[iU]', 'mg/kg', 'MG', '', 'constructor'])('%s is no mass', (unit) => {
    expect(inMg(quantity('1', unit))).toBeUndefined()
  })

  test.each(['mg', 'mL/h', 'ml', 'toString'])('%s is no volume', (unit) => {
    expect(inMl(quantity('1', unit))).toBeUndefined()
  })
})

describe('several doses have the verdict of the worst', () => {
  test.each([
    [['ready', 'not-ready', 'needs-information'], 'not-ready'],
    [['ready', 'needs-information'], 'needs-information'],
    [['ready', 'not-billable'], 'ready'],
    [['not-billable', 'not-billable'], 'not-billable'],
  ] as const)('%j is %s', (verdicts, worst) => {
    expect(worstOf(verdicts)).toBe(worst)
  })
})
