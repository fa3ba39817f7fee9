import { type ClockInterval, type Fact, known, type Place } from '@doseline/dose'
import type { InfusionTime } from '../dose-facts.ts'

const MINUTE = 60_000

/** How long one dose ran: in minutes, and from when until when where both ends are on the clock. */
export interface Ran {
  readonly minutes: Fact<number>
  readonly ran?: Fact<ClockInterval> | undefined
}

/**
 * The time that the doses of a line ran, by the clock: two bags at once are one time, and parts that follow each other
 * within a minute are one infusion. Missing as soon as one of them is not timed.
 */
export function infusionTime(doses: readonly Ran[]): Fact<InfusionTime> {
  const places: Place[] = []
  const onTheClock: ClockInterval[] = []
  const apart: number[] = []
  for (const { minutes, ran } of doses) {
    if (!minutes.known) return minutes
    places.push(...minutes.places)
    if (ran?.known) onTheClock.push(ran.value)
    else apart.push(minutes.value)
  }
  const intervals = [...merged(onTheClock).map(({ from, until }) => Math.floor((until - from) / MINUTE)), ...apart]
  const minutes = intervals.reduce((sum, each) => sum + each, 0)
  const attested = doses.flatMap((dose) => (dose.minutes.known && dose.minutes.attested ? [dose.minutes.attested] : []))
  return { ...known({ minutes, intervals }, ...places), ...(attested[0] && { attested: attested[0] }) }
}

function merged(intervals: readonly ClockInterval[]): ClockInterval[] {
  const union: ClockInterval[] = []
  for (const each of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = union.at(-1)
    if (last && each.from <= last.until + MINUTE) {
      union[union.length - 1] = { from: last.from, until: Math.max(last.until, each.until) }
    } else union.push(each)
  }
  return union
}
