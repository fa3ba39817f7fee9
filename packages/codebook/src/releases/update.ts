import type { Bulletin } from '../import/bulletin.ts'
import { compare, type Difference } from '../import/compare.ts'
import type { BookData } from '../schema.ts'
import { asRelease, COLUMNS, type Given } from './as-release.ts'
import { linesIn, type Release, type ReleaseHead, type ReleaseKind, readRelease, SORTED_KINDS } from './release-file.ts'
import type { Releases } from './releases.ts'

/** What taking a file in would do: nothing is written by asking. */
export interface Update {
  readonly kind: Bulletin['kind']
  /** What it says about what is written by hand. */
  readonly differences: readonly Difference[]
  /** The release it makes. */
  readonly release: {
    readonly head: ReleaseHead
    readonly bytes: Buffer
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
  const made = asRelease(bulletin, given)
  const { head } = made
  const differences = compare(bulletin, data, head.from)
  const loaded = releases.heads.find(({ id }) => id === head.id)
  const before = releases.heads.filter(({ kind, from }) => kind === head.kind && from < head.from).at(-1)
  const looksCutShort =
    before && head.rows * 5 < before.rows * 4
      ? `it has ${head.rows} rows, and ${before.id} has ${before.rows}: it looks cut short.`
      : undefined
  const since = before && changes(before, made.bytes, releases)
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

function changes(before: ReleaseHead, bytes: Buffer, releases: Releases): Changes {
  if (SORTED_KINDS.has(before.kind))
    return changesInOrder(before, linesIn(releases.pieces(before)), linesIn(piecesOf(bytes)))
  const was = keyed(before.kind, releases.rows(before))
  const is = keyed(before.kind, readRelease(bytes.toString('utf8')).rows)
  return {
    before,
    added: [...is.keys()].filter((key) => !was.has(key)),
    changed: [...is].flatMap(([key, row]) => (was.has(key) && was.get(key) !== row ? [key] : [])),
    ended: [...was.keys()].filter((key) => !is.has(key)),
  }
}

/** A release that was just made, as its file is read. */
function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

const PIECE = 65_536

/** Rows by what they are about, without the line of the file they stood on. */
function keyed(kind: ReleaseKind, rows: Release['rows']): ReadonlyMap<string, string> {
  const columns = COLUMNS[kind]
  const about = ['code', 'ndc'].map((name) => columns.indexOf(name)).filter((at) => at >= 0)
  const line = columns.indexOf('line')
  return new Map(rows.map((row) => [about.map((at) => row[at]).join(' '), row.toSpliced(line, 1).join('\t')]))
}

/** The same of releases whose rows are in order: of neither more than a row is in memory. */
function changesInOrder(before: ReleaseHead, was: Iterator<string>, is: Iterator<string>): Changes {
  const [added, changed, ended]: [string[], string[], string[]] = [[], [], []]
  const [old, now] = [grouped(was, before.kind), grouped(is, before.kind)]
  let [one, other] = [old.next().value, now.next().value]
  while (one || other) {
    if (other === undefined || (one && one.key < other.key)) {
      ended.push(one?.key ?? '')
      one = old.next().value
    } else if (one === undefined || other.key < one.key) {
      added.push(other.key)
      other = now.next().value
    } else {
      if (one.rows !== other.rows) changed.push(one.key)
      one = old.next().value
      other = now.next().value
    }
  }
  return { before, added, changed, ended }
}

interface Group {
  readonly key: string
  readonly rows: string
}

/** What a row of a sorted release is about: its first cells. The last says the line that it stood on. */
function* grouped(lines: Iterator<string>, kind: ReleaseKind): Generator<Group, undefined> {
  const cells = kind.startsWith('ptp') ? 2 : 1
  let [key, rows] = ['', '']
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const row = next.value.split('\t')
    const about = row.slice(0, cells).join(' ')
    if (about !== key && key !== '') yield { key, rows }
    rows = `${about === key ? rows : ''}\n${row.slice(0, -1).join('\t')}`
    key = about
  }
  if (key !== '') yield { key, rows }
  return undefined
}
