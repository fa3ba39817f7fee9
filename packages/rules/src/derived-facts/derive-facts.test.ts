import { loadCodebook } from '@doseline/codebook'
import {
  allOf,
  type ChartedDose,
  type CoverageRecord,
  day,
  type Exact,
  exactly,
  exactText,
  type Fact,
  known,
  missing,
} from '@doseline/dose'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargeLines } from '../charge-lines.ts'
import { lineName } from '../explain.ts'
import {
  aChartedDose,
  aCoverage,
  anotherDose,
  charted,
  FORTEO,
  MEPSEVII,
  named,
  PROLIA,
  XGEVA,
} from '../testing/a-charted-dose.ts'
import { type DerivedDose, deriveFacts } from './derive-facts.ts'

const codebook = loadCodebook()

function worked(...doses: ChartedDose[]): DerivedDose[] {
  return deriveFacts(doses, codebook, 'cms')
}
function one(differs: Partial<ChartedDose> = {}): DerivedDose {
  const [dose] = worked(aChartedDose(differs))
  if (!dose) throw new Error('one dose was worked out')
  return dose
}
const shows = (fact: Fact<Exact>): string => (fact.known ? `${exactText(fact.value)} mg` : fact.says)
/** The lines of the drug itself, without giving it. */
const linesOf = ({ facts, edition }: DerivedDose): string[] =>
  chargeLines(facts, edition)
    .filter(({ role }) => role.endsWith('drug'))
    .map(lineName)

const NOT_RECORDED = 'The chart does not say how many containers of'

describe('containers opened beyond those that hold the dose', () => {
  const vials = (count: number, mg: string, more: Partial<ChartedDose> = {}): Partial<ChartedDose> => ({
    drug: known(MEPSEVII),
    dose: known(charted(mg)),
    containersOpened: known(count),
    discarded: known({ value: exactly(count * 10).sub(charted(mg).value), unit: 'mg' }),
    ...more,
  })
  const because = (reason: string): Partial<ChartedDose> => ({
    extraContainersReason: { ...known(reason), attested: { by: 'Practitioner/n1', at: '2026-03-03' } },
  })
  const weighed = (kg: string): Partial<ChartedDose> => ({
    results: known([
      {
        reference: 'Observation/w',
        codes: [{ system: 'http://loinc.org', code: '29463-7' }],
        on: day('2026-03-01'),
        value: charted(`${kg} kg`),
        place: { resource: 'Observation/w', element: 'value' },
      },
    ]),
  })

  it.each<[string, Partial<ChartedDose>, string[]]>([
    ['nine vials for 88 mg', vials(9, '88 mg'), ['J3397 × 88', 'J3397-JW × 2']],
    ['ten vials for 88 mg', vials(10, '88 mg'), ['J3397 × 88']],
    ['fifty vials for 90 mg', vials(50, '90 mg'), ['J3397 × 90']],
    ['ten vials for 88 mg, and one was never given', vials(10, '88 mg', because('one was cloudy')), ['J3397 × 88']],
    [
      'ten vials for 88 mg, and a part of what leaked was given',
      vials(10, '88 mg', because('the bag leaked with half of it given')),
      ['J3397 × 88', 'J3397-JW × 12'],
    ],
    [
      'nine vials for 40 mg of an infusion that was stopped, of a patient whose weight is not known',
      vials(9, '40 mg', { status: known('stopped') }),
      ['J3397 × 40'],
    ],
    [
      'nine vials for 40 mg of an infusion that was stopped, of a patient of 22 kg',
      vials(9, '40 mg', { status: known('stopped'), ...weighed('22') }),
      ['J3397 × 40', 'J3397-JW × 50'],
    ],
    [
      'fifty vials for 40 mg of an infusion that was stopped, of a patient of 22 kg',
      vials(50, '40 mg', { status: known('stopped'), ...weighed('22') }),
      ['J3397 × 40'],
    ],
  ])('%s', (_, dose, lines) => {
    expect(linesOf(one(dose))).toEqual(lines)
  })

  it('the fewest are counted over all doses of the day', () => {
    const bag = (id: string, count: number | undefined, mg: string, discarded?: string) =>
      aChartedDose({
        administration: `MedicationAdministration/${id}`,
        drug: known(MEPSEVII),
        dose: known(charted(mg)),
        ...(count !== undefined && { containersOpened: known(count) }),
        ...(discarded !== undefined && { discarded: known(charted(discarded)) }),
      })
    const [together] = worked(bag('a', 5, '45 mg'), bag('b', 5, '52 mg', '3 mg'))
    expect(together && linesOf(together)).toEqual(['J3397 × 97', 'J3397-JW × 3'])
    const [apart] = worked(bag('a', 5, '45 mg', '5 mg'), bag('b', 5, '45 mg', '5 mg'))
    expect(apart && linesOf(apart)).toEqual(['J3397 × 90'])
  })
})

describe('the amount given', () => {
  it.each([
    ['mg', '88 mg', MEPSEVII, '88 mg'],
    ['mcg', '20 ug', FORTEO, '0.02 mg'],
    ['mL, by the concentration', '44 mL', MEPSEVII, '88 mg'],
    ['mL of Xgeva, which has no whole concentration', '1.7 mL', XGEVA, '120 mg'],
    [
      'a count of containers, which is offered',
      '1 {syringe}',
      PROLIA,
      'The dose is charted as “1 syringe”: by its NDC a prefilled syringe of Prolia holds 60 mg, so it would be 60 mg; confirm that 60 mg was given.',
    ],
    [
      'each, of a vial',
      '9 {each}',
      MEPSEVII,
      'The dose is charted as “9 each”: by its NDC a vial of Mepsevii holds 10 mg, so it would be 90 mg; confirm that 90 mg was given.',
    ],
    ['a vial of what comes in a syringe', '1 {vial}', PROLIA, '“1 vial” cannot be converted to milligrams.'],
    ['half a vial', '0.5 {vial}', MEPSEVII, '“0.5 vial” cannot be converted to milligrams.'],
    ['a pen for many doses', '1 {each}', FORTEO, '“1 each” cannot be converted to milligrams.'],
    ['a bag, which is mixed', '1 {bag}', MEPSEVII, '“1 bag” cannot be converted to milligrams.'],
    [
      'mg/kg of a patient whose weight is not charted',
      '4 mg/kg',
      MEPSEVII,
      'The dose is charted by weight, 4 mg/kg, and the weight is not known. The chart holds no weight of the patient.',
    ],
    ['mg/m2', '4 mg/m2', MEPSEVII, '“4 mg/m2” cannot be converted to milligrams.'],
  ])('charted in %s', (_, dose, drug, mg) => {
    expect(shows(one({ dose: known(charted(dose)), drug: known(drug) }).facts.administeredAmount)).toBe(mg)
  })

  it.each([
    ['22 kg of the day before', '22 kg', '2026-03-01', '88 mg'],
    ['22000 g', '22000 g', '2026-03-01', '88 mg'],
    [
      'a weight of nothing',
      '0 kg',
      '2026-03-01',
      'The dose is charted by weight, 4 mg/kg, and the weight is not known. The chart holds no weight of the patient.',
    ],
    [
      '100 lb, the international pound, which nobody draws up to the millionth',
      '100 [lb_av]',
      '2026-03-01',
      'The dose is charted by weight, which makes 181.436948 mg; confirm how many milligrams were given.',
    ],
    ['a weight of 92 days before', '22 kg', '2025-11-30', '88 mg'],
    [
      'a weight of 93 days before',
      '22 kg',
      '2025-11-29',
      'The dose is charted by weight, 4 mg/kg, and the weight is not known. The last weight is of 2025-11-29, 93 days before the dose.',
    ],
    [
      'a weight of the day after',
      '22 kg',
      '2026-03-03',
      'The dose is charted by weight, 4 mg/kg, and the weight is not known. The chart holds no weight of the patient.',
    ],
  ])('charted as 4 mg/kg, with %s', (_, weight, on, mg) => {
    const place = { resource: 'Observation/w', element: 'value' }
    const codes = [{ system: 'http://loinc.org', code: '29463-7' }]
    const results = known([{ reference: 'Observation/w', codes, on: day(on), value: charted(weight), place }])
    const { facts } = one({ dose: known(charted('4 mg/kg')), drug: known(MEPSEVII), results })
    expect(shows(facts.administeredAmount)).toBe(mg)
  })

  it.each([
    ['as it was rounded', '88', '88 mg'],
    ['otherwise', '90', /^The chart states the dose as 87\.9969\d* mg, and the request as 90 mg\.$/],
  ])('charted as 4 mg/kg of 48.5 lb, and stated %s', (_, stated, mg) => {
    const place = { resource: 'Observation/w', element: 'value' }
    const codes = [{ system: 'http://loinc.org', code: '29463-7' }]
    const weight = { reference: 'Observation/w', codes, on: day('2026-03-01'), value: charted('48.5 [lb_av]'), place }
    const doseStated = known(charted(`${stated} mg`))
    const charting = { dose: known(charted('4 mg/kg')), drug: known(MEPSEVII), results: known([weight]), doseStated }
    expect(shows(one(charting).facts.administeredAmount)).toMatch(mg)
  })

  it.each([
    ['a weight in words of its own', [{ display: 'Ideal body weight' }]],
    ['a birth weight', [{ system: 'http://loinc.org', code: '8339-4', display: 'Birth weight Measured' }]],
  ])('charted as 4 mg/kg is not worked out from %s', (_, codes) => {
    const place = { resource: 'Observation/w', element: 'value' }
    const results = known([{ reference: 'Observation/w', codes, on: day('2026-03-01'), value: charted('3 kg'), place }])
    const { facts } = one({ dose: known(charted('4 mg/kg')), drug: known(MEPSEVII), results })
    expect(facts.administeredAmount.known).toBe(false)
  })

  it.each([
    ['in containers', '1 {syringe}', '60 mg'],
    ['in a word', '1 {dose}', '60 mg'],
    ['in mL that make the same', '1 mL', '60 mg'],
    ['in mL that make another', '0.5 mL', 'The chart states the dose as 30 mg, and the request as 60 mg.'],
  ])('charted %s is settled by a person', (_, dose, says) => {
    const stated = { ...known(charted('60 mg')), attested: { by: 'Practitioner/n1', at: '2026-03-03T10:00:00Z' } }
    const { facts } = one({ dose: known(charted(dose)), doseStated: stated })
    expect(shows(facts.administeredAmount)).toBe(says)
  })

  it('charted as two syringes opens two, and a person says how much went in', () => {
    const stated = { ...known(charted('210 mg')), attested: { by: 'Practitioner/n1', at: '2026-03-03T10:00:00Z' } }
    const evenity = named({ ndc: '55513088002' })
    const dose = one({ drug: known(evenity), dose: known(charted('2 {syringe}')), doseStated: stated })
    expect([shows(dose.facts.administeredAmount), shows(dose.facts.openedAmount)]).toEqual(['210 mg', '210 mg'])
    expect(linesOf(dose)).toEqual(['J3111-JZ × 210'])
    const [line] = chargeLines(dose.facts, dose.edition)
    expect(line?.working).toContain('; the amount given is stated by Practitioner/n1, not in the chart')
  })

  it('in milliliters is not known of a drug that is not', () => {
    const { facts } = one({ dose: known(charted('1 mL')), drug: known(named({ text: 'ceftriaxone' })) })
    expect(shows(facts.administeredAmount)).toBe(
      '“1 mL” is a volume, and without the product its milligrams are not known.',
    )
  })

  it('keeps the place and the person it comes from', () => {
    const dose = { ...known(charted('1 g')), attested: { by: 'Nurse Ruiz', at: '2026-03-02T14:00:00Z' } }
    expect(one({ dose }).facts.administeredAmount).toMatchObject({ attested: dose.attested, places: dose.places })
  })
})

describe('the amount opened', () => {
  const opened = (differs: Partial<ChartedDose>) =>
    shows(one({ drug: known(MEPSEVII), dose: known(charted('57 mg')), ...differs }).facts.openedAmount)

  it.each<[string, Partial<ChartedDose>, string]>([
    ['a count of containers', { containersOpened: known(6) }, '60 mg'],
    ['an amount', { amountOpened: known(charted('60 mg')) }, '60 mg'],
    ['a volume', { amountOpened: known(charted('30 mL')) }, '60 mg'],
    ['given and discarded, where they make whole vials', { discarded: known(charted('3 mg')) }, '60 mg'],
  ])('from %s', (_, differs, mg) => expect(opened(differs)).toBe(mg))

  it.each<[string, Partial<ChartedDose>]>([
    ['nothing', {}],
    ['given and discarded that make no whole vials', { discarded: known(charted('2 mg')) }],
    ['nothing discarded, which says nothing of the vials', { discarded: known(charted('0 mg')) }],
    ['an amount in a unit that does not convert', { amountOpened: known(charted('6 {vial}')) }],
  ])('is not guessed from %s', (_, differs) => expect(opened(differs)).toContain(NOT_RECORDED))

  it('is one container where that holds exactly the dose', () => {
    expect(shows(one().facts.openedAmount)).toBe('60 mg')
    expect(shows(one({ dose: known(charted('59 mg')) }).facts.openedAmount)).toContain(NOT_RECORDED)
  })

  it('is not one container where the container serves several doses', () => {
    const pen = codebook.products().find(({ brand }) => brand === 'Forteo')
    if (!pen) throw new Error('the code book holds Forteo')
    const dose = known({ value: pen.amountPerContainer, unit: 'mg' })
    expect(shows(one({ drug: known(FORTEO), dose }).facts.openedAmount)).toContain(NOT_RECORDED)
  })

  it('stays contradictory where the chart is', () => {
    const containersOpened = missing('contradictory', 'The chart states 5 and 6 vials.')
    expect(opened({ containersOpened, discarded: known(charted('3 mg')) })).toBe('The chart states 5 and 6 vials.')
    const unreadable = missing('unreadable', 'The containers opened are not a whole count.')
    expect(opened({ containersOpened: unreadable, discarded: known(charted('3 mg')) })).toBe(unreadable.says)
  })
})

describe('the doses of a day', () => {
  const first = aChartedDose({ dose: known(charted('30.3 mg')) })
  const second = aChartedDose({ administration: 'MedicationAdministration/ma-2', dose: known(charted('29.3 mg')) })
  const day1 = (...doses: ChartedDose[]) => {
    const [dose] = worked(...doses)
    if (!dose?.facts.dailyAmount.known) return undefined
    const { doses: names, administeredAmount } = dose.facts.dailyAmount.value
    return { doses: names, administeredAmount: exactText(administeredAmount) }
  }
  const alone = { doses: [first.administration], administeredAmount: '30.3' }

  it('are added up before anything is rounded', () => {
    expect(day1(first, second)).toEqual({
      doses: [first.administration, second.administration],
      administeredAmount: '59.6',
    })
    for (const dose of worked(first, second)) expect(linesOf(dose)).toEqual(['J0897 × 60'])
  })

  it.each<[string, Partial<ChartedDose>]>([
    ['another day', { administeredOn: known(day('2026-03-03')) }],
    ['another patient', { patient: known('Patient/p2') }],
    ['a patient nobody knows', { patient: missing('not-recorded', 'No patient.') }],
    ['another code', { drug: known(MEPSEVII) }],
    ['a drug nobody knows', { drug: known(named({ text: 'ceftriaxone' })) }],
    ['a dose that was not given', { status: known('not-done') }],
    ['a dose entered in error', { status: known('entered-in-error') }],
    ['a dose still running', { status: known('in-progress') }],
    ['a day nobody knows', { administeredOn: missing('unreadable', 'No day.') }],
  ])('do not count %s', (_, differs) => expect(day1(first, { ...second, ...differs })).toEqual(alone))

  it('count one that was stopped', () => {
    expect(day1(first, { ...second, status: known('stopped') })?.administeredAmount).toBe('59.6')
  })

  it('count a dose that was not given as itself only', () => {
    expect(day1({ ...first, status: known('not-done') }, second)).toEqual(alone)
  })

  it('are not known where one of them is not', () => {
    const unreadable = missing('unreadable', 'The dose “some” is not a number.')
    const [dose] = worked(first, { ...second, dose: unreadable })
    expect(dose?.facts.dailyAmount).toMatchObject(unreadable)
    expect(dose && linesOf(dose)).toEqual([])
  })

  it('have an NDC on their lines only where all have the same', () => {
    const ndcs = (...doses: ChartedDose[]) =>
      worked(...doses).map(({ facts, edition }) => chargeLines(facts, edition)[0]?.ndc?.ndc)
    const otherPackage = { ...second, drug: known(named({ ndc: '55513071021' })) }
    expect(ndcs(first, second)).toEqual(['55513071001', '55513071001'])
    expect(ndcs(first, otherPackage)).toEqual([undefined, undefined])
    expect(ndcs(first, { ...second, drug: known(XGEVA) })).toEqual([undefined, undefined])
    expect(ndcs(first, { ...second, drug: known(named({ text: 'Prolia' })) })).toEqual([undefined, undefined])
  })

  it('share one record of the discard', () => {
    const [dose] = worked(
      aChartedDose({ drug: known(MEPSEVII), dose: known(charted('40 mg')), containersOpened: known(4) }),
      aChartedDose({
        administration: 'MedicationAdministration/ma-2',
        drug: known(MEPSEVII),
        dose: known(charted('17 mg')),
        containersOpened: known(2),
        discarded: known(charted('3 mg')),
      }),
    )
    expect(dose && shows(dose.facts.discardedAmount)).toBe('3 mg')
    expect(dose && linesOf(dose)).toEqual(['J3397 × 57', 'J3397-JW × 3'])
  })

  it('have no known discard where one record cannot be read', () => {
    const unreadable = missing('unreadable', 'The amount discarded “some” is not a number.')
    const [dose] = worked({ ...first, discarded: unreadable }, { ...second, discarded: known(charted('1 mg')) })
    expect(dose?.facts.discardedAmount).toMatchObject(unreadable)
  })
})

describe('whatever the doses of a day', () => {
  const aDoseOfTheDay = fc.record({
    tenths: fc.integer({ min: 1, max: 2_000 }),
    vials: fc.integer({ min: 1, max: 25 }),
    drug: fc.constantFrom(MEPSEVII, PROLIA),
    on: fc.constantFrom(day('2026-03-02'), day('2026-03-03')),
    writtenDown: fc.boolean(),
  })
  const amountPerContainer = (drug: typeof PROLIA): number => (drug === PROLIA ? 60 : 10)
  const someDoses = fc.array(aDoseOfTheDay, { minLength: 1, maxLength: 5 }).map((doses) =>
    doses.map(({ tenths, vials, drug, on, writtenDown }, at) => {
      const given = exactly(`${tenths}e-1`)
      const left = exactly(vials * amountPerContainer(drug)).sub(given)
      return aChartedDose({
        administration: `MedicationAdministration/ma-${at}`,
        drug: known(drug),
        administeredOn: known(on),
        dose: known({ value: given, unit: 'mg' }),
        containersOpened: known(vials),
        ...(writtenDown && left.s > 0n ? { discarded: known({ value: left, unit: 'mg' }) } : {}),
      })
    }),
  )
  const linesByDose = (doses: readonly ChartedDose[]) =>
    Object.fromEntries(
      deriveFacts(doses, codebook, 'cms').map((dose) => [
        dose.charted.administration,
        chargeLines(dose.facts, dose.edition),
      ]),
    )

  it('their order does not change their lines', () => {
    fc.assert(
      fc.property(
        someDoses.chain((doses) =>
          fc.tuple(fc.constant(doses), fc.shuffledSubarray(doses, { minLength: doses.length })),
        ),
        ([doses, shuffled]) => {
          expect(linesByDose(shuffled)).toEqual(linesByDose(doses))
        },
      ),
    )
  })

  it('those of one day and code have the same lines, which name all of them', () => {
    fc.assert(
      fc.property(someDoses, (doses) => {
        const all = linesByDose(doses)
        for (const lines of Object.values(all)) {
          for (const line of lines) for (const name of line.doses) expect(all[name]).toEqual(lines)
        }
      }),
    )
  })

  it('their units cover the day’s amount and never exceed it by a whole unit', () => {
    fc.assert(
      fc.property(someDoses, (doses) => {
        for (const { facts, edition } of deriveFacts(doses, codebook, 'cms')) {
          const [drug] = chargeLines(facts, edition)
          if (!drug || !facts.dailyAmount.known) throw new Error('every dose has a line')
          const excess = exactly(drug.units).sub(facts.dailyAmount.value.administeredAmount)
          expect(excess.gte(0) && excess.lt(1)).toBe(true)
        }
      }),
    )
  })

  it('with JW their units never exceed what was opened', () => {
    fc.assert(
      fc.property(someDoses, (doses) => {
        for (const { facts, edition } of deriveFacts(doses, codebook, 'cms')) {
          const lines = chargeLines(facts, edition).filter(({ role }) => role.endsWith('drug'))
          if (lines.length < 2 || !facts.openedAmount.known) continue
          const all = lines.reduce((total, { units }) => total + units, 0)
          expect(facts.openedAmount.value.gte(all)).toBe(true)
        }
      }),
    )
  })
})

describe('the coverage that pays', () => {
  const aetna = { payors: [{ name: 'Aetna', identifiers: [] }] }
  const paying = (...coverages: CoverageRecord[]) => {
    const { coverage } = one({ coverages: known(coverages) }).facts
    return coverage.known ? coverage.value.reference : coverage.says
  }
  const first = aCoverage({ reference: 'Coverage/first', order: 1 })
  const second = aCoverage({ reference: 'Coverage/second', order: 2, ...aetna })
  const named = (name: string) => ({ payors: [{ name, identifiers: [] }] })
  const medicaid = aCoverage({ reference: 'Coverage/m', ...named('Medicaid') })
  const empty = (reference: string) => aCoverage({ reference, payors: [], isEmpty: true })
  /** As Blue Button hands it out: the payor is always CMS, and the plan says the part. */
  const part = (plan: string) => {
    const code = { system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'plan' }
    const display = plan.length === 1 ? `Part ${plan}` : plan
    return aCoverage({ reference: `Coverage/${plan}`, ...named('CMS'), types: [{ ...code, display }] })
  }

  it.each<[string, CoverageRecord[], string]>([
    ['is the first in order', [second, first], 'Coverage/first'],
    ['is the first, where another has no order', [aCoverage(), { ...second, order: 1 }], 'Coverage/second'],
    ['was in force on the day', [{ ...first, until: day('2026-03-01') }, second], 'Coverage/second'],
    ['was not entered in error', [{ ...first, status: 'entered-in-error' }, second], 'Coverage/second'],
    [
      'ended last, where none was in force',
      [
        { ...first, until: day('2024-12-31') },
        { ...second, until: day('2025-12-31') },
      ],
      'Coverage/second',
    ],
    [
      'may still be in force, where its period cannot be read and the other has ended',
      [
        { ...second, until: day('2025-12-31') },
        { ...first, unreadablePeriod: '“next year” is not a day' },
      ],
      'Coverage/first',
    ],
    ['is either of two of one payer', [first, { ...first, reference: 'Coverage/card' }], 'Coverage/first'],
    [
      'is not known of two payers without an order',
      [aCoverage(), aCoverage({ reference: 'Coverage/c2', ...aetna, payors: [{ name: 'BCBSNC', identifiers: [] }] })],
      '2 coverages were active on 2026-03-02, and the chart does not say which pays first: Medicare Part B (Coverage/c1); Blue Cross NC (Coverage/c2).',
    ],
    [
      'is not known where one is the second and the other has no order',
      [aCoverage(), second],
      '2 coverages were active on 2026-03-02, and the chart does not say which pays first: Medicare Part B (Coverage/c1); Aetna (Coverage/second).',
    ],
    ['is not known where there is none', [], 'The chart holds no coverage.'],
    ['is a draft, where there is nothing else', [aCoverage({ status: 'draft' })], 'Coverage/c1'],
    ['is not a draft beside one in force', [{ ...first, status: 'draft' }, aCoverage(aetna)], 'Coverage/c1'],
    [
      'is not known where a draft would pay before it',
      [{ ...first, status: 'draft' }, second],
      'Aetna (Coverage/second) is charted as number 2 to pay, and the chart does not hold the coverage that pays before it.',
    ],
    [
      'is not known where it is charted as the second and nothing is the first',
      [aCoverage({ order: 2 })],
      'Medicare Part B (Coverage/c1) is charted as number 2 to pay, and the chart does not hold the coverage that pays before it.',
    ],
    ['is the one that names a payer beside an empty row', [aCoverage(), empty('Coverage/e')], 'Coverage/c1'],
    [
      'is not known beside one that has an order and names no payer',
      [aCoverage(), aCoverage({ reference: 'Coverage/x', payors: [], order: 2 })],
      '2 coverages were active on 2026-03-02, and the chart does not say which pays first: Medicare Part B (Coverage/c1); a payer without a name (Coverage/x).',
    ],
    [
      'is Part B beside Part A, Part D, a supplement and Medicaid',
      [part('A'), part('B'), part('D'), aCoverage({ reference: 'Coverage/s', ...named('Medigap') }), medicaid],
      'Coverage/B',
    ],
    ['is Medicaid where there is nothing else', [medicaid], 'Coverage/m'],
    [
      'is not known of Part B and Part C side by side',
      [part('A'), part('B'), part('H1234-001'), part('D')],
      '2 coverages were active on 2026-03-02, and the chart does not say which pays first: Medicare Part B (Coverage/B); a Medicare plan of Part C (Coverage/H1234-001).',
    ],
    [
      'is not Part B before Part C, whatever their order',
      [
        { ...part('B'), order: 1 },
        { ...part('C'), order: 2 },
      ],
      'Medicare Part B (Coverage/B) and a Medicare plan of Part C (Coverage/C) were both active on 2026-03-02, and a Medicare plan of Part C pays in place of Medicare Part B.',
    ],
    [
      'is not known where compensation for workers is the second',
      [{ ...part('B'), order: 1 }, aCoverage({ reference: 'Coverage/w', ...named('Workers Comp'), order: 2 })],
      'Medicare Part B (Coverage/B) and workers’ compensation (Coverage/w) were both active on 2026-03-02, and workers’ compensation (Coverage/w) may pay before it, whatever place it was registered in.',
    ],
    [
      'is not known where the patient is registered to pay first',
      [{ ...part('B'), order: 2 }, aCoverage({ reference: 'Coverage/p', ...named('Self-pay'), order: 1 })],
      'Medicare Part B (Coverage/B) and the patient’s own payment (Coverage/p) were both active on 2026-03-02, and nothing says that the patient does not pay before it.',
    ],
    [
      'is Part B where the patient is registered to pay what is left',
      [{ ...part('B'), order: 1 }, aCoverage({ reference: 'Coverage/p', ...named('Self-pay'), order: 2 })],
      'Coverage/B',
    ],
    ['is Part A, where only A and D are there', [part('D'), part('A')], 'Coverage/A'],
    [
      'is not known where one without a status might come first',
      [{ ...first, doubt: 'Coverage/first has no status.' }, aCoverage(aetna)],
      'Coverage/first has no status, so it is not known which coverage pays first.',
    ],
    [
      'is not in doubt by one without a status that comes after it',
      [first, { ...second, doubt: 'Coverage/second has no status.' }],
      'Coverage/first',
    ],
    [
      'is the only one, even without a status',
      [{ ...first, doubt: 'Coverage/first has no status.' }],
      'Coverage/first',
    ],
    [
      'is not known of two payers without a status',
      [
        { ...first, doubt: 'Coverage/first has no status.' },
        { ...second, doubt: 'Coverage/second has no status.' },
      ],
      'Coverage/first has no status, so it is not known which coverage pays first.',
    ],
  ])('%s', (_, coverages, expected) => expect(paying(...coverages)).toBe(expected))

  it('is not known where one whose period cannot be read might come first', () => {
    const unreadable = { ...first, unreadablePeriod: '“2026-02-30” is not a day that exists' }
    expect(paying(unreadable, second)).toBe(
      'The period of a coverage by Medicare Part B cannot be read (“2026-02-30” is not a day that exists), so it is not known which coverage pays first.',
    )
    expect(paying({ ...unreadable, order: 3 }, { ...second, order: 1 })).toBe('Coverage/second')
    expect(paying(unreadable)).toBe('Coverage/first')
  })

  it('is the one that a person states, which settles its status and its period', () => {
    const said = (coverage: string) =>
      one({
        coverages: known([{ ...first, doubt: 'Coverage/first has no status.', unreadablePeriod: 'x' }, second]),
        saidToPay: { coverage, by: 'Ruiz', at: '2026-03-02T14:00:00Z' },
      }).facts.coverage
    expect(said('Coverage/first')).toMatchObject({
      value: expect.not.objectContaining({ doubt: expect.anything() }),
      attested: { by: 'Ruiz', at: '2026-03-02T14:00:00Z' },
    })
    expect(said('Coverage/second')).toMatchObject({ value: { reference: 'Coverage/second' } })
    expect(said('Coverage/gone')).toMatchObject({
      says: 'Ruiz states that Coverage/gone pays first, and the chart does not hold it.',
    })
  })

  it('has the payer that a person states, unless the chart names another', () => {
    const stated = (payer: string, name: string) => {
      const saidToPay = { payer, by: 'Ruiz', at: '2026-03-02T14:00:00Z' }
      const fact = one({ coverages: known([aCoverage(named(name))]), saidToPay }).facts.payer
      return fact.known ? `${fact.value.id} by ${fact.attested?.by}` : fact.says
    }
    expect(stated('humana-medicare', 'Humana Gold Plus')).toBe('humana-medicare by Ruiz')
    expect(stated('Medicare FFS', 'Medicare')).toBe('medicare-part-b by Ruiz')
    expect(stated('aetna', 'Medicare')).toBe('Ruiz states that Aetna pays, and Coverage/c1 names Medicare Part B.')
    expect(stated('Medicare FFS', 'MCR PT B')).toBe('medicare-part-b by Ruiz')
    expect(stated('Medicare FFS', 'MCR hospice')).toBe(
      'Ruiz states that Medicare Part B pays, and Coverage/c1 says “MCR hospice” of itself.',
    )
    expect(stated('humana-medicare', 'Humana Gold HMO')).toBe('humana-medicare by Ruiz')
  })

  it('has a payer that no code book describes as a person names it, where the coverage is of it', () => {
    const stated = (payer: string, name: string, type?: string) => {
      const saidToPay = { payer, by: 'Ruiz', at: '2026-03-02T14:00:00Z' }
      const coverage = aCoverage({
        ...named(name),
        ...(type && { types: [{ system: 'urn:of-the-ehr', display: type }] }),
      })
      const fact = one({ coverages: known([coverage]), saidToPay }).facts.payer
      return fact.known ? `${fact.value.label} (${fact.value.id}) by ${fact.attested?.by}` : fact.says
    }
    const outside = (name: string) => `${name} (outside-the-code-book) by Ruiz`
    expect(stated('Acme', 'Acme')).toBe(outside('Acme'))
    expect(stated('Acme Health Insurance', 'ACME, Inc.')).toBe(outside('Acme Health Insurance'))
    expect(stated('Blue Cross Blue Shield of Texas', 'BlueCross BlueShield of Texas')).toBe(
      outside('Blue Cross Blue Shield of Texas'),
    )
    expect(stated('Blue Cross of Texas', 'Blue Cross of Texas PPO')).toBe(outside('Blue Cross of Texas'))
    expect(stated('Oscar', 'Acme')).toBe('Ruiz states that Oscar pays, and Coverage/c1 says “Acme” of itself.')
    expect(stated('Acme', 'Medicare')).toBe('Ruiz states that Acme pays, and Coverage/c1 names Medicare Part B.')
    expect(stated('Acme', 'Acme', 'terminated')).toBe(
      'Ruiz states that Acme pays, and Coverage/c1 says “terminated” of itself.',
    )
    expect(stated('Acme', 'Acme', 'Aetna')).toBe('Ruiz states that Acme pays, and Coverage/c1 says “Aetna” of itself.')
    expect(stated('Medicare Advantage', 'Medicare Advantage')).toBe(
      'Ruiz states that Medicare Advantage pays, and “Medicare Advantage” is no name of a company.',
    )
    expect(stated('Health Plan', 'Health Plan')).toContain('is no name of a company')
  })

  it('cannot be chosen without the day', () => {
    expect(one({ administeredOn: missing('unreadable', 'No day.') }).facts.coverage).toMatchObject({ says: 'No day.' })
  })

  it('names its payer, or why that is not known', () => {
    const payer = (differs: Partial<CoverageRecord>) => {
      const fact = one({ coverages: known([aCoverage(differs)]) }).facts.payer
      return fact.known ? fact.value.id : fact.says
    }
    expect(payer({})).toBe('medicare-part-b')
    expect(payer({ payors: [{ name: 'Acme Health', identifiers: [] }] })).toBe(
      'The code book covers no payer that this coverage names (“Acme Health”).',
    )
    expect(payer({ payors: [] })).toBe('The coverage does not name its payer.')
  })
})

describe('the dose before', () => {
  const previous = (...otherDoses: ReturnType<typeof anotherDose>[]) => {
    const fact = one({ otherDoses: known(otherDoses) }).facts.previousDose
    return fact.known ? (fact.value?.administeredOn ?? 'none') : fact.says
  }

  it.each<[string, Parameters<typeof anotherDose>[0][], string]>([
    ['is none in an empty chart', [], 'none'],
    ['is the last of several', [{}, { administeredOn: known(day('2025-03-01')) }], '2025-09-02'],
    ['is one that was stopped', [{ status: 'stopped' }], '2025-09-02'],
    ['is one of a biosimilar that shares the interval', [{ drug: known(named({ text: 'Jubbonti' })) }], '2025-09-02'],
    ['is none that was not given', [{ status: 'not-done' }, { status: 'entered-in-error' }], 'none'],
    ['is none of another product', [{ drug: known(XGEVA) }, { drug: known(MEPSEVII) }], 'none'],
    ['is none of the same day', [{ administeredOn: known(day('2026-03-02')) }], 'none'],
    ['is none of a later day', [{ administeredOn: known(day('2026-09-02')) }], 'none'],
    ['is none of a drug that no product could be', [{ drug: known(named({ text: 'ceftriaxone 1 g' })) }], 'none'],
  ])('%s', (_, others, expected) => expect(previous(...others.map(anotherDose))).toBe(expected))

  it('may be one whose drug is not named: passed over, this dose would count as the first', () => {
    const { previousDose } = one({
      otherDoses: known([anotherDose({ drug: missing('not-recorded', 'No drug.') })]),
    }).facts
    expect(previousDose).toMatchObject({
      value: { administeredOn: '2025-09-02', perhaps: 'MedicationAdministration/ma-0 names no known drug. No drug.' },
    })
  })

  it('may be one that is named in words that fit it', () => {
    const inWords = (text: string) => one({ otherDoses: known([anotherDose({ drug: known(named({ text })) })]) })
    expect(inWords('denosumab').facts.previousDose).toMatchObject({
      value: { administeredOn: '2025-09-02', perhaps: expect.stringContaining('“denosumab” could be') },
    })
    expect(inWords('zoledronic acid').facts.previousDose).toMatchObject({ known: true, value: undefined })
  })

  it('is the one that is certain, of two on one day', () => {
    const certain = anotherDose()
    const perhaps = anotherDose({
      administration: 'MedicationAdministration/x',
      drug: known(named({ text: 'denosumab' })),
    })
    for (const otherDoses of [known([certain, perhaps]), known([perhaps, certain])]) {
      const { previousDose } = one({ otherDoses }).facts
      expect(previousDose).toMatchObject({ value: { administration: certain.administration } })
    }
  })

  it('is not known where the day of one is not', () => {
    expect(previous(anotherDose({ administeredOn: missing('unreadable', '“2025” does not name a day') }))).toBe(
      'MedicationAdministration/ma-0 is another dose of Prolia, and its day is not known: “2025” does not name a day',
    )
  })

  it('is missing as the list of doses is', () => {
    const refused = missing('refused', 'The EHR did not let the app read doses.')
    expect(one({ otherDoses: refused }).facts.previousDose).toMatchObject(refused)
  })
})

describe('codes and charges of the dose', () => {
  const charge = {
    reference: 'ChargeItem/1',
    status: 'billable',
    codes: [{ code: 'j3397' }],
    modifiers: [],
    services: ['MedicationAdministration/ma-1'],
    place: { resource: 'ChargeItem/1', element: 'code' },
  }
  const codes = (differs: Partial<ChartedDose>) => {
    const { codesNamed } = one(differs).facts
    return codesNamed.known ? codesNamed.value.map(({ code, by, meaning }) => [code, by, meaning?.generic]) : undefined
  }

  it('are named with what HCPCS says they are', () => {
    expect(
      codes({
        drug: known(named({ ndc: '55513071001', hcpcs: 'j0897' })),
        charges: known([charge]),
        proposed: known({ code: 'J0000', modifiers: [] }),
      }),
    ).toEqual([
      ['J0897', 'the administration', 'denosumab'],
      ['J3397', 'a charge', 'vestronidase alfa-vjbk'],
      ['J0000', 'the request', undefined],
    ])
  })

  it.each([
    ['of another dose', { services: ['MedicationAdministration/ma-9'] }],
    ['that Doseline wrote', { ours: { codebook: 'cms', identity: 'x' } }],
  ])('leave out a charge %s', (_, differs) => {
    const { charges } = one({ charges: known([{ ...charge, ...differs }]) }).facts
    expect(charges).toMatchObject({ known: true, value: [] })
    expect(codes({ charges: known([{ ...charge, ...differs }]) })).toEqual([])
  })

  describe('of a charge that names no dose', () => {
    const loose = { ...charge, codes: [{ code: 'J0897' }], services: [], units: 60, encounter: 'Encounter/e1' }
    const other = (differs: Partial<ChartedDose>) =>
      aChartedDose({ administration: 'MedicationAdministration/ma-2', ...differs })
    const seen = (charges: object, ...others: ChartedDose[]) => {
      const found = known([{ ...loose, ...charges }])
      const [dose] = worked(aChartedDose({ charges: found }), ...others.map((each) => ({ ...each, charges: found })))
      if (!dose?.facts.charges.known) return 'missing'
      return dose.facts.charges.value.map(({ perhaps }) => (perhaps === undefined ? 'certain' : 'perhaps'))
    }
    const nextDay = known(day('2026-03-03'))

    it.each<[string, object, ChartedDose[], string[]]>([
      ['is of the dose of its visit', {}, [], ['certain']],
      ['is of the dose of its day', { encounter: undefined, on: day('2026-03-02') }, [], ['certain']],
      [
        'is of the dose of its day, whatever visit it names',
        { encounter: 'Encounter/e2', on: day('2026-03-02') },
        [],
        ['certain'],
      ],
      [
        'is of the dose of its day in an episode',
        { encounter: 'EpisodeOfCare/9', on: day('2026-03-02') },
        [],
        ['certain'],
      ],
      ['of another visit and without a day may be this dose', { encounter: 'Encounter/e2' }, [], ['perhaps']],
      [
        'of another visit, on other days, is not of the dose',
        { encounter: 'Encounter/e2', between: { until: day('2026-03-01') } },
        [],
        [],
      ],
      [
        'over several days may be of this one',
        { encounter: undefined, between: { from: day('2026-03-01'), until: day('2026-03-04') } },
        [],
        ['perhaps'],
      ],
      [
        'over several days of its visit is of the dose',
        { between: { from: day('2026-03-01'), until: day('2026-03-04') } },
        [],
        ['certain'],
      ],
      [
        'of another day of the visit, on which nothing was given, may be this one',
        { on: day('2026-03-03') },
        [],
        ['perhaps'],
      ],
      [
        'for giving on another day of the visit may be this one',
        { codes: [{ code: '96372' }], on: day('2026-03-03') },
        [],
        ['perhaps'],
      ],
      [
        'of another day of the visit is of the dose of that day',
        { on: day('2026-03-03') },
        [other({ administeredOn: nextDay })],
        [],
      ],
      [
        'of another day of the visit is not of another drug of that day',
        { on: day('2026-03-03') },
        [other({ administeredOn: nextDay, drug: known(named({ text: 'cyanocobalamin' })) })],
        ['perhaps'],
      ],
      [
        'for giving on another day of the visit is of what was given on that day',
        { codes: [{ code: '96372' }], on: day('2026-03-03') },
        [other({ administeredOn: nextDay, drug: known(named({ text: 'cyanocobalamin' })) })],
        [],
      ],
      ['of another day and another visit is of none', { on: day('2026-03-03'), encounter: 'Encounter/e2' }, [], []],
      [
        'that names the dose and bills another drug may be this dose',
        { codes: [{ code: 'J1100' }], services: ['MedicationAdministration/ma-1'] },
        [],
        ['perhaps'],
      ],
      ['that names neither visit nor day may be this dose', { encounter: undefined }, [], ['perhaps']],
      ['that may bill nothing may be this dose', { doubt: 'ChargeItem/1 has no status.' }, [], ['perhaps']],
      [
        'known by a code of the site may be this dose',
        { codes: [{ code: '4471' }], knownBy: 'the code 4471' },
        [],
        ['perhaps'],
      ],
      ['known by the NDC is of the dose', { codes: [{ code: '4471' }], drug: PROLIA }, [], ['certain']],
      // J3397 on denosumab is as wrong where the charge says it by the NDC.
      [
        'known by the NDC of a drug that was not given may be of the only dose there is',
        { codes: [], drug: MEPSEVII },
        [],
        ['perhaps'],
      ],
      [
        'of any drug without a code, with the NDC of another, is of none',
        { codes: [{ code: 'J3590' }], drug: named({ ndc: '00409123401' }) },
        [],
        [],
      ],
      ['of any drug without a code may be this dose', { codes: [{ code: 'J3590' }] }, [], ['perhaps']],
      [
        'in words that fit several drugs may be this dose',
        { codes: [], drug: named({ text: 'denosumab' }) },
        [],
        ['perhaps'],
      ],
      [
        'that names a dose nobody gave may be this one',
        { services: ['MedicationAdministration/ma-9'] },
        [],
        ['perhaps'],
      ],
      [
        'that names a dose of another drug may be this one',
        { services: ['MedicationAdministration/ma-2'] },
        [other({ drug: known(MEPSEVII) })],
        ['perhaps'],
      ],
      [
        'that names another dose of its day is of that one',
        { services: ['MedicationAdministration/ma-2'], codes: [{ code: 'J3397' }] },
        [other({ drug: known(MEPSEVII) })],
        [],
      ],
      [
        'that names a dose of the same line is of both',
        { services: ['MedicationAdministration/ma-2'] },
        [other({})],
        ['certain'],
      ],
      [
        'for giving in another way is of the dose given that way',
        { codes: [{ code: '96413' }] },
        [other({ drug: known(MEPSEVII) })],
        [],
      ],
      ['for giving in another way is of none', { codes: [{ code: '96413' }] }, [], []],
      ['for hydration is of none', { codes: [{ code: '96360' }] }, [], []],
      [
        'for giving in another visit of the day may be this one',
        { codes: [{ code: '96401' }], encounter: 'Encounter/e2', on: day('2026-03-02') },
        [],
        ['perhaps'],
      ],
      ['is of the doses of one line together', {}, [other({})], ['certain']],
      ['may be of either, where the visit has several days', {}, [other({ administeredOn: nextDay })], ['perhaps']],
      ['is of the dose its code bills', {}, [other({ drug: known(MEPSEVII) })], ['certain']],
      [
        'is not of the dose another bears the code of',
        { codes: [{ code: 'J3397' }] },
        [other({ drug: known(MEPSEVII) })],
        [],
      ],
      ['of another drug is of the only dose there is', { codes: [{ code: 'J3397' }] }, [], ['certain']],
      [
        'is not of one that was not given',
        {},
        [other({ status: known('not-done'), administeredOn: nextDay })],
        ['certain'],
      ],
      ['for giving it is of every dose of the visit', { codes: [{ code: '96372' }] }, [], ['certain']],
      [
        'for giving may be of another drug of the visit',
        { codes: [{ code: '96372' }] },
        [other({ drug: known(named({ text: 'cyanocobalamin' })) })],
        ['perhaps'],
      ],
      ['for something else is of none', { codes: [{ code: '99213' }] }, [], []],
      ['that Doseline gave is ours', { ours: { codebook: 'cms', identity: 'x' } }, [], []],
    ])('%s', (_, differs, others, expected) => expect(seen(differs, ...others)).toEqual(expected))
  })

  it('are missing where none is seen of the drug and others could not be read', () => {
    const chargesUnread = missing('failed', 'Reading ChargeItem resources from the EHR failed.')
    const giving = { ...charge, codes: [{ code: '96372' }] }
    expect(one({ charges: known([giving]), chargesUnread }).facts.charges).toMatchObject(chargesUnread)
    expect(one({ charges: known([charge]), chargesUnread }).facts.charges).toMatchObject({ known: true })
  })

  it('that may be another’s are settled by whoever looked in the billing system; its own stay', () => {
    const attested = { by: 'Ana', at: '2026-03-03T10:00:00Z' }
    const loose = { ...charge, codes: [{ code: 'J0897' }], services: [], encounter: 'Encounter/e1' }
    const nextDay = { administration: 'MedicationAdministration/ma-2', administeredOn: known(day('2026-03-03')) }
    const looked = { ...known([loose]), attested }
    const [dose] = worked(aChartedDose({ charges: looked }), aChartedDose({ ...nextDay, charges: looked }))
    expect(dose?.facts.charges).toMatchObject({ known: true, value: [], attested })
    expect(one({ charges: { ...known([charge]), attested } }).facts.charges).toMatchObject({ value: [charge] })
  })

  it('are missing as the charges are', () => {
    const refused = missing('refused', 'The EHR did not let the app read charges.')
    expect(one({ charges: refused }).facts.charges).toMatchObject(refused)
  })
})

describe('what a coverage pays for', () => {
  const SOPT = 'https://nahdo.org/sopt'
  const payors = (name: string) => ({ payors: [{ name, identifiers: [] }] })
  const drugPlan = aCoverage({
    reference: 'Coverage/d',
    types: [{ system: SOPT, code: '122' }],
    order: 1,
    ...payors('Silverline'),
  })
  const of = (...coverages: ReturnType<typeof aCoverage>[]) => {
    const { benefit, coverage } = one({ coverages: known(coverages) }).facts
    return [benefit.known && benefit.value, coverage.known && coverage.value.reference]
  }

  it.each([
    ['a coverage without a type', [aCoverage()], 'medical', 'Coverage/c1'],
    ['a drug plan alone', [drugPlan], 'pharmacy', 'Coverage/d'],
    [
      'a drug plan beside a medical coverage, whatever their order',
      [drugPlan, aCoverage({ order: 2 })],
      'medical',
      'Coverage/c1',
    ],
    [
      'the patient’s own purse',
      [
        aCoverage({
          types: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-selfpay', code: 'pay' }],
          ...payors('self'),
        }),
      ],
      'self-pay',
      'Coverage/c1',
    ],
    [
      'the same code of another system',
      [aCoverage({ types: [{ system: 'urn:x', code: '122' }] })],
      'medical',
      'Coverage/c1',
    ],
  ])('%s', (_, coverages, benefit, reference) => expect(of(...coverages)).toEqual([benefit, reference]))
})

describe('a drug outside the code book', () => {
  it.each<[string, Partial<ChartedDose>, boolean]>([
    ['one it does not hold', { drug: known(named({ text: 'ceftriaxone' })) }, false],
    ['one it holds', {}, true],
    ['one of two that it holds', { drug: known(named({ text: 'denosumab' })) }, true],
    ['one the chart does not name', { drug: missing('not-recorded', 'No drug.') }, true],
  ])('%s', (_, differs, supported) => expect(one(differs).supported).toBe(supported))
})

describe('the code book asked for', () => {
  it('decides the code of the line, and no other fact', () => {
    const [cms, article] = ['cms', 'article'].map((book) => deriveFacts([aChartedDose()], codebook, book)[0])
    if (!cms || !article) throw new Error('both books were opened')
    expect([linesOf(cms), linesOf(article)]).toEqual([['J0897-JZ × 60'], ['J3397-JZ × 60']])
    expect(allOf(article.facts)).toEqual(allOf(cms.facts))
    expect(allOf(cms.facts)).toMatchObject({ status: { known: true, value: 'completed' } })
    expect(chargeLines(article.facts, article.edition).every(({ forSubmission }) => !forSubmission)).toBe(true)
  })

  it('must be one there is', () => {
    expect(() => deriveFacts([aChartedDose()], codebook, 'wikipedia').map(({ edition }) => edition)).toThrow(
      'There is no code book “wikipedia”',
    )
  })
})
