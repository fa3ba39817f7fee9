/**
 * The proleptic Gregorian calendar as whole numbers. Temporal says the same, and where it is a polyfill it is a large part of
 * the time of a judgment; the tests hold every function beside it.
 */

/** A day as its year, month (1 to 12) and day of the month. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** How many days a month has; 0 for a month that does not exist. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  if (month < 1 || month > 12) return 0
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01; negative before it. Of a day that exists, of the years 0 to 9999. */
export function dayNumber({ year, month, day }: Civil): number {
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const inYear = (DAYS_BEFORE[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0) + day - 1
  return before * 365 + leapDays + inYear - DAYS_TO_1970
}
/** From 0001-01-01. */
const DAYS_TO_1970 = 719_162
const DAYS_IN_400_YEARS = 146_097

/** The day of that many days since 1970-01-01. */
export function civilOf(number: number): Civil {
  const sinceOne = number + DAYS_TO_1970
  const cycles = Math.floor(sinceOne / DAYS_IN_400_YEARS)
  let left = sinceOne - cycles * DAYS_IN_400_YEARS
  // The last day of 4 and of 400 years is the one that leap years add: no fifth year, no fifth century.
  const centuries = Math.min(Math.floor(left / 36_524), 3)
  left -= centuries * 36_524
  const fours = Math.floor(left / 1461)
  left -= fours * 1461
  const years = Math.min(Math.floor(left / 365), 3)
  left -= years * 365
  const year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
  let month = 1
  while (left >= daysIn(year, month)) left -= daysIn(year, month++)
  return { year, month, day: left + 1 }
}

/** `2026-03-02`. Of the years 0 to 9999. */
export function civilText({ year, month, day }: Civil): string {
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** `2026-03-02`, that many days since 1970-01-01; the first or the last day of the years 0 to 9999 where it is beyond them. */
export const dayOfNumber = (number: number): string => civilText(civilOf(Math.min(Math.max(number, FIRST), LAST)))
const FIRST = -719_528
const LAST = 2_932_896

/** The day that ten characters name, `2026-03-02`; undefined where there is none, or they are not of that form. */
export function civilIn(text: string): Civil | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  return year >= 0 && month > 0 && day > 0 && day <= daysIn(year, month) ? { year, month, day } : undefined
}
const HYPHEN = 0x2d

/** The number that these characters write; -1 where one of them is no digit. */
export function digits(text: string, from: number, until: number): number {
  let number = 0
  for (let at = from; at < until; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    number = number * 10 + digit
  }
  return number
}
