import { monthText } from '../../words.ts'

/** Days since 1970 of a calendar day; a day is no instant, so its midday in UTC stands for it. Undefined for what is no day. */
export function dayNumber(day: string | undefined): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  return year ? Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(date), 12) / 86_400_000) : undefined
}

/** A mark on the axis: the first of a month, and what stands there. */
export interface Tick {
  readonly at: number
  readonly label: string
}

const STEPS = [1, 2, 3, 6, 12, 24, 60, 120]

/** First days of months between two days, so few that their names do not touch. */
export function ticksBetween(from: number, until: number, most = 4): Tick[] {
  const start = new Date(from * 86_400_000)
  const months = Math.ceil((until - from) / 30.4)
  const step = STEPS.find((one) => months / one <= most) ?? 240
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth() + 1
  const ticks: Tick[] = []
  for (let month = Math.ceil(first / step) * step; ; month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1, 12)
    const at = Math.floor(time / 86_400_000)
    if (at > until) return ticks
    ticks.push({ at, label: step >= 12 ? String(Math.floor(month / 12)) : monthText(time) })
  }
}
