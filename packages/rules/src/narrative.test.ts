import type { Product } from '@doseline/codebook'
import { exact } from '@doseline/dose'
import { expect, test } from 'vitest'
import type { DailyAmount } from './dose-facts.ts'
import { narrativeOf } from './narrative.ts'

const said = (brand: string, generic: string) =>
  narrativeOf(
    { brand, generic, measure: 'mg', amountPerContainer: exact('500'), mlPerContainer: exact('20') } as Product,
    { administeredAmount: exact('450'), ndc: '99207065001' } as DailyAmount,
    'intravenous',
  )
const END = ': 450 mg given, intravenous, NDC 99207065001'

test.each<[string, string, string, string]>([
  ['says all that fits', 'Nuvexil', 'nuvexilimab', 'Nuvexil (nuvexilimab), 500 mg/20 mL'],
  ['leaves the volume out first', 'Nuvexil', 'nuvexilimab-abcd', 'Nuvexil (nuvexilimab-abcd), 500 mg'],
  ['then the generic name', 'Nuvexil Kit', 'nuvexilimab-abcdef', 'Nuvexil Kit, 500 mg/20 mL'],
  ['then the strength', 'Nuvexil Subcutaneous Starter Kit', 'nuvexilimab', 'Nuvexil Subcutaneous Starter Kit'],
  [
    'and cuts the name last',
    'Nuvexil Subcutaneous Starter Kit of Two Doses',
    'x',
    'Nuvexil Subcutaneous Starter Kit of',
  ],
])('a narrative of 80 characters %s', (_, brand, generic, beginning) => {
  const narrative = said(brand, generic)
  expect(narrative).toBe(`${beginning}${END}`)
  expect(narrative?.length).toBeLessThanOrEqual(80)
})
