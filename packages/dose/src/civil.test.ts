import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths, type CalendarDate, day } from './calendar-date.ts'
import { civilIn, civilOf, civilText, dayNumber, dayOfNumber } from './civil.ts'
import { dayAtOffset, dayInZone, epochMilliseconds } from './instant.ts'

const moments = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })
const ZONES = ['America/New_York', 'Pacific/Honolulu', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca']

describe('every day of four hundred years, and of the ends', () => {
  test.each([
    ['the ends of the first years', -719_528, -718_000],
    ['1900 to 2300', -25_567, 120_529],
    ['the last years', 2_931_000, 2_932_896],
  ])('is the one that Temporal counts: %s', (_, from, until) => {
    let date = Temporal.PlainDate.from('1970-01-01').add({ days: from })
    for (let number = from; number <= until; number += 7, date = date.add({ days: 7 })) {
      const text = date.toString()
      const parts = civilOf(number)
      if (civilText(parts) !== text || dayNumber(parts) !== number)
        expect([number, civilText(parts)]).toEqual([number, text])
    }
  })
})

test('beyond the years 0 to 9999 there is no day: their last and first are as far as days go', () => {
  expect([addDays(day('9999-12-31'), 1), addMonths(day('9999-12-31'), 6)]).toEqual(['9999-12-31', '9999-12-31'])
  expect([addDays(day('0000-01-01'), -1), addMonths(day('0000-01-31'), -1)]).toEqual(['0000-01-01', '0000-01-01'])
  expect(dayOfNumber(1e12)).toBe('9999-12-31')
})

test('months and days are added as Temporal adds them', () => {
  const someDay = fc.integer({ min: -600_000, max: 2_800_000 }).map((number) => dayOfNumber(number) as CalendarDate)
  fc.assert(
    fc.property(someDay, fc.integer({ min: -900, max: 900 }), (from, count) => {
      const date = Temporal.PlainDate.from(from)
      expect(addMonths(from, count)).toBe(date.add({ months: count }).toString())
      expect(addDays(from, count)).toBe(date.add({ days: count }).toString())
    }),
  )
})

test('a day is text of ten characters that Temporal takes', () => {
  const written = fc.stringMatching(/^\d{4}-[0-2]\d-[0-3]\d$/)
  fc.assert(
    fc.property(written, (text) => {
      expect(civilIn(text) !== undefined).toBe(isTemporalDate(text))
    }),
  )
})

describe('a moment', () => {
  const offset = fc.constantFrom('Z', '+00:00', '-05:00', '+05:45', '-10:00', '+14:00')
  const precision = fc.constantFrom('minute' as const, 0 as const, 1 as const, 3 as const, 6 as const, 9 as const)

  test('is the millisecond that Temporal reads, whatever its offset and precision', () => {
    fc.assert(
      fc.property(moments, offset, precision, (at, zone, digits) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(at)
        const text = instant.toZonedDateTimeISO(zone === 'Z' ? 'UTC' : zone).toString({
          timeZoneName: 'never',
          ...(digits === 'minute' ? { smallestUnit: 'minute' } : { fractionalSecondDigits: digits }),
        })
        expect(epochMilliseconds(text)).toBe(Temporal.Instant.from(text).epochMilliseconds)
      }),
    )
  })

  test.each([
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
    ['2026-03-02t10:00:00z', '2026-03-02T10:00:00Z'],
    ['2026-03-02T10:00:00.123456789+01:00', '2026-03-02T09:00:00.123Z'],
  ])('may be written as %s', (text, same) => {
    expect(epochMilliseconds(text)).toBe(epochMilliseconds(same))
  })

  test.each([
    '2026-03-02',
    '2026-03-02T10:00:00',
    '2026-03-02T24:00:00Z',
    '2026-03-02T10:60Z',
    '2026-02-30T10:00Z',
    '2026-03-02T10:00:00.Z',
    '2026-03-02T10:00:00+24:00',
    '2026-03-02T10:00:00Zulu',
  ])('is not “%s”', (text) => {
    expect(epochMilliseconds(text)).toBeUndefined()
  })

  test('is on the day of the zone that Temporal says, whatever the clocks do that day', () => {
    const recent = fc.integer({ min: -2_208_988_800_000, max: 4_102_444_800_000 })
    fc.assert(
      fc.property(recent, fc.constantFrom(...ZONES), (at, zone) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(at)
        expect(dayInZone(at, zone)).toBe(instant.toZonedDateTimeISO(zone).toPlainDate().toString())
        expect(dayAtOffset(at, -240)).toBe(instant.toZonedDateTimeISO('-04:00').toPlainDate().toString())
      }),
      { numRuns: 300 },
    )
  })

  test.each(['2026-03-08', '2026-11-01'])(
    'is on its day in each hour of %s, on which New York changes its clocks',
    (date) => {
      const midnight = Temporal.PlainDate.from(date).toZonedDateTime('America/New_York').epochMilliseconds
      for (let hour = -3; hour < 30; hour++) {
        const at = midnight + hour * 3_600_000
        const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('America/New_York')
        expect(dayInZone(at, 'America/New_York')).toBe(there.toPlainDate().toString())
      }
    },
  )
})

function isTemporalDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }) !== undefined
  } catch {
    return false
  }
}
