import { CAUSES, loadReleases } from '@doseline/codebook'
import { day } from '@doseline/dose'
import { expect, test } from 'vitest'
import { codeBookCoveragePage, countedIn, coverageOf } from './golden/code-book-coverage.ts'
import { knownContradictionsPage } from './golden/known-contradictions-page.ts'

const releases = loadReleases()
const ON = day('2026-03-31')
const { codes, rows, unread, several, ofCode } = coverageOf(releases, ON)
const countBy = <Value>(values: readonly Value[], by: (value: Value) => string | undefined) =>
  Object.fromEntries([...Map.groupBy(values, by)].map(([name, those]) => [String(name), those.length]))

test('every code of the crosswalk and the limits of January 2026 is read', () => {
  expect([codes.length, unread, several]).toEqual([878, [], 137])
  // The crosswalk has 843: the one row of J7331 lists a device number in the place of its NDC.
  expect(ofCode.filter((each) => each.rows.length > 0)).toHaveLength(842)
  expect(ofCode.find(({ code }) => code === 'J7331')?.rows).toEqual([])
  expect(ofCode.filter(({ hasLimit }) => hasLimit)).toHaveLength(877)
  expect(ofCode.filter((each) => !each.hasLimit).map(({ code }) => code)).toEqual(['J0287'])
})

test('one unit is an amount, an occasion, a pair or bounded', () => {
  expect(countBy(ofCode, ({ unit }) => unit?.kind)).toEqual({ amount: 837, occasion: 25, combination: 12, bounded: 4 })
  expect(countBy(ofCode, ({ unit }) => countedIn(unit))).toMatchObject({
    ...{ mg: 636, 'combination: mg': 12, ml: 59, mcg: 53, unit: 37, iu: 35, gm: 11 },
    ...{ 'occasion: therapeutic dose': 9, 'occasion: dose': 8, 'usp unit': 2, meq: 1, 'sq cm': 1, microcurie: 1 },
  })
})

test('every row is counted once: 49 are in quarantine, by what they look like', () => {
  expect(countBy(rows, ({ cause, roundedUp }) => cause ?? (roundedUp ? 'rounded up' : 'agrees'))).toEqual({
    agrees: 6769,
    'rounded up': 145,
    placeholder: 161,
    'not multiplied': 18,
    'several strengths': 4,
    'several are one': 1,
    pieces: 7,
    'carton not counted': 9,
    slip: 10,
  })
})

test('the page of contradictions has a place for every cause, and each row of them with its line', () => {
  const page = knownContradictionsPage(releases, ON)
  for (const says of Object.values(CAUSES)) expect(page.toLowerCase()).toContain(`### ${says.toLowerCase()}`)
  const lines = new Set([...page.matchAll(/^\| (\d+) \| [A-Z0-9]{5} \|/gm)].map(([, line]) => Number(line)))
  const unusual = rows.filter(({ cause, roundedUp, doubts }) => cause || roundedUp || doubts.length > 0)
  expect(unusual.filter(({ row }) => !lines.has(row.line))).toEqual([])
  // A device number among the NDCs; a price in the notes; the two units of a pair; “up to” in one file alone.
  for (const said of ['line 4897: 888867413689', '$202.82', '| J8655 |', '| J2800 |', '| J7612 |', '| 90715 |'])
    expect(page).toContain(said)
})

test('the page of the coverage has a row for each code', () => {
  const page = codeBookCoveragePage(releases, ON)
  const shown = [...page.matchAll(/^\| ([A-Z0-9]{5}) \| (.+?) \| (?:yes|no) \|/gm)].map(([, code]) => code)
  expect(shown).toEqual(codes)
  expect(page).toContain('| J0897 | Prolia, Xgeva | 1 mg | yes | 3 | 3 | 3 | 0 | 0 | 0 |')
})
