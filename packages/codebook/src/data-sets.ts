import type { DataSet } from './edition.ts'
import { RELEASE_KINDS, type ReleaseKind } from './releases/release-file.ts'
import type { Releases } from './releases/releases.ts'
import type { BookData } from './schema.ts'

/**
 * What is loaded, set by set: from which document most of its values are, the day that document was last read, and how many
 * values there are; of a release its last day, and how many rows it has. A kind of release that is not loaded, such as the
 * diagnosis codes, is there with none.
 */
export function dataSetsOf(data: BookData, { heads }: Pick<Releases, 'heads'>): readonly DataSet[] {
  const codes = Object.values(data.codes)
  const sets: Readonly<Record<string, unknown>> = {
    codes: data.books,
    mue: codes.map(({ mue }) => mue),
    'payment-limits': codes.map(({ paymentLimit }) => paymentLimit),
    'payment-status': codes.map(({ opps }) => opps),
    products: data.products,
    drugs: data.groups,
    payers: data.payers,
    modifiers: data.modifiers,
    settings: data.settings,
    denials: data.denials,
  }
  return [
    ...Object.entries(sets).map(([set, values]) => dataSet(set, values, data)),
    ...heads.map(({ kind, id, through, from, rows }) => ({
      set: setOf(kind),
      edition: id,
      day: through ?? from,
      values: rows,
    })),
    ...RELEASE_KINDS.filter((kind) => !heads.some((head) => head.kind === kind)).map((kind) => ({
      set: setOf(kind),
      values: 0,
    })),
  ]
}

function dataSet(set: string, values: unknown, { sources }: BookData): DataSet {
  const cited = sourcesIn(values)
  const times = Map.groupBy(cited, (source) => source)
  const [most] = [...times.keys()].toSorted(
    (a, b) => (times.get(b)?.length ?? 0) - (times.get(a)?.length ?? 0) || (a < b ? -1 : 1),
  )
  const day = most === undefined ? undefined : sources[most]?.read
  return { set, ...(most !== undefined && { edition: most }), ...(day && { day }), values: cited.length }
}

/** The source of every value, however deep it lies. */
function sourcesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sourcesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'source' && typeof inner === 'string' ? [inner] : sourcesIn(inner),
  )
}

/** The set that the releases of a kind are; most are of CMS. */
const setOf = (kind: ReleaseKind): string => NAMED[kind] ?? `cms-${kind}`

const NAMED: Partial<Record<ReleaseKind, string>> = {
  'icd-10-cm': 'icd-10-cm',
  'ndc-directory': 'fda-ndc-directory',
  'rxnorm-ndc': 'nlm-rxnorm-ndc',
}
