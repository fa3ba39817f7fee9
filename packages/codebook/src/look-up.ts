import type { CalendarDate } from '@doseline/dose'
import { type DatedEntry, effectiveOn } from './dated.ts'
import type { Published } from './edition.ts'
import type { BookData } from './schema.ts'
import { sourceOf } from './source.ts'

/** The data, on a day. */
export interface On {
  readonly data: BookData
  readonly day: CalendarDate
  readonly firstDay: CalendarDate
}

/** The value in force that day with its source, or why there is none. */
export function lookUp<Entry extends DatedEntry, Value>(
  { data, day, firstDay }: On,
  entries: readonly Entry[],
  how: { value: (entry: Entry) => Value; shows: (entry: Entry) => string; without: string },
): Published<Value> {
  const found = effectiveOn(entries, day, firstDay)
  if (!found) return unknown(how.without)
  const { entry, confidence, beside } = found
  const value = beside ? `${how.shows(entry)} (${beside})` : how.shows(entry)
  return {
    known: true,
    value: how.value(entry),
    source: sourceOf(data, { source: entry.source, from: entry.from, confidence, value }),
    ...(entry.through !== undefined && entry.through < day && { ended: entry.through }),
  }
}

/** A value that is not known, and why. */
export type Unknown = Extract<Published<never>, { known: false }>
export const unknown = (says: string): Unknown => ({ known: false, says })

export const NO_PRODUCT: Unknown = {
  ...unknown('Without the product, what is published about it cannot be looked up.'),
  without: 'product',
}
export const NO_DAY: Unknown = {
  ...unknown('Without the day of service, what was in force cannot be looked up.'),
  without: 'day',
}
export const NO_PAYER: Unknown = {
  ...unknown('Without the payer, what it asks for cannot be looked up.'),
  without: 'payer',
}

/** Nothing to ask: the sources that were read do not speak of it. */
export const silent = (says: string): Unknown => ({ known: false, says, silent: true })
