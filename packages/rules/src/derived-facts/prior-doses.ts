import type { Codebook, Product } from '@doseline/codebook'
import {
  addDays,
  type CalendarDate,
  type ChartedDose,
  type DoseElsewhere,
  type DrugNames,
  daysBetween,
  type ExistingCharge,
  type Missing,
  missing,
  type OtherDose,
  type Place,
} from '@doseline/dose'
import { listed } from '../format.ts'
import { mayBeAnyDrug } from './unnamed-drug.ts'

/** Something in the chart that says, or may say, that the patient had a dose before this one. */
export interface PriorDose {
  readonly reference: string
  readonly how: 'administered' | DoseElsewhere['how'] | 'charged'
  readonly administeredOn: CalendarDate
  /** Products it can have been; the brand and group of the dose where one of them is certain. */
  readonly products: readonly Product[]
  /** Why it may have been no dose, or of another drug. */
  readonly perhaps?: string
  readonly place: Place
}

/**
 * Every dose before the day of this one that the chart tells of: administrations, what a statement or a dispense says,
 * and charges of an earlier day for which no administration is there. What tells of a dose that is already counted is left
 * out: payers judge how often a drug is given by all claims, and each dose once. Missing where a dose of the drug has no day.
 */
export function priorDoses(
  charted: ChartedDose,
  day: CalendarDate,
  others: readonly OtherDose[],
  { of, codebook, unitsIn }: PriorDosesOf,
): readonly PriorDose[] | Missing {
  const administered: PriorDose[] = []
  for (const other of others) {
    const prior = fromAdministration(other, day, of, codebook)
    if (prior && 'known' in prior) return prior
    if (prior) administered.push(prior)
  }
  const certain = administered.filter(({ perhaps }) => perhaps === undefined)
  const days = certain.map(({ administeredOn }) => administeredOn)
  const elsewhere = charted.dosesElsewhere?.known ? charted.dosesElsewhere.value : []
  const toldOf = withoutDispensedHere(elsewhere, [...days, day]).flatMap((each) =>
    fromElsewhere(each, { day, certain, codebook, of }),
  )
  const charges = charted.charges.known ? charged(charted.charges.value, charted, others, { codebook, unitsIn }) : []
  const told = [...toldOf, ...charges].filter(
    ({ administeredOn, how }) =>
      administeredOn < day && !days.some((given) => Math.abs(daysBetween(given, administeredOn)) <= SAME_DOSE[how]),
  )
  return stated([...administered, ...told.map((each) => perhapsThisDose(each, day))], charted, day)
}

/** What the doses are looked for of: this product and those of the same drug, and how charges count its units. */
interface PriorDosesOf {
  readonly of: (product: Product) => boolean
  readonly codebook: Codebook
  /** Whether so many units of the code are a dose of the product; undefined where that cannot be said. */
  readonly unitsIn: (charge: ExistingCharge, product: Product) => boolean | undefined
}

/** Days by which what tells of a dose may miss the day of its administration. */
const SAME_DOSE: Readonly<Record<PriorDose['how'], number>> = { administered: 0, stated: 3, dispensed: 0, charged: 0 }
/** What is told of so few days before may be this very dose. */
const PERHAPS_THIS = 3
/** How long a dispensed drug may wait for its administration. No source says; a month is ours. */
const KEPT_DAYS = 30

const isKept = (on: CalendarDate, day: CalendarDate): boolean => on <= day && daysBetween(on, day) <= KEPT_DAYS

const WAS_GIVEN: ReadonlySet<string> = new Set(['completed', 'stopped'])
const WAS_NOT_GIVEN: ReadonlySet<string> = new Set(['not-done', 'entered-in-error'])

function fromAdministration(
  other: OtherDose,
  day: CalendarDate,
  of: (product: Product) => boolean,
  codebook: Codebook,
): PriorDose | Missing | undefined {
  if (WAS_NOT_GIVEN.has(other.status)) return undefined
  if (other.administeredOn.known && other.administeredOn.value >= day) return undefined
  const products = productsIn(other.drug.known ? other.drug.value : undefined, of, codebook)
  if (!products.some(of)) return undefined
  const place: Place = { resource: other.administration, element: 'effective' }
  const named = other.drug.known
    ? whyOpen(other.drug.value, codebook)
    : `${other.administration} names no known drug. ${other.drug.says}`
  const status = WAS_GIVEN.has(other.status)
    ? undefined
    : (other.doubt ?? `${other.administration} has the status ${other.status}.`)
  if (!other.administeredOn.known) {
    if (other.until === undefined) {
      const [product] = products
      const is = named === undefined && status === undefined ? 'is' : 'may be'
      return missing(
        'unreadable',
        `${other.administration} ${is} another dose of ${product?.brand ?? 'the drug'}, and its day is not known: ${other.administeredOn.says}`,
        ...other.administeredOn.places,
      )
    }
    const administeredOn = other.until < day ? other.until : addDays(day, -1)
    return prior(other.administration, 'administered', administeredOn, products, other.administeredOn.says, place)
  }
  return prior(other.administration, 'administered', other.administeredOn.value, products, status ?? named, place)
}

/** Products that a drug can have been: of one that the chart does not name, or only by a code that nobody here knows, each. */
const productsIn = (drug: DrugNames | undefined, of: PriorDosesOf['of'], codebook: Codebook): readonly Product[] =>
  drug === undefined || mayBeAnyDrug(drug, codebook) ? codebook.products().filter(of) : codebook.couldMean(drug)

/**
 * What may be of any day of a time is taken to be of its last before the dose, unless a dose of that product in the chart
 * is of the time: then it speaks of that one.
 */
function fromElsewhere(
  { reference, how, drug, from, until, goesOn, doubt, place }: DoseElsewhere,
  { day, certain, codebook, of }: { day: CalendarDate; certain: readonly PriorDose[] } & Omit<PriorDosesOf, 'unitsIn'>,
): PriorDose[] {
  const products = productsIn(drug, of, codebook)
  if (products.length === 0 || (from !== undefined && from >= day)) return []
  const administeredOn = until === undefined || until >= day ? addDays(day, -1) : until
  const isATime = from === undefined ? goesOn === true : from !== until
  const isOfAnother = certain.some(
    (dose) =>
      (from === undefined || dose.administeredOn >= from) &&
      dose.administeredOn <= administeredOn &&
      dose.products.some(({ group }) => products.some((each) => each.group === group)),
  )
  if (isATime && isOfAnother) return []
  return [prior(reference, how, administeredOn, products, doubt ?? whyOpen(drug, codebook), place)]
}

/** Each administration takes the last dispense before it that no other one took. */
function withoutDispensedHere(
  elsewhere: readonly DoseElsewhere[],
  given: readonly CalendarDate[],
): readonly DoseElsewhere[] {
  const left = new Set(elsewhere)
  for (const day of given.toSorted()) {
    const its = [...left]
      .filter(({ how, until }) => how === 'dispensed' && (until === undefined || isKept(until, day)))
      .toSorted((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1))[0]
    if (its) left.delete(its)
  }
  return [...left]
}

/** Charges of earlier days that bill a drug and lead to no administration of the chart. */
function charged(
  charges: readonly ExistingCharge[],
  { administration }: ChartedDose,
  others: readonly OtherDose[],
  { codebook, unitsIn }: Pick<PriorDosesOf, 'codebook' | 'unitsIn'>,
): PriorDose[] {
  const inTheChart = new Set([administration, ...others.map((other) => other.administration)])
  return charges.flatMap((charge) => {
    if (charge.services.some((service) => inTheChart.has(service)) || charge.modifiers.includes('JW')) return []
    // Neither a credit nor what is not billable tells of a dose.
    if ((charge.units ?? 0) < 0 || charge.notBillable) return []
    const administeredOn = charge.on ?? charge.between?.until
    const billed = productsBilled(charge, codebook)
    if (administeredOn === undefined || billed.length === 0) return []
    const byUnits = billed.filter((product) => unitsIn(charge, product) === true)
    const products = byUnits.length > 0 ? byUnits : billed
    const because =
      charge.doubt ??
      (charge.on === undefined ? `${charge.reference} does not name one day.` : undefined) ??
      (new Set(products.map(({ group }) => group)).size > 1 ? severalGroups(charge, products) : undefined)
    return [prior(charge.reference, 'charged', administeredOn, products, because, charge.place)]
  })
}

const severalGroups = ({ reference, codes }: ExistingCharge, products: readonly Product[]): string =>
  `${reference} bills ${codes[0]?.code ?? 'a drug'}, which can be ${listed(products.map(({ brand }) => brand))}.`

function productsBilled({ codes, drug }: ExistingCharge, codebook: Codebook): readonly Product[] {
  const named = drug ? codebook.couldMean(drug) : []
  if (named.length > 0) return named
  const ids = codes.flatMap(({ code }) => (code === undefined ? [] : (codebook.meaningOf(code)?.products ?? [])))
  return codebook.products().filter(({ id }) => ids.includes(id))
}

/** Why the names of a drug leave its group open; undefined where all that they can mean is of one group. */
function whyOpen(drug: DrugNames, codebook: Codebook): string | undefined {
  const recognised = codebook.recognise(drug)
  if ('product' in recognised) return undefined
  const groups = new Set(codebook.couldMean(drug).map(({ group }) => group))
  if (groups.size === 0) return `${recognised.says} It may be of any drug.`
  return groups.size === 1 && recognised.noProduct !== 'contradictory' ? undefined : recognised.says
}

const shownDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

function perhapsThisDose(prior: PriorDose, day: CalendarDate): PriorDose {
  if (prior.perhaps !== undefined || daysBetween(prior.administeredOn, day) > PERHAPS_THIS) return prior
  return {
    ...prior,
    perhaps: `${prior.reference} may speak of this very dose, ${shownDays(daysBetween(prior.administeredOn, day))} later.`,
  }
}

/** What a person states goes before what the chart leaves open; that a dose was administered stands in the chart. */
function stated(priors: readonly PriorDose[], { earlierStated }: ChartedDose, day: CalendarDate): readonly PriorDose[] {
  const said = new Map(earlierStated?.known ? earlierStated.value.map((each) => [each.reference, each] as const) : [])
  return priors.flatMap((each) => {
    const about = said.get(each.reference)
    const isOpen = each.how !== 'administered' || each.perhaps !== undefined
    if (!about || !isOpen) return [each]
    if (about.notGiven) return []
    if (about.on === undefined) return [each]
    const { perhaps: _, ...certain } = each
    return about.on < day ? [{ ...certain, administeredOn: about.on }] : []
  })
}

const prior = (
  reference: string,
  how: PriorDose['how'],
  administeredOn: CalendarDate,
  products: readonly Product[],
  perhaps: string | undefined,
  place: Place,
): PriorDose => ({
  reference,
  how,
  administeredOn,
  products,
  ...(perhaps !== undefined && { perhaps }),
  place: { ...place, shows: place.shows ?? administeredOn },
})
