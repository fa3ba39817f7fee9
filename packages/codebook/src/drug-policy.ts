import { type DatedEntry, effectiveOn } from './dated.ts'
import type { PayerInfo } from './edition.ts'
import type { On } from './look-up.ts'
import type { BookData } from './schema.ts'
import type { Indication, Product } from './values.ts'

type Payer = BookData['payers'][string]
/** What a payer says of one drug. */
export type DrugPolicy = Payer['drugs'][string]

/** What a payer asks; of one that no code book describes nothing that was read. */
export function policiesOf(payer: PayerInfo | undefined, data: Pick<BookData, 'payers'>): Payer | undefined {
  if (!payer) return undefined
  return payer.isOutside ? { ...NOTHING_READ, label: payer.label } : data.payers[payer.id]
}

const NOTHING_READ: Omit<Payer, 'label'> = {
  recognisedBy: { kinds: [], names: [], plans: 'any', beside: [], branches: [], identifiers: [] },
  discard: [],
  modifier340B: [],
  timelyFiling: [],
  paymentWindow: [],
  drugs: {},
}

/** What a payer says of a product: by its group; of one that CMS's crosswalk alone names by its code. */
export function drugPolicy(
  payer: Payer | undefined,
  { group, listedUnder }: Product,
  code: string | undefined,
): DrugPolicy | undefined {
  return payer?.drugs[group] ?? (listedUnder && code !== undefined ? payer?.drugs[code] : undefined)
}

/** What a payer says itself, from the first day it says it; before that, and where it says nothing, what the label says. */
export const ownOrLabelled = <Entry extends DatedEntry>(
  own: readonly Entry[] | undefined,
  labeled: readonly Entry[] | undefined,
  { day, firstDay }: On,
): readonly Entry[] => (own && effectiveOn(own, day, firstDay) ? own : (labeled ?? []))

/** The indications with these ids as they stand that day, the payer's own before those of the label. */
export function indicationsNamed(
  ids: readonly string[],
  { group }: Product,
  drug: DrugPolicy | undefined,
  { data, day, firstDay }: On,
): readonly Indication[] {
  const lists = [drug?.indications, data.groups[group]?.indications].map(
    (entries) => effectiveOn(entries ?? [], day, firstDay)?.entry.list ?? [],
  )
  return ids.flatMap((id) => lists.flatMap((list) => list.find((each) => each.id === id) ?? []).slice(0, 1))
}
