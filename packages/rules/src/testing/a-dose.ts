import type { Benefit, Product } from '@doseline/codebook'
import {
  type Acquisition,
  type AdministrationStatus,
  type Authorization,
  type CalendarDate,
  type Code,
  type CoverageRecord,
  type Diagnosis,
  type Documentation,
  day,
  daysBetween,
  type Exact,
  type ExistingCharge,
  type Fact,
  known,
  type Missing,
  missing,
  type Place,
  type SettingKind,
} from '@doseline/dose'
import type {
  DoseCharge,
  DoseFacts,
  FactName,
  GivenProduct,
  GivenSetting,
  KnownResult,
  NamedCode,
  NamedModifiers,
  TreatmentOnRecord,
} from '../dose-facts.ts'
import { MEANINGS, MEDICARE, MODIFIERS, PRODUCTS, SOURCE } from './products.ts'

/** An amount as a case states it. */
export type Recorded = Exact | 'not recorded'

/** What a case says of a dose; the rest is in order. */
export interface DoseGiven {
  readonly status?: AdministrationStatus | undefined
  readonly on?: CalendarDate | undefined
  readonly product?: Product | undefined
  readonly recognisedBy?: GivenProduct['by'] | undefined
  readonly dose?:
    | {
        readonly given?: Recorded | undefined
        readonly opened?: Recorded | undefined
        readonly discarded?: Recorded | undefined
        /** How many administrations of the day the amounts are the sum of. */
        readonly inDoses?: number | undefined
      }
    | undefined
  readonly codes?: readonly Pick<NamedCode, 'code' | 'by'>[] | undefined
  readonly modifiers?: readonly { readonly on: readonly string[]; readonly by: NamedModifiers['by'] }[] | undefined
  readonly minutes?: number | undefined
  readonly acquired?: Acquisition | undefined
  readonly diagnoses?:
    | readonly (Pick<Diagnosis, 'icd10cm' | 'because' | 'chosen'> & {
        readonly from?: Diagnosis['from']
        readonly words?: string
        readonly snomed?: string
      })[]
    | undefined
  readonly coverage?: Partial<Omit<CoverageRecord, 'payors' | 'types' | 'place'>> | undefined
  readonly benefit?: Benefit | undefined
  /** `perhaps`: why it may have been another drug. */
  readonly lastDose?: CalendarDate | 'none' | { readonly on: CalendarDate; readonly perhaps: string } | undefined
  /** Earlier doses of the same kind, for cases in which more than the last one counts. */
  readonly earlierDoses?: readonly CalendarDate[] | undefined
  readonly otherProducts?:
    | readonly {
        readonly brand: string
        readonly group: string
        readonly on: CalendarDate
        readonly nextDue?: CalendarDate | undefined
      }[]
    | undefined
  readonly documentation?: Documentation | undefined
  /** `claim`: how a drug given there is claimed; where it is absent no source says. */
  readonly setting?: { readonly kind: SettingKind; readonly claim?: string | undefined } | undefined
  readonly treatments?: readonly TreatmentOnRecord[] | undefined
  readonly results?: readonly KnownResult[] | undefined
  readonly weight?: { readonly kg: Exact; readonly on: CalendarDate } | undefined
  readonly judgedOn?: CalendarDate | undefined
  readonly otherCoverages?: readonly Partial<Omit<CoverageRecord, 'types' | 'place'>>[] | undefined
  readonly authorizations?: readonly Partial<Omit<Authorization, 'place'>>[] | undefined
  readonly charges?:
    | readonly (Pick<ExistingCharge, 'reference' | 'status' | 'units'> & {
        readonly code: Code
        readonly perhaps?: string | undefined
      })[]
    | undefined
  readonly missing?: { readonly [K in FactName]?: Pick<Missing, 'because' | 'says'> | undefined } | undefined
}

const WHOLE_RECORD: Documentation = {
  lot: 'A12',
  expires: day('2027-01-31'),
  site: 'left upper arm',
  person: 'Practitioner/n1',
  order: 'MedicationRequest/o1',
}
const AN_OFFICE = { kind: 'office', claim: 'CMS-1500' } as const

export const DOSE = 'MedicationAdministration/ma-1'

/** The facts of a dose that is in order: one whole container of Prolia unless the case says otherwise. */
export function aDose(differs: DoseGiven = {}): DoseFacts {
  const { product = PRODUCTS.Prolia, recognisedBy = 'ndc', dose = {}, codes = [], lastDose = 'none' } = differs
  const { given = product.mgPerContainer, inDoses = 1 } = dose
  const { opened = given, discarded = 'not recorded' } = dose
  const givenMg = recorded(given, 'The administration does not say how much was given.', 'dosage.dose')
  const coverage = aCoverage(differs.coverage)
  const earlier = (differs.earlierDoses ?? (lastDose === 'none' ? [] : [lastDose])).map(aPreviousDose)
  const facts: DoseFacts = {
    status: known(differs.status ?? 'completed', place('status')),
    givenOn: known(differs.on ?? day('2026-03-02'), place('effectiveDateTime')),
    drug: known(
      {
        ndc: product.ndcs.slice(0, 1).map((name) => ({ name, place: place('medication') })),
        rxnorm: [],
        hcpcs: [],
        text: [{ name: product.brand, place: place('medication') }],
      },
      place('medication'),
    ),
    product: known({ product, by: recognisedBy }, place('medication')),
    codesNamed: known(codes.map(({ code, by }) => ({ code, by, meaning: MEANINGS[code], place: place('medication') }))),
    modifiersNamed: known(
      (differs.modifiers ?? []).map(({ on, by }) => ({
        by,
        modifiers: on.map((code) => ({ code, meaning: MODIFIERS[code] })),
        place: { resource: 'request', element: 'proposed' },
      })),
    ),
    givenMg,
    day: givenMg.known
      ? { ...givenMg, value: { doses: doses(inDoses), givenMg: givenMg.value, ndc: product.ndcs[0] } }
      : givenMg,
    openedMg: recorded(opened, 'The chart does not say how many containers were opened.', 'extension'),
    discardedMg: recorded(discarded, 'The chart does not say how much was discarded.', 'extension'),
    minutes:
      differs.minutes === undefined
        ? missing('not-recorded', 'The chart does not say when the infusion started and stopped.')
        : known(differs.minutes, place('effectivePeriod')),
    acquired: known(differs.acquired ?? 'bought', place('extension')),
    diagnoses: known((differs.diagnoses ?? []).map(aDiagnosis)),
    coverages: known([coverage, ...(differs.otherCoverages ?? []).map(anotherCoverage)], coverage.place),
    coverage: known(coverage, coverage.place),
    benefit: known(differs.benefit ?? 'medical', coverage.place),
    payer: known(MEDICARE, coverage.place),
    previousDose: known(earlier.at(-1)),
    earlierDoses: known(earlier),
    otherProducts: known(
      (differs.otherProducts ?? []).map(({ on, nextDue, ...each }) => ({
        ...each,
        administration: 'MedicationAdministration/ma-0',
        givenOn: on,
        nextDue,
      })),
    ),
    documentation: known(differs.documentation ?? { ...WHOLE_RECORD, route: routeOf(product) }, place('dosage')),
    setting: known(aSetting(differs.setting ?? AN_OFFICE), place('context')),
    treatments: known(differs.treatments ?? []),
    results: known(differs.results ?? []),
    weight: differs.weight
      ? known({ ...differs.weight, daysOld: daysBetween(differs.weight.on, differs.on ?? day('2026-03-02')) })
      : missing('not-recorded', 'The chart holds no weight of the patient.'),
    judgedOn: known(differs.judgedOn ?? day('2026-03-05')),
    authorizations: known((differs.authorizations ?? []).map(anAuthorization)),
    charges: known((differs.charges ?? []).map(aCharge)),
  }
  const absent = Object.entries(differs.missing ?? {}).flatMap(([name, why]) =>
    why ? [[name, missing(why.because, why.says)]] : [],
  )
  return { ...facts, ...Object.fromEntries(absent) }
}

/** The facts a case speaks of, so that one which no rule reads is noticed. */
export function factsStated(given: DoseGiven): readonly (readonly FactName[])[] {
  const { dose = {} } = given
  const says: readonly [unknown, readonly FactName[]][] = [
    [given.status, ['status']],
    [given.on, ['givenOn']],
    [given.product, ['product']],
    [given.recognisedBy, ['product']],
    [dose.given, ['givenMg', 'day']],
    [dose.opened, ['openedMg']],
    [dose.discarded, ['discardedMg']],
    [dose.inDoses, ['day']],
    [given.codes, ['codesNamed']],
    [given.modifiers, ['modifiersNamed']],
    [given.minutes, ['minutes']],
    [given.acquired, ['acquired']],
    [given.diagnoses, ['diagnoses']],
    [given.coverage, ['coverage']],
    [given.benefit, ['benefit']],
    [given.lastDose, ['previousDose']],
    [given.earlierDoses, ['earlierDoses']],
    [given.otherProducts, ['otherProducts']],
    [given.documentation, ['documentation']],
    [given.setting, ['setting']],
    [given.treatments, ['treatments']],
    [given.results, ['results']],
    [given.weight, ['weight']],
    [given.judgedOn, ['judgedOn']],
    [given.otherCoverages, ['coverages']],
    [given.authorizations, ['authorizations']],
    [given.charges, ['charges']],
  ]
  return [
    ...says.filter(([value]) => value !== undefined).map(([, names]) => names),
    ...Object.keys(given.missing ?? {}).map((name) => [name as FactName]),
  ]
}

const place = (element: string): Place => ({ resource: DOSE, element })

const doses = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `MedicationAdministration/ma-${index + 1}`)

function recorded(amount: Recorded, says: string, element: string): Fact<Exact> {
  return amount === 'not recorded' ? missing('not-recorded', says, place(element)) : known(amount, place(element))
}

function aPreviousDose(last: Exclude<DoseGiven['lastDose'], 'none' | undefined>) {
  const administration = 'MedicationAdministration/ma-0'
  return typeof last === 'string'
    ? { administration, givenOn: last }
    : { administration, givenOn: last.on, perhaps: last.perhaps }
}

function aDiagnosis(given: NonNullable<DoseGiven['diagnoses']>[number]) {
  const { icd10cm, words, snomed, because, chosen, from = 'problem-list' } = given
  const named = { ...(words && { display: words }), ...(snomed && { system: 'http://snomed.info/sct', code: snomed }) }
  const diagnosis: Diagnosis = {
    ...(icd10cm && { icd10cm }),
    codes: words || snomed ? [named] : [],
    from,
    ...(chosen && { chosen }),
    stands: because === undefined,
    ...(because && { because }),
    place: { resource: 'Condition/c1', element: 'code' },
  }
  return diagnosis
}

function aCoverage(differs: DoseGiven['coverage']): CoverageRecord {
  return {
    reference: 'Coverage/c1',
    status: 'active',
    types: [],
    payors: [{ name: MEDICARE.label, identifiers: [] }],
    ...differs,
    place: { resource: 'Coverage/c1', element: 'period' },
  }
}

const anotherCoverage = (differs: NonNullable<DoseGiven['otherCoverages']>[number], at: number): CoverageRecord => ({
  reference: `Coverage/c${at + 2}`,
  status: 'active',
  types: [],
  payors: [{ name: 'Another payer', identifiers: [] }],
  ...differs,
  place: { resource: `Coverage/c${at + 2}`, element: 'period' },
})

const routeOf = ({ group }: Product): string => (group === 'vestronidase' ? 'intravenous' : 'subcutaneous')

const aSetting = ({ kind, claim }: NonNullable<DoseGiven['setting']>): GivenSetting => ({
  kind,
  label: `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`,
  claim: claim ? { known: true, value: claim, source: SOURCE } : { known: false, says: 'No source says.' },
})

function anAuthorization(differs: Partial<Omit<Authorization, 'place'>>): Authorization {
  return {
    reference: 'ClaimResponse/r1',
    outcome: 'approved',
    codes: [],
    ...differs,
    place: { resource: 'ClaimResponse/r1', element: 'outcome' },
  }
}

function aCharge({ reference, status, units, code, perhaps }: NonNullable<DoseGiven['charges']>[number]): DoseCharge {
  return {
    reference,
    status,
    codes: [code],
    ...(units === undefined ? {} : { units }),
    modifiers: [],
    services: perhaps === undefined ? [DOSE] : [],
    ...(perhaps !== undefined && { perhaps }),
    place: { resource: reference, element: 'code' },
  }
}
