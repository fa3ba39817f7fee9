import { day } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { loadCodebook, readData, readWhichCode } from './load.ts'
import { datedLists } from './policies/dated-lists.ts'

const data = readData()

/** Every dated list in the data, with where it is. */
const lists = [
  ...datedLists({ codes: data.codes, groups: data.groups, payers: data.payers, books: data.books }),
  ...datedLists({ modifiers: data.modifiers, settings: data.settings }),
].map(({ path, entries }) => [path.join('.'), entries] as const)

describe('the data files', () => {
  test.each(lists)('%s: days ascend, no two values start on one day, only the first may lack a start', (_, entries) => {
    const starts = entries.map(({ from }) => from ?? '')
    expect(starts).toEqual([...new Set(starts)].toSorted())
  })

  test.each(lists)('%s: what rests on memory or on our own configuration is marked unconfirmed', (_, entries) => {
    for (const { source, confidence } of entries) {
      if (['memory', 'doseline', 'the-article'].includes(source)) expect(confidence).toBe('unconfirmed')
    }
  })

  test('every source that is cited exists, and every source that exists is cited', () => {
    const cited = new Set([
      ...lists.flatMap(([, entries]) => entries.map(({ source }) => source)),
      ...Object.values(data.codes).map(({ source }) => source),
      ...Object.values(data.denials).map(({ source }) => source),
      ...Object.values(data.products).map(({ source }) => source),
      ...Object.values(data.results).map(({ source }) => source),
      ...Object.values(data.treatments).map(({ source }) => source),
      ...data.coverageKinds.systems.map(({ source }) => source),
      ...Object.values(data.books).flatMap(({ withoutCode }) =>
        withoutCode ? [withoutCode.source, withoutCode.outpatientHospital.source] : [],
      ),
      ...readWhichCode().map(({ source }) => source),
      data.coverageKinds.contracts.source,
      data.coverageKinds.companyIds.source,
      ...data.coverageKinds.longestFiling.map(({ source }) => source),
      ...Object.values(data.settings).flatMap(({ oneOf }) => oneOf.map(({ source }) => source)),
    ])
    const uncited = Object.keys(data.sources).filter((source) => !cited.has(source))
    expect(uncited, 'sources.yaml names what no value cites: take it out, or cite it').toEqual([])
    expect(
      [...cited].filter((source) => !Object.hasOwn(data.sources, source)),
      'enter it in sources.yaml',
    ).toEqual([])
  })

  test('every code a book bills with says what a unit is, or bills whatever has no code of its own', () => {
    for (const { bills } of Object.values(data.books)) {
      for (const { code, inHospital, either = [] } of Object.values(bills).flat()) {
        for (const each of [code, inHospital, ...either]) {
          if (each !== undefined) expect(data.codes[each]?.unit ?? data.codes[each]?.unclassified, each).toBeDefined()
        }
      }
    }
    for (const { withoutCode } of Object.values(data.books)) {
      if (!withoutCode) continue
      const { drug, biological, antineoplastic, outpatientHospital } = withoutCode
      for (const code of [drug, biological, antineoplastic, outpatientHospital.code])
        expect(data.codes[code], code).toMatchObject({ unclassified: true })
      for (const source of [withoutCode.source, outpatientHospital.source]) expect(data.sources).toHaveProperty(source)
    }
  })

  test('a product that is to be tried before others is of the same drug as they are', () => {
    for (const { drugs } of Object.values(data.payers)) {
      for (const [group, { preferred }] of Object.entries(drugs)) {
        for (const { before = [] } of preferred.flatMap(({ steps }) => steps))
          for (const id of before) expect(data.products[id]?.group).toBe(group)
      }
    }
  })

  test('what a coverage says names kinds that exist, and each payer is of one', () => {
    const { kinds, sets, systems, words, contracts, cardClasses } = data.coverageKinds
    const named = [
      ...systems.flatMap(({ codes }) => codes.flatMap((each) => each.kinds)),
      ...words.flatMap((each) => each.kinds),
      ...Object.values(contracts.letters).flat(),
      ...cardClasses.kinds,
      ...Object.values(data.payers).flatMap(({ recognisedBy }) => recognisedBy.kinds),
    ]
    for (const name of named) expect([...Object.keys(kinds), ...Object.keys(sets)]).toContain(name)
    for (const kind of Object.values(sets).flat()) expect(kinds).toHaveProperty(kind)
    for (const kind of Object.values(kinds).flatMap(({ replaces }) => replaces)) expect(kinds).toHaveProperty(kind)
  })

  test('no NDC, RxNorm code or brand belongs to two products', () => {
    const products = Object.values(data.products)
    for (const names of [
      products.flatMap(({ ndc }) => ndc),
      products.flatMap(({ rxnorm }) => rxnorm),
      products.flatMap(({ brand, brandNames }) => [brand, ...brandNames].map((name) => name.toLowerCase())),
    ]) {
      expect(names).toEqual([...new Set(names)])
    }
  })

  test('under the cms book a code bills only the generic it is published for', () => {
    for (const [product, entries] of Object.entries(data.books.cms?.bills ?? {})) {
      for (const { code, either = [] } of entries) {
        for (const each of [code, ...either]) {
          const entry = each === undefined ? undefined : data.codes[each]
          if (entry && !entry.unclassified) expect(entry.generic).toBe(data.products[product]?.generic)
        }
      }
    }
  })

  test('the book that departs from HCPCS is not for submission', () => {
    const departs = Object.entries(data.books).filter(([, { bills }]) =>
      Object.entries(bills).some(([product, entries]) =>
        entries.some(({ code }) => {
          const entry = code === undefined ? undefined : data.codes[code]
          return entry && !entry.unclassified && entry.generic !== data.products[product]?.generic
        }),
      ),
    )
    expect(departs.map(([book, { forSubmission }]) => [book, forSubmission])).toEqual([['article', false]])
  })
})

test('a drug named by its generic alone names a few of the many products it could be', () => {
  const names = {
    ndc: [],
    rxnorm: [],
    hcpcs: [],
    text: [{ name: 'denosumab', place: { resource: 'Medication/m', element: 'code.text' } }],
  }
  const many = Object.values(data.products).filter(({ family }) => family === 'denosumab').length
  expect(loadCodebook().recognise(names)).toMatchObject({
    says: `“denosumab” could be any of ${many} products, such as Aukelso, Bildyos, Bilprevda; the chart has no NDC or RxNorm code that tells them apart.`,
  })
})

test('a product without a code of its own says when one is listed, and what bills it by hand', () => {
  const codebook = loadCodebook()
  const hcpcs = (id: string, on: string) => {
    const product = codebook.products().find((each) => each.id === id)
    return product && codebook.effectiveOn(day(on), 'medicare-part-b', 'cms').values(product).hcpcs
  }
  expect(hcpcs('jubbonti', '2024-08-01')).toEqual({
    known: false,
    says: 'The code book “CMS HCPCS” gives no code for Jubbonti on 2024-08-01. It lists Q5136 for it from 2024-10-01 on.',
    remedy:
      'Look up Jubbonti in the HCPCS file of that quarter, and enter its code in the code book with its first day. If it had none, bill by hand with J3590 (a biological) or J3490, or C9399 in a hospital outpatient department, and state its name, dose and NDC on the claim.',
  })
  expect(hcpcs('bildyos', '2026-03-02')).toMatchObject({ known: false, choices: ['Q5162', 'J3590', 'C9399'] })
  expect(hcpcs('oziltus', '2026-11-24')).toMatchObject({
    says: expect.stringMatching(/^Which code billed Oziltus on 2026-11-24 is not known/),
    remedy: expect.stringContaining('J3590'),
  })
  expect(hcpcs('bildyos', '2026-07-01')).toMatchObject({ known: true, value: { code: 'Q5162' } })
})
