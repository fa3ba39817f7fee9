import { day, exactly } from '@doseline/dose'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargeLines } from './charge-lines.ts'
import { lineName } from './explain.ts'
import { aDose, type DoseGiven } from './testing/a-dose.ts'
import { anEdition, type PublishedGiven } from './testing/an-edition.ts'
import { CODES, PRODUCTS } from './testing/products.ts'

const all = (given: DoseGiven, published: PublishedGiven = {}) => chargeLines(aDose(given), anEdition(published))
/** The lines of the drug itself, without giving it. */
const lines = (given: DoseGiven, published: PublishedGiven = {}) =>
  all(given, published).filter(({ role }) => role.endsWith('drug'))
const names = (given: DoseGiven, published: PublishedGiven = {}) => lines(given, published).map(lineName)

const mepsevii = (given: string, opened?: string, discarded?: string): DoseGiven => ({
  product: PRODUCTS.Mepsevii,
  dose: {
    given: exactly(given),
    opened: opened === undefined ? 'not recorded' : exactly(opened),
    discarded: discarded === undefined ? 'not recorded' : exactly(discarded),
  },
})

describe('the lines of a dose', () => {
  it.each<[string, DoseGiven, PublishedGiven, string[]]>([
    ['88 of 90 mg, the rest written down', mepsevii('88', '90', '2'), {}, ['J3397 × 88', 'J3397-JW × 2']],
    ['the whole syringe', {}, {}, ['J0897-JZ × 60']],
    ['less than a unit left', mepsevii('89.5', '90'), {}, ['J3397-JZ × 90']],
    ['before JZ was required', {}, { discard: 'JW when discarded' }, ['J0897 × 60']],
    [
      'before JZ, with a rest',
      mepsevii('88', '90', '2'),
      { discard: 'JW when discarded' },
      ['J3397 × 88', 'J3397-JW × 2'],
    ],
    ['a payer that does not ask', mepsevii('88', '90', '2'), { discard: 'not asked' }, ['J3397 × 88']],
    ['a pen for several doses', { product: PRODUCTS.Forteo, dose: { given: exactly('0.02') } }, {}, ['J3110 × 2']],
  ])('%s', (_, given, published, expected) => expect(names(given, published)).toEqual(expected))

  it.each<[string, DoseGiven, PublishedGiven]>([
    ['nobody wrote the rest down', mepsevii('88', '90'), {}],
    ['what is written down does not add up', mepsevii('88', '90', '1'), {}],
    ['nobody knows what was opened', mepsevii('88'), {}],
    ['nobody knows what the payer asks', mepsevii('88', '90', '2'), { notPublished: { discard: 'Not known.' } }],
    ['more was given than opened', mepsevii('88', '80'), {}],
  ])('state neither JW nor JZ where %s', (_, given, published) =>
    expect(names(given, published)).toEqual(['J3397 × 88']),
  )

  it('state no JZ where the record contradicts itself on the discard', () => {
    expect(names({ missing: { discardedAmount: { because: 'contradictory', says: '3 mg and 2 mg' } } })).toEqual([
      'J0897 × 60',
    ])
  })

  it.each<[string, DoseGiven, PublishedGiven]>([
    ['code', {}, { notPublished: { hcpcs: 'No code was in force.' } }],
    ['product', { missing: { product: { because: 'not-recorded', says: 'Not known.' } } }, {}],
    ['amount', { dose: { given: 'not recorded' } }, {}],
    ['amount but nothing', { dose: { given: exactly(0) } }, {}],
    ['amount but less than nothing', { dose: { given: exactly(-60), opened: exactly(60) } }, {}],
    ['dailyAmount', { missing: { administeredOn: { because: 'unreadable', says: '“2026-03” is no day' } } }, {}],
  ])('are none without a known %s', (_, given, published) => expect(lines(given, published)).toEqual([]))

  it('are never so large that a number could not count them', () => {
    const huge = exactly(Number.MAX_SAFE_INTEGER.toString()).add(exactly(1))
    expect(lines({ dose: { given: huge } })).toEqual([])
  })

  it.each<[string, DoseGiven, PublishedGiven, string | undefined]>([
    [
      'the one that covers the dose',
      { authorizations: [{ number: 'PA-1', codes: [{ code: 'J3397' }] }, { number: 'PA-2' }] },
      {},
      'PA-2',
    ],
    ['none that has ended', { authorizations: [{ number: 'PA-1', until: day('2026-01-01') }] }, {}, undefined],
    [
      'none where the payer asks for none',
      { authorizations: [{ number: 'PA-1' }] },
      { priorAuthorization: 'not required' },
      undefined,
    ],
    ['none where none is on file', {}, {}, undefined],
  ])('name of the authorizations on file %s', (_, given, published, expected) => {
    expect(lines(given, { priorAuthorization: 'required', ...published })[0]?.authorization).toBe(expected)
  })

  it('never pass off as charted what a person stated as discarded', () => {
    const facts = aDose(mepsevii('88', '90', '2'))
    const stated = { ...facts.discardedAmount, attested: { by: 'Ana', at: '2026-03-02T10:00:00Z' } }
    const [, discarded] = chargeLines({ ...facts, discardedAmount: stated }, anEdition())
    expect(discarded?.working).toMatch(/^2 mg stated as discarded by Ana, not in the chart; /)
  })

  it('say their whole content', () => {
    const given: DoseGiven = {
      ...mepsevii('57.5', '60', '2.5'),
      on: day('2026-03-02'),
      diagnoses: [
        { icd10cm: 'J45.909', from: 'reason' },
        { icd10cm: 'E76.29', from: 'reason' },
      ],
    }
    const common = {
      code: 'J3397',
      dateOfService: '2026-03-02',
      diagnoses: ['E76.29', 'J45.909'],
      doses: ['MedicationAdministration/ma-1'],
      forSubmission: true,
    }
    expect(lines(given)).toEqual([
      {
        ...common,
        role: 'drug',
        units: 58,
        modifiers: [],
        ndc: { ndc: '69794000101', quantity: '28.75', unit: 'ML' },
        working: '57.5 mg ÷ 1 mg per unit = 57.5, rounded up to 58 units',
      },
      {
        ...common,
        role: 'discarded drug',
        units: 2,
        modifiers: ['JW'],
        ndc: { ndc: '69794000101', quantity: '1.25', unit: 'ML' },
        working: '2.5 mg written down as discarded; opened units − given units = 2 units of 1 mg',
      },
    ])
  })
})

describe('giving the drug', () => {
  const giving = (given: DoseGiven, published: PublishedGiven = {}) =>
    all(given, published)
      .filter(({ role }) => !role.endsWith('drug'))
      .map(lineName)
  const infused = (minutes: number): DoseGiven => ({ ...mepsevii('88', '90', '2'), minutes })
  const charge = (code: string) => ({ reference: 'ChargeItem/c1', status: 'billable', units: 1, code: { code } })

  it.each<[string, DoseGiven, string[]]>([
    ['an injection', {}, ['96372 × 1']],
    ['two injections of one visit', { dose: { inDoses: 2 } }, ['96372 × 1']],
    ['four hours', infused(240), ['96365 × 1', '96366 × 3']],
    ['an hour and a half', infused(90), ['96365 × 1']],
    ['an infusion nobody timed', mepsevii('88', '90', '2'), []],
    ['an infusion too short to be one, which is a push', infused(15), ['96374 × 1']],
    ['two pushes hours apart', { ...infused(10), minutes: [10, 10] }, ['96374 × 1']],
    ['an infusion whose stop was missed', infused(600), []],
    ['an infusion beside another', { ...infused(240), visitGiving: { others: [{ minutes: 60 }] } }, []],
    [
      'an infusion beside another, stated to be the initial one',
      { ...infused(240), visitGiving: { others: [{ minutes: 60 }], isInitial: true } },
      ['96365 × 1', '96366 × 3'],
    ],
    [
      'an infusion after one that is charged',
      { ...infused(240), visitGiving: { charged: ['96413'] } },
      ['96367 × 1', '96366 × 3'],
    ],
    ['a push whose infusion the chart charges', { ...infused(10), charges: [charge('96365')] }, []],
    ['an injection under the skin beside an infusion', { visitGiving: { others: [{ minutes: 60 }] } }, ['96372 × 1']],
    ['one that the chart already charges', { charges: [charge('96372')] }, []],
    [
      'one whose charge may be another’s',
      { charges: [{ ...charge('96372'), perhaps: 'several doses' }] },
      ['96372 × 1'],
    ],
    ['one beside a charge for something else', { charges: [charge('99213')] }, ['96372 × 1']],
  ])('%s', (_, given, expected) => expect(giving(given)).toEqual(expected))

  it('is charged by no code that no source gives', () => {
    expect(giving({}, { notPublished: { administration: 'Not known.' } })).toEqual([])
  })

  it('names the same day, doses and diagnoses as the drug, and no NDC', () => {
    const [drug, , first] = all(infused(60))
    expect(first).toEqual({
      role: 'administration',
      code: '96365',
      units: 1,
      modifiers: [],
      dateOfService: drug?.dateOfService,
      diagnoses: drug?.diagnoses,
      doses: drug?.doses,
      forSubmission: true,
      working: '60 minutes: the first hour',
    })
  })
})

describe('how the drug was acquired', () => {
  const acquired = (how: DoseGiven['acquired'], published: PublishedGiven = {}) =>
    all({ ...mepsevii('88', '90', '2'), minutes: 60, acquired: how }, published).map(lineName)

  it.each<[DoseGiven['acquired'], string[]]>([
    ['bought', ['J3397 × 88', 'J3397-JW × 2', '96365 × 1']],
    ['340B', ['J3397-TB × 88', 'J3397-JW-TB × 2', '96365 × 1']],
    ['supplied', ['96365 × 1']],
    ['free', ['96365 × 1']],
  ])('%s', (how, expected) => expect(acquired(how)).toEqual(expected))

  it('adds no modifier that no source gives', () => {
    expect(acquired('340B', { notPublished: { modifier340B: 'Not known.' } })[0]).toBe('J3397 × 88')
  })
})

describe('the NDC of a line', () => {
  it('is rounded to the three decimals a claim carries', () => {
    const [line] = lines({ product: PRODUCTS.Xgeva, dose: { given: exactly(100) } })
    expect(line?.ndc).toEqual({ ndc: '55513073001', quantity: '1.417', unit: 'ML' })
  })

  it('counts containers where the claim’s unit is not milliliters', () => {
    const [line] = lines({ product: { ...PRODUCTS.Prolia, ndcUnit: 'UN' } })
    expect(line?.ndc).toEqual({ ndc: '55513071001', quantity: '1', unit: 'UN' })
  })

  it('is absent where the chart names none of the product', () => {
    for (const line of lines({ ...mepsevii('88', '90', '2'), product: { ...PRODUCTS.Mepsevii, ndcs: [] } })) {
      expect(line).not.toHaveProperty('ndc')
    }
  })
})

describe('the diagnoses of a line', () => {
  const diagnoses = (...each: NonNullable<DoseGiven['diagnoses']>) => lines({ diagnoses: each })[0]?.diagnoses

  it('begin with what supports the product, then the reasons of the administration; others stay out', () => {
    expect(
      diagnoses(
        { icd10cm: 'R52', from: 'reason' },
        { icd10cm: 'Z00.00', from: 'encounter' },
        { icd10cm: 'M81.0', from: 'reason' },
      ),
    ).toEqual(['M81.0', 'R52'])
  })

  it('never begin with what nobody gave as the reason, where somebody gave another', () => {
    const listed = { icd10cm: 'M81.0', from: 'problem-list' } as const
    expect(diagnoses({ icd10cm: 'R52', from: 'reason' }, listed)).toEqual(['R52', 'M81.0'])
    expect(diagnoses({ icd10cm: 'R52', from: 'encounter' }, listed)).toEqual(['R52', 'M81.0'])
  })

  it('begin with what a person chose, what supports the product before the rest', () => {
    expect(
      diagnoses(
        { icd10cm: 'Z87.310', from: 'attested', chosen: true },
        { icd10cm: 'M80.08XA', from: 'problem-list', chosen: true },
        { icd10cm: 'M81.0', from: 'reason' },
      ),
    ).toEqual(['M80.08XA', 'Z87.310', 'M81.0'])
    expect(
      diagnoses({ icd10cm: 'R52', chosen: true, because: 'it is resolved' }, { icd10cm: 'M81.0', from: 'reason' }),
    ).toEqual(['M81.0'])
  })

  it('name no code twice, none that does not stand, and four at most', () => {
    const reasons = ['A00', 'A01', 'A02', 'A03'].map((icd10cm) => ({ icd10cm, from: 'reason' as const }))
    expect(
      diagnoses(
        { icd10cm: 'M81.0', from: 'reason' },
        { icd10cm: 'R52', from: 'reason', because: 'it is resolved' },
        ...reasons,
      ),
    ).toEqual(['M81.0', 'A00', 'A01', 'A02'])
  })

  it('are none where they are not known', () => {
    expect(lines({ missing: { diagnoses: { because: 'refused', says: 'no' } } })[0]?.diagnoses).toEqual([])
  })
})

it('lines of a code book that is not for submission say so', () => {
  const article = { id: 'article', label: 'The article', forSubmission: false, note: 'Not for submission.' }
  const [line] = chargeLines(aDose(), anEdition({ hcpcs: CODES.J3397 }, article))
  expect(line).toMatchObject({ code: 'J3397', forSubmission: false })
})

describe('whatever was given, opened and written down', () => {
  const hundredths = (min: number, max: number) => fc.integer({ min, max }).map((count) => exactly(`${count}e-2`))
  const anyDose: fc.Arbitrary<DoseGiven> = fc
    .tuple(
      fc.constantFrom(PRODUCTS.Mepsevii, PRODUCTS.Prolia, PRODUCTS.Xgeva, PRODUCTS.Forteo),
      hundredths(1, 20_000),
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom('the rest', 'nothing', 'something'),
      hundredths(0, 1_000),
    )
    .map(([product, given, containers, written, something]) => {
      const opened = product.amountPerContainer.mul(exactly(containers))
      const left = opened.sub(given)
      const discarded =
        written === 'the rest' && left.s > 0n ? left : written === 'something' ? something : 'not recorded'
      return { product, dose: { given, opened, discarded } }
    })

  it('the units cover the amount and never exceed it by a whole unit; those with JW stay within what was opened', () => {
    fc.assert(
      fc.property(anyDose, ({ product, dose = {} }) => {
        const [drug, discarded, ...more] = lines({ product, dose })
        const unitAmount = product === PRODUCTS.Forteo ? CODES.J3110.unitAmount : exactly(1)
        if (!drug || dose.given === undefined || dose.given === 'not recorded') throw new Error('no line')
        const covered = unitAmount.mul(exactly(drug.units))
        expect(covered.gte(dose.given) && covered.sub(dose.given).lt(unitAmount)).toBe(true)
        expect(more).toEqual([])
        if (!discarded || dose.opened === undefined || dose.opened === 'not recorded') return
        expect(discarded.units).toBeGreaterThanOrEqual(1)
        expect(unitAmount.mul(exactly(drug.units + discarded.units)).lte(dose.opened)).toBe(true)
      }),
    )
  })

  it('JZ never stands beside JW, and neither stands on a drug of several doses', () => {
    fc.assert(
      fc.property(anyDose, (each) => {
        const modifiers = lines(each).flatMap((line) => line.modifiers)
        expect(modifiers.length).toBeLessThanOrEqual(1)
        if (each.product === PRODUCTS.Forteo) expect(modifiers).toEqual([])
      }),
    )
  })
})
