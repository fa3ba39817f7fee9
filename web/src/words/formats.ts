import { msg } from '@lit/localize'
import { type Language, language } from './language.ts'

interface Formats {
  readonly day: Intl.DateTimeFormat
  readonly time: Intl.DateTimeFormat
  readonly month: Intl.DateTimeFormat
  readonly moment: Intl.DateTimeFormat
  readonly money: Intl.NumberFormat
  readonly number: Intl.NumberFormat
  readonly plurals: Intl.PluralRules
}

const made = new Map<Language, Formats>()

/** How the reader's language writes days, times, amounts and counts. */
export function formats(): Formats {
  const spoken = language()
  const known = made.get(spoken) ?? formatsOf(spoken)
  made.set(spoken, known)
  return known
}

const formatsOf = (spoken: Language): Formats => ({
  day: new Intl.DateTimeFormat(spoken, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  time: new Intl.DateTimeFormat(spoken, { hour: '2-digit', minute: '2-digit', hour12: false }),
  month: new Intl.DateTimeFormat(spoken, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  moment: new Intl.DateTimeFormat(spoken, { dateStyle: 'medium', timeStyle: 'short', hour12: false }),
  money: new Intl.NumberFormat(spoken, { style: 'currency', currency: 'USD' }),
  number: new Intl.NumberFormat(spoken),
  plurals: new Intl.PluralRules(spoken),
})

/** A day in the reader's language, with the day kept as charted. */
export function dayText(day: string | undefined): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (!year) return day ?? msg('date not known')
  // A date of service is a day, not an instant: midday UTC stays on it in UTC.
  return formats().day.format(Date.UTC(Number(year), Number(month) - 1, Number(date), 12))
}

export const timeText = (moment: Date): string => formats().time.format(moment)

/** An instant in the reader's own zone. */
export function momentText(instant: string | undefined): string {
  const at = new Date(instant ?? '')
  return Number.isNaN(at.getTime()) ? (instant ?? '') : formats().moment.format(at)
}

/** Dollars as people write them. The text is exact, and stays so: no number in between. */
export const moneyText = (dollars: string): string => formats().money.format(dollars as Intl.StringNumericLiteral)

/** A month by the milliseconds of one of its moments in UTC. */
export const monthText = (time: number): string => formats().month.format(time)

/** A count, not an amount of a drug: those are exact text. */
export const numberText = (count: number): string => formats().number.format(count)

type Unit = 'second' | 'minute' | 'day' | 'week' | 'month' | 'year'

/** `1 day`, `2 days` */
export const durationText = (count: number, unit: Unit): string =>
  new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)

/** An interval as the service says it, `6 months`; whatever else it says stays as it is. */
export function intervalText(every: string): string {
  const [, count, unit] = /^(\d{1,4}) (day|week|month|year)s?$/.exec(every) ?? []
  return unit ? durationText(Number(count), unit as Unit) : every
}
