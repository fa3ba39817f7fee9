import type { SettingKind } from '@doseline/contract'
import { day } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { openCodebook } from './codebook.ts'
import type { Bulletin } from './import/bulletin.ts'
import { NDC_COLUMNS } from './import/ndc-directory.ts'
import { readData } from './load.ts'
import { marketingOn } from './marketing.ts'
import { RowBytes } from './releases/row-bytes.ts'
import { releasesOf } from './releases/testing/releases-of.ts'

const DATA = readData()
const ON = day('2026-03-02')
const codebookOf = (...given: Parameters<typeof releasesOf>) => openCodebook(DATA, releasesOf(...given))
const valuesIn = (codebook: ReturnType<typeof codebookOf>, setting?: SettingKind, on = ON) => {
  const [product] = codebook.products().filter(({ ndcs }) => ndcs.includes('55513071001'))
  return codebook.effectiveOn(on, 'medicare-part-b', 'cms', { setting }).values(product)
}

const row = (cells: Partial<Record<(typeof NDC_COLUMNS)[number], string>>): string =>
  NDC_COLUMNS.map((name) => cells[name] ?? '').join('\t')
const directory = (...rows: string[]): Bulletin => ({
  kind: 'FDA NDC directory',
  rows: RowBytes.of(rows),
  read: rows.length,
  passedOver: [],
})

describe('whether an NDC was marketed on a day', () => {
  const listed = { ndc: '55513071001', isSample: false, form: '', route: '', category: '', line: 2 }
  const span = (start?: string, end?: string) => ({
    ...listed,
    ...(start !== undefined && { start: day(start) }),
    ...(end !== undefined && { end: day(end) }),
  })
  test.each([
    ['within its days', [span('2010-06-01')], { kind: 'marketed' }],
    ['on its last day', [span('2010-06-01', '2026-03-02')], { kind: 'marketed' }],
    ['after its last day', [span('2010-06-01', '2026-03-01')], { kind: 'ended', on: '2026-03-01' }],
    ['before its first day', [span('2026-03-03')], { kind: 'not begun', on: '2026-03-03' }],
    [
      'between two listings',
      [span('2010-06-01', '2012-01-31'), span('2026-06-01')],
      { kind: 'ended', on: '2012-01-31' },
    ],
    ['listed again', [span('2010-06-01', '2012-01-31'), span('2025-06-01')], { kind: 'marketed' }],
    ['left out', [{ ...span('2010-06-01'), excluded: 'E' }], { kind: 'left out', flag: 'E' }],
    ['without any day', [span()], undefined],
    ['not listed', [], undefined],
  ])('%s', (_, rows, expected) => expect(marketingOn(ON, rows)).toEqual(expected))

  test('the latest directory that lists the NDC says it, of every day', () => {
    const of = (end: string) => directory(row({ ndc: '55513071001', start: '2010-06-01', end, excluded: 'N' }))
    const codebook = codebookOf(
      [of('2026-12-31'), { from: day('2026-06-01') }],
      [of('2026-01-31'), { from: day('2026-09-01') }],
    )
    const { marketing } = valuesIn(codebook)
    expect(marketing).toMatchObject({ value: { day: '2026-09-01' }, source: { id: 'ndc-directory-2026-09-01' } })
    expect(marketing.known && marketing.value.of('55513071001')).toEqual({ kind: 'ended', on: '2026-01-31' })
    expect(marketing.known && marketing.value.of('55513071021')).toBeUndefined()
    expect(valuesIn(codebookOf()).marketing).toMatchObject({ known: false, silent: true })
    expect(codebook.data.find(({ set }) => set === 'fda-ndc-directory')).toMatchObject({ values: 1 })
  })
})

describe('how a hospital outpatient department is paid, by the Addendum B in force', () => {
  const statusOf = (status: string, from = '2026-01-01') =>
    valuesIn(
      codebookOf([
        { kind: 'OPPS Addendum B', records: [{ code: 'J0897', status, line: 5 }], year: undefined },
        { from: day(from) },
      ]),
      'on-campus outpatient hospital',
    ).packagedIn

  test('packaged where its status is N, paid by itself where it is K or G', () => {
    expect(statusOf('N')).toMatchObject({
      value: ['on-campus outpatient hospital', 'off-campus outpatient hospital'],
      source: { id: 'opps-addendum-b-2026-01', value: 'J0897 has the payment status N' },
    })
    expect(statusOf('K')).toMatchObject({ known: true, value: [] })
    expect(statusOf('G')).toMatchObject({ known: true, value: [] })
  })

  test('not known where it is neither', () => {
    expect(statusOf('E2')).toMatchObject({
      known: false,
      says: 'J0897 has the payment status E2 in the Addendum B of 2026-01-01: it is not paid as a drug by itself.',
      who: 'biller',
    })
  })

  test('of a quarter that has ended nothing is taken', () => {
    expect(statusOf('N', '2025-10-01')).toMatchObject({ known: false, silent: true })
  })
})

describe('codes that NCCI does not pay together', () => {
  const edits = (of: 'practitioner' | 'outpatient', ...rows: string[]): Bulletin => ({
    kind: 'NCCI PTP edits',
    of,
    span: { from: day('2026-01-01'), through: day('2026-03-31') },
    rows: RowBytes.of(rows),
    read: rows.length,
  })
  const PAIR = '96413\t96372\t2010-01-01\t\t1\t1\t7'
  const of = (setting: SettingKind | undefined, on = ON) => {
    const codebook = codebookOf(
      [edits('practitioner', PAIR)],
      [edits('outpatient', '96365\t96372\t2010-01-01\t\t0\t1\t7')],
    )
    const { pairedCodes } = valuesIn(codebook, setting, on)
    return pairedCodes.known
      ? [pairedCodes.value.of('96372', '96413'), pairedCodes.value.of('96372', '96365')]
      : pairedCodes.says
  }
  const practitioner = { paid: '96413', notPaid: '96372', withModifier: true }
  const hospital = { paid: '96365', notPaid: '96372', withModifier: false }

  test('by the table of the place; of a place that is not known by both', () => {
    expect(of('office')).toEqual([practitioner, undefined])
    expect(of('on-campus outpatient hospital')).toEqual([undefined, hospital])
    expect(of(undefined)).toEqual([practitioner, hospital])
  })

  test('nothing where the quarter has ended, or the table of the place is not loaded', () => {
    expect(of('office', day('2026-04-01'))).toBe('No NCCI edits that speak for 2026-04-01 are loaded.')
    const { pairedCodes } = valuesIn(codebookOf([edits('practitioner', PAIR)]))
    expect(pairedCodes).toMatchObject({ known: false, silent: true })
  })
})
