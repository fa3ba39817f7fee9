import { table } from '@doseline/cli/markdown'
import { type BillingUnit, CAUSES, type ListedDrug, type Releases, unitText } from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'
import { GENERATED_FROM_RELEASES } from './generated.ts'

/** What the crosswalk and the payment limits of a day are read as. */
export interface Coverage {
  readonly codes: readonly string[]
  readonly rows: readonly ListedDrug[]
  /** Codes of which no dosage text is read. */
  readonly unread: readonly string[]
  /** NDCs under two or three codes. */
  readonly several: number
  readonly ofCode: readonly CodeCoverage[]
}

/** What is read of one code. */
export interface CodeCoverage {
  readonly code: string
  readonly unit: BillingUnit | undefined
  readonly rows: readonly ListedDrug[]
  readonly hasLimit: boolean
}

/** Every code of both files, with what is read of it. */
export function coverageOf(releases: Releases, on: CalendarDate): Coverage {
  const ofCode = releases.codes(on).map(
    (code): CodeCoverage => ({
      code,
      unit: releases.unitOf(code, on),
      rows: releases.ofCode(code, on),
      hasLimit: releases.limit(code, on) !== undefined,
    }),
  )
  const rows = ofCode.flatMap((each) => each.rows)
  return {
    codes: ofCode.map(({ code }) => code),
    rows,
    unread: ofCode.flatMap(({ code, unit }) => (unit ? [] : [code])),
    several: [...Map.groupBy(rows, ({ row }) => row.ndc).values()].filter((those) => those.length > 1).length,
    ofCode,
  }
}

/** Every code of both files: its unit, its NDCs, and how many of its rows can be used. */
export function codeBookCoveragePage(releases: Releases, on: CalendarDate): string {
  const { ofCode, rows } = coverageOf(releases, on)
  const heads = (['asp-crosswalk', 'payment-limits'] as const).flatMap((kind) => releases.effectiveOn(kind, on) ?? [])
  const inCrosswalk = ofCode.filter((each) => each.rows.length > 0)
  return [
    GENERATED_FROM_RELEASES,
    '',
    '# Code book coverage: every drug and code of CMS, and what is read of it',
    '',
    `Every code of ${heads.map(({ id }) => `\`${id}\``).join(' and ')}. A row agrees where containers × units of one are the units of the package, rounded up where CMS rounds`,
    'up; a placeholder gives a package as one unit of potency; a row in quarantine contradicts itself and gives no units ([each of them](known-contradictions.md)).',
    '',
    table(
      ['', 'codes', 'NDCs', 'rows', 'agree', 'rounded up', 'placeholders', 'in quarantine'],
      [
        ['crosswalk', String(inCrosswalk.length), ...countsOf(rows)],
        ['payment limits', String(ofCode.filter(({ hasLimit }) => hasLimit).length), '', '', '', '', '', ''],
        ['together', String(ofCode.length), '', '', '', '', '', ''],
      ],
    ),
    '',
    table(
      ['in quarantine because', 'rows'],
      Object.entries(CAUSES).map(([cause, says]) => [says, String(rows.filter((each) => each.cause === cause).length)]),
    ),
    '',
    table(
      ['one unit is counted in', 'codes'],
      [...Map.groupBy(ofCode, ({ unit }) => countedIn(unit))]
        .toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
        .map(([of, those]) => [of, String(those.length)]),
    ),
    '',
    '## Code by code',
    '',
    'With the names that the crosswalk gives the drugs of a code, each once.',
    '',
    ...[...Map.groupBy(ofCode, ({ code }) => code.slice(0, 2))].flatMap(([start, those]) => [
      `### Codes that begin with ${start}`,
      '',
      table(
        ['code', 'drugs', 'one unit', 'limit', 'NDCs', 'rows', 'agree', 'rounded up', 'placeholders', 'in quarantine'],
        those.map(rowOf),
      ),
      '',
    ]),
  ].join('\n')
}

const rowOf = ({ code, unit, hasLimit, rows }: CodeCoverage): readonly string[] => [
  code,
  namesOf(rows).join(', '),
  unit ? unitText(unit) : 'not read',
  hasLimit ? 'yes' : 'no',
  ...countsOf(rows),
]

/** What the rows call the drug, each name once however it is capitalized. */
const namesOf = (rows: readonly ListedDrug[]): readonly string[] =>
  [...new Map(rows.map(({ row: { drug } }) => [drug.toLowerCase(), drug])).values()].toSorted((a, b) =>
    a.localeCompare(b, 'en'),
  )

function countsOf(rows: readonly ListedDrug[]): readonly string[] {
  const quarantine = rows.filter(({ cause }) => cause !== undefined && cause !== 'placeholder')
  const causes = [...Map.groupBy(quarantine, ({ cause }) => cause)].map(([cause, those]) => `${cause} ${those.length}`)
  const shown = quarantine.length > 0 ? `${quarantine.length} (${causes.join(', ')})` : '0'
  return [
    String(new Set(rows.map(({ row }) => row.ndc)).size),
    String(rows.length),
    String(rows.filter(({ units, roundedUp }) => units && !roundedUp).length),
    String(rows.filter(({ roundedUp }) => roundedUp).length),
    String(rows.filter(({ cause }) => cause === 'placeholder').length),
    shown,
  ]
}

/** What a unit is counted in: of a pair its first part; of what is counted by the piece that. */
export const countedIn = (unit: BillingUnit | undefined): string =>
  unit ? (unit.kind === 'amount' ? unit.parts[0].of : `${unit.kind}: ${unit.parts[0].of}`) : 'not read'
