import { exactText } from '@doseline/dose'
import type { Published } from './edition.ts'
import { lookUp, type On, silent } from './look-up.ts'
import type { PublishedValues } from './published-values.ts'
import type { LabelledDose, Product } from './values.ts'

type Labeled = {
  readonly [K in 'route' | 'labelledDose' | 'warnings' | 'contractorPriced']: Published<PublishedValues[K]>
}

/** What the label says of a product, and whether its price is published. */
export function labeled(
  product: Product,
  { code, silentOnCodes }: { readonly code: string | undefined; readonly silentOnCodes: string | undefined },
  on: On,
): Labeled {
  const { brand } = product
  const group = on.data.groups[product.group]
  return {
    route: lookUp(on, group?.route ?? [], {
      value: ({ value }) => value,
      shows: ({ value }) => value,
      without: `The code book does not say by which route ${brand} is given.`,
    }),
    labelledDose: lookUp(on, group?.labelledDose ?? [], {
      value: (entry): LabelledDose =>
        'mg' in entry ? { mg: entry.mg } : { mgPerKg: entry.mgPerKg, within: entry.within },
      shows: (entry) => ('mg' in entry ? `${exactText(entry.mg)} mg` : `${exactText(entry.mgPerKg)} mg/kg`),
      without: `The code book does not say which dose of ${brand} is labeled.`,
    }),
    warnings: group?.warnings.length
      ? lookUp(on, group.warnings, {
          value: ({ list }) => list,
          shows: ({ list }) => list.map(({ label }) => label).join('; '),
          without: `No source says what the label of ${brand} warned of.`,
        })
      : silent(`The code book holds no warning on the label of ${brand} that a result could show.`),
    contractorPriced: silentOnCodes === undefined ? contractorPriced(code, on) : silent(silentOnCodes),
  }
}

function contractorPriced(code: string | undefined, on: On): Published<true> {
  const entries = code === undefined ? [] : (on.data.codes[code]?.contractorPriced ?? [])
  const says = `No source says that the contractor sets the price of ${code ?? 'this drug'}.`
  if (entries.length === 0) return silent(says)
  return lookUp(on, entries, { value: () => true, shows: () => 'no published payment limit', without: says })
}
