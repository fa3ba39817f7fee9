import { table } from '@doseline/cli/markdown'
import { billingUnit, CAUSES, type ListedDrug, type ReleaseHead, type Releases, unitText } from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'
import { type Coverage, coverageOf } from './code-book-coverage.ts'
import { GENERATED_FROM_RELEASES } from './generated.ts'

/** Where the files of CMS disagree with themselves or with each other, value by value, as they are loaded on a day. */
export function knownContradictionsPage(releases: Releases, on: CalendarDate): string {
  const [crosswalk, limits] = [releases.effectiveOn('asp-crosswalk', on), releases.effectiveOn('payment-limits', on)]
  const coverage = coverageOf(releases, on)
  const { rows, codes } = coverage
  return [
    GENERATED_FROM_RELEASES,
    '',
    '# Where the files of CMS contradict themselves',
    '',
    ...[crosswalk, limits].flatMap((head) => (head ? [`- \`${head.id}\`: ${fileText(head)}`] : [])),
    '',
    'Nothing here is corrected by us: which column is right differs row by row. `doseline codebook drug <NDC>` shows a row with its line in the file.',
    'What each code of both files is read as is in [the code book’s coverage](code-book-coverage.md).',
    '',
    ...counted(coverage),
    '',
    '## Columns that cannot all be right',
    '',
    'No units are read from these rows.',
    '',
    ...Object.entries(CAUSES).flatMap(([cause, says]) => [
      `### ${headed(says)}`,
      '',
      table(
        ['line', 'code', 'NDC', 'drug', 'PKG SIZE', 'PKG QTY', 'BILLUNITS', 'BILLUNITSPKG'],
        rows.filter((each) => each.cause === cause).map((each) => [...named(each), ...columnsOf(each)]),
      ),
      '',
    ]),
    '## Rows that the rest of the file speaks against',
    '',
    'The units of these rows are used as CMS gives them.',
    '',
    table(
      ['line', 'code', 'NDC', 'drug', 'what speaks against it'],
      rows.filter(({ doubts, units }) => doubts.length > 0 && units).map((each) => [...named(each), saidOf(each)]),
    ),
    '',
    '## What is listed as an NDC and is none',
    '',
    `Of ${crosswalk?.id ?? 'no crosswalk'}: ${crosswalk?.passedOver ?? 'nothing'}. The row is passed over.`,
    '',
    '## One code, one unit in the crosswalk and another in the limits',
    '',
    table(
      ['code', 'crosswalk (lines)', 'payment limits (line)'],
      codes.flatMap((code) => otherUnit(code, releases, on)),
    ),
    '',
    '## Codes of one of the two files alone',
    '',
    `In the crosswalk alone: ${codes.filter((code) => !releases.limit(code, on)).join(', ')}.`,
    '',
    `In the payment limits alone: ${codes.filter((code) => releases.ofCode(code, on).length === 0).join(', ')}.`,
    '',
    '## A limit that is no number',
    '',
    table(
      ['code', 'line', 'what the notes say'],
      codes.flatMap((code) => withoutNumber(code, releases, on)),
    ),
    '',
    '## Packages that are counted as one unit of potency',
    '',
    'What the package holds is printed on its carton: what was given is billed, never the units of the row.',
    '',
    table(
      ['line', 'code', 'NDC', 'drug', 'PKG SIZE', 'PKG QTY', 'BILLUNITS', 'BILLUNITSPKG'],
      rows.filter(({ cause }) => cause === 'placeholder').map((each) => [...named(each), ...columnsOf(each)]),
    ),
    '',
    '## Packages whose units are rounded up',
    '',
    'A part of a unit counts as one: the units of the package are no sum of those of its containers.',
    '',
    table(
      ['line', 'code', 'NDC', 'drug', 'PKG SIZE', 'PKG QTY', 'BILLUNITS', 'BILLUNITSPKG'],
      rows.filter(({ roundedUp }) => roundedUp).map((each) => [...named(each), ...columnsOf(each)]),
    ),
    '',
  ].join('\n')
}

const fileText = ({ file, publisher, from, through, read }: ReleaseHead): string =>
  `${file} (${publisher}), for ${from} to ${through ?? 'the next'}, read on ${read}`

function counted({ rows, codes, several, unread }: Coverage): readonly string[] {
  const countOf = (is: (each: ListedDrug) => unknown): string => String(rows.filter((each) => is(each)).length)
  const placeholders = new Set(rows.flatMap(({ cause, row }) => (cause === 'placeholder' ? [row.code] : [])))
  return [
    table(
      ['of the crosswalk', 'rows'],
      [
        ['rows with an NDC', String(rows.length)],
        [
          'containers × units of one are the units of the package',
          countOf(({ units, roundedUp }) => units && !roundedUp),
        ],
        ['the same, once a part of a unit counts as one', countOf(({ roundedUp }) => roundedUp)],
        [
          `the package is given as one unit of potency (${placeholders.size} codes)`,
          countOf(({ cause }) => cause === 'placeholder'),
        ],
        [
          'the columns contradict each other: no units are read',
          countOf(({ cause }) => cause && cause !== 'placeholder'),
        ],
        ['NDCs under two or three codes', String(several)],
        ['codes of both files', String(codes.length)],
        ['dosage texts that are not read', String(unread.length)],
      ],
    ),
  ]
}

const headed = (says: string): string => `${says.slice(0, 1).toUpperCase()}${says.slice(1)}`

const named = ({ row }: ListedDrug): readonly string[] => [String(row.line), row.code, row.ndc, row.drug]

const columnsOf = ({ row }: ListedDrug): readonly string[] => [
  row.size,
  row.containers,
  row.perContainer,
  row.perPackage,
]

const saidOf = ({ doubts }: ListedDrug): string => doubts.map(({ says }) => says).join(' ')

function otherUnit(code: string, releases: Releases, on: CalendarDate): string[][] {
  const limit = releases.limit(code, on)?.value
  const listed = Map.groupBy(releases.ofCode(code, on), ({ row }) => shown(row.dosage))
  if (limit === undefined || listed.size === 0) return []
  if ([...listed.keys()].every((text) => text === shown(limit.dosage))) return []
  const texts = [...listed.values()].map(([first, ...more]) => {
    const others = more.length > 0 ? ` and ${more.length} more` : ''
    return `${first?.row.dosage} (line ${first?.row.line}${others})`
  })
  return [[code, texts.join('; '), `${limit.dosage} (line ${limit.line})`]]
}

/** A unit without the words in brackets behind it. */
function shown(text: string): string {
  const unit = billingUnit(text)
  return unit ? unitText({ kind: unit.kind, parts: unit.parts, ...(unit.upTo && { upTo: true }) }) : text
}

function withoutNumber(code: string, releases: Releases, on: CalendarDate): string[][] {
  const limit = releases.limit(code, on)?.value
  return limit && limit.perUnit === undefined ? [[code, String(limit.line), limit.notes.join('; ')]] : []
}
