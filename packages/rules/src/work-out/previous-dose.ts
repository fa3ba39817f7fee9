import type { Codebook } from '@doseline/codebook'
import { type ChartedDose, type Fact, known, missing } from '@doseline/dose'
import type { GivenProduct, PreviousDose } from '../dose-facts.ts'

const WAS_GIVEN = new Set(['completed', 'stopped'])

/** The last dose before this day of a product that shares this one's labelled interval. */
export function previousDose(
  charted: ChartedDose,
  product: Fact<GivenProduct>,
  codebook: Codebook,
): Fact<PreviousDose> {
  const { otherDoses, givenOn } = charted
  if (!product.known) return product
  if (!otherDoses.known) return otherDoses
  if (!givenOn.known) return givenOn
  let previous: PreviousDose
  for (const other of otherDoses.value) {
    if (!WAS_GIVEN.has(other.status) || !other.drug.known) continue
    const recognised = codebook.recognise(other.drug.value)
    if (!('product' in recognised) || recognised.product.group !== product.value.product.group) continue
    if (!other.givenOn.known) {
      return missing(
        'unreadable',
        `${other.administration} is another dose of ${product.value.product.brand}, and its day is not known: ${other.givenOn.says}`,
        ...other.givenOn.places,
      )
    }
    const earlier = other.givenOn.value
    if (earlier < givenOn.value && earlier > (previous?.givenOn ?? '')) {
      previous = { administration: other.administration, givenOn: earlier }
    }
  }
  const place = previous && { resource: previous.administration, element: 'effective', shows: previous.givenOn }
  return known(previous, ...(place ? [place] : []))
}
