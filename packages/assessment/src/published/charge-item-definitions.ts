import type { BookData } from '@doseline/codebook'
import { amountText, exactly, exactText } from '@doseline/dose'
import type { ChargeItemDefinition, ChargeItemDefinitionPropertyGroup } from 'fhir/r4'
import { about } from './canonical.ts'

const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const CMS_BOOK = 'cms'

/** One for each code that bills something under the CMS book: its products, its unit, its limits, its sources. */
export function chargeItemDefinitions(data: BookData): ChargeItemDefinition[] {
  const bills = Object.entries(data.books[CMS_BOOK]?.bills ?? {})
  return Object.entries(data.codes).flatMap(([code, { descriptor, unit, mue, paymentLimit, source }]) => {
    const billed = bills.filter(([, entries]) => entries.some((entry) => entry.code === code))
    if (!unit || billed.length === 0) return []
    const brands = billed.map(([id]) => data.products[id]?.brand ?? id)
    const starts = billed.flatMap(([, entries]) => entries.flatMap(({ from }) => from ?? [])).toSorted()
    const address = data.sources[source]?.address
    const described = about('ChargeItemDefinition', code, descriptor)
    const { name: _, ...own } = described
    return [
      {
        resourceType: 'ChargeItemDefinition',
        ...own,
        description: `Bills ${brands.join(', ')}. One unit is ${exactText(unit.amount)} ${unit.of}; units are rounded up once a day.`,
        code: { coding: [{ system: HCPCS, code }], text: descriptor },
        ...(starts[0] && { effectivePeriod: { start: starts[0] } }),
        ...(address && { derivedFromUri: [address.replaceAll('"', '%22')] }),
        applicability: [
          { description: `Given: ${brands.join(', ')}.` },
          ...mue.slice(-1).map(({ units, mai }) => ({
            description: `At most ${amountText(exactly(units), 'unit')} a day (MUE, MAI ${mai}).`,
          })),
        ],
        ...(paymentLimit.length > 0 && { propertyGroup: paymentLimit.map(priceOf) }),
      },
    ]
  })
}

function priceOf({
  perUnit,
  from,
  through,
}: BookData['codes'][string]['paymentLimit'][number]): ChargeItemDefinitionPropertyGroup {
  return {
    applicability: [
      { description: `Medicare Part B payment limit of a unit, ${from ?? 'day not known'} to ${through ?? 'open'}.` },
    ],
    priceComponent: [{ type: 'base', amount: { value: Number(exactText(perUnit)), currency: 'USD' } }],
  }
}
