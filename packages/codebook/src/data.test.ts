import { describe, expect, test } from 'vitest'
import { readData } from './load.ts'

const data = readData()

/** Every dated list in the data, with where it stands. */
const datedLists = [
  ...Object.entries(data.codes).map(([code, { mue }]) => [`codes/${code} mue`, mue] as const),
  ...Object.entries(data.codes).map(([code, { paymentLimit }]) => [`codes/${code} limit`, paymentLimit] as const),
  ...Object.entries(data.groups).flatMap(([group, { interval, indications, administration, notTogether }]) => [
    [`groups.${group} notTogether`, notTogether] as const,
    [`groups.${group} administration`, administration] as const,
    [`groups.${group} interval`, interval] as const,
    [`groups.${group} indications`, indications] as const,
  ]),
  ...Object.entries(data.books).flatMap(([book, { bills }]) =>
    Object.entries(bills).map(([product, entries]) => [`books/${book} ${product}`, entries] as const),
  ),
  ...Object.entries(data.modifiers).map(([code, { onDrugLines }]) => [`modifiers ${code}`, onDrugLines] as const),
  ...Object.entries(data.payers).flatMap(([payer, { discard, priorAuthorization, modifier340B, earlyDays }]) => [
    ...Object.entries(earlyDays).map(([group, entries]) => [`payers/${payer} early ${group}`, entries] as const),
    [`payers/${payer} modifier340B`, modifier340B] as const,
    [`payers/${payer} discard`, discard] as const,
    ...Object.entries(priorAuthorization).map(([group, entries]) => [`payers/${payer} ${group}`, entries] as const),
  ]),
]

describe('the data files', () => {
  test.each(datedLists)(
    '%s: days ascend, no two values start on one day, only the first may lack a start',
    (_, entries) => {
      const starts = entries.map(({ from }) => from ?? '')
      expect(starts).toEqual([...new Set(starts)].toSorted())
    },
  )

  test.each(datedLists)('%s: what rests on memory or on our own configuration is marked unconfirmed', (_, entries) => {
    for (const { source, confidence } of entries) {
      if (['memory', 'doseline', 'the-article'].includes(source)) expect(confidence).toBe('unconfirmed')
    }
  })

  test('every source that is cited exists, and every source that exists is cited', () => {
    const cited = new Set([
      ...datedLists.flatMap(([, entries]) => entries.map(({ source }) => source)),
      ...Object.values(data.codes).map(({ source }) => source),
      ...Object.values(data.denials).map(({ source }) => source),
      ...Object.values(data.products).map(({ source }) => source),
    ])
    expect([...cited].toSorted()).toEqual(Object.keys(data.sources).toSorted())
  })

  test('every code a book bills with has its file, every product its group', () => {
    for (const { bills } of Object.values(data.books)) {
      for (const [product, entries] of Object.entries(bills)) {
        expect(data.products).toHaveProperty(product)
        for (const { code } of entries) expect(data.codes[code]).toHaveProperty('unit')
      }
    }
    for (const { group } of Object.values(data.products)) expect(data.groups).toHaveProperty(group)
    for (const { priorAuthorization } of Object.values(data.payers)) {
      for (const group of Object.keys(priorAuthorization)) expect(data.groups).toHaveProperty(group)
    }
  })

  test('loading doses name indications of their own group', () => {
    for (const { interval, indications } of Object.values(data.groups)) {
      const ids = new Set(indications.flatMap(({ list }) => list.map(({ id }) => id)))
      for (const { loading } of interval) for (const id of loading?.indications ?? []) expect(ids).toContain(id)
    }
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
      for (const { code } of entries) expect(data.codes[code]?.generic).toBe(data.products[product]?.generic)
    }
  })

  test('the book that departs from HCPCS is not for submission', () => {
    const departs = Object.entries(data.books).filter(([, { bills }]) =>
      Object.entries(bills).some(([product, entries]) =>
        entries.some(({ code }) => data.codes[code]?.generic !== data.products[product]?.generic),
      ),
    )
    expect(departs.map(([book, { forSubmission }]) => [book, forSubmission])).toEqual([['article', false]])
  })
})
