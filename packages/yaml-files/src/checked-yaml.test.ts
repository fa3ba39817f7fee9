import { expect, test } from 'vitest'
import { z } from 'zod'
import { readYamlFile } from './checked-yaml.ts'

const Visit = z.strictObject({
  on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day such as 2026-03-02'),
  units: z.int().min(1),
  place: z.enum(['office', 'hospital']),
  why: z.string().min(5).max(20).optional(),
  payer: z.union([z.strictObject({ name: z.string(), number: z.string() }), z.literal('none')]),
})
const read = (text: string) => readYamlFile('visits.yaml', text, z.array(Visit).min(1))
const visit = (differs: Readonly<Record<string, string>>): string => {
  const said = { on: '2026-03-02', units: '2', place: 'office', payer: 'none', ...differs }
  return `- ${Object.entries(said)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n  ')}\n`
}

test('a file in order is read', () => {
  expect(read(visit({}))).toEqual([{ on: '2026-03-02', units: 2, place: 'office', payer: 'none' }])
})

test.each([
  ['a day written otherwise', { on: '3/2/2026' }, 'visits.yaml:1:3: 0.on: “3/2/2026” is not a day such as 2026-03-02.'],
  [
    'a part of a unit',
    { units: '1.5' },
    '0.units: “1.5” has to be a whole number. Write digits without quotation marks.',
  ],
  ['no unit', { units: '0' }, '0.units: “0” is too small. Write at least 1.'],
  ['a place there is not', { place: 'ofice' }, '0.place: “ofice” is none of the values it can have. Write “office”.'],
  ['a reason too short', { why: 'no' }, '0.why: “no” is too short. Write at least 5 characters.'],
  ['a reason too long', { why: 'x'.repeat(70) }, `“${'x'.repeat(60)}…” is too long. Write at most 20 characters.`],
  ['a slip in a name', { unts: '2' }, '0.unts: There is no element “unts” here. Write “units”.'],
  [
    'a payer of two slips, which is not told to be none',
    { payer: '{ nam: A, nr: "1" }' },
    '0.payer.nam: There is no element “nam” here. Write “name”.',
  ],
  [
    'a number that has to be text',
    { payer: '{ name: A, number: 7 }' },
    '0.payer.number: 7 is read as a number, and has to be text. Put it in quotation marks: "7".',
  ],
])('%s is told in words of its author', (_, differs, says) => {
  expect(() => read(visit(differs))).toThrow(says)
  expect(() => read(visit(differs))).not.toThrow(/Invalid|Too (small|big)|expected/)
})

test('what is no YAML is told with its line', () => {
  expect(() => read('- on: [2026-03-02\n  units: 2\n')).toThrow(/^visits\.yaml:\d+:\d+: /)
})

test('an empty list is told', () => {
  expect(() => read('[]')).toThrow('visits.yaml:1:1: The list is too short. Write at least 1 entry.')
})
