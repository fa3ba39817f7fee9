import { loadCodebook } from '@doseline/codebook'
import { type ChartedDose, type DoseElsewhere, day, type ExistingCharge, known, missing } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { aChartedDose, anotherDose, named, PROLIA, XGEVA } from '../testing/a-charted-dose.ts'
import { deriveFacts } from './derive-facts.ts'

const codebook = loadCodebook()

/** What the chart tells of earlier doses: `2026-01-02`, with `?` where one may not have been. */
function told(differs: Partial<ChartedDose>): { readonly own: string[]; readonly others: string[] } {
  const [worked] = deriveFacts([aChartedDose(differs)], codebook, 'cms')
  const { earlierDoses, otherProducts } = worked?.facts ?? {}
  if (!earlierDoses?.known || !otherProducts?.known)
    return { own: [earlierDoses?.known ? '' : (earlierDoses?.says ?? '')], others: [] }
  return {
    own: earlierDoses.value.map(({ administeredOn, perhaps }) => `${administeredOn}${perhaps ? ` ? ${perhaps}` : ''}`),
    others: otherProducts.value.map(
      ({ brand, administeredOn, perhaps }) => `${brand} ${administeredOn}${perhaps ? ` ? ${perhaps}` : ''}`,
    ),
  }
}

const onOf = (on: string) => ({ from: day(on), until: day(on) })
const elsewhere = (differs: Partial<DoseElsewhere> = {}): DoseElsewhere => ({
  reference: 'MedicationStatement/s',
  how: 'stated',
  drug: PROLIA,
  ...onOf('2026-01-02'),
  place: { resource: 'MedicationStatement/s', element: 'effective' },
  ...differs,
})
const undated = (): DoseElsewhere => {
  const { from: _, until: __, ...dose } = elsewhere()
  return dose
}
const charge = (differs: Partial<ExistingCharge> = {}): ExistingCharge => ({
  reference: 'ChargeItem/c',
  status: 'billed',
  codes: [{ code: 'J0897' }],
  units: 60,
  modifiers: ['JZ'],
  services: [],
  on: day('2026-01-02'),
  place: { resource: 'ChargeItem/c', element: 'code' },
  ...differs,
})
const withElsewhere = (...doses: DoseElsewhere[]) => ({ dosesElsewhere: known(doses) })
const withCharges = (...charges: ExistingCharge[]) => ({ charges: known(charges) })

describe('a dose that somebody states', () => {
  test('counts as one', () => expect(told(withElsewhere(elsewhere())).own).toEqual(['2026-01-02']))
  test('may have been one where that is in doubt', () =>
    expect(told(withElsewhere(elsewhere({ doubt: 'It is active.' }))).own).toEqual(['2026-01-02 ? It is active.']))
  test('is this very dose on the same day, and may be it the day before', () => {
    expect(told(withElsewhere(elsewhere(onOf('2026-03-02')))).own).toEqual([])
    expect(told(withElsewhere(elsewhere(onOf('2026-03-01')))).own).toEqual([
      '2026-03-01 ? MedicationStatement/s may speak of this very dose, 1 day later.',
    ])
  })
  test('is the administration of those days, where there is one', () => {
    const otherDoses = known([anotherDose({ administeredOn: known(day('2026-01-04')) })])
    expect(told({ otherDoses, ...withElsewhere(elsewhere()) }).own).toEqual(['2026-01-04'])
  })
  test('of another drug is none', () =>
    expect(told(withElsewhere(elsewhere({ drug: named({ text: 'alendronate' }) })))).toEqual({ own: [], others: [] }))
  test('of the other strength is the other product’s', () =>
    expect(told(withElsewhere(elsewhere({ drug: XGEVA })))).toEqual({ own: [], others: ['Xgeva 2026-01-02'] }))
  test('of a strength nobody names may have been either', () =>
    expect(told(withElsewhere(elsewhere({ drug: named({ text: 'denosumab' }) }))).own[0]).toMatch(
      /^2026-01-02 \? “denosumab” could be/,
    ))
})

describe('what speaks of a time, and not of a day', () => {
  const since = (from: string): DoseElsewhere => ({ ...undated(), doubt: 'It is active.', from: day(from) })
  const own = (...doses: DoseElsewhere[]) => told(withElsewhere(...doses)).own
  test('may speak of the day before this dose', () =>
    expect(own(since('2026-01-02'))).toEqual(['2026-03-01 ? It is active.']))
  test('that begins with this dose speaks of no earlier one', () => expect(own(since('2026-03-02'))).toEqual([]))
  test('speaks of the dose of that time which the chart records', () => {
    const otherDoses = known([anotherDose()])
    const found = told({ otherDoses, ...withElsewhere(since('2025-01-02')) })
    expect(found.own).toEqual(['2025-09-02'])
  })
  test('of the other strength speaks of no dose of this one', () => {
    const otherDoses = known([anotherDose()])
    const xgeva = { ...since('2025-01-02'), drug: XGEVA }
    expect(told({ otherDoses, ...withElsewhere(xgeva) }).others).toEqual(['Xgeva 2026-03-01 ? It is active.'])
  })
})

describe('a dispensed drug', () => {
  test('without a day is this dose’s, and a second may have been given before', () => {
    const each = (reference: string): DoseElsewhere => ({
      ...undated(),
      reference,
      how: 'dispensed',
      doubt: 'It was dispensed.',
    })
    expect(told(withElsewhere(each('MedicationDispense/a'))).own).toEqual([])
    expect(told(withElsewhere(each('MedicationDispense/a'), each('MedicationDispense/b'))).own).toEqual([
      '2026-03-01 ? It was dispensed.',
    ])
  })

  const dispensed = (on: string) =>
    elsewhere({ reference: 'MedicationDispense/d', how: 'dispensed', ...onOf(on), doubt: 'It was dispensed.' })
  test('of the weeks before this dose is this dose’s', () =>
    expect(told(withElsewhere(dispensed('2026-02-20'))).own).toEqual([]))
  test('of months before may have been given', () =>
    expect(told(withElsewhere(dispensed('2026-01-02'))).own).toEqual(['2026-01-02 ? It was dispensed.']))
  test('beside one of this dose may have been given', () =>
    expect(told(withElsewhere(dispensed('2026-02-20'), dispensed('2026-02-25'))).own).toEqual([
      '2026-02-20 ? It was dispensed.',
    ]))
})

describe('a charge of an earlier day', () => {
  test('without an administration is a dose, by its units', () => {
    expect(told(withCharges(charge()))).toEqual({ own: ['2026-01-02'], others: [] })
    expect(told(withCharges(charge({ units: 120 })))).toEqual({ own: [], others: ['Xgeva 2026-01-02'] })
  })
  test('in units that are no dose of either may be of both', () =>
    expect(told(withCharges(charge({ units: 7 }))).own[0]).toMatch(
      /^2026-01-02 \? ChargeItem\/c bills J0897, which can be Prolia and Xgeva\./,
    ))
  test('of a biosimilar counts like the reference product', () =>
    expect(told(withCharges(charge({ codes: [{ code: 'Q5136' }] }))).own).toEqual(['2026-01-02']))
  test('of a day with its administration is that dose', () => {
    const otherDoses = known([anotherDose({ administeredOn: known(day('2026-01-02')) })])
    expect(told({ otherDoses, ...withCharges(charge()) }).own).toEqual(['2026-01-02'])
  })
  test('that names an administration of the chart is that dose, whatever its day', () => {
    const otherDoses = known([anotherDose()])
    expect(told({ otherDoses, ...withCharges(charge({ services: ['MedicationAdministration/ma-0'] })) }).own).toEqual([
      '2025-09-02',
    ])
  })
  test('that may bill nothing may be one', () =>
    expect(told(withCharges(charge({ doubt: 'ChargeItem/c has no status.' }))).own).toEqual([
      '2026-01-02 ? ChargeItem/c has no status.',
    ]))
  test('of giving a drug says nothing of which', () =>
    expect(told(withCharges(charge({ codes: [{ code: '96372' }] }))).own).toEqual([]))
})

describe('an administration', () => {
  test.each([
    ['a code alone', named({ hcpcs: 'J0897' }), /^2025-09-02 \? The chart names only the code J0897/],
    ['a suffix of two products', named({ text: 'denosumab-bnht' }), /^2025-09-02 \? “denosumab-bnht” could be/],
    ['a suffix that nobody here knows', named({ text: 'denosumab-zzzz' }), /^2025-09-02 \? “denosumab-zzzz” is none/],
  ])('named by %s may have been a dose', (_, drug, says) =>
    expect(told({ otherDoses: known([anotherDose({ drug: known(drug) })]) }).own[0]).toMatch(says),
  )
  test.each(['in-progress', 'on-hold'] as const)('that is %s may have been a dose', (status) =>
    expect(told({ otherDoses: known([anotherDose({ status })]) }).own).toEqual([
      `2025-09-02 ? MedicationAdministration/ma-0 has the status ${status}.`,
    ]),
  )
  test.each(['not-done', 'entered-in-error'] as const)('that is %s was none', (status) =>
    expect(told({ otherDoses: known([anotherDose({ status })]) }).own).toEqual([]),
  )
  test('named by words that fit one strength only is of that strength', () => {
    const drug = known(named({ text: 'denosumab-bmwo 120 mg/1.7 mL' }))
    expect(told({ otherDoses: known([anotherDose({ drug })]) })).toEqual({ own: [], others: [] })
  })
  test('of a year is at its latest day', () => {
    const administeredOn = { known: false, because: 'unreadable', says: 'Only a year is charted.', places: [] } as const
    expect(told({ otherDoses: known([anotherDose({ administeredOn, until: day('2024-12-31') })]) }).own).toEqual([
      '2024-12-31 ? Only a year is charted.',
    ])
  })
})

describe('what a person states of it', () => {
  const stated = (about: object) => ({
    ...withElsewhere(elsewhere({ doubt: 'It is active.' })),
    earlierStated: known([{ reference: 'MedicationStatement/s', ...about }]),
  })
  test('that it was not given takes it away', () => expect(told(stated({ notGiven: true })).own).toEqual([]))
  test('that it was given on a day makes it a dose of that day', () =>
    expect(told(stated({ on: day('2025-08-01') })).own).toEqual(['2025-08-01']))
  test('an administration that was completed is not stated away', () => {
    const otherDoses = known([anotherDose()])
    const earlierStated = known([{ reference: 'MedicationAdministration/ma-0', notGiven: true as const }])
    expect(told({ otherDoses, earlierStated }).own).toEqual(['2025-09-02'])
  })
})

test('a dose of which the chart names no drug may have been one of this drug', () => {
  const drug = missing('not-recorded', 'Medication/none is not in the chart.', {
    resource: 'MedicationAdministration/ma-0',
    element: 'medication',
  })
  const otherDoses = known([anotherDose({ administeredOn: known(day('2026-01-04')), drug })])
  expect(told({ otherDoses }).own).toEqual([
    '2026-01-04 ? MedicationAdministration/ma-0 names no known drug. Medication/none is not in the chart.',
  ])
})
