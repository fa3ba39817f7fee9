import { type ClockInterval, type Fact, known, type Place } from '@doseline/dose'
import type { Bag, InfusionTime } from '../dose-facts.ts'

const MINUTE = 60_000

/** How long one dose ran: in minutes, and from when until when where both ends are on the clock. */
export interface Ran {
  readonly administration: string
  readonly minutes: Fact<number>
  readonly ran?: Fact<ClockInterval> | undefined
}

/** Time by the clock that counts as one: of several bags where they touch or overlap. */
export type Interval = Omit<Bag, 'administration'>

/**
 * The time that the doses of a line ran, by the clock: two bags at once are one time, and parts that follow each other
 * within a minute are one infusion. Missing as soon as one of them is not timed.
 */
export function infusionTime(doses: readonly Ran[]): Fact<InfusionTime> {
  const places: Place[] = []
  const bags: Bag[] = []
  for (const { administration, minutes, ran } of doses) {
    if (!minutes.known) return minutes
    places.push(...minutes.places)
    bags.push({ administration, minutes: minutes.value, ...(ran?.known && { ran: ran.value }) })
  }
  const intervals = intervalsOf(bags).map(({ minutes }) => minutes)
  const minutes = intervals.reduce((sum, each) => sum + each, 0)
  const attested = doses.flatMap((dose) => (dose.minutes.known && dose.minutes.attested ? [dose.minutes.attested] : []))
  return { ...known({ minutes, intervals, bags }, ...places), ...(attested[0] && { attested: attested[0] }) }
}

/** Those on the clock first, as they followed each other; then those of which only the minutes are known. */
export function intervalsOf(bags: readonly Bag[]): Interval[] {
  const onTheClock = merged(bags.flatMap(({ ran }) => ran ?? []))
  return [
    ...onTheClock.map((ran) => ({ minutes: Math.floor((ran.until - ran.from) / MINUTE), ran })),
    ...bags.filter(({ ran }) => ran === undefined).map(({ minutes }) => ({ minutes })),
  ]
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
