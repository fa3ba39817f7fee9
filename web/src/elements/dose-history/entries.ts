import type { HistoryEvent } from '@doseline/contract'

/**
 * What a person reads of a history: each write-back once, by what became of it, with everything that was said of it on
 * the way.
 */
export function entriesOf(events: readonly HistoryEvent[]): HistoryEvent[] {
  const entries: HistoryEvent[] = []
  const places = new Map<string, number>()
  for (const event of events) {
    const at = event.writeBack === undefined ? undefined : places.get(event.writeBack)
    const newer = at === undefined ? undefined : entries[at]
    if (at !== undefined && newer) {
      entries[at] = { ...event, ...newer }
      continue
    }
    if (event.writeBack !== undefined) places.set(event.writeBack, entries.length)
    entries.push(event)
  }
  return entries
}
