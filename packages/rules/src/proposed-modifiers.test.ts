import { expect, test } from 'vitest'
import { chargeLines } from './charge-lines.ts'
import { aDose } from './testing/a-dose.ts'
import { anEdition } from './testing/an-edition.ts'

test.each<[string, readonly string[], readonly string[]]>([
  ['that a policy is met stands on the drug', ['JZ', 'KX'], ['JZ-KX', '']],
  ['that of an off-campus department is not, in an office', ['JZ', 'PO'], ['JZ', '']],
  ['that of a vein is not, under the skin', ['JZ', 'JA'], ['JZ', '']],
  ['JW is never taken over', ['JW'], ['JZ', '']],
  ['what does not belong on a drug line is not', ['RT'], ['JZ', '']],
  ['what the book does not hold is not', ['Q1'], ['JZ', '']],
])('of the modifiers proposed: %s', (_, on, expected) => {
  const lines = chargeLines(aDose({ modifiers: [{ on: [...on], by: 'the request' }] }), anEdition())
  expect(lines.map(({ modifiers }) => modifiers.join('-'))).toEqual(expected)
})

test('the kind of an off-campus department stands on every line', () => {
  const given = {
    setting: { kind: 'off-campus outpatient hospital' },
    modifiers: [{ on: ['JZ', 'PO'], by: 'the request' }],
  } as const
  const lines = chargeLines(aDose(given), anEdition())
  expect(lines.map(({ modifiers }) => modifiers.join('-'))).toEqual(['JZ-PO', 'PO'])
})
