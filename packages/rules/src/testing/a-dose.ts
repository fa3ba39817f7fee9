import type { Product } from '@doseline/codebook'
import type { Acquisition, Benefit, SettingKind } from '@doseline/contract'
import {
  type AdministeredWhen,
  type AdministrationStatus,
  type CalendarDate,
  type ChartGap,
  type Code,
  type CoverageRecord,
  type CoverageStatement,
  type Diagnosis,
  type Documentation,
  type DrugNames,
  day,
  daysBetween,
  type Exact,
  type ExistingCharge,
  type Fact,
  known,
  type Missing,
  missing,
  ndc11,
  type Place,
  partialNdc,
  type RecordBeside,
  type StatedBesideTexts,
  type Stay,
  type TextBeside,
  type TimeSpan,
  timeSpan,
  type VisitStatus,
} from '@doseline/dose'
import { fewestContainers } from '../containers.ts'
import { unreadNotes } from '../derived-facts/unread-notes.ts'
import type {
  AdministeredProduct,
  AdministrationOrder,
  AdministrationSetting,
  AuthorizationOnFile,
  DoseCharge,
  DoseFacts,
  FactName,
  InfusionTime,
  KnownResult,
  LineMate,
  NamedCode,
  NamedModifiers,
  OtherInVein,
  SameDayDose,
  TreatmentOnRecord,
  VisitGiving,
} from '../dose-facts.ts'
import { MEANINGS, MEDICARE, MODIFIERS, PRODUCTS, SOURCE } from './products.ts'

/** An amount as a case states it. */
export type Recorded = Exact | 'not recorded'

/** What a case says of a dose; the rest is in order. */
export interface DoseGiven {
  readonly status?: AdministrationStatus | undefined
  readonly on?: CalendarDate | undefined
  /** By the clock, with the visit and the death around it; only the day where a case says nothing. */
  readonly when?:
    | {
        readonly at?: string | undefined
        readonly until?: string | undefined
        readonly visit?:
          | {
              readonly from?: string | undefined
              readonly until?: string | undefined
              readonly unread?: string | undefined
            }
          | undefined
        readonly died?: string | undefined
        readonly born?: string | undefined
        readonly sex?: 'female' | 'male' | undefined
        readonly dayStatedBy?: string | undefined
        readonly hasPatient?: boolean | undefined
      }
    | undefined
  readonly judgedAt?: string | undefined
  /** NDCs as they are charted, for cases in which they are not those of the product. */
  readonly ndcs?: readonly string[] | undefined
  readonly product?: Product | undefined
  readonly recognisedBy?: AdministeredProduct['by'] | undefined
  readonly dose?:
    | {
        readonly given?: Recorded | undefined
        readonly opened?: Recorded | undefined
        readonly discarded?: Recorded | undefined
        /** How many administrations of the day the amounts are the sum of. */
        readonly inDoses?: number | undefined
        /** Why more was opened than holds the dose, as a person states it. */
        readonly extraBecause?: string | undefined
      }
    | undefined
  readonly codes?: readonly Pick<NamedCode, 'code' | 'by'>[] | undefined
  readonly modifiers?: readonly { readonly on: readonly string[]; readonly by: NamedModifiers['by'] }[] | undefined
  /** Of several intervals each by itself. */
  readonly minutes?: number | readonly number[] | undefined
  /** What else went into a vein in the visit. */
  readonly visitGiving?:
    | {
        readonly others?: readonly Partial<OtherInVein>[] | undefined
        readonly charged?: readonly string[] | undefined
        readonly unnamed?: readonly string[] | undefined
        readonly beside?: readonly string[] | undefined
        readonly isInitial?: boolean | undefined
      }
    | undefined
  readonly acquired?: Acquisition | undefined
  readonly diagnoses?:
    | readonly (Pick<Diagnosis, 'icd10cm' | 'because' | 'doubt' | 'chosen' | 'names'> & {
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
  readonly earlierDoses?: readonly Exclude<DoseGiven['lastDose'], 'none' | undefined>[] | undefined
  readonly otherProducts?:
    | readonly {
        readonly brand: string
        readonly group: string
        readonly on: CalendarDate
        readonly nextDue?: CalendarDate | undefined
        readonly perhaps?: string | undefined
        /** Codes of what it is given for, where it was given that day. */
        readonly for?: readonly string[] | undefined
      }[]
    | undefined
  readonly drugChangeReason?: string | undefined
  readonly documentation?: Documentation | undefined
  readonly texts?:
    | {
        readonly note?: string | undefined
        readonly dosage?: string | undefined
        /** One more name of the drug. */
        readonly name?: string | undefined
        readonly stated?: readonly StatedBesideTexts[] | undefined
        readonly reviewed?: true | undefined
      }
    | undefined
  readonly order?:
    | {
        readonly isInTheChart?: boolean | undefined
        readonly status?: string | undefined
        readonly intent?: string | undefined
        readonly authored?: string | undefined
        readonly product?: AdministrationOrder['product'] | undefined
        readonly named?: string | undefined
        readonly mg?: Exact | undefined
        readonly route?: string | undefined
        readonly directions?: string | undefined
        readonly note?: string | undefined
        readonly against?: string | undefined
        readonly reasons?: DoseGiven['diagnoses']
        readonly changedOn?: CalendarDate | undefined
        readonly isReviewed?: true | undefined
        readonly modified?: string | undefined
        readonly validFrom?: CalendarDate | undefined
        readonly validUntil?: CalendarDate | undefined
        readonly statusReason?: string | undefined
        readonly asWritten?: true | undefined
      }
    | undefined
  readonly statedAt?: string | undefined
  readonly visit?: VisitStatus | 'not in the chart' | undefined
  readonly visitType?: string | undefined
  /** What says that its service did not take place. */
  readonly visitAgainst?: string | undefined
  /** `claim`: how a drug given there is claimed; where it is absent no source says. */
  readonly setting?:
    | {
        readonly kind: SettingKind
        readonly claim?: string | undefined
        /** What to look up of a place of which no source says it. */
        readonly asks?: string | undefined
        readonly oneOf?: readonly string[] | undefined
        readonly stated?: true | undefined
      }
    | undefined
  readonly stays?: readonly Omit<Stay, 'place'>[] | undefined
  readonly treatments?: readonly TreatmentOnRecord[] | undefined
  readonly results?: readonly KnownResult[] | undefined
  readonly weight?: { readonly kg: Exact; readonly on: CalendarDate } | undefined
  readonly judgedOn?: CalendarDate | undefined
  readonly otherCoverages?: readonly Partial<Omit<CoverageRecord, 'types' | 'place'>>[] | undefined
  readonly authorizations?: readonly AuthorizationGiven[] | undefined
  readonly records?:
    | readonly (Omit<RecordBeside, 'place' | 'reference'> & Partial<Pick<RecordBeside, 'reference'>>)[]
    | undefined
  readonly restOfTheLine?: readonly LineMate[] | undefined
  readonly coverageStatements?: readonly Partial<Omit<CoverageStatement, 'place' | 'reference'>>[] | undefined
  readonly charges?:
    | readonly (Pick<ExistingCharge, 'reference' | 'status' | 'units'> & {
        readonly item?: number | undefined
        readonly code: Code
        readonly perhaps?: string | undefined
        readonly notBillable?: true | undefined
        readonly administeredUnits?: number | undefined
      })[]
    | undefined
  readonly gaps?: readonly ChartGap[] | undefined
  /** What was dispensed of the molecule, and is another product. */
  readonly dispensed?: readonly string[] | undefined
  /** Other administrations of the molecule on the day; the same product unless `brand` names another. */
  readonly sameDay?:
    | readonly {
        readonly administration: string
        readonly given: Recorded
        readonly brand?: string | undefined
        readonly sameTime?: true | undefined
        readonly perhaps?: string | undefined
      }[]
    | undefined
  /** The most that is the labeled dose. */
  readonly labelledLeast?: Exact | undefined
  readonly labelledMost?: Exact | undefined
  readonly dailyDoseReason?: string | undefined
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

/** What is missing in the first place is named by the first fact that lacks it, as the reading of a chart does. */
export function withRoots(facts: DoseFacts): DoseFacts {
  const roots = new Map<unknown, Missing>()
  const named = Object.entries(facts).map(([name, fact]) => {
    if (fact.known || 'root' in fact) return [name, fact] as const
    const rooted = roots.get(fact) ?? { ...fact, root: name }
    roots.set(fact, rooted)
    return [name, rooted] as const
  })
  return { ...facts, ...Object.fromEntries(named) }
}

/** The facts of a dose that is in order: one whole container of Prolia unless the case says otherwise. */
export function aDose(differs: DoseGiven = {}): DoseFacts {
  const { product = PRODUCTS.Prolia, recognisedBy = 'ndc', dose = {}, codes = [], lastDose = 'none' } = differs
  const { given = product.amountPerContainer ?? 'not recorded', inDoses = 1 } = dose
  const { opened = given, discarded = 'not recorded' } = dose
  const administeredAmount = recorded(given, 'The administration does not say how much was given.', 'dosage.dose')
  const coverage = aCoverage(differs.coverage)
  const earlier = (differs.earlierDoses ?? (lastDose === 'none' ? [] : [lastDose])).map(aPreviousDose)
  const facts: DoseFacts = {
    chart: known(differs.gaps ?? []),
    status: known(differs.status ?? 'completed', place('status')),
    administeredOn: known(differs.on ?? day('2026-03-02'), place('effectiveDateTime')),
    administeredWhen: known(aWhen(differs), place('effective')),
    drug: known(
      {
        ...charted(differs.ndcs ?? product.ndcs.slice(0, 1)),
        rxnorm: [],
        hcpcs: [],
        text: [product.brand, ...(differs.texts?.name === undefined ? [] : [differs.texts.name])].map((name) => ({
          name,
          place: place('medication'),
        })),
      },
      place('medication'),
    ),
    product: known(
      {
        product,
        by: recognisedBy,
        ...(differs.dispensed && {
          dispensed: differs.dispensed.map((name) => ({ reference: 'MedicationDispense/md-1', name })),
        }),
      },
      place('medication'),
    ),
    codesNamed: known(codes.map(({ code, by }) => ({ code, by, meaning: MEANINGS[code], place: place('medication') }))),
    modifiersNamed: known(
      (differs.modifiers ?? []).map(({ on, by }) => ({
        by,
        modifiers: on.map((code) => ({ code, meaning: MODIFIERS[code] })),
        place: { resource: 'request', element: 'proposed' },
      })),
    ),
    administeredAmount,
    dailyAmount: administeredAmount.known
      ? {
          ...administeredAmount,
          value: {
            doses: doses(inDoses),
            administeredAmount: administeredAmount.value,
            ndc: product.ndcs[0],
            fewest: fewestContainers([{ product, administeredAmount: administeredAmount.value }]),
          },
        }
      : administeredAmount,
    restOfTheLine: known(differs.restOfTheLine ?? []),
    openedAmount: recorded(opened, 'The chart does not say how many containers were opened.', 'extension'),
    discardedAmount: recorded(discarded, 'The chart does not say how much was discarded.', 'extension'),
    extraContainersReason:
      dose.extraBecause === undefined
        ? missing('not-recorded', 'No reason is stated why more containers were opened than hold the dose.')
        : known(dose.extraBecause, { resource: 'request', element: 'attested.extraContainersReason' }),
    minutes:
      differs.minutes === undefined
        ? missing('not-recorded', 'The chart does not say when the infusion started and stopped.')
        : known(anInfusion(differs.minutes), place('effectivePeriod')),
    visitGiving: known(aVisit(differs.visitGiving ?? {}), place('context')),
    acquired: known(differs.acquired ?? 'bought', place('extension')),
    diagnoses: known((differs.diagnoses ?? []).map(aDiagnosis)),
    coverages: known([coverage, ...(differs.otherCoverages ?? []).map(anotherCoverage)], coverage.place),
    coverage: known(coverage, coverage.place),
    benefit: known(differs.benefit ?? 'medical', coverage.place),
    payer: known(MEDICARE, coverage.place),
    previousDose: known(earlier.at(-1)),
    earlierDoses: known(earlier),
    otherProducts: known(
      (differs.otherProducts ?? []).map(({ on, nextDue, perhaps, for: codes, ...each }) => ({
        ...each,
        ...(codes && { indications: [{ id: 'its-own', label: 'what it is given for', anyOf: codes, with: [] }] }),
        ...(perhaps !== undefined && { perhaps }),
        administration: 'MedicationAdministration/ma-0',
        administeredOn: on,
        nextDue,
      })),
    ),
    sameDay: known({
      others: (differs.sameDay ?? []).map((each) => aSameDayDose(each, product)),
      ...(differs.labelledLeast && { least: differs.labelledLeast }),
      ...(differs.labelledMost && { most: differs.labelledMost }),
    }),
    dailyDoseReason:
      differs.dailyDoseReason === undefined
        ? missing('not-recorded', 'No reason is stated why more was given that day than is labeled.')
        : { ...known(differs.dailyDoseReason), attested: { by: 'Dr. Ada', at: '2026-03-03T10:00:00Z' } },
    drugChangeReason:
      differs.drugChangeReason === undefined
        ? missing('not-recorded', 'No reason is stated why the drug was changed.')
        : known(differs.drugChangeReason),
    texts: known({ said: textsOf(differs.texts), stated: differs.texts?.stated ?? [] }),
    order: known(differs.order && anOrder(differs.order)),
    statedAt: known(
      differs.statedAt === undefined ? undefined : { at: differs.statedAt, by: 'Ana', fields: ['discardedAmount'] },
    ),
    documentation: known(differs.documentation ?? { ...WHOLE_RECORD, route: routeOf(product) }, place('dosage')),
    visit:
      differs.visit === 'not in the chart'
        ? known(undefined, place('context'))
        : known(
            {
              reference: 'Encounter/e1',
              status: differs.visit ?? 'finished',
              ...(differs.visitType !== undefined && { typeWithoutDose: differs.visitType }),
              ...(differs.visitAgainst !== undefined && {
                against: [{ reference: 'Encounter/e1', says: differs.visitAgainst }],
              }),
            },
            place('context'),
          ),
    setting: {
      ...known(aSetting(differs.setting ?? AN_OFFICE), place('context')),
      ...(differs.setting?.stated && { attested: { by: 'Ana', at: '2026-03-03T10:00:00Z' } }),
    },
    stays: known(
      (differs.stays ?? []).map((stay) => ({ ...stay, place: { resource: stay.reference, element: 'class' } })),
    ),
    treatments: known(differs.treatments ?? []),
    results: known(differs.results ?? []),
    weight: differs.weight
      ? known({ ...differs.weight, daysOld: daysBetween(differs.weight.on, differs.on ?? day('2026-03-02')) })
      : missing('not-recorded', 'The chart holds no weight of the patient.'),
    judgedAt: known(aSpan(differs.judgedAt ?? '2026-03-05T12:00:00-05:00')),
    judgedOn: known(differs.judgedOn ?? day('2026-03-05')),
    authorizations: known((differs.authorizations ?? []).map(anAuthorization)),
    coverageStatements: known((differs.coverageStatements ?? []).map(aStatement)),
    recordsAgainst: known(recordsIn(differs).filter(({ isCertain }) => isCertain)),
    recordsInDoubt: known(recordsIn(differs).filter(({ isCertain }) => !isCertain)),
    notesToRead: known([]),
    charges: known((differs.charges ?? []).map(aCharge)),
  }
  const absent = Object.entries(differs.missing ?? {}).flatMap(([name, why]) =>
    why ? [[name, missing(why.because, why.says)]] : [],
  )
  const told = { ...facts, ...Object.fromEntries(absent) }
  return withRoots({ ...told, notesToRead: unreadNotes(reviewedIn(differs), told) })
}

const recordsIn = ({ records = [] }: DoseGiven): readonly RecordBeside[] =>
  records.map((record) => ({ reference: 'Task/t1', ...record, place: { resource: 'Task/t1', element: 'status' } }))

/** The facts a case speaks of, so that one which no rule reads is noticed. */
export function factsStated(given: DoseGiven): readonly (readonly FactName[])[] {
  const { dose = {} } = given
  const says: readonly [unknown, readonly FactName[]][] = [
    [given.status, ['status']],
    [given.on, ['administeredOn']],
    [given.when, ['administeredWhen']],
    [given.judgedAt, ['judgedAt']],
    [given.ndcs, ['drug']],
    [given.product, ['product']],
    [given.recognisedBy, ['product']],
    [dose.given, ['administeredAmount', 'dailyAmount']],
    [dose.opened, ['openedAmount']],
    [dose.discarded, ['discardedAmount']],
    [dose.inDoses, ['dailyAmount']],
    [dose.extraBecause, ['extraContainersReason']],
    [given.codes, ['codesNamed']],
    [given.modifiers, ['modifiersNamed']],
    [given.minutes, ['minutes']],
    [given.visitGiving, ['visitGiving']],
    [given.acquired, ['acquired']],
    [given.diagnoses, ['diagnoses']],
    [given.coverage, ['coverage']],
    [given.benefit, ['benefit']],
    [given.lastDose, ['previousDose']],
    [given.earlierDoses, ['earlierDoses']],
    [given.otherProducts, ['otherProducts']],
    [given.dispensed, ['product']],
    [given.sameDay, ['sameDay']],
    [given.labelledLeast, ['sameDay']],
    [given.labelledMost, ['sameDay']],
    [given.dailyDoseReason, ['dailyDoseReason']],
    [given.drugChangeReason, ['drugChangeReason']],
    [given.documentation, ['documentation']],
    [given.texts, ['texts', 'notesToRead']],
    [given.order, ['order']],
    [given.statedAt, ['statedAt']],
    [given.visit ?? given.visitType, ['visit']],
    [given.setting, ['setting']],
    [given.stays, ['stays']],
    [given.treatments, ['treatments']],
    [given.results, ['results']],
    [given.weight, ['weight']],
    [given.judgedOn, ['judgedOn']],
    [given.otherCoverages, ['coverages']],
    [given.authorizations, ['authorizations']],
    [given.coverageStatements, ['coverageStatements']],
    [given.records, ['recordsAgainst', 'recordsInDoubt']],
    [given.restOfTheLine, ['restOfTheLine']],
    [given.charges, ['charges']],
    [given.gaps, ['chart']],
  ]
  return [
    ...says.filter(([value]) => value !== undefined).map(([, names]) => names),
    ...Object.keys(given.missing ?? {}).map((name) => [name as FactName]),
  ]
}

function anInfusion(minutes: number | readonly number[]): InfusionTime {
  const intervals = typeof minutes === 'number' ? [minutes] : minutes
  return { minutes: intervals.reduce((sum, each) => sum + each, 0), intervals, bags: [] }
}

const aVisit = ({
  others = [],
  charged = [],
  unnamed = [],
  beside = [],
  isInitial,
}: NonNullable<DoseGiven['visitGiving']>): VisitGiving => ({
  others: others.map((each) => ({ administration: 'MedicationAdministration/ma-9', ...each })),
  charged: charged.map((code) => ({ code, reference: 'ChargeItem/ci-9' })),
  unnamed: unnamed.map((code) => ({ code, reference: 'ChargeItem/ci-7' })),
  beside: beside.map((code) => ({ code, reference: 'ChargeItem/ci-8' })),
  ...(isInitial !== undefined && { isInitial }),
})

function aSpan(written: string): TimeSpan {
  const span = timeSpan(written)
  if (!span) throw new TypeError(`${written} is no date`)
  return span
}

function aWhen({ on = day('2026-03-02'), when = {} }: DoseGiven): AdministeredWhen {
  const { at = on, until, visit, died, born, sex, dayStatedBy, hasPatient = true } = when
  const place = { resource: 'Encounter/e1', element: 'period' }
  return {
    start: aSpan(at),
    ...(until && { end: aSpan(until) }),
    ...(visit && {
      visit: {
        reference: 'Encounter/e1',
        ...(visit.from && { start: aSpan(visit.from) }),
        ...(visit.until && { end: aSpan(visit.until) }),
        ...(visit.unread && { unread: visit.unread }),
        place,
      },
    }),
    ...(died && { death: { ...(died !== 'no date' && { on: aSpan(died) }), place } }),
    ...(born && { birth: { ...(born !== 'unreadable' && { on: aSpan(born) }), place: { ...place, shows: born } } }),
    ...(sex && { sex }),
    ...(dayStatedBy && { dayStatedBy }),
    hasPatient,
  }
}

/** NDCs as a chart's reader sorts them: whole ones, ones that are not whole, and ones that cannot be read. */
function charted(ndcs: readonly string[]): Pick<DrugNames, 'ndc' | 'partialNdc' | 'unreadNdc'> {
  const at = place('medication')
  return {
    ndc: ndcs.flatMap((name) => ndc11(name) ?? []).map((name) => ({ name, place: at })),
    partialNdc: ndcs.flatMap((name) => {
      const partial = partialNdc(name)
      return partial ? [{ name, ...partial, place: at }] : []
    }),
    unreadNdc: ndcs
      .filter((name) => !ndc11(name) && !partialNdc(name))
      .map((name) => ({ says: `NDC “${name}” cannot be read.`, place: at })),
  }
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
    ? { administration, administeredOn: last }
    : { administration, administeredOn: last.on, perhaps: last.perhaps }
}

function aSameDayDose(
  { administration, given, brand, sameTime, perhaps }: NonNullable<DoseGiven['sameDay']>[number],
  product: Product,
): SameDayDose {
  return {
    administration,
    brand: brand ?? product.brand,
    isSameProduct: brand === undefined,
    administeredAmount: recorded(given, 'The administration does not say how much was given.', 'dosage.dose'),
    ...(sameTime && { startsTogether: true as const }),
    ...(perhaps !== undefined && { perhaps }),
  }
}

function aDiagnosis(given: NonNullable<DoseGiven['diagnoses']>[number]) {
  const { icd10cm, words, snomed, because, doubt, chosen, names, from = 'problem-list' } = given
  const named = { ...(words && { display: words }), ...(snomed && { system: 'http://snomed.info/sct', code: snomed }) }
  const diagnosis: Diagnosis = {
    ...(icd10cm && { icd10cm }),
    codes: words || snomed ? [named] : [],
    from,
    ...(chosen && { chosen }),
    stands: because === undefined && doubt === undefined,
    ...(because && { because }),
    ...(doubt && { doubt }),
    ...(words && { words }),
    ...(names && { names }),
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

const aSetting = ({ kind, claim, asks, oneOf }: NonNullable<DoseGiven['setting']>): AdministrationSetting => ({
  kind,
  label: `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`,
  claim: claim
    ? { known: true, value: claim, source: SOURCE }
    : { known: false, says: 'No source says.', ...(asks !== undefined && { remedy: asks }) },
  ...(oneOf && { oneOf: { modifiers: oneOf, source: SOURCE } }),
})

interface AuthorizationGiven extends Partial<Omit<AuthorizationOnFile, 'place'>> {
  /** Otherwise one without days is good until the end of the year. */
  readonly isWithoutDays?: true
}

function anAuthorization({ isWithoutDays, ...differs }: AuthorizationGiven): AuthorizationOnFile {
  const hasDays = isWithoutDays || differs.from !== undefined || differs.until !== undefined
  return {
    ...(!hasDays && { until: day('2026-12-31') }),
    reference: 'ClaimResponse/r1',
    outcome: 'approved',
    codes: [{ code: 'J0897' }],
    ...((differs.outcome ?? 'approved') === 'approved' && { approvesIt: true }),
    ...differs,
    place: { resource: 'ClaimResponse/r1', element: 'outcome' },
  }
}

const aStatement = (differs: Partial<CoverageStatement>): CoverageStatement => ({
  reference: 'MedicationRequest/mr1',
  codes: [],
  ...differs,
  place: { resource: 'MedicationRequest/mr1', element: 'extension' },
})

/** Codes of five digits are of CPT; those of giving a drug begin so. */
const GIVING = /^96[34]\d{2}$/
const OF_A_DRUG = /^[A-V]\d{4}$/i

function aCharge(given: NonNullable<DoseGiven['charges']>[number]): DoseCharge {
  const { reference, item, status, units, code, perhaps, notBillable, administeredUnits } = given
  return {
    reference,
    ...(item !== undefined && { item }),
    status,
    codes: [code],
    ...(units === undefined ? {} : { units }),
    modifiers: [],
    services: perhaps === undefined ? [DOSE] : [],
    ...(perhaps !== undefined && { perhaps }),
    ...(notBillable && { notBillable }),
    ...(OF_A_DRUG.test(code.code ?? '') && { forDrug: true as const }),
    ...(GIVING.test(code.code ?? '') && { giving: 'injection' as const }),
    ...(administeredUnits !== undefined && { administeredUnits }),
    place: { resource: reference, element: 'code' },
  }
}

const reviewedIn = ({ texts }: DoseGiven) => ({
  administration: DOSE,
  ...(texts?.reviewed && { reviewed: known([DOSE]) }),
})

const textsOf = ({ note, dosage }: NonNullable<DoseGiven['texts']> = {}): TextBeside[] => [
  ...(note === undefined ? [] : [{ from: 'note' as const, words: note, place: place('note[0].text') }]),
  ...(dosage === undefined ? [] : [{ from: 'dosage' as const, words: dosage, place: place('dosage.text') }]),
]

function anOrder(order: NonNullable<DoseGiven['order']>): AdministrationOrder {
  const { authored, isInTheChart = true, validFrom: from, validUntil: until, ...more } = order
  const { mg, route, directions, note, against, reasons, changedOn, ...differs } = more
  const authoredOn = authored === undefined ? undefined : timeSpan(authored)
  const valid = {
    ...(from && { validFrom: { earliest: from, latest: from } }),
    ...(until && { validUntil: { earliest: until, latest: until } }),
    ...(changedOn && { changedOn: { earliest: changedOn, latest: changedOn } }),
  }
  const texts = textsOf({ note, dosage: directions })
  const says = {
    ...(mg && { amounts: [mg] }),
    ...(route !== undefined && { routes: [route] }),
    ...(texts.length > 0 && { texts }),
    ...(against !== undefined && { against: [against] }),
    ...(reasons && { reasons: reasons.map(aDiagnosis) }),
  }
  const given = Object.fromEntries(Object.entries(differs).filter(([, value]) => value !== undefined))
  return {
    reference: 'MedicationRequest/rx-1',
    isInTheChart,
    ...given,
    ...says,
    ...valid,
    ...(authoredOn && { authoredOn }),
  }
}
