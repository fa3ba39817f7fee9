import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, addMonths, type CalendarDate, calendarDate, day, dayOf, daysBetween } from './calendar-date.ts'
import { epochMilliseconds, isTimeZone } from './instant.ts'

const aDay: fc.Arbitrary<CalendarDate> = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2089-12-31'), noInvalidDate: true })
  .map((date) => day(date.toISOString().slice(0, 10)))

describe('a day', () => {
  it('is one that exists', () => {
    expect(calendarDate('2024-02-29')).toBe('2024-02-29')
    expect(day('2026-03-02')).toBe('2026-03-02')
  })

  it.each([
    '2023-02-29',
    '2024-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-3-2',
    '20260302',
    ' 2026-03-02',
    '',
  ])('is not “%s”', (text) => {
    expect(calendarDate(text)).toBeUndefined()
    expect(() => day(text)).toThrow(`${text} is not a day (yyyy-mm-dd)`)
  })

  it('compares as text', () => {
    fc.assert(
      fc.property(
        aDay,
        aDay,
        (one, other) => Math.sign(daysBetween(one, other)) === (one < other ? 1 : one > other ? -1 : 0),
      ),
    )
  })
})

describe('the day of a FHIR date', () => {
  it('is the date', () => expect(dayOf('2026-03-02')).toEqual({ day: '2026-03-02' }))

  it('is not known from a year or a month', () => {
    fc.assert(
      fc.property(aDay, fc.constantFrom(4, 7), fc.constantFrom(undefined, 'America/New_York'), (full, length, zone) => {
        const partial = full.slice(0, length)
        expect(dayOf(partial, zone)).toEqual({ noDay: `“${partial}” does not name a day` })
      }),
    )
  })

  it.each(['2024-02-30', '2026-02-29', 'last Tuesday', ''])('is not known from “%s”', (text) => {
    expect(dayOf(text)).toEqual({ noDay: `“${text}” is not a day that exists` })
  })
})

describe('the day of a FHIR dateTime', () => {
  it.each([
    ['in the evening of the East coast', '2026-03-02T22:30:00-05:00', 'America/New_York', '2026-03-02'],
    ['the same moment as UTC', '2026-03-03T03:30:00Z', 'America/New_York', '2026-03-02'],
    ['with an offset that is not the place’s', '2026-03-03T04:30:00+01:00', 'America/New_York', '2026-03-02'],
    ['in the hour that daylight saving skips', '2026-03-08T07:30:00Z', 'America/New_York', '2026-03-08'],
    ['in Hawaii', '2026-03-03T09:59:00Z', 'Pacific/Honolulu', '2026-03-02'],
  ])('is the day in the place’s zone: %s', (_, text, zone, date) => expect(dayOf(text, zone)).toEqual({ day: date }))

  it('is the day as written where the zone is not known and an offset is given', () => {
    expect(dayOf('2026-03-02T23:59:59.999-05:00')).toEqual({ day: '2026-03-02' })
    expect(dayOf('2026-03-02T00:00+05:30')).toEqual({ day: '2026-03-02' })
  })

  it.each([
    ['2026-03-02T16:00:00Z', '2026-03-02'],
    ['2026-03-02T10:00:00Z', '2026-03-02'],
    ['2026-03-03T03:59:00Z', '2026-03-02'],
    ['2026-03-02T15:00:00+00:00', '2026-03-02'],
  ])('of UTC %s is %s all over the United States', (text, date) => expect(dayOf(text)).toEqual({ day: date }))

  it.each(['2026-03-02T04:00:00Z', '2026-03-02T09:59:59Z', '2026-03-02T05:00:00-00:00'])(
    'of UTC %s differs between time zones',
    (text) =>
      expect(dayOf(text)).toEqual({ noDay: `“${text}” is a UTC time, and the local day differs between time zones` }),
  )

  it('of a UTC time, where one is told without a zone, is the day in every state', () => {
    const moment = fc.date({ min: new Date('2017-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, (at) => {
        const told = dayOf(at.toISOString())
        if (!('day' in told)) return
        for (const zone of ['America/New_York', 'America/Phoenix', 'America/Los_Angeles', 'Pacific/Honolulu']) {
          expect(dayOf(at.toISOString(), zone)).toEqual(told)
        }
      }),
    )
  })

  it.each(['2026-02-30T10:00:00Z', '2026-03-02T24:00:00-05:00', '2026-03-02T10:00:00+99:00', '2026-03-02T10:61:00Z'])(
    'is not known from %s',
    (text) => expect(dayOf(text)).toEqual({ noDay: `“${text}” is not a time that exists` }),
  )
})

describe('months later', () => {
  it.each([
    ['2025-09-02', 6, '2026-03-02'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i months is %s', (from, months, to) => expect(addMonths(day(from), months)).toBe(to))

  it('always lie in the month they name, on the same day or the last', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -60, max: 60 }), (from, months) => {
        const later = addMonths(from, months)
        const month = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
        expect(calendarDate(later)).toBe(later)
        expect(month(later)).toBe(month(from) + months)
        if (later.slice(8) !== from.slice(8)) {
          expect(later.slice(8) < from.slice(8)).toBe(true)
          expect(addDays(later, 1).slice(8)).toBe('01')
        }
      }),
    )
  })
})

describe('days later', () => {
  it('counts a leap day', () => expect(addDays(day('2024-02-28'), 2)).toBe('2024-03-01'))

  it('is undone by counting back', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -4_000, max: 4_000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days)
        expect(addDays(addDays(from, days), -days)).toBe(from)
      }),
    )
  })
})

it('knows a time zone by its IANA name', () => {
  expect(isTimeZone('America/Chicago')).toBe(true)
  expect(isTimeZone('Mars/Olympus_Mons')).toBe(false)
  expect(isTimeZone('')).toBe(false)
})

test.each(['2026-03-02T02:00:00+00:00', '2026-03-02T02:00:00-00:00', '2026-03-02T02:00:00Z'])(
  '%s is a UTC time however it is written: the evening before in every state',
  (text) => expect(dayOf(text)).toEqual({ day: '2026-03-01' }),
)

test('an instant is a moment to compare, and what is none answers nothing', () => {
  expect(epochMilliseconds('1970-01-01T00:00:01Z')).toBe(1000)
  expect(epochMilliseconds('2026-03-02')).toBeUndefined()
})
