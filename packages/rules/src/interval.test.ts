import { day } from '@doseline/dose'
import { describe, expect, it } from 'vitest'
import { dueFrom, loadingDay } from './interval.ts'

describe('when the next dose is due', () => {
  it.each([
    ['six calendar months', { every: 6, unit: 'months', earlyDays: 0 }, '2025-09-02', '2026-03-02'],
    ['six months of a month without that day', { every: 6, unit: 'months', earlyDays: 0 }, '2025-08-31', '2026-02-28'],
    ['28 days', { every: 28, unit: 'days', earlyDays: 0 }, '2026-02-02', '2026-03-02'],
    ['28 days, three of them early', { every: 28, unit: 'days', earlyDays: 3 }, '2026-02-02', '2026-02-27'],
  ] as const)('%s', (_, interval, last, due) => expect(dueFrom(day(last), interval)).toBe(due))
})

describe('a loading dose', () => {
  const at = (earlier: string[], on: string) =>
    loadingDay(earlier.map(day), day(on), { days: [1, 8, 15, 29], indications: [] })
  it.each<[string, string[], string, number | undefined]>([
    ['the first dose begins the treatment', [], '2026-03-01', undefined],
    ['day 8', ['2026-03-01'], '2026-03-08', 8],
    ['day 9, in the place of day 8', ['2026-03-01'], '2026-03-09', 9],
    ['a second one in that place', ['2026-03-01', '2026-03-08'], '2026-03-09', undefined],
    ['a second one in the place of day 1', ['2026-03-01'], '2026-03-07', undefined],
    ['day 15 after day 8', ['2026-03-01', '2026-03-08'], '2026-03-15', 15],
    ['day 29', ['2026-03-01', '2026-03-08', '2026-03-15'], '2026-03-29', 29],
    ['day 30, when loading is over', ['2026-03-01', '2026-03-08', '2026-03-15'], '2026-03-30', undefined],
  ])('%s', (_, earlier, on, place) => expect(at(earlier, on)).toBe(place))
})
