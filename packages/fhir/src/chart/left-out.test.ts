import type { Bundle, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { anAdministration } from '../testing/a-chart.ts'

/** A search result of coverages, with whatever a case says of it. */
function found(more: object, ...ids: string[]): FhirResource {
  const entry = ids.map((id) => ({
    fullUrl: `https://ehr.example/fhir/Coverage/${id}`,
    resource: { resourceType: 'Coverage', id },
    search: { mode: 'match' },
  }))
  return { resourceType: 'Bundle', type: 'searchset', entry, ...more } as unknown as FhirResource
}
const self = (query: string) => ({ link: [{ relation: 'self', url: `https://ehr.example/fhir/Coverage?${query}` }] })
const outcome = (issue: object) => ({ resourceType: 'OperationOutcome', issue: [issue] })
const gapsOf = (...input: unknown[]) =>
  chartFrom(input as FhirResource[]).gaps.map(({ type, says }) => `${type ?? 'any'}: ${says}`)
const readsOf = (...input: unknown[]) => chartFrom(input as FhirResource[]).reads

describe('what a search shows to be missing', () => {
  test('nothing, where all that matched came', () => {
    expect(gapsOf(found({ total: 2, ...self('_count=50') }, 'a', 'b'))).toEqual([])
    expect(gapsOf(found(self('_count=2'), 'a'))).toEqual([])
  })

  test.each<[string, unknown[], string]>([
    [
      'a total larger than what came',
      [found({ total: 5, ...self('patient=1') }, 'a', 'b')],
      'Coverage: A search result of Coverage states a total of 5, and 2 of them are in the chart.',
    ],
    [
      'a total larger than what all pages brought, one of them twice',
      [
        found(
          {
            total: 3,
            link: [
              { relation: 'self', url: 'u?p=1' },
              { relation: 'next', url: 'u?p=2' },
            ],
          },
          'a',
        ),
        found({ total: 3, link: [{ relation: 'self', url: 'u?p=2' }] }, 'b'),
        found({ total: 3, link: [{ relation: 'self', url: 'u?p=2' }] }, 'b'),
      ],
      'Coverage: A search result of Coverage states a total of 3, and 2 of them are in the chart.',
    ],
    [
      'a page that is full, and no word of how many there are',
      [found(self('_count=2&patient=1'), 'a', 'b')],
      'Coverage: A search result of Coverage holds 2, which is all that one page may hold: there may be more.',
    ],
    [
      'a next page without an address',
      [found({ link: [{ relation: 'Next' }, { relation: 'self' }] }, 'a')],
      'Coverage: A search result of Coverage has a further page that is not in the chart.',
    ],
    [
      'a next page of nothing that names a type',
      [found({ link: [{ relation: 'next', url: 'https://ehr.example/fhir?page=2' }] })],
      'any: A search result has a further page that is not in the chart.',
    ],
  ])('%s', (_, input, says) => expect(gapsOf(...input)).toEqual([says]))

  test('what came along with the matches is not counted as one', () => {
    const page = found({ total: 1, ...self('_include=payor') }, 'a') as Bundle<FhirResource>
    page.entry?.push({ resource: { resourceType: 'Organization', id: 'o' }, search: { mode: 'include' } })
    expect(gapsOf(page)).toEqual([])
    expect(gapsOf(Object.assign(page, { total: 2 }))).toHaveLength(1)
  })
})

describe('what an EHR reports among its results', () => {
  test.each<[string, object, string | undefined]>([
    ['information is no gap', { severity: 'information', diagnostics: 'Coverage is fine' }, undefined],
    [
      'a type that is named counts as read in part',
      { severity: 'warning', diagnostics: '2 Coverage resources do not conform and were left out.' },
      'Coverage',
    ],
    ['an element of the type names it', { severity: 'error', expression: ['Claim.item'], code: 'invalid' }, 'Claim'],
    ['any may be meant where none is named', { severity: 'warning', diagnostics: 'Some were left out.' }, 'any'],
    ['a severity that FHIR does not have may leave out', { severity: 'warn', diagnostics: 'Coverage' }, 'Coverage'],
    [
      'a parameter that was ignored leaves nothing out',
      { severity: 'warning', diagnostics: 'Unknown parameter x' },
      undefined,
    ],
    [
      'what was to be included is left out with its parameter',
      { severity: 'warning', diagnostics: 'Unknown parameter _include: MedicationAdministration' },
      'MedicationAdministration',
    ],
    [
      'Epic says with every answer that the record may hold more',
      {
        severity: 'warning',
        details: {
          coding: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369', code: '4119' }],
          text: 'Not entire.',
        },
      },
      undefined,
    ],
  ])('%s', (_, issue, type) => {
    expect(chartFrom([outcome(issue)] as never).gaps.map((gap) => gap.type ?? 'any')).toEqual(type ? [type] : [])
  })

  test('in a search result the type that was searched for is meant', () => {
    const result = found(self('patient=1'), 'a') as Bundle<FhirResource>
    result.entry?.push({ resource: outcome({ severity: 'warning', diagnostics: 'Left out.' }) as never })
    expect(gapsOf(result)).toEqual(['Coverage: The EHR reported: Left out.'])
    expect(readsOf(result)).toEqual({ Coverage: 'partial' })
  })
})

describe('what cannot be used is never passed over', () => {
  test.each<[string, unknown, string]>([
    [
      'an entry that is no list',
      { resourceType: 'Bundle', type: 'searchset', entry: 'Coverage' },
      'any: Bundle.entry is not a list of entries and was left out.',
    ],
    [
      'an entry that is no object',
      { resourceType: 'Bundle', entry: ['Coverage/1'] },
      'any: An entry of a Bundle is not an object and was left out.',
    ],
    [
      'an entry without a resource',
      { resourceType: 'Bundle', entry: [{ fullUrl: 'https://ehr.example/fhir/Coverage/c2' }] },
      'Coverage: An entry of a Bundle (Coverage/c2) holds no resource.',
    ],
    [
      'a request that failed, by what it asked for',
      {
        resourceType: 'Bundle',
        entry: [{ request: { method: 'GET', url: 'Coverage?patient=1' }, response: { status: '500' } }],
      },
      'Coverage: One request to the EHR for Coverage was answered 500.',
    ],
    [
      'a type in another case',
      { resourceType: 'chargeitem', id: 'c' },
      'ChargeItem: “chargeitem” is no resource type of FHIR R4; perhaps ChargeItem is meant: what stands under it was not read.',
    ],
    [
      'a type with a blank in it',
      { resourceType: 'Medication Administration', id: 'c' },
      'MedicationAdministration: “Medication Administration” is no resource type of FHIR R4; perhaps MedicationAdministration is meant: what stands under it was not read.',
    ],
    [
      'a type that nobody knows',
      { resourceType: 'Bill', id: 'c' },
      'any: “Bill” is no resource type of FHIR R4: what stands under it was not read.',
    ],
    [
      'rules that the whole Bundle was made by',
      { resourceType: 'Bundle', implicitRules: 'https://ehr.example/rules', entry: [] },
      'any: A Bundle has implicitRules (https://ehr.example/rules), which may change what the chart means.',
    ],
  ])('%s', (_, input, says) => expect(gapsOf(input)).toEqual([says]))

  test('a type that is mistyped was not wholly read', () => {
    expect(readsOf({ resourceType: 'coverage', id: 'c' })).toEqual({ Coverage: 'partial' })
  })

  test('types that nothing is read from, and those of other versions, are no gap', () => {
    expect(gapsOf({ resourceType: 'Immunization', id: 'i' }, { resourceType: 'SubscriptionStatus' })).toEqual([])
  })
})

test('the same is left out in whatever order it came', () => {
  const parts = [
    found({ total: 3 }, 'a'),
    outcome({ severity: 'error', code: 'x' }),
    anAdministration(),
    { resourceType: 'coverage' },
  ]
  expect(gapsOf(...parts)).toEqual(gapsOf(...parts.toReversed()))
})

test('thousands of pages and copies are read in little time', () => {
  const pages = Array.from({ length: 3000 }, (_, at) =>
    found(
      {
        link: [
          { relation: 'self', url: `u?${at}` },
          { relation: 'next', url: `u?${at + 1}` },
        ],
      },
      `c${at}`,
    ),
  )
  const copies = Array.from({ length: 3000 }, (_, at) =>
    anAdministration({ meta: { versionId: String(at) }, status: `s${at}` }),
  )
  const begun = performance.now()
  expect(gapsOf(...pages, ...copies)).toHaveLength(1)
  expect(performance.now() - begun).toBeLessThan(4000)
})
