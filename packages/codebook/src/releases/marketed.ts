import type { CalendarDate } from '@doseline/dose'
import type { SortedRows } from './sorted-rows.ts'

/** What the NDC directory says of a package, or of one that stands inside it. */
export interface Marketed {
  readonly ndc: string
  /** The later start of product and package. */
  readonly start?: CalendarDate
  /** The earlier end of product and package. */
  readonly end?: CalendarDate
  /** Why the directory leaves it out: the flag where it is not `N`. */
  readonly excluded?: string
  readonly isSample: boolean
  /** The NDC of the package that it stands in. */
  readonly within?: string
  /** What holds the drug, in the directory's words: `VIAL, SINGLE-DOSE`. */
  readonly container?: string
  /** Whether a container is for one dose, as far as those words say it. */
  readonly singleDose?: boolean
  readonly form: string
  readonly route: string
  readonly category: string
  /** Of what is injected: its brand and its nonproprietary name. */
  readonly brand?: string
  readonly generic?: string
  /** Of a drug of one ingredient, in the directory's words: `25 mg/mL`. */
  readonly strength?: string
  /** What the container holds: `20 mL`. */
  readonly held?: string
  readonly line: number
}

/** Every row of an NDC: a package that was listed again has one for each time. */
export const marketedIn = (rows: SortedRows, ndc: string): readonly Marketed[] =>
  rows.of(ndc).flatMap((row) => {
    const [, within = ''] = row
    if (within === '') return [marketedOf(row)]
    const outer = rows.of(within).find((each) => each[1] === '' && each.at(-1) === row.at(-1))
    return outer ? [{ ...marketedOf(outer), ndc, within }] : []
  })

/** A row of the directory, of its cells. */
export function marketedOf([
  ndc = '',
  ,
  start = '',
  end = '',
  excluded = '',
  sample = '',
  ...rest
]: readonly string[]): Marketed {
  const [container = '', productStart = '', productEnd = '', form = '', route = '', category = '', ...named] = rest
  const [brand = '', generic = '', strength = '', held = '', line = ''] = named
  const starts = [start, productStart].filter(Boolean).toSorted()
  const ends = [end, productEnd].filter(Boolean).toSorted()
  const singleDose = isSingleDose(container)
  return {
    ndc,
    ...(starts.length > 0 && { start: starts.at(-1) as CalendarDate }),
    ...(ends.length > 0 && { end: ends[0] as CalendarDate }),
    ...(excluded !== '' && excluded !== 'N' && { excluded }),
    isSample: sample === 'Y',
    ...(container !== '' && { container }),
    ...(singleDose !== undefined && { singleDose }),
    form,
    route,
    category,
    ...(brand !== '' && { brand }),
    ...(generic !== '' && { generic }),
    ...(strength !== '' && { strength }),
    ...(held !== '' && { held }),
    line: Number(line),
  }
}

/** The vocabulary of containers says it of some: a `VIAL` alone can be either. */
function isSingleDose(container: string): boolean | undefined {
  if (/SINGLE-(?:DOSE|USE)/.test(container)) return true
  return /MULTI-DOSE|PHARMACY BULK/.test(container) ? false : undefined
}
