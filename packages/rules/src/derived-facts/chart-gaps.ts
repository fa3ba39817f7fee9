import type { Codebook, Edition } from '@doseline/codebook'
import { type ChartedDose, type ChartGap, type Fact, mapFact, type OtherDose } from '@doseline/dose'
import type { AdministeredProduct } from '../dose-facts.ts'
import { dueFrom } from '../interval.ts'

interface Around {
  readonly edition: Edition
  readonly codebook: Codebook
  /** The doses that share its line: what is in doubt of those is asked of each of them. */
  readonly ofTheLine: ReadonlySet<string>
}

/**
 * Of what was left out of the chart, or must not be read past, that which can still change the answer: another dose cannot
 * where it surely was another drug, came later, or was so long before that this one is in time whatever became of it.
 */
export function gapsThatBear(
  charted: ChartedDose,
  product: Fact<AdministeredProduct>,
  { edition, codebook, ofTheLine }: Around,
): Fact<readonly ChartGap[]> {
  const others = new Map(
    charted.otherDoses.known ? charted.otherDoses.value.map((other) => [other.administration, other] as const) : [],
  )
  const mayBear = (other: OtherDose | undefined): boolean =>
    other === undefined ||
    !(isAnotherDrugOrLater(other, charted, product, codebook) || isLongPast(other, charted, product, edition))
  return mapFact(charted.gaps, (gaps) => [
    ...gaps.filter((gap) => gap.key === undefined || isOfAnyDrugOrDay(gap) || mayBear(others.get(gap.key))),
    ...[...others.values()]
      .filter((other) => other.doubt !== undefined && !ofTheLine.has(other.administration) && mayBear(other))
      .map(inDoubt),
  ])
}

/** Copies that disagree about the drug or the day: what the one says of them is not what the other does. */
const isOfAnyDrugOrDay = ({ differsIn = [] }: ChartGap): boolean =>
  differsIn.some((element) => OF_DRUG_OR_DAY.test(element))
const OF_DRUG_OR_DAY = /^_?(medication|effective|contained|subject|context|extension)/

/** Another dose of which it cannot be told whether it was given. */
const inDoubt = ({ administration, doubt = '' }: OtherDose): ChartGap => ({
  kind: 'in doubt',
  type: 'MedicationAdministration',
  key: administration,
  says: doubt,
})

function isAnotherDrugOrLater(
  other: OtherDose,
  { administeredOn }: ChartedDose,
  product: Fact<AdministeredProduct>,
  codebook: Codebook,
): boolean {
  if (other.administeredOn.known && administeredOn.known && other.administeredOn.value > administeredOn.value)
    return true
  if (!other.drug.known || !product.known) return false
  const recognised = codebook.recognise(other.drug.value)
  if ('product' in recognised) return recognised.product.group !== product.value.product.group
  return recognised.noProduct === 'not supported'
}

function isLongPast(
  other: OtherDose,
  { administeredOn }: ChartedDose,
  product: Fact<AdministeredProduct>,
  edition: Edition,
): boolean {
  if (!other.administeredOn.known || !administeredOn.known || !product.known) return false
  const { interval } = edition.values(product.value.product)
  return interval.known && dueFrom(other.administeredOn.value, interval.value) <= administeredOn.value
}
