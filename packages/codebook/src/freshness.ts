import { type CalendarDate, daysBetween } from '@doseline/dose'
import { CALLED } from './releases/cite.ts'
import { RELEASE_KINDS, type ReleaseHead } from './releases/release-file.ts'
import type { Releases } from './releases/releases.ts'

/**
 * How a data set speaks for a day of service.
 *
 * - `in force`: it speaks for the day.
 * - `stale`: the last one that had begun ended before it, so many days.
 * - `too late`: what is loaded begins after it.
 * - `not loaded`: there is none, which is no fault where a clinic does not use it.
 */
export type Freshness = { readonly set: string } & (
  | { readonly state: 'in force'; readonly edition: string; readonly through?: CalendarDate }
  | { readonly state: 'stale'; readonly edition: string; readonly ended: CalendarDate; readonly daysLater: number }
  | { readonly state: 'too late' | 'not loaded' }
)

/** How each data set speaks for a day of service, by what it is called. */
export const freshnessOn = (
  day: CalendarDate,
  releases: Pick<Releases, 'heads' | 'effectiveOn'>,
): readonly Freshness[] =>
  RELEASE_KINDS.map((kind) => {
    const head = releases.effectiveOn(kind, day)
    if (head) return { set: CALLED[kind], ...stateOf(head, day) }
    const isLoaded = releases.heads.some((each) => each.kind === kind)
    return { set: CALLED[kind], state: isLoaded ? 'too late' : 'not loaded' }
  })

function stateOf({ id, rows, through }: ReleaseHead, day: CalendarDate) {
  const edition = `${id}, ${rows} rows`
  if (through === undefined) return { state: 'in force', edition } as const
  if (through >= day) return { state: 'in force', edition, through } as const
  return { state: 'stale', edition, ended: through, daysLater: daysBetween(through, day) } as const
}
