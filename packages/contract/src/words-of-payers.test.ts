import { expect, test } from 'vitest'
import { wordsOfPayers } from './words-of-payers.ts'

test.each([
  'Lien Nguyen',
  'Nguyen, Va',
  'Wilson Hold',
  'Pip Delgado',
  'Orange County Infusion',
  'Outpatient Infusion Dept',
  'Department of Medicine',
])('“%s” is the name of a person or of a department', (name) => {
  expect(wordsOfPayers(name)).toBeUndefined()
})

test.each([
  ['VA', 'VA'],
  ['HOLD', 'HOLD'],
  ['WC', 'WC'],
  ['WC - Smith, John', 'WC'],
  ['Smith (VA)', 'VA'],
  ['Billing hold', 'Billing hold'],
  ['Nguyen VA community care', 'VA community'],
  ['Smith auto insurance', 'auto insurance'],
  ['Lien - attorney Jones', 'Lien … attorney'],
  ['Dept of Corrections', 'Dept of Corrections'],
  ['County jail', 'County jail'],
  ['WORKERS COMP - DOI 1/12/2026, Smith', 'WORKERS COMP … DOI'],
])('“%s” says who pays', (name, words) => {
  expect(wordsOfPayers(name)).toBe(words)
  expect(wordsOfPayers(words)).toBe(words)
})

test('a long text is read to a limit, each of its words once', () => {
  expect(wordsOfPayers(`VA hospital ${'VA '.repeat(60_000)}`)?.length).toBeLessThan(100)
})
