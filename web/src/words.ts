import type { DoseAnswer } from '@doseline/contract'
import * as dose from './words/dose.ts'
import * as failure from './words/failure.ts'
import * as frame from './words/frame.ts'

/**
 * The English sentences that the app says by itself at the first opening (the others: `later-words.ts`); what is judged comes
 * in the service's own words.
 */
export const words = { ...frame, ...dose, ...failure }

/** The language of every sentence, and of days and times. A translation changes `words/` and this. */
export const LOCALE = 'en-US'

/** The status in two or three words; a drug that is not supported has none. */
export function verdictText(dose: DoseAnswer, forSubmission: boolean): string {
  return dose.supported ? words.verdict[verdictLook(dose, forSubmission)] : words.notSupported
}

/** Under a demonstration code book nothing is ever ready to bill. */
export const verdictLook = ({ verdict }: DoseAnswer, forSubmission: boolean): DoseAnswer['verdict'] =>
  verdict === 'ready' && !forSubmission ? 'not-billable' : verdict

/** What a status is made of beside the verdict. */
interface Standing {
  readonly forSubmission: boolean
  /** Its lines are approved and stand in the chart. */
  readonly charged: boolean
}

/** The status of the dose that is shown: once its lines are approved it is charged, and no longer ready. */
export const statusText = (dose: DoseAnswer, { forSubmission, charged }: Standing): string =>
  charged ? words.charged.status : verdictText(dose, forSubmission)

export const statusLook = (dose: DoseAnswer, { forSubmission, charged }: Standing): DoseAnswer['verdict'] =>
  charged ? 'ready' : verdictLook(dose, forSubmission)

/** A day in the reader's language, with the day kept as charted. */
export function dayText(day: string | undefined): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (!year) return day ?? words.doses.day
  // A date of service is a day, not an instant: midday UTC stays on it in UTC.
  return DAY.format(Date.UTC(Number(year), Number(month) - 1, Number(date), 12))
}

const DAY = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hour12: false })
const MONTH = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const MOMENT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', hour12: false })

export const timeText = (moment: Date): string => TIME.format(moment)

/** An instant in the reader's own zone. */
export function momentText(instant: string | undefined): string {
  const at = new Date(instant ?? '')
  return Number.isNaN(at.getTime()) ? (instant ?? '') : MOMENT.format(at)
}

/** Dollars as people write them. The text is exact, and stays so: no number in between. */
export const moneyText = (dollars: string): string => MONEY.format(dollars as Intl.StringNumericLiteral)

const MONEY = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' })

/** A month by the milliseconds of one of its moments in UTC. */
export const monthText = (time: number): string => MONTH.format(time)
