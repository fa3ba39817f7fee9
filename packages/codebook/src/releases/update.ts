import type { Bulletin } from '../import/bulletin.ts'
import { compare, type Difference } from '../import/compare.ts'
import type { BookData } from '../schema.ts'
import { asRelease, type Given, LAYOUTS } from './as-release.ts'
import { type Release, type ReleaseHead, type ReleaseKind, readRelease } from './release-file.ts'
import type { Releases } from './releases.ts'

/** What taking a file in would do: nothing is written by asking. */
export interface Update {
  readonly kind: Bulletin['kind']
  /** What it says about what is written by hand. */
  readonly differences: readonly Difference[]
  /** The release it makes, for a file that is kept whole. */
  readonly release?: {
    readonly head: ReleaseHead
    readonly text: string
    /** Rows beside those of the release before it. */
    readonly since?: Changes
    /** It is loaded already, from the same file. */
    readonly isLoaded: boolean
    /** Why it cannot be taken in. */
    readonly refused?: string
    /** It has far fewer rows than the release before it: a sentence that says so. */
    readonly looksCutShort?: string
  }
}

/** Rows by what became of them since the release before. */
export interface Changes {
  readonly before: ReleaseHead
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly ended: readonly string[]
}

/**
 * What a bulletin would change. Throws a TypeError where neither the file nor `given`
 * says from which day on it applies.
 */
export function planUpdate(
  bulletin: Bulletin,
  given: Given,
  { data, releases }: { data: BookData; releases: Releases },
): Update {
  const differences = compare(bulletin, data)
  const made = asRelease(bulletin, given)
  if (!made) return { kind: bulletin.kind, differences }
  const { head } = made
  const loaded = releases.heads.find(({ id }) => id === head.id)
  const before = releases.heads.filter(({ kind, from }) => kind === head.kind && from < head.from).at(-1)
  const looksCutShort =
    before && head.rows * 2 < before.rows
      ? `it has ${head.rows} rows, and ${before.id} has ${before.rows}: it looks cut short.`
      : undefined
  const since = before && changes(before, releases.rows(before), made.text)
  const isLoaded = loaded?.digest === head.digest
  const refused =
    loaded && !isLoaded
      ? `${head.id} is loaded already, from another file (${loaded.file}): a release is not changed. Where CMS published it again, remove the first.`
      : undefined
  return {
    kind: bulletin.kind,
    differences,
    release: {
      ...made,
      isLoaded,
      ...(since && { since }),
      ...(refused !== undefined && { refused }),
      ...(looksCutShort !== undefined && { looksCutShort }),
    },
  }
}

function changes(before: ReleaseHead, rows: Release['rows'], text: string): Changes {
  const was = keyed(before.kind, rows)
  const is = keyed(before.kind, readRelease(text).rows)
  return {
    before,
    added: [...is.keys()].filter((key) => !was.has(key)),
    changed: [...is].flatMap(([key, row]) => (was.has(key) && was.get(key) !== row ? [key] : [])),
    ended: [...was.keys()].filter((key) => !is.has(key)),
  }
}

/** Rows by what they are about, without the line of the file they stood on. */
function keyed(kind: ReleaseKind, rows: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const columns: readonly string[] = LAYOUTS[kind].columns
  const about = ['code', 'ndc'].map((name) => columns.indexOf(name)).filter((at) => at >= 0)
  const line = columns.indexOf('line')
  return new Map(rows.map((row) => [about.map((at) => row[at]).join(' '), row.toSpliced(line, 1).join('\t')]))
}
