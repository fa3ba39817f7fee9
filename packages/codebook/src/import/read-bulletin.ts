import type { Bulletin } from './bulletin.ts'
import { ImportProblem } from './bulletin.ts'
import { crosswalk } from './crosswalk.ts'
import { hcpcsCsv } from './hcpcs-csv.ts'
import { hcpcsFixedWidth } from './hcpcs-fixed-width.ts'
import { icd10cmList } from './icd10cm-list.ts'
import { mueTable } from './mue-table.ts'
import { paymentLimits } from './payment-limits.ts'

/** What each kind of file shows of itself near its beginning, most telling first. */
const KINDS: readonly { readonly shows: RegExp; readonly read: (text: string) => Bulletin }[] = [
  { shows: /^HCPC,SEQNUM,RECID,/m, read: hcpcsCsv },
  { shows: /_\d{4}_CODE,Short Description,LABELER NAME,NDC2,/, read: crosswalk },
  { shows: /^HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,/m, read: paymentLimits },
  { shows: /MUE Values/, read: mueTable },
  { shows: /^(?: {3}[A-Z0-9]{2}|[A-Z0-9]{5})\d{5}[3478]/, read: hcpcsFixedWidth },
  { shows: /^[A-Z]\d[0-9A-Z]{1,5}\s+\S/, read: icd10cmList },
]

const ENOUGH_TO_TELL = 6_000

/**
 * Reads a file of CMS, recognised by what stands in it and not by its name. `bytes` are ISO-8859-1, which every one of
 * these files is or is a part of. Throws {@link ImportProblem} with line, column and what was expected.
 */
export function readBulletin(bytes: Uint8Array): Bulletin {
  const text = new TextDecoder('latin1').decode(bytes).replace(/^ï»¿/, '')
  const start = text.slice(0, ENOUGH_TO_TELL)
  const kind = KINDS.find(({ shows }) => shows.test(start))
  if (kind) return kind.read(text)
  throw new ImportProblem(
    1,
    1,
    'a HCPCS release (fixed width or CSV), NDC–HCPCS crosswalk, Part B payment limits, MUE table or ICD-10-CM code list',
    start.split('\n')[0] ?? '',
  )
}
