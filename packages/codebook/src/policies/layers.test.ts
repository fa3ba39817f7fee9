import { type CoverageRecord, day } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { type LoadedCodebook, layOver, loadCodebook } from '../load.ts'
import type { LayerFile } from './policy-sources.ts'

const SOURCES = 'sources: { a-letter: { publisher: Noridian, title: A letter, read: 2026-11-24 } }\n'
const file = (layer: LayerFile['layer'], text: string): LayerFile => ({
  layer,
  file: `${layer}.yaml`,
  text: SOURCES + text,
})
const shipped = loadCodebook()
const site = (text: string): LoadedCodebook => layOver(shipped, [file('site', text)])

/** What is published of Prolia for a payer on a day. */
function prolia(codebook: LoadedCodebook, on = '2026-03-02', payer = 'medicare-part-b') {
  const product = codebook.products().find(({ id }) => id === 'prolia')
  return codebook.effectiveOn(day(on), payer, 'cms').values(product)
}
const shownOf = (value: { readonly known: boolean; readonly source?: unknown }) => value.known && value.source

const INTERVAL = (every: number, from = '2026-02-01') => `payers:
  medicare-part-b:
    drugs:
      denosumab-60mg:
        interval: [{ from: ${from}, every: ${every}, unit: months, source: a-letter }]
`

describe('a policy of a site or a tenant is laid over what is shipped', () => {
  test('from its first day on, and its source says whose it is', () => {
    const codebook = site(INTERVAL(7))
    expect(shownOf(prolia(codebook).interval)).toEqual({
      id: 'site:a-letter',
      title: 'A letter (Noridian), by the policy file of this site',
      from: '2026-02-01',
      value: 'every 7 months',
      confidence: 'confirmed',
      layer: 'site',
    })
    expect(shownOf(prolia(codebook, '2026-01-31').interval)).toMatchObject({
      id: 'minnesota-ph-0098',
      value: expect.stringMatching(/^every 6 months/),
    })
    expect(shownOf(prolia(codebook, '2026-01-31').interval)).not.toHaveProperty('layer')
  })

  test('that of a tenant over that of the site, and each over nothing else', () => {
    const codebook = layOver(site(INTERVAL(7)), [
      file('tenant', INTERVAL(8, '2026-03-01').replace('source:', 'overrides: our contract says so, source:')),
    ])
    expect(shownOf(prolia(codebook).interval)).toMatchObject({ value: 'every 8 months', layer: 'tenant' })
    expect(shownOf(prolia(codebook, '2026-02-28').interval)).toMatchObject({ value: 'every 7 months', layer: 'site' })
    expect(shownOf(prolia(codebook).discard)).toMatchObject({ id: 'hhs-jz' })
    expect(shownOf(prolia(codebook, '2026-03-02', 'blue-cross-nc').interval)).toMatchObject({ id: 'minnesota-ph-0098' })
  })

  test('a document that is shipped can be cited, and the value is still the site’s', () =>
    expect(shownOf(prolia(site(INTERVAL(7).replace('a-letter', 'minnesota-ph-0098'))).interval)).toMatchObject({
      id: 'site:minnesota-ph-0098',
      layer: 'site',
    }))

  test('a name that this site calls a payer is added to those it goes by', () => {
    const named = 'payers: { aetna: { recognisedBy: { names: [AETNA OF OURS] } } }\n'
    const reads = (codebook: LoadedCodebook) => codebook.readCoverage(coverageOf('Aetna of ours')).payer?.id
    expect([reads(shipped), reads(site(named))]).toEqual([undefined, 'aetna'])
    expect(site(named).readCoverage(coverageOf('Aetna')).payer?.id).toBe('aetna')
  })

  test('each makes an edition of its own, and the same files the same one', () => {
    const editions = [shipped, site(INTERVAL(7)), site(INTERVAL(8)), site(INTERVAL(7))].map(({ version }) => version)
    expect(new Set(editions).size).toBe(3)
    expect(editions[1]).toBe(editions[3])
  })

  test('what a thread is handed makes the same code book', () => {
    const { contents } = site(INTERVAL(7))
    expect(structuredClone(contents).policies).toEqual(contents.policies)
  })
})

/** The rule on discarded drug of Part B is confirmed: JW or JZ from July 2023 on. */
const DISCARD = (more = '') =>
  `payers: { medicare-part-b: { discard: [{ from: 2026-01-01, value: JW when discarded, source: a-letter${more} }] } }\n`

describe('a layer that departs from a confirmed value', () => {
  test('is refused without a reason', () =>
    expect(() => site(DISCARD())).toThrow(
      /^site\.yaml:2:40: payers\.medicare-part-b\.discard\.0: It departs from a confirmed value: notIn .*, value JW or JZ since 2023-07-01 \(hhs-jz\)\. Correct it, or say in `overrides` why it holds here: one sentence\.$/,
    ))

  test('is taken with one, which is said when it is loaded', () => {
    const codebook = site(DISCARD(', overrides: The contractor answered our question of March'))
    expect(shownOf(prolia(codebook).discard)).toMatchObject({ value: 'JW when discarded', layer: 'site' })
    expect(shownOf(prolia(codebook, '2025-12-31').discard)).toMatchObject({ value: 'JW or JZ', id: 'hhs-jz' })
    expect(codebook.contents.departures).toEqual([
      expect.stringMatching(
        /^site\.yaml:2:40: payers\.medicare-part-b\.discard\.0: It departs from a confirmed value: .* Why: The contractor answered our question of March$/,
      ),
    ])
  })

  test('is no departure where the value is the same, or nothing official confirms what is shipped', () => {
    const same = 'notIn: [inpatient, rural health clinic, federally qualified health center]'
    const says = `payers:
  medicare-part-b:
    discard: [{ from: 2026-01-01, value: JW or JZ, ${same}, source: a-letter }]
    drugs: { romosozumab: { priorAuthorization: [{ from: 2026-01-01, value: required, source: a-letter }] } }
`
    expect(site(says).contents.departures).toEqual([])
  })

  test('cannot change what has no days: the content of a product, the name of a payer', () =>
    expect(() => site('products:\n  prolia: { mg: "70" }\npayers: { aetna: { label: Etna } }\n')).toThrow(
      /^site\.yaml:3:13: products\.prolia\.mg: It is “60” in a file below it\. Leave it out here.*\nsite\.yaml:4:20: payers\.aetna\.label: /,
    ))
})

const coverageOf = (name: string): CoverageRecord => ({
  reference: 'Coverage/c',
  status: 'active',
  types: [],
  payors: [{ name, identifiers: [] }],
  place: { resource: 'Coverage/c', element: 'payor' },
})
