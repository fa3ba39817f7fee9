import type { Codebook, Edition } from '@doseline/codebook'
import { type ChartedDose, type Fact, known } from '@doseline/dose'
import type { AdministeredProduct, OtherProductDose } from '../dose-facts.ts'
import { dueFrom } from '../interval.ts'
import type { PriorDose } from './prior-doses.ts'

const WAS_GIVEN = new Set(['completed', 'stopped'])

/**
 * Doses of other groups on this day or before it. One whose product or day is not known says nothing here, unless it may
 * have been the same drug in another strength: what tells of those is in `priors`, whatever tells it.
 */
export function otherProducts(
  { otherDoses, administeredOn }: ChartedDose,
  product: Fact<AdministeredProduct>,
  priors: Fact<readonly PriorDose[]>,
  edition: Edition,
  codebook: Codebook,
): Fact<readonly OtherProductDose[]> {
  if (!product.known) return product
  if (!otherDoses.known) return otherDoses
  if (!administeredOn.known) return administeredOn
  const { group } = product.value.product
  const doses = otherDoses.value.flatMap((other): OtherProductDose[] => {
    if (!WAS_GIVEN.has(other.status) || !other.administeredOn.known || !other.drug.known) return []
    if (other.administeredOn.value > administeredOn.value) return []
    const recognised = codebook.recognise(other.drug.value)
    if (!('product' in recognised) || recognised.product.group === group) return []
    const { interval, indications } = edition.values(recognised.product)
    const isOfTheDay = other.administeredOn.value === administeredOn.value
    return [
      {
        administration: other.administration,
        brand: recognised.product.brand,
        group: recognised.product.group,
        administeredOn: other.administeredOn.value,
        nextDue: interval.known ? dueFrom(other.administeredOn.value, interval.value) : undefined,
        ...(isOfTheDay && indications.known && { indications: indications.value }),
      },
    ]
  })
  const told = (priors.known ? priors.value : []).flatMap((prior): OtherProductDose[] => {
    const [first] = prior.products
    const isCounted = prior.how === 'administered' && prior.perhaps === undefined
    if (!first || isCounted || prior.products.some((each) => each.group === group)) return []
    const { interval } = edition.values(first)
    return [
      {
        administration: prior.reference,
        brand: first.brand,
        group: first.group,
        administeredOn: prior.administeredOn,
        nextDue: interval.known ? dueFrom(prior.administeredOn, interval.value) : undefined,
        ...(prior.perhaps !== undefined && { perhaps: prior.perhaps }),
      },
    ]
  })
  const all = [
    ...doses,
    ...told.filter(({ administration }) => !doses.some((each) => each.administration === administration)),
  ]
  return known(
    all,
    ...all.map(({ administration, administeredOn: day }) => ({
      resource: administration,
      element: 'effective',
      shows: day,
    })),
  )
}
