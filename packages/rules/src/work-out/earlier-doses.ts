import type { Codebook, Product } from '@doseline/codebook'
import { type ChartedDose, type DrugNames, type Fact, known, missing, type OtherDose } from '@doseline/dose'
import type { EarlierDose, GivenProduct, PreviousDose } from '../dose-facts.ts'

const WAS_GIVEN = new Set(['completed', 'stopped'])

/**
 * The doses before this day of a product that shares this one's labelled interval, the last one last. One that is named
 * in words which fit such a product among others may have been it: passed over, this dose would count as the first.
 */
export function earlierDoses(
  charted: ChartedDose,
  product: Fact<GivenProduct>,
  codebook: Codebook,
): Fact<readonly EarlierDose[]> {
  const { otherDoses, givenOn } = charted
  if (!product.known) return product
  if (!otherDoses.known) return otherDoses
  if (!givenOn.known) return givenOn
  const { group, brand } = product.value.product
  const earlier: EarlierDose[] = []
  for (const other of otherDoses.value) {
    const kind = WAS_GIVEN.has(other.status) ? kindOf(other, group, codebook) : 'another'
    if (kind === 'another') continue
    if (!other.givenOn.known) {
      const is = kind === 'same' ? 'is' : 'may be'
      return missing(
        'unreadable',
        `${other.administration} ${is} another dose of ${brand}, and its day is not known: ${other.givenOn.says}`,
        ...other.givenOn.places,
      )
    }
    if (other.givenOn.value >= givenOn.value) continue
    const perhaps = kind === 'same' ? {} : { perhaps: kind.perhaps }
    earlier.push({ administration: other.administration, givenOn: other.givenOn.value, ...perhaps })
  }
  const inOrder = earlier.toSorted(byDay)
  return known(inOrder, ...inOrder.map(placeOf))
}

/** Of two on one day the one that is certain comes last: it settles what the other may have been. */
const byDay = (a: EarlierDose, b: EarlierDose): number =>
  a.givenOn < b.givenOn ? -1 : a.givenOn > b.givenOn ? 1 : Number(!a.perhaps) - Number(!b.perhaps)

const placeOf = ({ administration, givenOn }: EarlierDose) => ({
  resource: administration,
  element: 'effective',
  shows: givenOn,
})

/** The last of them; `undefined` where the chart shows none. */
export function previousDose(earlier: Fact<readonly EarlierDose[]>): Fact<PreviousDose> {
  if (!earlier.known) return earlier
  const previous = earlier.value.at(-1)
  return known(previous, ...(previous ? [placeOf(previous)] : []))
}

/** Whether another dose was of this kind; of one that fits several products, why that is not certain. */
function kindOf({ drug }: OtherDose, group: string, codebook: Codebook): 'same' | 'another' | { perhaps: string } {
  if (!drug.known) return 'another'
  const recognised = codebook.recognise(drug.value)
  if ('product' in recognised) return recognised.product.group === group ? 'same' : 'another'
  if (recognised.noProduct !== 'several products') return 'another'
  const fits = codebook.products().some((product) => product.group === group && couldBe(drug.value, product, codebook))
  return fits ? { perhaps: recognised.says } : 'another'
}

/** Whether the drug's names and the product's own NDC do not contradict each other. */
function couldBe(drug: DrugNames, product: Product, codebook: Codebook): boolean {
  const place = { resource: 'code book', element: product.id }
  const recognised = codebook.recognise({ ...drug, ndc: product.ndcs.slice(0, 1).map((name) => ({ name, place })) })
  return 'product' in recognised && recognised.product.id === product.id
}
