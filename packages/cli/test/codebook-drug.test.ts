import { doseline } from '@doseline/testkit/doseline'
import { expect, test } from 'vitest'

async function drug(...words: readonly string[]) {
  const { exit, said } = await doseline(['codebook', 'drug', ...words, '2026-03-02', '--json'])
  return { exit, ...JSON.parse(said) }
}

test('an NDC under several codes has a row for each, with the units of its columns', async () => {
  const { exit, listed } = await drug('00264-7800-09')
  const columns = ({ code, containers, unitsPerContainer, unitsPerPackage, line }: Record<string, unknown>) =>
    [code, containers, unitsPerContainer, unitsPerPackage, line].join(' ')
  expect([exit, listed.map(columns)]).toEqual([0, ['J7030 12 1 12 4512', 'J7040 12 2 24 4554', 'J7050 12 4 48 4602']])
})

test.each([
  ['39822-4500-02', { cause: 'not multiplied' }],
  ['00574-0872-05', { cause: 'slip' }],
  ['00026-3821-25', { cause: 'placeholder' }],
])('%s gives no units, and says why', async (ndc, expected) => {
  const { listed } = await drug(ndc)
  expect(listed[0]).toMatchObject({ ...expected, says: expect.any(String) })
  expect(listed[0]).not.toHaveProperty('unitsPerContainer')
})

test('what is not listed ends with 1', async () => {
  expect(await drug('99999-9999-99')).toMatchObject({ exit: 1, listed: [] })
})

test.each([
  [
    '0.25 MG - 5 MG',
    0,
    {
      kind: 'combination',
      parts: [
        { amount: '0.25', of: 'mg' },
        { amount: '5', of: 'mg' },
      ],
    },
  ],
  [
    'Per 3.2 MG single-use applicator',
    0,
    { kind: 'occasion', qualifier: 'per', parts: [{ amount: '1', of: 'applicator' }] },
  ],
  ['UP TO 1 GM', 0, { kind: 'amount', qualifier: 'up to', parts: [{ amount: '1', of: 'gm' }] }],
  ['1 to 2 MG', 1, null],
])('“%s” is read as one unit, or not at all', async (text, expected, reading) => {
  const { exit, said } = await doseline(['codebook', 'unit', text])
  expect([exit, JSON.parse(said).reading]).toEqual([expected, reading && expect.objectContaining(reading)])
})
