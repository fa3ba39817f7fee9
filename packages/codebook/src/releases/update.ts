import type { Bulletin, Difference } from '../import/bulletin.ts'
import { compare } from '../import/compare.ts'
import { unreadTexts } from '../import/units-entered.ts'
import type { BookData } from '../schema.ts'
import { agreementOf } from './agreement.ts'
import { asRelease, COLUMNS, type Given } from './as-release.ts'
import {
  firstId,
  linesIn,
  nextRevision,
  type Release,
  type ReleaseHead,
  type ReleaseKind,
  readRelease,
  SORTED_KINDS,
} from './release-file.ts'
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
    /** Why it is not taken in before a person says why: another file of the same days is loaded. */
    readonly refused?: string
    /** It has far fewer rows than the release before it, or its columns look swapped: a sentence that says so. */
    readonly looksDamaged?: string
    /** Dosage texts that the grammar does not read, with code and line: no dose of them is worked out. */
    readonly unread?: readonly string[]
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
  const ofId = (id: string) => releases.heads.filter((each) => firstId(each) === id)
  const named = (id: string): string => {
    const [others, last] = [ofId(id), ofId(id).at(-1)]
    const same = others.find(({ digest }) => digest === given.digest)
    return same?.id ?? (last ? nextRevision(last) : id)
  }
  const made = asRelease(bulletin, { ...given, named })
  const { head } = made
  const isLoaded = releases.heads.some(({ id }) => id === head.id)
  const replaced = isLoaded ? undefined : ofId(firstId(head)).at(-1)
  const differences = compare(bulletin, data, head.from)
  const before = replaced ?? releases.heads.filter(({ kind, from }) => kind === head.kind && from < head.from).at(-1)
  const looksDamaged = cutShort(head, before) ?? turned(bulletin)
  const unread = 'records' in bulletin && 'span' in bulletin ? unreadTexts(bulletin.records) : []
  const since = before && changes(before, made.bytes, releases)
  const refused =
    replaced && given.accepted === undefined
      ? `${replaced.id} is loaded already for these days, from another file (${replaced.file}). Where this one is to be used in its place, say why with --accept: it is kept as ${head.id}, beside the first.`
      : undefined
  return {
    kind: bulletin.kind,
    differences,
    release: {
      ...made,
      isLoaded,
      ...(since && { since }),
      ...(refused !== undefined && { refused }),
      ...(looksDamaged !== undefined && { looksDamaged }),
      ...(unread.length > 0 && { unread }),
    },
  }
}

const cutShort = ({ rows }: ReleaseHead, before: ReleaseHead | undefined): string | undefined =>
  before && rows * 5 < before.rows * 4
    ? `it has ${rows} rows, and ${before.id} has ${before.rows}: it looks cut short.`
    : undefined

/** Of a real crosswalk one row in a hundred contradicts itself; where one in twenty does, its columns are not what its header says. */
function turned(bulletin: Bulletin): string | undefined {
  if (bulletin.kind !== 'NDC–HCPCS crosswalk') return undefined
  const { records } = bulletin
  const against = records.filter((row) => agreementOf(row, NO_PLACEHOLDERS).kind === 'contradicts').length
  return against >= FEWEST && against * 20 > records.length
    ? `in ${against} of ${records.length} rows PKG QTY × BILLUNITS is not BILLUNITSPKG: its columns look swapped.`
    : undefined
}

const NO_PLACEHOLDERS: ReadonlySet<string> = new Set()
/** Fewer rows than these show no pattern. */
const FEWEST = 5

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
