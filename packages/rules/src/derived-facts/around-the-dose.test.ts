import { loadCodebook } from '@doseline/codebook'
import {
  type ChartedDose,
  day,
  type ExistingCharge,
  epochMilliseconds,
  type Fact,
  known,
  type MedicineOnRecord,
  missing,
  type OtherDose,
  type Place,
  type ResultOnRecord,
} from '@doseline/dose'
import { describe, expect, it, test } from 'vitest'
import type { DoseFacts, FactName } from '../dose-facts.ts'
import { factShows } from '../format.ts'
import { aChartedDose, anotherDose, charted, MEPSEVII, named, PROLIA, XGEVA } from '../testing/a-charted-dose.ts'
import { deriveFacts } from './derive-facts.ts'

const codebook = loadCodebook()
const factsOf = (...doses: Partial<ChartedDose>[]): DoseFacts => {
  const [first] = deriveFacts(doses.map(aChartedDose), codebook, 'cms', day('2026-03-05'))
  if (!first) throw new Error('a dose was worked out')
  return first.facts
}
const shows = (name: FactName, ...doses: Partial<ChartedDose>[]): string => {
  const facts = factsOf(...doses)
  return `${facts[name].known ? '' : `${facts[name].because}: `}${factShows(name, facts)}`
}
const placesOf = (fact: Fact<unknown>): string[] => fact.places.map(({ resource }) => resource)
const NO_DAY = missing('not-recorded', 'No day.')
const REFUSED = missing('refused', 'Refused.')

describe('treatments before the dose', () => {
  const place: Place = { resource: 'MedicationRequest/o', element: 'medication' }
  const medicine = (text: string, differs: Partial<MedicineOnRecord> = {}): MedicineOnRecord => ({
    reference: 'MedicationRequest/o',
    drug: named({ text }),
    place,
    ...differs,
  })
  const treatments = (...medicines: MedicineOnRecord[]) => shows('treatments', { medicines: known(medicines) })

  it.each<[string, MedicineOnRecord[], string]>([
    [
      'one that a payer asks for',
      [medicine('alendronate 70 mg', { from: day('2024-01-10') })],
      'alendronate 70 mg since 2024-01-10',
    ],
    ['one nobody asks for', [medicine('aspirin')], 'none that a payer asks for'],
    ['one without a day', [medicine('Fosamax')], 'Fosamax'],
    ['one not tolerated', [medicine('Reclast', { notTolerated: true })], 'Reclast (not tolerated)'],
    ['one begun that day', [medicine('Fosamax', { from: day('2026-03-02') })], 'Fosamax since 2026-03-02'],
    ['one begun the day after', [medicine('Fosamax', { from: day('2026-03-03') })], 'none that a payer asks for'],
    [
      'the dose itself',
      [medicine('Zometa', { reference: 'MedicationAdministration/ma-1' })],
      'none that a payer asks for',
    ],
    ['a product by its NDC', [medicine('', { drug: named({ ndc: '61314024063' }) })], '61314024063'],
  ])('%s', (_, medicines, says) => expect(treatments(...medicines)).toBe(says))

  test('each is what a payer may call it, and stands where it was read', () => {
    const { treatments: found } = factsOf({
      medicines: known([medicine('zoledronic acid 4 mg/5 mL', { from: day('2025-01-01'), until: day('2025-06-01') })]),
    })
    expect(found.known && found.value).toMatchObject([
      { is: expect.arrayContaining(['bisphosphonate-by-vein', 'zoledronic-acid']), until: '2025-06-01' },
    ])
    expect(placesOf(found)).toEqual(['MedicationRequest/o'])
  })

  test('are not known where medicines, or the day, are not', () => {
    expect(shows('treatments', { medicines: REFUSED })).toBe('refused: Refused.')
    expect(shows('treatments', { administeredOn: NO_DAY })).toBe('not-recorded: No day.')
  })
})

describe('results before the dose', () => {
  const result = (code: string, differs: Partial<ResultOnRecord> = {}): ResultOnRecord => ({
    reference: 'Observation/r',
    codes: [{ system: 'http://loinc.org', code }],
    on: day('2026-02-20'),
    place: { resource: 'Observation/r', element: 'value' },
    ...differs,
  })
  const WEIGHT = '29463-7'
  const CALCIUM = '17861-6'
  const results = (...each: ResultOnRecord[]) => shows('results', { results: known(each) })

  it.each<[string, ResultOnRecord[], string]>([
    [
      'the latest first',
      [result(WEIGHT), result(CALCIUM, { on: day('2026-03-01') })],
      'calcium in blood of 2026-03-01 and body weight of 2026-02-20',
    ],
    ['one of that day', [result(WEIGHT, { on: day('2026-03-02') })], 'body weight of 2026-03-02'],
    ['one of the day after', [result(WEIGHT, { on: day('2026-03-03') })], 'none'],
    ['one nobody looks at', [result('718-7')], 'none'],
  ])('%s', (_, each, says) => expect(results(...each)).toBe(says))

  test('keep their value, their words and the mark of the laboratory', () => {
    const low = result(CALCIUM, { value: charted('7.9 mg/dL'), words: 'repeat', low: true })
    const { results: found } = factsOf({ results: known([low, result(WEIGHT)]) })
    expect(found.known && found.value[0]).toMatchObject({ result: 'calcium', words: 'repeat', low: true })
    expect(found.known && found.value[1]).not.toHaveProperty('low')
    expect(found.known && found.value[1]).not.toHaveProperty('words')
    expect(placesOf(found)).toEqual(['Observation/r', 'Observation/r'])
  })

  test('are not known where the observations, or the day, are not', () => {
    expect(shows('results', { results: REFUSED })).toBe('refused: Refused.')
    expect(shows('results', { administeredOn: NO_DAY })).toBe('not-recorded: No day.')
    expect(shows('weight', { results: REFUSED })).toBe('refused: Refused.')
    expect(shows('weight', { administeredOn: NO_DAY })).toBe('not-recorded: No day.')
  })

  test('the weight is the latest result that is a weight', () => {
    const weight = (kg: string, on: string) => result(WEIGHT, { value: charted(kg), on: day(on) })
    const calcium = result(CALCIUM, { value: charted('9 mg/dL'), on: day('2026-03-01') })
    const { weight: found } = factsOf({
      results: known([weight('20 kg', '2026-01-01'), calcium, weight('21 kg', '2026-02-20')]),
    })
    expect(found.known && found.value).toMatchObject({ on: '2026-02-20', daysOld: 10 })
    expect(placesOf(found)).toEqual(['Observation/r'])
    expect(shows('weight', { results: known([result(WEIGHT, { value: charted('9 mg/dL') })]) })).toBe(
      'not-recorded: The chart holds no weight of the patient.',
    )
    const { on: _, ...undated } = weight('20 kg', '2026-01-01')
    expect(shows('weight', { results: known([undated]) })).toBe(
      'not-recorded: The chart holds no weight of the patient.',
    )
  })
})

describe('other drugs that were given', () => {
  const other = (differs: Parameters<typeof anotherDose>[0]) => anotherDose(differs)
  it.each([
    ['another product', { drug: known(XGEVA), administeredOn: known(day('2026-02-16')) }, 'Xgeva on 2026-02-16'],
    [
      'another product of that very day',
      { drug: known(XGEVA), administeredOn: known(day('2026-03-02')) },
      'Xgeva on 2026-03-02',
    ],
    [
      'another product of the day after',
      { drug: known(XGEVA), administeredOn: known(day('2026-03-03')) },
      'none in the chart',
    ],
    ['the same product', { drug: known(PROLIA), administeredOn: known(day('2026-02-16')) }, 'none in the chart'],
    ['one that was not given', { drug: known(XGEVA), status: 'not-done' as const }, 'none in the chart'],
    ['one without a day', { drug: known(XGEVA), administeredOn: NO_DAY }, 'none in the chart'],
    ['one nobody names', { drug: missing('not-recorded', 'No drug.') }, 'none in the chart'],
    ['one the code book does not hold', { drug: known(named({ text: 'aspirin' })) }, 'none in the chart'],
  ])('%s', (_, differs, says) => {
    expect(shows('otherProducts', { otherDoses: known([other(differs)]) })).toBe(says)
  })

  test('say until when they work, where that is published', () => {
    const { otherProducts } = factsOf({
      otherDoses: known([other({ drug: known(XGEVA), administeredOn: known(day('2026-02-16')) })]),
    })
    expect(otherProducts.known && otherProducts.value).toMatchObject([
      { group: 'denosumab-120mg', nextDue: '2026-03-16' },
    ])
    expect(otherProducts.places).toMatchObject([{ element: 'effective', shows: '2026-02-16' }])
  })

  test('are not known where the doses, the product or the day are not', () => {
    expect(shows('otherProducts', { otherDoses: REFUSED })).toBe('refused: Refused.')
    expect(shows('otherProducts', { administeredOn: NO_DAY })).toBe('not-recorded: No day.')
    expect(shows('otherProducts', { drug: missing('not-recorded', 'No drug.') })).toBe('not-recorded: No drug.')
  })
})

describe('the minutes of a day', () => {
  const bag = (administration: string, minutes: Fact<number>): Partial<ChartedDose> => ({
    administration: `MedicationAdministration/${administration}`,
    drug: known(MEPSEVII),
    minutes,
  })
  const ran = (count: number) => known(count, { resource: 'MedicationAdministration/x', element: 'effectivePeriod' })

  test('add up over its doses', () => {
    expect(shows('minutes', bag('ma-1', ran(120)), bag('ma-2', ran(60)))).toBe('180 minutes in 2 intervals')
    expect(placesOf(factsOf(bag('ma-1', ran(120)), bag('ma-2', ran(60))).minutes)).toHaveLength(2)
  })

  const clock = (from: string, until: string): Partial<ChartedDose> => {
    const [start, end] = [from, until].map((time) => epochMilliseconds(`2026-03-02T${time}:00-05:00`) ?? 0)
    const [at, to] = [start ?? 0, end ?? 0]
    return { minutes: known((to - at) / 60_000), ran: known({ from: at, until: to }), drug: known(MEPSEVII) }
  }
  test.each([
    [
      'two bags that overlap',
      [
        ['09:30', '11:30'],
        ['10:30', '12:30'],
      ],
      '180 minutes',
    ],
    [
      'two bags that overlap, in the other order',
      [
        ['10:30', '12:30'],
        ['09:30', '11:30'],
      ],
      '180 minutes',
    ],
    [
      'one bag within another',
      [
        ['09:00', '13:00'],
        ['10:00', '11:00'],
      ],
      '240 minutes',
    ],
    [
      'two bags at once',
      [
        ['09:00', '11:00'],
        ['09:00', '11:00'],
      ],
      '120 minutes',
    ],
    [
      'parts of one infusion, at a new rate each',
      [
        ['09:00', '09:15'],
        ['09:15', '09:45'],
        ['09:45', '13:00'],
      ],
      '240 minutes',
    ],
    [
      'parts a minute apart',
      [
        ['09:00', '10:00'],
        ['10:01', '11:00'],
      ],
      '120 minutes',
    ],
    [
      'two parts with a break',
      [
        ['09:00', '10:00'],
        ['10:10', '13:00'],
      ],
      '230 minutes in 2 intervals',
    ],
    [
      'two pushes',
      [
        ['08:00', '08:10'],
        ['11:20', '11:30'],
      ],
      '20 minutes in 2 intervals',
    ],
  ] as const)('are those of the clock: %s', (_, bags, minutes) => {
    const doses = bags.map(([from, until], at) => ({
      ...clock(from, until),
      administration: `MedicationAdministration/${at}`,
    }))
    expect(shows('minutes', ...doses)).toBe(minutes)
  })

  test('are those a person states, who is named', () => {
    const stated = { ...ran(240), attested: { by: 'Practitioner/n1', at: '2026-03-03' } }
    const { minutes } = factsOf(bag('ma-1', stated))
    expect(minutes).toMatchObject({
      known: true,
      value: { minutes: 240, intervals: [240] },
      attested: { by: 'Practitioner/n1' },
    })
  })

  test('are not known where one was not timed', () => {
    const untimed = missing('not-recorded', 'Nobody wrote down when it stopped.')
    expect(shows('minutes', bag('ma-1', ran(120)), bag('ma-2', untimed))).toBe(
      'not-recorded: Nobody wrote down when it stopped.',
    )
  })
})

describe('what else went into a vein in the visit', () => {
  const iron = (differs: Partial<OtherDose> = {}): Partial<ChartedDose> => ({
    drug: known(MEPSEVII),
    otherDoses: known([
      anotherDose({
        administration: 'MedicationAdministration/iron',
        administeredOn: known(day('2026-03-02')),
        drug: known(named({ text: 'iron sucrose' })),
        encounter: 'Encounter/e1',
        intoAVein: { minutes: 60 },
        ...differs,
      }),
    ]),
  })
  const IRON = 'iron sucrose (MedicationAdministration/iron)'
  const NOTHING = 'nothing else into a vein'

  test.each<[string, Partial<OtherDose>, string]>([
    ['of the same visit', {}, IRON],
    ['of the same visit and another day', { administeredOn: known(day('2026-03-01')) }, IRON],
    ['of a visit that is not named', { encounter: undefined }, IRON],
    ['that is still running', { status: 'in-progress' }, IRON],
    ['of another visit', { encounter: 'Encounter/e2' }, NOTHING],
    ['of another day, without a visit', { encounter: undefined, administeredOn: known(day('2026-03-01')) }, NOTHING],
    ['that was not given', { status: 'not-done' }, NOTHING],
    ['that went elsewhere', { intoAVein: undefined }, NOTHING],
  ])('a dose %s', (_, differs, says) => {
    expect(shows('visitGiving', iron(differs as Partial<OtherDose>))).toBe(says)
  })

  const charge = (differs: Partial<ExistingCharge> = {}): Partial<ChartedDose> => ({
    charges: known([
      {
        reference: 'ChargeItem/c',
        status: 'billable',
        codes: [{ code: '96413' }],
        modifiers: [],
        services: ['MedicationAdministration/chemo'],
        on: day('2026-03-02'),
        place: { resource: 'ChargeItem/c', element: 'code' },
        ...differs,
      },
    ]),
  })
  test.each<[string, Partial<ExistingCharge>, string]>([
    ['an initial service of another dose', {}, '96413 (ChargeItem/c)'],
    ['a further hour of another dose', { codes: [{ code: '96415' }] }, NOTHING],
    ['an initial service of this dose', { services: ['MedicationAdministration/ma-1'] }, NOTHING],
    ['an initial service of another day', { on: day('2026-03-01') }, NOTHING],
    ['an initial service of no dose', { services: [] }, NOTHING],
  ])('a charge for %s', (_, differs, says) => {
    expect(shows('visitGiving', charge(differs))).toBe(says)
  })

  test('what a person states of one dose counts for the other', () => {
    const by = { attested: { by: 'Practitioner/n1', at: '2026-03-03' } }
    const other = { administration: 'MedicationAdministration/iron', drug: known(named({ text: 'iron sucrose' })) }
    const { visitGiving } = factsOf(iron(), { ...other, isInitialInfusion: { ...known(true), ...by } })
    expect(visitGiving.known && visitGiving.value.others).toMatchObject([{ isInitial: true }])
  })
})

describe('modifiers that somebody put on the dose', () => {
  const charge = (modifiers: string[], services = ['MedicationAdministration/ma-1']) => ({
    reference: 'ChargeItem/c',
    status: 'billable',
    codes: [{ code: 'J0897' }],
    modifiers,
    services,
    place: { resource: 'ChargeItem/c', element: 'code' },
  })
  const proposed = (modifiers: string[]) => known({ modifiers }, { resource: 'request', element: 'proposed' })

  test.each<[string, Partial<ChartedDose>, string]>([
    ['none', {}, 'no modifier'],
    ['on a charge of this dose', { charges: known([charge(['jz '])]) }, 'JZ on a charge'],
    [
      'on a charge of another dose',
      { charges: known([charge(['JZ'], ['MedicationAdministration/ma-9'])]) },
      'no modifier',
    ],
    ['on a charge without any', { charges: known([charge([])]) }, 'no modifier'],
    ['in the request', { proposed: proposed(['JW', '50']) }, 'JW-50 on the request'],
    [
      'in both',
      { charges: known([charge(['JZ'])]), proposed: proposed(['JW']) },
      'JZ on a charge and JW on the request',
    ],
  ])('%s', (_, dose, says) => expect(shows('modifiersNamed', dose)).toBe(says))

  test('mean what the code book says that day', () => {
    const { modifiersNamed } = factsOf({ proposed: proposed(['50', 'QQ']) })
    expect(modifiersNamed.known && modifiersNamed.value[0]?.modifiers).toMatchObject([
      { code: '50', meaning: { onDrugLines: 'refused' } },
      { code: 'QQ', meaning: undefined },
    ])
    expect(placesOf(modifiersNamed)).toEqual(['request'])
  })

  test('in the request are judged where charges could not be read', () => {
    expect(shows('modifiersNamed', { charges: REFUSED, proposed: proposed(['JW']) })).toBe('JW on the request')
  })
})

test('a setting is known with how it is claimed, and the day of judging as it was told', () => {
  const facts = factsOf({ setting: known('office') })
  expect(facts.setting.known && facts.setting.value).toMatchObject({
    kind: 'office',
    label: 'an office',
    claim: { known: true, value: 'CMS-1500 with place of service 11' },
  })
  expect(factShows('judgedOn', facts)).toBe('2026-03-05')
  const [untold] = deriveFacts([aChartedDose()], codebook, 'cms')
  expect(untold?.facts.judgedOn).toMatchObject({ known: false, says: 'The day of judging is not known.' })
})

test('doses of two patients are never added up, nor are those of nobody', () => {
  const patients = (one: Fact<string>, other: Fact<string>) =>
    shows('dailyAmount', { patient: one }, { administration: 'MedicationAdministration/ma-2', patient: other })
  const nobody = missing('not-recorded', 'No patient.')
  expect(patients(known('Patient/p1'), known('Patient/p1'))).toBe('120 mg in 2 doses')
  expect(patients(known('Patient/p1'), known('Patient/p2'))).toBe('60 mg')
  expect(patients(known('Patient/p1'), nobody)).toBe('60 mg')
  expect(patients(nobody, nobody)).toBe('60 mg')
})

test('how many containers hold a dose is shown, and never taken', () => {
  const { openedAmount } = factsOf({ drug: known(MEPSEVII), dose: known(charted('57 mg')) })
  expect(openedAmount).toMatchObject({
    known: false,
    says: 'The chart does not say how many containers of Mepsevii (10 mg vial) were opened; 6 would hold the dose, with 3 mg left.',
  })
})
