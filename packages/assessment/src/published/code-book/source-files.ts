import type { ReleaseHead, Releases } from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'

/** The two files of CMS that a published code book is made of, as they are effective on one day. */
export interface SourceFiles {
  readonly crosswalk: ReleaseHead
  readonly limits: ReleaseHead
  /** Of the package and of every resource in it: the quarter, and {@link FORMAT}. */
  readonly version: string
}

/** Counts up when what is written of equal files changes, so that a version never means two contents. */
const FORMAT = 0

/**
 * The files that speak for a day. Throws an Error that says which is missing, and how to load it.
 */
export function sourceFiles(releases: Releases, on: CalendarDate): SourceFiles {
  const need = (kind: 'asp-crosswalk' | 'payment-limits', called: string): ReleaseHead => {
    const head = releases.effectiveOn(kind, on)
    if (head) return head
    throw new Error(`No ${called} had begun by ${on}. Load one with “doseline codebook update <file> --write”.`)
  }
  const crosswalk = need('asp-crosswalk', 'NDC–HCPCS crosswalk')
  const limits = need('payment-limits', 'file of Part B payment limits')
  if (crosswalk.from !== limits.from) {
    throw new Error(
      `${crosswalk.id} and ${limits.id} are of two quarters, and one package is of one. Load what is missing with “doseline codebook update <file> --write”.`,
    )
  }
  const [year, month] = crosswalk.from.split('-')
  return { crosswalk, limits, version: `${year}.${Number(month)}.${FORMAT}` }
}

/** The SHA-256 of a file as a name for its content (RFC 6920). */
export const digestName = ({ digest }: Pick<ReleaseHead, 'digest'>): string =>
  `ni:///sha-256;${Buffer.from(digest, 'hex').toString('base64url')}`
