import type { DoseAnswer } from '@doseline/contract'
import { expect, test } from 'vitest'
import { codebookWith } from './testing/loaded.ts'
import { type Given, heldBy, judgedBy, linesOf } from './testing/one-dose.ts'

/** Which NDCs an RxNorm code is, as a hospital loads it: codes that are none of RxNorm, and NDCs that CMS lists. */
const NDCS: Readonly<Record<string, readonly string[]>> = {
  9000001: ['00006302602', '00006302604'], // Keytruda
  9000002: ['25021026010', '43598037074', '50742034001'], // pemetrexed of three labelers
  9000003: ['55513071001'], // Prolia
  9000004: ['99207065001'], // of no list
}

/** `RXNSAT.RRF`: beside the NDCs of RxNorm those of other sources, one that is suppressed, and other attributes. */
const RXNSAT = [
  '9000001|||1|AUI|1|AT1||RXN_AVAILABLE_STRENGTH|RXNORM|25 MG/ML|N|4096|',
  '9000009|||2|AUI|2|AT2||NDC|MTHSPL|0006-3026-02|N||',
  '9000009|||3|AUI|3|AT3||NDC|RXNORM|00006302602|O||',
  ...Object.entries(NDCS).flatMap(([rxcui, ndcs]) =>
    ndcs.map((ndc) => `${rxcui}|||4|AUI|${rxcui}|AT4||NDC|RXNORM|${ndc}|N|4096|`),
  ),
].join('\n')
const loaded = codebookWith({ 'RXNSAT.RRF': RXNSAT }, '2026-02-02')

async function judged(given: Partial<Given>): Promise<DoseAnswer> {
  return judgedBy(await loaded, { dose: 200, text: 'as ordered', attested: { containersOpened: 2 }, ...given })
}

test('a drug that an RxNorm code alone names is billed with the one code of its NDCs', async () => {
  const dose = await judged({ rxnorm: ['9000001'] })
  expect([dose.verdict, linesOf(dose)]).toEqual(['ready', 'J9271-JZ × 200'])
  expect(dose.lines[0]?.ndc).toBeUndefined()
})

test('an RxNorm code of a drug that CMS bills by its labeler does not say which code bills it', async () => {
  const dose = await judged({ rxnorm: ['9000002'], text: 'pemetrexed 500 mg', dose: 500 })
  expect([dose.verdict, linesOf(dose)]).toEqual(['needs-information', ''])
  expect(dose.sentence).toMatch(/RxNorm code 9000002 does not say which of J9\d{3}(, J9\d{3})+ bills the drug/)
})

test.each<[string, Partial<Given>]>([
  ['of another listed drug beside a listed NDC', { rxnorm: ['9000002'], ndc: '00006-3026-02', text: 'Keytruda' }],
  [
    'of a listed drug beside the NDC of a drug of the book',
    { rxnorm: ['9000001'], ndc: '55513-710-01', text: 'Prolia' },
  ],
  ['of a drug of the book beside a listed NDC', { rxnorm: ['9000003'], ndc: '00006-3026-02', text: 'Keytruda' }],
  ['of a listed drug beside the name of another', { rxnorm: ['9000001'], text: 'Opdivo 240 mg' }],
])('an RxNorm code %s is told', async (_, given) => {
  const dose = await judged(given)
  expect(dose.verdict).toBe('needs-information')
  expect(heldBy(dose)).toContain('code/product-is-recognised')
  expect(dose.sentence).toContain('The chart contradicts itself')
})

test.each<[string, Partial<Given>]>([
  ['the same drug', { rxnorm: ['9000001'] }],
  ['a drug of no list', { rxnorm: ['9000004'] }],
  ['nothing in the map', { rxnorm: ['12345'] }],
])('an RxNorm code of %s beside a listed NDC changes nothing', async (_, given) => {
  const dose = await judged({ ndc: '00006-3026-02', text: 'Keytruda', ...given })
  expect([dose.verdict, linesOf(dose)]).toEqual(['ready', 'J9271-JZ × 200'])
})

test('a suppressed NDC, and one that another source writes, are not taken', async () => {
  expect((await judged({ rxnorm: ['9000009'] })).supported).toBe(false)
})
