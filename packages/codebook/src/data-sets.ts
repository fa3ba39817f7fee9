import type { DataSet } from './edition.ts'
import type { Releases } from './releases/releases.ts'
import type { BookData } from './schema.ts'

/**
 * What is loaded, set by set: from which document most of its values are, the day that document was last read, and how many
 * values there are; of a release of CMS its last day, and how many rows it has. A set that a hospital loads for itself, such
 * as the diagnosis codes, is there with none.
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
      set: `cms-${kind}`,
      edition: id,
      day: through ?? from,
      values: rows,
    })),
    diagnosisCodes(data),
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

/** ICD-10-CM of a fiscal year begins on the first of October before it. */
function diagnosisCodes({ icd10cm }: BookData): DataSet {
  const latest = Object.keys(icd10cm).toSorted().at(-1)
  const values = Object.values(icd10cm).reduce((sum, codes) => sum + codes.size, 0)
  if (latest === undefined) return { set: 'icd-10-cm', values }
  return { set: 'icd-10-cm', edition: `fiscal year ${latest}`, day: `${Number(latest) - 1}-10-01`, values }
}
