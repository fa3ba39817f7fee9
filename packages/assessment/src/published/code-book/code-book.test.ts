import { loadReleases, readData, readWhichCode, whichCode } from '@doseline/codebook'
import { day, ndc11 } from '@doseline/dose'
import { CPT, HCPCS, NDC } from '@doseline/fhir'
import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import type { ConceptMap, FhirResource, Library, ValueSet } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { publishedCodeBook } from './code-book.ts'
import { tenDigitForms } from './ndc-forms.ts'
import { inParts, MOST_IN_ONE } from './parts.ts'

const MARCH = day('2026-03-02')
const releases = loadReleases()
const decides = whichCode(readWhichCode())
const published = [...publishedCodeBook(releases, MARCH, decides).resources]

const named = <Type extends FhirResource>(id: string): Type => {
  const found = published.find((each) => each.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found as Type
}
const maps = published.filter((each): each is ConceptMap => each.resourceType === 'ConceptMap')

/** What the maps say of an NDC, in either form. */
const targetsOf = (code: string) =>
  maps.flatMap(({ group = [] }) =>
    group.flatMap(({ source, target: system, element }) =>
      source === NDC
        ? element
            .filter((each) => each.code === code)
            .flatMap(({ target = [] }) => target.map((each) => ({ ...each, system })))
        : [],
    ),
  )
const productsOf = (code: string) =>
  targetsOf(code).map(({ product = [] }) =>
    Object.fromEntries(product.map(({ property, value }) => [property.split('/').at(-1), value])),
  )

describe('the code book as FHIR', () => {
  test.each(published.map((each) => [`${each.resourceType}/${each.id}`, each] as const))(
    '%s is valid R4',
    (_, each) => {
      expect(problemsIn(each)).toEqual([])
    },
  )

  test('gives every resource its own address, edition, days, publisher and the digest of its file', () => {
    const about = published as (ValueSet | ConceptMap | Library)[]
    expect(new Set(about.map(({ url }) => url)).size).toBe(about.length)
    for (const { version, publisher, status } of about)
      expect({ version, publisher, status }).toEqual({ version: '2026.1.0', publisher: 'Doseline', status: 'active' })
    const read = (['asp-crosswalk', 'payment-limits'] as const).map((kind) => releases.effectiveOn(kind, MARCH)?.read)
    expect(new Set(about.map(({ date }) => date))).toEqual(new Set(read))
    const period = { start: '2026-01-01', end: '2026-03-31' }
    for (const each of about) {
      if (each.resourceType === 'Library') expect(each.effectivePeriod).toEqual(period)
      else expect(each.extension?.map(({ valuePeriod }) => valuePeriod)).toEqual([period])
    }
    const crosswalk = releases.effectiveOn('asp-crosswalk', MARCH)?.digest ?? ''
    expect(named('ndc-to-code-01').meta?.source).toBe(
      `ni:///sha-256;${Buffer.from(crosswalk, 'hex').toString('base64url')}`,
    )
    expect(named<ConceptMap>('ndc-to-code-01').description).toContain(crosswalk)
  })

  test('says in its Library what it holds and which two files it is made of', () => {
    const { relatedArtifact = [] } = named<Library>('code-book')
    const held = relatedArtifact.filter(({ type }) => type === 'composed-of').map(({ resource }) => resource)
    const others = published.filter(({ resourceType }) => resourceType !== 'Library') as ConceptMap[]
    expect(held).toEqual(others.map(({ url, version }) => `${url}|${version}`))
    expect(relatedArtifact.filter(({ type }) => type === 'derived-from').map(({ label }) => label)).toEqual([
      'asp-crosswalk-2026-01',
      'payment-limits-2026-01',
    ])
  })

  test('lists every NDC of the crosswalk once, in resources of at most 1,000', () => {
    const parts = published.filter(({ id }) => /^ndcs-\d/.test(id ?? '')) as ValueSet[]
    const listed = parts.map(({ compose }) => compose?.include.flatMap(({ concept = [] }) => concept) ?? [])
    expect(listed.map(({ length }) => length)).toEqual([...Array(6).fill(MOST_IN_ONE), 945])
    const ndcs = listed.flat().map(({ code }) => code)
    expect(new Set(ndcs).size).toBe(6945)
    expect(ndcs).toEqual(ndcs.toSorted())
  })

  test('unites the parts with an include each: one include of all would be what all of them have', () => {
    const include = named<ValueSet>('ndcs').compose?.include ?? []
    expect(include.map(({ valueSet }) => valueSet?.length)).toEqual(Array(7).fill(1))
    expect(include[0]?.valueSet).toEqual([`${named<ValueSet>('ndcs-01').url}|2026.1.0`])
  })

  test('lists the codes of both files, and of CPT the numbers alone', () => {
    const includes = ['drug-codes-of-crosswalk', 'drug-codes-of-limits'].map(
      (id) => named<ValueSet>(id).compose?.include ?? [],
    )
    const counted = includes.map((of) => of.map(({ system, concept }) => [system, concept?.length]))
    expect(counted).toEqual([
      [
        [CPT, 8],
        [HCPCS, 834],
      ],
      [
        [CPT, 33],
        [HCPCS, 844],
      ],
    ])
    const cpt = includes.flat().filter(({ system }) => system === CPT)
    expect(cpt.flatMap(({ concept = [] }) => concept).filter((concept) => 'display' in concept)).toEqual([])
    const targets = maps.flatMap(({ group = [] }) =>
      group.flatMap(({ element }) => element.flatMap((each) => each.target ?? [])),
    )
    expect(targets.filter((target) => 'display' in target)).toEqual([])
    expect(named<ValueSet>('drug-codes-of-crosswalk').copyright).toContain('American Medical Association')
  })
})

describe('from an NDC to its code', () => {
  test('Prolia is J0897, 60 units a syringe, by eleven digits and by ten', () => {
    const units = {
      'billing-unit': '1 mg',
      'containers-in-package': '1',
      'units-in-container': '60',
      'units-in-package': '60',
    }
    for (const ndc of ['55513071001', '55513-710-01']) {
      expect(targetsOf(ndc)).toMatchObject([{ system: HCPCS, code: 'J0897', equivalence: 'wider' }])
      expect(productsOf(ndc)).toEqual([units])
    }
  })

  test('a package of two Evenity syringes is 105 units each and 210 together', () => {
    expect(productsOf('55513088002')).toMatchObject([
      { 'containers-in-package': '2', 'units-in-container': '105', 'units-in-package': '210' },
    ])
  })

  test('a unit that CMS rounds up for the package says so', () => {
    const [target] = targetsOf('00641092825')
    expect(target?.comment).toMatch(
      /One unit is up to 50 mg\. 0\.5 units a container, 13 units the package \(rounded up by CMS\)/,
    )
  })

  test('where the columns contradict each other, or the drug is priced by potency, no units are given', () => {
    for (const [ndc, why] of [
      ['25021014220', '10 × 10 units are 100'],
      ['00026382125', 'priced by its potency'],
    ] as const) {
      const [target] = targetsOf(ndc)
      expect(target?.comment, ndc).toMatch(/No units: /)
      if (ndc === '25021014220') expect(target?.comment).toContain(why)
      expect(Object.keys(productsOf(ndc)[0] ?? {}), ndc).toEqual(['billing-unit', 'containers-in-package'])
    }
  })

  test('a vaccine is a number of CPT without a word of it', () => {
    expect(targetsOf('13533063601')).toMatchObject([
      { system: CPT, code: '90371', comment: expect.stringMatching(/^One unit is 1 mL\. /i) },
    ])
  })

  test('every NDC under several codes says what decides between them, and it is entered for all 137', () => {
    const several = Map.groupBy(
      releases.codes(MARCH).flatMap((code) => releases.ofCode(code, MARCH)),
      ({ row }) => row.ndc,
    )
    const those = [...several].filter(([, rows]) => rows.length > 1)
    expect(those).toHaveLength(137)
    for (const [ndc, rows] of those) {
      const targets = targetsOf(ndc)
      expect(targets.map(({ code }) => code).toSorted(), ndc).toEqual(rows.map(({ row }) => row.code).toSorted())
      for (const { dependsOn = [], comment } of targets) {
        expect(dependsOn, ndc).toHaveLength(1)
        expect(comment, ndc).toContain('the chart has to say which')
      }
    }
  })

  test('darbepoetin is J0881 or J0882 by dialysis', () => {
    expect(
      targetsOf('55513002104').map(({ code, dependsOn = [] }) => [
        code,
        dependsOn[0]?.property.split('/').at(-1),
        dependsOn[0]?.value,
      ]),
    ).toEqual([
      ['J0881', 'dialysis', 'not on dialysis'],
      ['J0882', 'dialysis', 'end-stage renal disease on dialysis'],
    ])
  })

  test('what decides follows the long description where a release has one', () => {
    for (const [codes, word] of [
      [['J0882', 'J0881'], /on dialysis/],
      [['Q4081', 'J0885'], /on dialysis/],
      [['J1573', 'J1571'], /intravenous/],
      [['J1560', 'J1460'], /over 10/],
      [['J7030', 'J7050', 'J7040'], /1000/],
    ] as const) {
      const [first, ...others] = codes.map(
        (code) => releases.described(code, day('2019-01-02'))?.value.description ?? '',
      )
      expect(first).toMatch(word)
      for (const other of others) expect(other).not.toMatch(word)
      expect(decides(codes)?.codes[codes[0]]).toMatch(word)
    }
  })

  test('where that is not entered, it says so and gives no condition', () => {
    const others = [...publishedCodeBook(releases, MARCH, () => undefined).resources] as ConceptMap[]
    const [element] = others.flatMap(({ group = [] }) =>
      group.flatMap((each) => each.element.filter(({ code }) => code === '55513002104')),
    )
    expect(element?.target?.map(({ code, dependsOn }) => [code, dependsOn])).toEqual([
      ['J0881', undefined],
      ['J0882', undefined],
    ])
    expect(element?.target?.[0]?.comment).toContain('what decides between them is not entered')
  })

  test('cites only documents there are', () => {
    const { sources } = readData()
    for (const codes of [
      ['J0898', 'J0899'],
      ['J0881', 'J0882'],
      ['90586', 'J9030'],
    ])
      expect(sources).toHaveProperty([decides(codes)?.source ?? ''])
  })
})

describe('an NDC of ten digits', () => {
  test.each([
    ['55513071001', ['55513-710-01', '55513-0710-1'], 'product and package begin with zero'],
    ['00002840001', ['0002-8400-01', '00002-8400-1'], 'labeler and package do'],
    ['25021041450', ['25021-414-50'], 'the zero is in the product'],
    ['12345678901', ['12345-6789-1'], 'the zero is in the package'],
    ['12345678912', [], 'none was put in'],
  ])('of %s is %j: %s', (ndc, expected) => expect(tenDigitForms(ndc)).toEqual(expected))

  test('reads as the NDC it was made of, and is never that of two', () => {
    const all = new Set(releases.codes(MARCH).flatMap((code) => releases.ofCode(code, MARCH).map(({ row }) => row.ndc)))
    const forms = [...all].flatMap((ndc) => tenDigitForms(ndc).map((form) => [form, ndc] as const))
    for (const [form, ndc] of forms) expect(ndc11(form)).toBe(ndc)
    expect(new Set(forms.map(([form]) => form)).size).toBe(forms.length)
    expect(forms).toHaveLength(9582)
  })
})

test('parts keep the order, and there is none of nothing', () => {
  const parts = inParts(Array.from({ length: 2001 }, (_, at) => at))
  expect(parts.map(({ entries, number, of }) => [entries.length, entries[0], number, of])).toEqual([
    [1000, 0, '01', 3],
    [1000, 1000, '02', 3],
    [1, 2000, '03', 3],
  ])
  expect(inParts([])).toEqual([])
})

describe('a day', () => {
  test('before the first release has nothing to publish, and the answer says how to load it', () => {
    expect(() => publishedCodeBook(releases, day('2025-12-31'), decides)).toThrow(
      'No NDC–HCPCS crosswalk had begun by 2025-12-31. Load one with “doseline codebook update <file> --write”.',
    )
  })

  test('for which crosswalk and limits are of two quarters is refused', () => {
    const effectiveOn: typeof releases.effectiveOn = (kind, on) => {
      const head = releases.effectiveOn(kind, on)
      return kind === 'payment-limits' && head
        ? { ...head, id: 'payment-limits-2026-04', from: day('2026-04-01') }
        : head
    }
    expect(() => publishedCodeBook({ ...releases, effectiveOn }, MARCH, decides)).toThrow(
      /asp-crosswalk-2026-01 and payment-limits-2026-04 are of two quarters/,
    )
  })
})
