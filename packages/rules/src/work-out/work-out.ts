import type { Codebook, Edition, Hcpcs } from '@doseline/codebook'
import {
  type CalendarDate,
  type ChartedDose,
  type Exact,
  type Fact,
  known,
  mapFact,
  missing,
  type Place,
  sum,
} from '@doseline/dose'
import type { DayAmount, DoseFacts, GivenProduct, KnownResult, Weight } from '../dose-facts.ts'
import { amountInMg, openedInMg } from './amounts.ts'
import { chargesOf } from './charges.ts'
import { resultsBefore, treatmentsBefore, weightFrom } from './clinical.ts'
import { coverageThatPays, payerOf } from './coverage.ts'
import { earlierDoses, previousDose } from './earlier-doses.ts'
import { modifiersNamed } from './modifiers.ts'
import { otherProducts } from './other-products.ts'
import { codesNamed, isOutsideTheBook, productGiven } from './product.ts'

/** A dose with everything that follows from its chart and the code book. */
export interface WorkedDose {
  readonly charted: ChartedDose
  readonly facts: DoseFacts
  readonly edition: Edition
  /** The code in force for the product that day; undefined where it is not known. */
  readonly hcpcs: Hcpcs | undefined
  /** False for a drug outside the code book. */
  readonly covered: boolean
}

/** What one dose says by itself, before the doses of its day are added up. */
interface OwnDose {
  readonly charted: ChartedDose
  readonly product: Fact<GivenProduct>
  readonly givenMg: Fact<Exact>
  readonly openedMg: Fact<Exact>
  readonly discardedMg: Fact<Exact>
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
export function workOut(
  charted: readonly ChartedDose[],
  codebook: Codebook,
  book: string,
  judgedOn?: CalendarDate,
): WorkedDose[] {
  const own = charted.map((dose) => ownDose(dose, codebook, book))
  return own.map((dose) => ({
    charted: dose.charted,
    edition: dose.edition,
    hcpcs: dose.hcpcs,
    covered: !isOutsideTheBook(dose.charted, codebook),
    facts: factsOf(dose, { line: sameDayAndCode(dose, own), all: own }, codebook, judgedOn),
  }))
}

function ownDose(charted: ChartedDose, codebook: Codebook, book: string): OwnDose {
  const product = productGiven(charted, codebook)
  const coverage = coverageThatPays(charted, codebook)
  const payer = payerOf(coverage, codebook)
  const givenOn = charted.givenOn.known ? charted.givenOn.value : undefined
  const edition = codebook.inForce(givenOn, payer.known ? payer.value.id : undefined, book)
  const published = edition.values(product.known ? product.value.product : undefined).hcpcs
  const results = resultsBefore(charted, codebook)
  const weight = weightFrom(results, charted.givenOn)
  const givenMg = amountInMg(charted.dose, product, weight)
  const discardedMg = amountInMg(charted.discarded, product, weight)
  return {
    charted,
    product,
    givenMg,
    discardedMg,
    openedMg: openedInMg(charted, product, givenMg, discardedMg, weight),
    results,
    weight,
    coverage,
    payer,
    edition,
    hcpcs: published.known ? published.value : undefined,
  }
}

const WAS_GIVEN = new Set(['completed', 'stopped'])

/** Doses that share a line: same patient, day and code, and something was given. Always holds the dose itself. */
function sameDayAndCode(dose: OwnDose, all: readonly OwnDose[]): readonly OwnDose[] {
  const { hcpcs, charted } = dose
  if (!hcpcs || !charted.givenOn.known || !wasGiven(dose)) return [dose]
  const day = charted.givenOn.value
  return all.filter(
    (other) =>
      other === dose ||
      (wasGiven(other) &&
        other.hcpcs?.code === hcpcs.code &&
        other.charted.givenOn.known &&
        other.charted.givenOn.value === day &&
        samePatient(other.charted, charted)),
  )
}

const wasGiven = ({ charted }: OwnDose): boolean => charted.status.known && WAS_GIVEN.has(charted.status.value)

const samePatient = (a: ChartedDose, b: ChartedDose): boolean =>
  a.patient.known && b.patient.known && a.patient.value === b.patient.value

/** The doses around one: those that share its lines, and all of the chart. */
interface Around {
  readonly line: readonly OwnDose[]
  readonly all: readonly OwnDose[]
}

function factsOf(
  dose: OwnDose,
  { line: day, all }: Around,
  codebook: Codebook,
  judgedOn: CalendarDate | undefined,
): DoseFacts {
  const { charted, product } = dose
  const earlier = earlierDoses(charted, product, codebook)
  const charges = chargesOf(
    dose,
    day,
    all.filter((other) => other === dose || wasGiven(other)),
    codebook,
  )
  return {
    status: charted.status,
    givenOn: charted.givenOn,
    drug: charted.drug,
    product,
    codesNamed: codesNamed(charted, charges, codebook),
    modifiersNamed: modifiersNamed(charted, charges, dose.edition, codebook),
    givenMg: dose.givenMg,
    day: mapFact(
      addedUp(day.map(({ givenMg }) => givenMg)),
      (givenMg): DayAmount => ({
        doses: day.map((each) => each.charted.administration).toSorted(),
        givenMg,
        ndc: sharedNdc(day),
      }),
    ),
    openedMg: addedUp(day.map(({ openedMg }) => openedMg)),
    discardedMg: discardedThatDay(day),
    minutes: minutesThatDay(day),
    acquired: charted.acquired,
    diagnoses: charted.diagnoses,
    coverages: charted.coverages,
    coverage: dose.coverage,
    benefit: mapFact(dose.coverage, (coverage) => codebook.benefitOf(coverage)),
    payer: dose.payer,
    previousDose: previousDose(earlier),
    earlierDoses: earlier,
    otherProducts: otherProducts(charted, product, dose.edition, codebook),
    documentation: charted.documentation,
    setting: mapFact(charted.setting, (kind) => ({ kind, ...dose.edition.claimFrom(kind) })),
    treatments: treatmentsBefore(charted, codebook),
    results: dose.results,
    weight: dose.weight,
    judgedOn: judgedOn === undefined ? missing('not-recorded', 'The day of judging is not known.') : known(judgedOn),
    authorizations: charted.authorizations,
    charges,
  }
}

function sharedNdc(day: readonly OwnDose[]): string | undefined {
  const [ndc, ...others] = new Set(day.map(chartedNdc))
  return others.length === 0 ? ndc : undefined
}

/** Of the NDCs charted for a dose, the one that is its product's. */
function chartedNdc({ charted: { drug }, product }: OwnDose): string | undefined {
  if (!drug.known || !product.known) return undefined
  const { ndcs } = product.value.product
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
    .map(({ discardedMg }) => discardedMg)
    .filter((fact) => fact.known || fact.because !== 'not-recorded')
  if (recorded.length > 0) return addedUp(recorded)
  return day[0]?.discardedMg ?? missing('not-recorded', 'No discarded amount is recorded.')
}

/** Parts of one infusion add up; missing as soon as one part is not timed. */
function minutesThatDay(day: readonly OwnDose[]): Fact<number> {
  let minutes = 0
  const places: Place[] = []
  for (const { charted } of day) {
    if (!charted.minutes.known) return charted.minutes
    minutes += charted.minutes.value
    places.push(...charted.minutes.places)
  }
  return known(minutes, ...places)
}
