import type { Confidence } from '@doseline/contract'
import type { CalendarDate } from '@doseline/dose'

/** An entry with the day it starts, or the day it was looked up where no source gives a start. */
export interface DatedEntry {
  readonly from?: CalendarDate | undefined
  readonly checkedOn?: CalendarDate | undefined
  readonly through?: CalendarDate | undefined
  readonly source: string
  readonly confidence: Confidence
}

/** The entry in force, how sure it is that day, and what to say beside its value. */
export interface EffectiveEntry<Entry> {
  readonly entry: Entry
  readonly confidence: Confidence
  readonly beside?: string
}

/** The last entry that had started by the day; undefined where none had. Never the nearest one. */
export function effectiveOn<Entry extends DatedEntry>(
  entries: readonly Entry[],
  day: CalendarDate,
  firstDay: CalendarDate,
): EffectiveEntry<Entry> | undefined {
  const entry = entries.findLast(({ from }) => (from ?? firstDay) <= day)
  if (!entry) return undefined
  const { from, through, checkedOn } = entry
  if (from === undefined) {
    return { entry, confidence: 'unconfirmed', beside: `no source gives a start; looked up on ${checkedOn}` }
  }
  if (through !== undefined && through < day) {
    return { entry, confidence: 'unconfirmed', beside: `read in a source that speaks for ${from} to ${through}` }
  }
  return { entry, confidence: entry.confidence }
}
