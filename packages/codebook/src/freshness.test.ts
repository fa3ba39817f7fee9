import { day } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { freshnessOn } from './freshness.ts'
import { loadReleases } from './load.ts'

const releases = loadReleases()
const of = (set: string, text: string) => freshnessOn(day(text), releases).find((each) => each.set === set)

describe('the payment limits of January 2026', () => {
  const set = 'Part B payment limits'

  test('speak for the last day of March', () => {
    expect(of(set, '2026-03-31')).toMatchObject({ state: 'in force', through: '2026-03-31' })
  })

  test.each([
    ['2026-04-01', 1],
    ['2026-11-30', 244],
  ])('ended before %s by %i days', (text, daysLater) => {
    expect(of(set, text)).toMatchObject({ state: 'stale', ended: '2026-03-31', daysLater })
  })

  test('begin after a day of 2025, for which nothing is loaded', () => {
    expect(of(set, '2025-12-31')).toEqual({ set, state: 'too late' })
  })
})

test('a set of which no release is loaded is said to be that, and is not stale', () => {
  expect(of('MUE table for practitioners', '2026-03-02')).toEqual({
    set: 'MUE table for practitioners',
    state: 'not loaded',
  })
})

test('one that goes on until the next is in force without a last day', () => {
  const head = { ...releases.effectiveOn('hcpcs', day('2019-01-01')), through: undefined }
  const open = { heads: [], effectiveOn: () => head } as unknown as typeof releases
  const [first] = freshnessOn(day('2026-11-30'), open)
  expect(first).toEqual({ set: 'NDC–HCPCS crosswalk', state: 'in force', edition: 'hcpcs-2019-01, 1444 rows' })
})
