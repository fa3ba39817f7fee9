import { day } from '@doseline/dose'
import type { Bulletin } from '../../import/bulletin.ts'
import { asRelease, type Given } from '../as-release.ts'
import { openReleases, type Releases } from '../releases.ts'

/** Releases of these files alone, as they are once they were taken in; nothing is written. */
export function releasesOf(...bulletins: (readonly [bulletin: Bulletin, given?: Partial<Given>])[]): Releases {
  const files = new Map(
    bulletins.map(([bulletin, given]) => {
      const { head, bytes } = asRelease(bulletin, { ...GIVEN, ...given })
      return [`${head.id}.tsv`, bytes]
    }),
  )
  const beginnings = new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8', 0, 2_000)]))
  const bytes = (name: string): Buffer => files.get(name) ?? Buffer.alloc(0)
  return openReleases({ beginnings, bytes, pieces: (name) => [bytes(name)] }, new Set())
}

const GIVEN: Given = { file: 'file.txt', digest: '0'.repeat(64), read: day('2026-02-01') }
