import { addendumB } from './addendum-b.ts'
import type { Bulletin } from './bulletin.ts'
import { ImportProblem } from './bulletin.ts'
import { crosswalk } from './crosswalk.ts'
import { hcpcsCsv } from './hcpcs-csv.ts'
import { hcpcsFixedWidth } from './hcpcs-fixed-width.ts'
import { icd10cmList } from './icd10cm-list.ts'
import { icd10cmOutline } from './icd10cm-outline.ts'
import { mueTable } from './mue-table.ts'
import { paymentLimits } from './payment-limits.ts'
import { RXNSAT_ROW } from './rxnorm-ndcs.ts'

/** Kinds that are small enough to be read at once. */
type Whole = (text: string, name: string) => Bulletin
/** Kinds that are read line by line; `ptp` and the directory come in several files. */
type InLines = 'icd order' | 'ptp' | 'ndc products' | 'ndc packages' | 'rxnorm'

/** What each kind of file shows of itself near its beginning, most telling first. */
const KINDS: readonly { readonly shows: RegExp; readonly read: Whole | InLines }[] = [
  { shows: /^HCPC,SEQNUM,RECID,/m, read: hcpcsCsv },
  { shows: /_\d{4}_CODE,|\bNDC ?[-–] ?HCPCS Crosswalk\b/, read: crosswalk },
  { shows: /^"?Payment Allowance Limits|^HCPCS Code,[^\n]{0,200}Payment Limit/m, read: paymentLimits },
  { shows: /MUE Values/, read: mueTable },
  { shows: /^Column ?1\/Column ?2 Edits|^Column 1\tColumn 2\t/m, read: 'ptp' },
  { shows: /\bPRODUCTTYPENAME\b/, read: 'ndc products' },
  { shows: /\bNDCPACKAGECODE\b/, read: 'ndc packages' },
  { shows: /\bAddendum B\b|^HCPCS Code,[^\n]{0,100}\bSI\b/m, read: addendumB },
  { shows: /^\d{5} [A-Z][0-9A-Z]{2,6} {1,5}[01] /, read: 'icd order' },
  { shows: RXNSAT_ROW, read: 'rxnorm' },
  { shows: /^(?: {3}[A-Z0-9]{2}|[A-Z0-9]{5})\d{5}[3478]/, read: hcpcsFixedWidth },
  { shows: /^1\r?\n[A-Z]\d\d-[A-Z]\d\d\r?\n/, read: icd10cmOutline },
  { shows: /^[A-Z]\d[0-9A-Z]{1,5}\s+\S/, read: icd10cmList },
]

/** So much of a file tells its kind. */
export const ENOUGH_TO_TELL = 6_000

/**
 * How a file is read, by what stands near its beginning and not by its name. Throws {@link ImportProblem} where it is of no kind.
 */
export function readerFor(beginning: string): Whole | InLines {
  const kind = KINDS.find(({ shows }) => shows.test(beginning))
  if (kind) return kind.read
  throw new ImportProblem(
    1,
    1,
    'a HCPCS release (fixed width or CSV), NDC–HCPCS crosswalk, Part B payment limits, MUE table, OPPS Addendum B (CSV), NCCI PTP edits (text), FDA NDC directory (product.txt and package.txt), ICD-10-CM order file, ICD-10-CM code list or RXNSAT.RRF of RxNorm',
    beginning.split('\n')[0] ?? '',
  )
}

/**
 * Reads a file of a kind that is read at once. `bytes` are ISO-8859-1, as CMS publishes them, or UTF-8, as a program saves them again.
 * Throws {@link ImportProblem} with line, column and what was expected.
 */
export function readBulletin(bytes: Uint8Array, name = ''): Bulletin {
  const text = textOf(bytes)
  const read = readerFor(text.slice(0, ENOUGH_TO_TELL))
  if (typeof read === 'function') return read(text, name)
  throw new TypeError(`${name} is of a kind that is read line by line.`)
}

/** Text of ISO-8859-1 that has a byte above 127 is as good as never UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}
