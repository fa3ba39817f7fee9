import type { CalendarDate } from '@doseline/dose'
import type { Published } from './edition.ts'
import { silent } from './look-up.ts'
import { sourceIn } from './releases/cite.ts'
import type { Marketed } from './releases/marketed.ts'
import type { Releases } from './releases/releases.ts'
import type { Marketing, NdcDirectory } from './values.ts'

/** The NDC directory that says whether an NDC was marketed that day: the latest, since each says starts and ends of all days. */
export function ndcDirectory(day: CalendarDate, releases: Releases): Published<NdcDirectory> {
  const release = releases.heads.filter(({ kind }) => kind === 'ndc-directory').at(-1)
  if (!release) return silent('No NDC directory of FDA is loaded.')
  return {
    known: true,
    value: {
      day: release.from,
      of: (ndc) =>
        marketingOn(
          day,
          releases.marketing(ndc).map(({ value }) => value),
        ),
    },
    source: sourceIn(release, `${release.rows} packages`),
  }
}

/** What the rows of an NDC say of a day; a package that was listed again has a row for each time. */
export function marketingOn(day: CalendarDate, rows: readonly Marketed[]): Marketing | undefined {
  if (rows.length === 0) return undefined
  const listed = rows.filter(({ excluded }) => excluded === undefined)
  const [leftOut] = rows
  if (listed.length === 0) return { kind: 'left out', flag: leftOut?.excluded ?? '' }
  const had = listed.filter(({ start }) => start !== undefined && start <= day)
  if (had.some(({ end }) => end === undefined || day <= end)) return { kind: 'marketed' }
  const lastEnd = had
    .flatMap(({ end }) => end ?? [])
    .toSorted()
    .at(-1)
  if (lastEnd !== undefined) return { kind: 'ended', on: lastEnd }
  const firstStart = listed.flatMap(({ start }) => start ?? []).toSorted()[0]
  return firstStart === undefined ? undefined : { kind: 'not begun', on: firstStart }
}
