import { table } from '@doseline/cli/markdown'
import { billingUnit, type ListedDrug, type Releases, unitText } from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'
import { GENERATED_FROM_RELEASES } from './generated.ts'

/** Where the files of CMS disagree with themselves or with each other, value by value, as they are loaded on a day. */
export function knownContradictionsPage(releases: Releases, on: CalendarDate): string {
  const crosswalk = releases.effectiveOn('asp-crosswalk', on)
  const limits = releases.effectiveOn('payment-limits', on)
  const codes = releases.codes(on)
  const rows = codes.flatMap((code) => releases.ofCode(code, on))
  const contradicting = rows.filter(({ units, says }) => !units && says?.includes('given as'))
  const doubted = rows.filter(({ doubts, units }) => doubts.length > 0 && units)
  const placeholders = Map.groupBy(
    rows.filter(({ units, says }) => !units && !says?.includes('given as')),
    ({ row }) => row.code,
  )
  const rounded = rows.filter(({ roundedUp }) => roundedUp)
  const several = [...Map.groupBy(rows, ({ row }) => row.ndc).values()].filter((those) => those.length > 1)
  return [
    GENERATED_FROM_RELEASES,
    '',
    '# Where the files of CMS contradict themselves',
    '',
    `From ${crosswalk?.id} and ${limits?.id}, which speak for ${crosswalk?.from} to ${crosswalk?.through}, read on ${crosswalk?.read}. Nothing here is corrected by`,
    'us: which column is right differs row by row. `doseline codebook drug <NDC>` shows a row with its line in the file.',
    '',
    table(
      ['of the crosswalk', 'rows'],
      [
        ['rows with an NDC', String(rows.length)],
        [
          'containers × units of one are the units of the package',
          String(rows.filter(({ units, roundedUp }) => units && !roundedUp).length),
        ],
        ['the same, once a part of a unit counts as one', String(rounded.length)],
        [
          `the package is given as one unit of potency (${placeholders.size} codes)`,
          String([...placeholders.values()].flat().length),
        ],
        ['the columns contradict each other: no units are read', String(contradicting.length)],
        ['NDCs under two or three codes', String(several.length)],
        ['codes of both files', String(codes.length)],
        ['dosage texts that are not read', String(codes.filter((code) => !releases.unitOf(code, on)).length)],
      ],
    ),
    '',
    '## Columns that cannot all be right',
    '',
    table(
      ['line', 'code', 'NDC', 'drug', 'what the crosswalk says'],
      contradicting.map((each) => [...named(each), each.says ?? '']),
    ),
    '',
    '## Rows that the rest of the file speaks against',
    '',
    'The units of these rows are used as CMS gives them.',
    '',
    table(
      ['line', 'code', 'NDC', 'drug', 'what speaks against it'],
      doubted.map((each) => [...named(each), each.doubts.map(({ says }) => says).join(' ')]),
    ),
    '',
    '## One code, one unit in the crosswalk and another in the limits',
    '',
    table(
      ['code', 'crosswalk', 'payment limits'],
      codes.flatMap((code) => otherUnit(code, releases, on)),
    ),
    '',
  ].join('\n')
}

const named = ({ row }: ListedDrug): readonly string[] => [String(row.line), row.code, row.ndc, row.drug]

function otherUnit(code: string, releases: Releases, on: CalendarDate): string[][] {
  const limit = releases.limit(code, on)?.value.dosage
  const listed = new Set(releases.ofCode(code, on).map(({ row }) => row.dosage))
  if (limit === undefined || listed.size === 0) return []
  const shown = (text: string): string => {
    const unit = billingUnit(text)
    return unit ? unitText({ kind: unit.kind, parts: unit.parts, ...(unit.upTo && { upTo: true }) }) : text
  }
  const differs = ![...listed].some((text) => shown(text) === shown(limit))
  return differs ? [[code, [...listed].join('; '), limit]] : []
}
