import type { Beside, Codebook, Edition, Hcpcs, Product } from '@doseline/codebook'
import {
  type CalendarDate,
  type ChartedDose,
  type Exact,
  epochMilliseconds,
  type Fact,
  known,
  lazily,
  type Members,
  mapFact,
  missing,
  type Place,
  rooted,
  sum,
  timeSpan,
} from '@doseline/dose'
import { isOnDialysis } from '../code-words.ts'
import { fewestContainers, type OfProduct } from '../containers.ts'
import type { AdministeredProduct, DailyAmount, DoseFacts, KnownResult, Weight } from '../dose-facts.ts'
import { labelledRange } from '../labelled-dose.ts'
import { administeredAmountOf, discardedAmountOf, openedAmountOf } from './amounts.ts'
import { authorizationsOnFile, statementsOfPayer } from './authorizations.ts'
import { chargesOf } from './charges.ts'
import { gapsThatBear } from './chart-gaps.ts'
import { resultsBefore, treatmentsBefore, weightFrom } from './clinical.ts'
import { coverageThatPays, payerOf } from './coverage.ts'
import { withDispensed } from './dispensed.ts'
import { earlierDoses, previousDose, priorDosesOf } from './earlier-doses.ts'
import { infusionTime } from './infusion-time.ts'
import { modifiersNamed } from './modifiers.ts'
import { orderGiven } from './order.ts'
import { otherProducts } from './other-products.ts'
import { codesNamed, isOutsideTheBook, productGiven } from './product.ts'
import { recordsAgainst, recordsInDoubt, staysNotReviewed, visitNotReviewed } from './records-beside.ts'
import { sameDayDoses } from './same-day.ts'
import { unreadNotes } from './unread-notes.ts'
import { visitGivingOf } from './visit-giving.ts'

/** A dose with everything that follows from its chart and the code book. */
export interface DerivedDose {
  readonly charted: ChartedDose
  readonly facts: DoseFacts
  readonly edition: Edition
  /** The code in force for the product that day; undefined where it is not known. */
  readonly hcpcs: Hcpcs | undefined
  /** False for a drug outside the code book. */
  readonly supported: boolean
}

/** What one dose says by itself, before the doses of its day are added up. */
interface OwnDose {
  readonly charted: ChartedDose
  readonly product: Fact<AdministeredProduct>
  readonly administeredAmount: Fact<Exact>
  readonly openedAmount: Fact<Exact>
  readonly discardedAmount: Fact<Exact>
  readonly results: Fact<readonly KnownResult[]>
  readonly weight: Fact<Weight>
  readonly coverage: ReturnType<typeof coverageThatPays>
  readonly payer: ReturnType<typeof payerOf>
  readonly edition: Edition
  readonly hcpcs: Hcpcs | undefined
}

/**
 * Works out every dose of one patient's chart; doses of one day and code are added up before anything is rounded.
 * `judgedOn` is the day of judging, where what is asked depends on it.
 */
export function deriveFacts(
  charted: readonly ChartedDose[],
  codebook: Codebook,
  book: string,
  judgedOn?: CalendarDate,
  judgedAt?: string,
): DerivedDose[] {
  const own = charted.map((dose) => ownDose({ dose, codebook, book }))
  const chart = ofChart({ own, codebook, judgedOn, judgedAt })
  return own.map((dose) => workedDose({ dose, chart }))
}

/** All doses of the chart, and when they are judged. */
interface OfChart {
  readonly all: readonly OwnDose[]
  /** Those of all that were given. */
  readonly given: readonly OwnDose[]
  /** All by their day; not those whose day is not known. */
  readonly byDay: ReadonlyMap<CalendarDate, readonly OwnDose[]>
  /** The lines of a day that were asked about, by {@link nameOfLine}. */
  readonly linesOfDay: Map<CalendarDate, ReadonlyMap<string, Line>>
  readonly codebook: Codebook
  readonly judgedOn: CalendarDate | undefined
  readonly judgedAt: string | undefined
}

const ofChart = lazily<
  OfChart,
  { readonly own: readonly OwnDose[] } & Pick<OfChart, 'codebook' | 'judgedOn' | 'judgedAt'>
>({
  all: ({ own }) => own,
  given: ({ own }) => own.filter(wasGiven),
  byDay: ({ own }) =>
    Map.groupBy(
      own.filter(({ charted: { administeredOn } }) => administeredOn.known),
      ({ charted: { administeredOn } }) => valueIn(administeredOn) as CalendarDate,
    ),
  linesOfDay: () => new Map(),
  codebook: ({ codebook }) => codebook,
  judgedOn: ({ judgedOn }) => judgedOn,
  judgedAt: ({ judgedAt }) => judgedAt,
})

const workedDose = lazily<DerivedDose, { readonly dose: OwnDose; readonly chart: OfChart }>({
  charted: ({ dose }) => dose.charted,
  edition: ({ dose }) => dose.edition,
  hcpcs: ({ dose }) => dose.hcpcs,
  supported: ({ dose, chart }) => !isOutsideTheBook(dose.charted, chart.codebook),
  facts: ({ dose, chart }) => factsOf({ dose, chart, line: lineOf(dose, chart) }),
})

const OWN: Members<OwnDose, { readonly dose: ChartedDose; readonly codebook: Codebook; readonly book: string }> = {
  charted: ({ dose }) => dose,
  product: ({ dose, codebook }) => productGiven(dose, codebook),
  administeredAmount: ({ dose }, { product, weight }) => administeredAmountOf(dose, product, weight),
  discardedAmount: ({ dose }, { product, weight }) => discardedAmountOf(dose.discarded, product, weight),
  openedAmount: ({ dose }, { product, administeredAmount, discardedAmount, weight }) =>
    openedAmountOf(dose, product, administeredAmount, discardedAmount, weight),
  results: ({ dose, codebook }) => resultsBefore(dose, codebook),
  weight: ({ dose }, { results }) => weightFrom(results, dose.administeredOn),
  coverage: ({ dose, codebook }) => coverageThatPays(dose, codebook),
  payer: ({ dose, codebook }, { coverage }) => payerOf(coverage, codebook, dose),
  edition: ({ dose, codebook, book }, { payer, product }) =>
    codebook.effectiveOn(valueIn(dose.administeredOn), valueIn(payer), book, {
      setting: valueIn(dose.setting),
      ...whatChoosesACode(dose, valueIn(product)?.product),
      looked: dose.lookedUp && valueIn(dose.lookedUp),
    }),
  hcpcs: (_, { edition, product }) => {
    const published = edition.values(valueIn(product)?.product).hcpcs
    return published.known ? published.value : undefined
  },
}

/** What of the chart chooses between the codes of a product that CMS lists under several. */
function whatChoosesACode({ documentation, diagnoses }: ChartedDose, product: Product | undefined): Beside {
  if ((product?.listedUnder?.length ?? 0) < 2) return {}
  return { route: valueIn(documentation)?.route, isOnDialysis: isOnDialysis(valueIn(diagnoses) ?? []) }
}

const ownDose = lazily(rooted(OWN))

const valueIn = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined)

const WAS_GIVEN = new Set(['completed', 'stopped'])

/** Doses that share their lines: same patient, day and code, and something was given. What they make together is worked out once. */
interface Line {
  readonly doses: readonly OwnDose[]
  readonly administrations: ReadonlySet<string>
  readonly day: DoseFacts['dailyAmount']
  readonly openedAmount: Fact<Exact>
  readonly discardedAmount: Fact<Exact>
  readonly extraContainersReason: Fact<string>
  readonly minutes: DoseFacts['minutes']
  /** Whether a person states that they are the initial infusion of the visit. */
  readonly isInitial: Fact<boolean> | undefined
  readonly dailyDoseReason: Fact<string> | undefined
}

const lineOfDoses = lazily<Line, readonly OwnDose[]>({
  doses: (doses) => doses,
  administrations: (doses) => new Set(doses.map(({ charted }) => charted.administration)),
  day: administeredThatDay,
  openedAmount: (doses) => addedUp(doses.map((each) => each.openedAmount)),
  discardedAmount: discardedThatDay,
  extraContainersReason: (doses, { openedAmount }) => reasonOfExtraContainers(doses, openedAmount),
  minutes: (doses) => infusionTime(doses.map(({ charted }) => charted)),
  isInitial: (doses) => doses.flatMap(({ charted }) => charted.isInitialInfusion ?? []).find((fact) => fact.known),
  dailyDoseReason: (doses) => doses.map(({ charted }) => charted.dailyDoseReason).find(({ known }) => known),
})

/** The line of a dose; always holds the dose itself. */
function lineOf(dose: OwnDose, { byDay, linesOfDay }: OfChart): Line {
  const { charted } = dose
  const name = nameOfLine(dose)
  if (name === undefined || !charted.administeredOn.known) return lineOfDoses([dose])
  const day = charted.administeredOn.value
  // Nearly all doses of a chart end at their day: the code of each would have to be looked up.
  const lines = linesOfDay.get(day) ?? linesAmong(byDay.get(day) ?? [])
  linesOfDay.set(day, lines)
  return lines.get(name) ?? lineOfDoses([dose])
}

function linesAmong(doses: readonly OwnDose[]): ReadonlyMap<string, Line> {
  const sharing = Map.groupBy(doses, nameOfLine)
  return new Map(
    [...sharing].flatMap(([name, each]) => (name === undefined ? [] : [[name, lineOfDoses(each)] as const])),
  )
}

/** By what the doses of a day share a line; undefined where one shares it with none. */
function nameOfLine(dose: OwnDose): string | undefined {
  const { patient } = dose.charted
  if (!patient.known || !wasGiven(dose) || !dose.hcpcs) return undefined
  return `${dose.hcpcs.code} ${patient.value}`
}

const wasGiven = ({ charted }: OwnDose): boolean => charted.status.known && WAS_GIVEN.has(charted.status.value)

/** A dose with its line and all of the chart. */
interface Around {
  readonly dose: OwnDose
  readonly line: Line
  readonly chart: OfChart
}

/** What several facts are worked out from. */
interface Shared {
  readonly priors: ReturnType<typeof priorDosesOf>
}

const sharedBy = lazily<Shared, Around>({
  priors: ({ dose: { charted, product, edition }, chart: { codebook } }) =>
    priorDosesOf(charted, product, edition, codebook),
})

const factsOf = (around: Around): DoseFacts => factsAround({ ...around, shared: sharedBy(around) })

const FACTS: Members<DoseFacts, Around & { readonly shared: Shared }> = {
  chart: ({ dose, line, chart: { codebook } }) =>
    gapsThatBear(dose.charted, dose.product, { edition: dose.edition, codebook, ofTheLine: line.administrations }),
  status: ({ dose: { charted } }) => charted.status,
  administeredOn: ({ dose: { charted } }) => charted.administeredOn,
  administeredWhen: ({ dose: { charted } }) => charted.given ?? known({ hasPatient: false }),
  drug: ({ dose: { charted } }) => charted.drug,
  product: ({ dose: { product, charted, edition }, chart: { codebook } }) =>
    withDispensed(product, charted, edition, codebook),
  codesNamed: ({ dose, chart: { codebook } }, { charges }) => codesNamed(dose.charted, charges, codebook),
  modifiersNamed: ({ dose, line, chart: { codebook } }, { charges }) =>
    modifiersNamed(
      line.doses.map((each) => each.charted),
      charges,
      dose.edition,
      codebook,
    ),
  administeredAmount: ({ dose }) => dose.administeredAmount,
  dailyAmount: ({ line }) => line.day,
  // Known once the others were asked about: see questions.ts.
  restOfTheLine: () => known([]),
  openedAmount: ({ line }) => line.openedAmount,
  discardedAmount: ({ line }) => line.discardedAmount,
  extraContainersReason: ({ line }) => line.extraContainersReason,
  minutes: ({ line }) => line.minutes,
  visitGiving: ({ dose, line, chart: { all, codebook } }, { charges }) =>
    visitGivingOf(dose, line, all, charges, codebook),
  acquired: ({ dose: { charted } }) => charted.acquired,
  diagnoses: ({ dose: { charted } }) => charted.diagnoses,
  coverages: ({ dose: { charted } }) => charted.coverages,
  coverage: ({ dose }) => dose.coverage,
  benefit: ({ dose, chart: { codebook } }) =>
    mapFact(dose.coverage, (coverage) => codebook.readCoverage(coverage).benefit),
  payer: ({ dose }) => dose.payer,
  previousDose: (_, { earlierDoses: earlier }) => previousDose(earlier),
  earlierDoses: ({ dose, shared }) => earlierDoses(shared.priors, dose.product),
  sameDay: ({ dose, line, chart: { codebook } }) => sameDayDoses(dose, line.administrations, codebook),
  dailyDoseReason: ({ dose, line }) => line.dailyDoseReason ?? dose.charted.dailyDoseReason,
  otherProducts: ({ dose: { charted, product, edition }, shared, chart: { codebook } }) =>
    otherProducts(charted, product, shared.priors, edition, codebook),
  drugChangeReason: ({ dose: { charted } }) =>
    charted.drugChangeReason ?? missing('not-recorded', 'No reason is stated why the drug was changed.'),
  documentation: ({ dose: { charted } }) => charted.documentation,
  texts: ({ dose: { charted } }) => charted.texts ?? known({ said: [], stated: [] }),
  order: ({ dose: { charted, product, weight }, chart: { codebook } }) =>
    orderGiven(charted, { product, weight }, codebook),
  statedAt: ({ dose: { charted } }) => charted.statedAt ?? known(undefined),
  visit: ({ dose: { charted } }) => visitNotReviewed(charted),
  setting: ({ dose: { charted, edition } }) =>
    mapFact(charted.setting, (kind) => ({ kind, ...edition.claimFrom(kind) })),
  stays: ({ dose: { charted } }) => staysNotReviewed(charted),
  treatments: ({ dose: { charted }, chart: { codebook } }) => treatmentsBefore(charted, codebook),
  results: ({ dose }) => dose.results,
  weight: ({ dose }) => dose.weight,
  judgedOn: ({ chart: { judgedOn } }) =>
    judgedOn === undefined ? missing('not-recorded', 'The day of judging is not known.') : known(judgedOn),
  judgedAt: ({ dose: { charted }, chart: { judgedAt } }) => momentOfJudging(charted, judgedAt),
  authorizations: ({ dose, chart: { codebook, judgedOn } }) =>
    authorizationsOnFile(dose.charted, dose, codebook, judgedOn),
  coverageStatements: ({ dose, chart: { codebook } }) => statementsOfPayer(dose.charted, dose, codebook),
  recordsAgainst: ({ dose, chart: { codebook } }) => recordsAgainst(dose.charted, dose, codebook),
  recordsInDoubt: ({ dose, chart: { codebook } }, facts) => recordsInDoubt(dose.charted, dose, codebook, facts),
  notesToRead: ({ dose: { charted } }, facts) => unreadNotes(charted, facts),
  charges: ({ dose, line, chart: { given, codebook } }) =>
    chargesOf(dose, { line: line.doses, all: wasGiven(dose) ? given : [...given, dose] }, codebook),
}

const factsAround = lazily(rooted(FACTS))

function administeredThatDay(day: readonly OwnDose[]): DoseFacts['dailyAmount'] {
  return mapFact(
    addedUp(day.map(({ administeredAmount }) => administeredAmount)),
    (administeredAmount): DailyAmount => ({
      doses: day.map((each) => each.charted.administration).toSorted(),
      administeredAmount,
      ndc: sharedNdc(day),
      fewest: fewestContainers(day.flatMap(ofProduct)),
    }),
  )
}

/** The moment of judging, with its day in the zone of the place. Unlike a charted time, midnight is midnight. */
function momentOfJudging({ given }: ChartedDose, judgedAt: string | undefined): DoseFacts['judgedAt'] {
  const span = judgedAt === undefined ? undefined : timeSpan(judgedAt, given?.known ? given.value.timeZone : undefined)
  const at = judgedAt === undefined ? undefined : epochMilliseconds(judgedAt)
  if (!span) return missing('not-recorded', 'The moment of judging is not known.')
  return known({ ...span, ...(at !== undefined && { at }) })
}

const ofProduct = ({ product, administeredAmount }: OwnDose): OfProduct[] =>
  product.known && administeredAmount.known
    ? [{ product: product.value.product, administeredAmount: administeredAmount.value }]
    : []

/**
 * A reason that is stated with any dose of the day is one for all that was opened that day. An infusion that was stopped
 * is one by itself, as far as the label says how much a whole dose is: it was prepared as a whole.
 */
function reasonOfExtraContainers(day: readonly OwnDose[], openedAmount: Fact<Exact>): Fact<string> {
  const stated = day.flatMap(({ charted }) => charted.extraContainersReason ?? []).find((fact) => fact.known)
  if (stated) return stated
  const stopped = day.find(({ charted: { status } }) => status.known && status.value === 'stopped')
  const most = stopped && preparedAtMost(stopped)
  if (stopped && most && openedAmount.known && !openedAmount.value.gt(most))
    return known('the infusion was stopped before all that was prepared went in', ...stopped.charted.status.places)
  return missing('not-recorded', 'No reason is stated why more containers were opened than hold the dose.')
}

/** What the fewest containers hold that hold the labeled dose; undefined where the label or the weight is not known. */
function preparedAtMost({ product, edition, weight }: OwnDose): Exact | undefined {
  if (!product.known) return undefined
  const { labelledDose } = edition.values(product.value.product)
  const range = labelledDose.known ? labelledRange(labelledDose.value, weight) : undefined
  return range && fewestContainers([{ product: product.value.product, administeredAmount: range.most }]).amount
}

function sharedNdc(day: readonly OwnDose[]): string | undefined {
  const [ndc, ...others] = new Set(day.map(chartedNdc))
  return others.length === 0 ? ndc : undefined
}

/** Of the NDCs charted for a dose, the one that is its product's. */
function chartedNdc({ charted: { drug }, product }: OwnDose): string | undefined {
  if (!drug.known || !product.known) return undefined
  const { ndcs } = product.value.product
  // Of a product whose NDCs no source gave, the one in the chart is its.
  if (ndcs.length === 0) return drug.value.ndc.length === 1 ? drug.value.ndc[0]?.name : undefined
  return drug.value.ndc.find(({ name }) => ndcs.includes(name))?.name
}

/** The sum of what every dose of the day says; missing as soon as one of them is. */
function addedUp(facts: readonly Fact<Exact>[]): Fact<Exact> {
  const amounts: Exact[] = []
  const places: Place[] = []
  for (const fact of facts) {
    if (!fact.known) return fact
    amounts.push(fact.value)
    places.push(...fact.places)
  }
  const [only] = facts
  if (facts.length === 1 && only) return only
  const attested = facts.flatMap((fact) => (fact.known && fact.attested ? [fact.attested] : []))
  return { ...known(sum(amounts), ...places), ...(attested[0] && { attested: attested[0] }) }
}

/** Of several doses of a day, one record of the discard is enough: the rest opened nothing more. */
function discardedThatDay(day: readonly OwnDose[]): Fact<Exact> {
  const recorded = day
    .map(({ discardedAmount }) => discardedAmount)
    .filter((fact) => fact.known || fact.because !== 'not-recorded')
  if (recorded.length > 0) return addedUp(recorded)
  return day[0]?.discardedAmount ?? missing('not-recorded', 'No discarded amount is recorded.')
}
