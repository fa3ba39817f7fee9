import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type DrugNames, day, exactText, partialNdc } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { loadCodebook } from './load.ts'
import type { Product } from './values.ts'

const codebook = loadCodebook()
const product = (id: string): Product => {
  const found = codebook.products().find((each) => each.id === id)
  if (!found) throw new TypeError(id)
  return found
}
const valuesOn = (date: string, id: string, { payer = 'medicare-part-b', book = 'cms' } = {}) =>
  codebook.effectiveOn(day(date), payer, book).values(product(id))

describe('which code bills a product', () => {
  test.each([
    ['mepsevii', 'J3397'],
    ['prolia', 'J0897'],
    ['xgeva', 'J0897'],
    ['jubbonti', 'Q5136'],
    ['wyost', 'Q5136'],
    ['reclast', 'J3489'],
    ['forteo', 'J3110'],
    ['stoboclo', 'Q5157'],
    ['bomyntra', 'Q5158'],
    ['ospomyv', 'Q5159'],
    ['evenity', 'J3111'],
    ['ibandronate-3mg', 'J1740'],
    ['pamidronate-90mg', 'J2430'],
  ])('%s is %s by CMS', (id, code) => {
    expect(valuesOn('2026-03-02', id).hcpcs).toMatchObject({ known: true, value: { code } })
  })

  test.each([
    ['prolia', 'J3397'],
    ['xgeva', 'J0897'],
    ['reclast', 'J3489'],
    ['forteo', 'J3110'],
  ])('%s is %s by the article, unconfirmed', (id, code) => {
    const { hcpcs } = valuesOn('2026-03-02', id, { book: 'article' })
    const byCms = valuesOn('2026-03-02', id).hcpcs
    expect(hcpcs.known && hcpcs.value.byCms).toBe(byCms.known && byCms.value.code)
    expect(byCms.known && 'byCms' in byCms.value).toBe(false)
    expect(hcpcs).toMatchObject({
      known: true,
      value: { code },
      source: { id: 'the-article', confidence: 'unconfirmed' },
    })
  })

  test.each(['mepsevii', 'jubbonti', 'wyost'])('the article gives %s no code', (id) => {
    expect(valuesOn('2026-03-02', id, { book: 'article' }).hcpcs.known).toBe(false)
  })

  test('J3397 means vestronidase under both books, because HCPCS says so', () => {
    for (const book of ['cms', 'article']) {
      const { meaning } = valuesOn('2026-03-02', book === 'cms' ? 'mepsevii' : 'prolia', { book })
      expect(meaning).toMatchObject({
        known: true,
        value: { code: 'J3397', generic: 'vestronidase alfa-vjbk', products: ['mepsevii'] },
      })
    }
    expect(codebook.meaningOf('j3397')?.products).toEqual(['mepsevii'])
    expect(codebook.meaningOf('J0000')).toBeUndefined()
  })

  test.each(['xtrenbo', 'enoby', 'osvyrti', 'jubereq', 'oziltus'])(
    '%s has no code of its own, and none is guessed',
    (id) => {
      expect(valuesOn('2026-11-01', id).hcpcs.known).toBe(false)
    },
  )

  test('a biosimilar whose code was added later has none before', () => {
    expect(valuesOn('2026-03-02', 'bildyos').hcpcs.known).toBe(false)
    expect(valuesOn('2026-07-01', 'bildyos').hcpcs).toMatchObject({
      value: { code: 'Q5162' },
      source: { confidence: 'unconfirmed' },
    })
  })

  test.each([
    ['J3590', 'any biologic without a code of its own'],
    ['J3486', 'ziprasidone'],
    ['J3485', 'zidovudine'],
    ['J0894', 'decitabine'],
  ])('%s means %s and bills no product', (code, generic) => {
    expect(codebook.meaningOf(code)).toMatchObject({ generic, products: [] })
  })

  test('a unit of J2430 is 30 mg', () => {
    const { hcpcs } = valuesOn('2026-03-02', 'pamidronate-60mg')
    expect(hcpcs).toMatchObject({ known: true, value: { unitText: '30 mg' } })
  })

  test('J3397 was not in force the day before it was added', () => {
    expect(valuesOn('2018-12-31', 'mepsevii').hcpcs).toMatchObject({
      known: false,
      says: expect.stringContaining('2018-12-31'),
    })
    expect(valuesOn('2019-01-01', 'mepsevii').hcpcs.known).toBe(true)
  })

  test('a unit of J3110 is 10 micrograms', () => {
    const { hcpcs } = valuesOn('2026-03-02', 'forteo')
    expect(hcpcs.known && exactText(hcpcs.value.unitAmount)).toBe('0.01')
  })
})

describe('a value has a day', () => {
  test.each([
    ['2017-01-01', 'JW when discarded'],
    ['2023-06-30', 'JW when discarded'],
    ['2023-07-01', 'JW or JZ'],
  ] as const)('on %s Medicare Part B asks: %s', (date, value) => {
    expect(valuesOn(date, 'prolia').discard).toMatchObject({ known: true, value })
  })

  test('before the first day of the code book nothing is known, and never the nearest value', () => {
    const { listing, ...dated } = valuesOn('2016-12-31', 'prolia')
    for (const published of Object.values(dated)) expect(published.known).toBe(false)
    expect(listing.known).toBe(true)
  })

  test('the MUE is confirmed while its table speaks, and unconfirmed after', () => {
    expect(valuesOn('2024-06-30', 'prolia').mue).toEqual({
      known: false,
      silent: true,
      says: 'No MUE is known for J0897 on 2024-06-30: the earliest table that was read is of 2024-07-01.',
    })
    expect(valuesOn('2024-08-01', 'prolia').mue).toMatchObject({
      value: { units: 120, mai: 3 },
      source: { confidence: 'confirmed' },
    })
    expect(valuesOn('2026-03-02', 'prolia').mue).toMatchObject({
      value: { units: 120 },
      source: { confidence: 'unconfirmed' },
    })
  })

  test('a biosimilar without a published MUE does not borrow the reference product’s', () => {
    expect(valuesOn('2026-03-02', 'jubbonti').mue).toEqual({
      known: false,
      silent: true,
      says: 'No MUE is listed for Q5136 in the table of 2024-07-01, the latest that was read for this day.',
    })
  })

  test('under the article, what is keyed by a code is silent by design; what is keyed by product stays', () => {
    const { mue, interval } = valuesOn('2026-03-02', 'prolia', { book: 'article' })
    expect(mue).toMatchObject({ known: false, silent: true })
    expect(interval).toMatchObject({ known: true, value: { every: 6, unit: 'months' } })
  })

  test('without a day or a payer, what depends on them is not known', () => {
    expect(codebook.effectiveOn(undefined, 'medicare-part-b', 'cms').values(product('prolia')).hcpcs.known).toBe(false)
    const { discard, priorAuthorization, hcpcs } = codebook
      .effectiveOn(day('2026-03-02'), undefined, 'cms')
      .values(product('prolia'))
    expect([discard.known, priorAuthorization.known, hcpcs.known]).toEqual([false, false, true])
  })

  test('Blue Cross NC asks for an authorization of denosumab from 2026 on; of Mepsevii nothing is known', () => {
    const on = (date: string, id: string) => valuesOn(date, id, { payer: 'blue-cross-nc' }).priorAuthorization
    expect(on('2025-12-31', 'prolia').known).toBe(false)
    expect(on('2026-01-01', 'prolia')).toMatchObject({ value: 'required', source: { confidence: 'confirmed' } })
    expect(on('2026-01-01', 'mepsevii').known).toBe(false)
  })
})

const NOWHERE = { resource: 'Medication/m', element: 'code' }
const drug = (names: Partial<Record<keyof DrugNames, string[]>>): DrugNames => {
  const named = (list: string[] = []) => list.map((name) => ({ name, place: NOWHERE }))
  return { ndc: named(names.ndc), rxnorm: named(names.rxnorm), hcpcs: named(names.hcpcs), text: named(names.text) }
}

describe('which product was given', () => {
  test.each([
    ['by its NDC', { ndc: ['55513071001'] }, 'prolia', 'ndc'],
    ['by its NDC, whatever code stands beside it', { ndc: ['55513071001'], hcpcs: ['J3397'] }, 'prolia', 'ndc'],
    ['by its RxNorm code', { rxnorm: ['1046398'] }, 'xgeva', 'rxnorm'],
    [
      'by its RxNorm code where the NDC is not known',
      { ndc: ['99999999999'], rxnorm: ['1989828'] },
      'mepsevii',
      'rxnorm',
    ],
    ['by its brand', { text: ['PROLIA 60 MG/ML SYRINGE'] }, 'prolia', 'text'],
    ['by its brand even with an unknown NDC', { ndc: ['99999999999'], text: ['Prolia'] }, 'prolia', 'text'],
    [
      'by generic name and strength',
      { text: ['zoledronic acid 5 MG per 100 ML', 'zoledronic acid 5 mg/100 mL'] },
      'reclast',
      'text',
    ],
    [
      'by generic name without the suffix, where only one product has it',
      { text: ['vestronidase alfa 88 mg in saline'] },
      'mepsevii',
      'text',
    ],
    ['by text and a code that choose together', { text: ['denosumab 60 mg/mL'], hcpcs: ['J0897'] }, 'prolia', 'hcpcs'],
    ['by a biosimilar’s own generic name and strength', { text: ['denosumab-bbdz 60 mg/mL'] }, 'jubbonti', 'text'],
  ])('%s', (_, names, id, by) => {
    expect(codebook.recognise(drug(names))).toMatchObject({ product: { id }, by })
  })

  test.each([
    ['a generic name that several products share', { text: ['Denosumab injection'] }, 'several products'],
    ['a generic name and strength: reference or biosimilar', { text: ['denosumab 60 mg/mL'] }, 'several products'],
    [
      'a generic name with a code of another drug',
      { text: ['denosumab 60 mg/mL'], hcpcs: ['J3397'] },
      'several products',
    ],
    [
      'a generic name beside an NDC nobody knows: it may be a biosimilar',
      { ndc: ['99999999999'], text: ['denosumab 60 mg/mL'], hcpcs: ['J0897'] },
      'several products',
    ],
    ['a code alone, even one that bills a single product', { hcpcs: ['J3397'] }, 'not named'],
    ['nothing', {}, 'not named'],
    ['another drug', { text: ['Ceftriaxone 1 g'] }, 'not supported'],
    ['a biosimilar the code book does not hold', { text: ['denosumab-zzzz 60 mg/mL'] }, 'several products'],
    ['a brand beside the suffix of another product', { text: ['Prolia (denosumab-bbdz) 60 mg/mL'] }, 'contradictory'],
    ['a biosimilar beside the suffix of another', { text: ['Stoboclo (denosumab-bnht) 60 mg/mL'] }, 'contradictory'],
    ['a brand beside a suffix that nobody knows', { text: ['Prolia (denosumab-zzzz)'] }, 'contradictory'],
    ['an NDC beside a suffix that nobody knows', { ndc: ['55513071001'], text: ['denosumab-zzzz'] }, 'contradictory'],
    ['the reference product called a biosimilar', { text: ['Prolia biosimilar'] }, 'contradictory'],
    [
      'an NDC of the reference product beside “biosimilar”',
      { ndc: ['55513071001'], text: ['denosumab biosimilar 60 mg/mL'] },
      'contradictory',
    ],
    [
      'an NDC of one product and an RxNorm code of another',
      { ndc: ['55513071001'], rxnorm: ['1046398'] },
      'contradictory',
    ],
    ['an NDC of one product and the brand of another', { ndc: ['55513071001'], text: ['Xgeva'] }, 'contradictory'],
    ['a word that merely contains a brand', { text: ['Proliant'] }, 'not supported'],
  ])('%s names no product', (_, names, noProduct) => {
    expect(codebook.recognise(drug(names))).toMatchObject({ noProduct })
  })

  test.each([
    ['labeler and product of one', ['55513-0710'], ['denosumab'], 'Prolia'],
    ['nine digits', ['555130710'], [], 'Prolia'],
    ['ten digits that fit one NDC of the book', ['5551371021'], ['denosumab'], 'Prolia'],
    ['a labeler and product that the book does not hold, beside a brand', ['11111-222'], ['Prolia'], 'Prolia'],
    ['a labeler and product that the book does not hold', ['11111-222'], ['denosumab 60 mg/mL'], 'several products'],
    ['labeler and product of another brand', ['55513-0710'], ['Xgeva'], 'contradictory'],
    ['labeler and product that nobody knows', ['11111-222'], [], 'not supported'],
  ])('an NDC that is not whole: %s', (_, ndcs, text, found) => {
    const place = { resource: 'MedicationAdministration/ma-1', element: 'medication' }
    const partial = ndcs.flatMap((name) => {
      const read = partialNdc(name)
      return read ? [{ name, ...read, place }] : []
    })
    const recognised = codebook.recognise({ ...drug({ text }), partialNdc: partial })
    expect('product' in recognised ? recognised.product.brand : recognised.noProduct).toBe(found)
  })

  test('a contradiction shows both sides', () => {
    expect(codebook.recognise(drug({ ndc: ['55513071001'], rxnorm: ['1046398'] }))).toMatchObject({
      says: 'The chart contradicts itself: NDC “55513071001” means Prolia, and RxNorm code “1046398” means Xgeva.',
    })
  })
})

describe('data that is wrong is refused with file and entry', () => {
  /** Line and column, from 1, of a text of the data: the data grows, and these cases go on. */
  const placeOf = (file: string, text: string): string => {
    const before = readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8').split(text)[0] ?? ''
    const lines = before.split('\n')
    return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
  }

  const spoiled = (file: string, from: string, to: string): URL => {
    const folder = mkdtempSync(join(tmpdir(), 'codebook-'))
    cpSync(new URL('../data', import.meta.url), folder, { recursive: true })
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    if (!text.includes(from)) throw new TypeError(`${file} does not contain ${from}`)
    writeFileSync(path, text.replace(from, to))
    return pathToFileURL(`${folder}/`)
  }

  test.each([
    [
      'a day that does not exist',
      'scope.yaml',
      '2017-01-01',
      '2017-02-30',
      /^scope.yaml:2:1: firstDay: “2017-02-30” is not a day/,
    ],
    [
      'a misspelled word',
      'codes/J3397.yaml',
      'descriptor:',
      'descriptr:',
      /^codes\/J3397.yaml:1:1: descriptr: There is no element “descriptr” here. Write “descriptor”/,
    ],
    [
      'a value without a start',
      'books/cms.yaml',
      'mepsevii: [{ from: 2019-01-01, ',
      'mepsevii: [{ ',
      `books/cms.yaml:${placeOf('books/cms.yaml', '{ from: 2019-01-01, code: J3397')}: bills.mepsevii.0: This entry needs`,
    ],
    [
      'a strength that is no decimal',
      'drugs/vestronidase.yaml',
      'mg: ',
      'mg: ten #',
      `drugs/vestronidase.yaml:${placeOf('drugs/vestronidase.yaml', 'mg: ')}: products.mepsevii.mg: “ten” is not`,
    ],
    [
      'a strength of nothing',
      'drugs/vestronidase.yaml',
      'mg: ',
      "mg: '0' #",
      /products.mepsevii.mg: “0” is not a positive decimal/,
    ],
    [
      'an NDC of ten bare digits',
      'drugs/vestronidase.yaml',
      '69794-001-01',
      "'6979400101'",
      `drugs/vestronidase.yaml:${placeOf('drugs/vestronidase.yaml', '69794-001-01')}: products.mepsevii.ndc.0: `,
    ],
    ['YAML that does not parse', 'rules.yaml', 'severity: required', 'severity: [', /^rules.yaml:\d+:\d+: /],
  ])('%s', (_, file, from, to, message) => {
    expect(() => loadCodebook(spoiled(file, from, to))).toThrow(message)
  })
})
