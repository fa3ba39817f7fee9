import type { Codebook, Edition, Product } from '@doseline/codebook'
import {
  type CalendarDate,
  type ChartedDose,
  type DrugNames,
  daysBetween,
  type Fact,
  known,
  type OtherDose,
} from '@doseline/dose'
import { bills } from '../bills.ts'
import type { AdministeredProduct, SameDay, SameDayDose, Weight } from '../dose-facts.ts'
import { namesAnotherDrug } from '../free-text/names.ts'
import { PREMEDICATION } from '../free-text/usual-clauses.ts'
import { dueFrom } from '../interval.ts'
import { labelledRange } from '../labelled-dose.ts'
import { amountOf } from './amounts.ts'
import { mayBeAnyDrug } from './unnamed-drug.ts'

/** What of a dose tells whether it was given before on the same day. */
interface Dose {
  readonly charted: ChartedDose
  readonly product: Fact<AdministeredProduct>
  readonly weight: Fact<Weight>
  readonly edition: Edition
}

const GIVEN: ReadonlySet<string> = new Set(['completed', 'stopped'])
const NOT_GIVEN: ReadonlySet<string> = new Set(['not-done', 'entered-in-error'])

/**
 * The other administrations of the same molecule on the day of a dose, in whatever visit; `ofTheLine` share its lines. One whose status, day or drug
 * does not say whether it is one stays, and says why: passed over, a dose that was charted twice would be billed twice.
 */
export function sameDayDoses(dose: Dose, ofTheLine: ReadonlySet<string>, codebook: Codebook): Fact<SameDay> {
  const { product, charted, weight, edition } = dose
  if (!product.known) return product
  if (!charted.otherDoses.known) return charted.otherDoses
  if (!charted.administeredOn.known) return charted.administeredOn
  const day = charted.administeredOn.value
  const others = charted.otherDoses.value.flatMap((other): SameDayDose[] => {
    if (NOT_GIVEN.has(other.status)) return []
    const isOfAnotherDay = other.administeredOn.known && other.administeredOn.value !== day
    if (isOfAnotherDay && !mayBeMeant(dose, other, day)) return []
    const named = moleculeOf(other, product.value.product, codebook)
    const drug = named === 'another' ? perhapsOneInfusion(charted, other, product.value.product, codebook) : named
    if (drug === 'another') return []
    // One that shares the line was given, or somebody states how much: its own status is asked of itself.
    const doubt = ofTheLine.has(other.administration) ? undefined : doubtOf(other)
    const perhaps = drug.perhaps ?? doubt ?? (isOfAnotherDay ? soonAfter(other) : undefined)
    return [
      {
        administration: other.administration,
        ...(drug.product && { brand: drug.product.brand }),
        isSameProduct:
          drug.product?.id === product.value.product.id ||
          (drug.product?.group === product.value.product.group && ofTheLine.has(other.administration)),
        administeredAmount: amountOf(
          other.dose,
          drug.product ? known({ product: drug.product, by: 'text' }) : product,
          weight,
        ),
        ...(startsTogether(charted, other) && { startsTogether: true as const }),
        ...(perhaps !== undefined && { perhaps }),
      },
    ]
  })
  const { labelledDose } = edition.values(product.value.product)
  const range = labelledDose.known ? labelledRange(labelledDose.value, weight) : undefined
  return known(
    { others, ...range },
    ...others.map(({ administration }) => ({ resource: administration, element: 'effective' })),
  )
}

/** Fluids, and what a line is kept open with. */
const FLUIDS = /\b(sodium chloride|saline|nacl|ns|dextrose|d5w|lactated|ringers?|water|heparin|fluids?|flush)\b/i

/**
 * Of a drug that the crosswalk alone names another record over the same minutes, by a name that no list has, may be the same infusion
 * under the name of a biosimilar; what is given against reactions is not.
 */
function perhapsOneInfusion(
  charted: ChartedDose,
  other: OtherDose,
  { listedUnder }: Product,
  codebook: Codebook,
): 'another' | { readonly product?: Product; readonly perhaps: string } {
  if (!listedUnder || !other.drug.known || !startsTogether(charted, other)) return 'another'
  const { ndc, rxnorm, hcpcs, text } = other.drug.value
  if (ndc.length + rxnorm.length + hcpcs.length > 0 || text.length === 0) return 'another'
  const isKnown = text.some(
    ({ name }) =>
      codebook.moleculesNamed(name).size > 0 ||
      FLUIDS.test(name) ||
      SWALLOWED.test(name) ||
      name
        .toLowerCase()
        .split(/[^a-z-]+/)
        .some((word) => PREMEDICATION.has(word)),
  )
  return isKnown ? 'another' : { perhaps: 'it was started with it, and no list has its name' }
}

/** So many days before or after may be another record of the same dose. No source says how many; three are ours. */
const DAYS_APART = 3

/**
 * Whether a dose of another day may be this one, charted again: close to it, in the same visit as far as both name one, and
 * sooner than the next one is due.
 */
function mayBeMeant(
  { product, charted, edition }: Dose,
  { administeredOn, encounter }: OtherDose,
  day: CalendarDate,
): boolean {
  if (!product.known || !administeredOn.known) return false
  if (encounter !== undefined && charted.encounter.known && encounter !== charted.encounter.value) return false
  const [first, second] = administeredOn.value < day ? [administeredOn.value, day] : [day, administeredOn.value]
  if (daysBetween(first, second) > DAYS_APART) return false
  const { interval } = edition.values(product.value.product)
  return interval.known && dueFrom(first, interval.value) > second
}

const SWALLOWED = /\b(?:tablets?|capsules?|caplets?)\b/i

/** Of a product that its NDC alone tells another record of the molecule may have a name, a code or an RxNorm code alone. */
function mayBeListed(
  { text, hcpcs, rxnorm, ndc }: DrugNames,
  product: Product,
  codebook: Codebook,
): 'another' | { readonly perhaps: string } {
  if (text.some(({ name }) => !namesAnotherDrug(name, product))) return { perhaps: 'its name may be of the same drug' }
  if (text.some(({ name }) => codebook.moleculesNamed(name).has(product.family)))
    return { perhaps: 'its name is of the same molecule' }
  const isOfIt = hcpcs.some(({ name }) => {
    const meaning = codebook.meaningOf(name)
    return meaning !== undefined && (bills(meaning, product) || meaning.isListed?.family === product.family)
  })
  if (isOfIt) return { perhaps: 'only a code says which drug it was' }
  // What is swallowed is none of what staff inject or infuse.
  if (text.length > 0 && text.every(({ name }) => SWALLOWED.test(name))) return 'another'
  if (product.isMoleculeUnknown) return { perhaps: `no source names the molecule of ${product.brand}` }
  const isNameless = text.length === 0 && hcpcs.length === 0 && ndc.length === 0
  return isNameless && rxnorm.length > 0 ? { perhaps: 'only an RxNorm code names its drug' } : 'another'
}

const soonAfter = ({ administeredOn }: OtherDose): string =>
  `it is of ${administeredOn.known ? administeredOn.value : 'another day'}, in no other visit, and no dose was due so soon`

/** No source says how close two records of one dose lie; a quarter of an hour is ours. */
const CLOSE = 15 * 60_000

function startsTogether({ given }: ChartedDose, { startedAt }: OtherDose): boolean {
  const own = given?.known ? given.value.start?.at : undefined
  return own !== undefined && startedAt !== undefined && Math.abs(own - startedAt) < CLOSE
}

function doubtOf({ status, administeredOn, doubt }: OtherDose): string | undefined {
  if (doubt !== undefined && GIVEN.has(status)) return doubt.replace(/\.$/, '')
  if (!administeredOn.known) return 'its day is not known'
  return GIVEN.has(status) ? undefined : `its status ${status} does not say that it was given`
}

/** Whether another dose is of the molecule of a product; of one that may be, why that is not certain. */
function moleculeOf(
  { drug }: OtherDose,
  product: Product,
  codebook: Codebook,
): 'another' | { readonly product?: Product; readonly perhaps?: string } {
  if (!drug.known) return { perhaps: 'its drug is not known' }
  const recognised = codebook.recognise(drug.value)
  if ('product' in recognised) {
    if (recognised.product.family === product.family) return { product: recognised.product }
    const isOpen = recognised.product.isMoleculeUnknown || product.isMoleculeUnknown
    return isOpen ? { perhaps: 'no source names the molecule of both' } : 'another'
  }
  if (mayBeAnyDrug(drug.value, codebook))
    return { perhaps: 'only a code names its drug, which no code book here holds' }
  if (product.listedUnder) return mayBeListed(drug.value, product, codebook)
  if (!codebook.couldMean(drug.value).some(({ family }) => family === product.family)) return 'another'
  if (recognised.noProduct === 'contradictory') return { perhaps: 'its drug is charted as two' }
  const isOnlyACode = recognised.noProduct === 'not named'
  return { perhaps: isOnlyACode ? 'only a code says which drug it was' : 'its drug is not certain' }
}
