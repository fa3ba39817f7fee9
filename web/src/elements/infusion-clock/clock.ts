import type { InfusionAnswer } from '@doseline/contract'

/** A stretch of the axis, in minutes from its start. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** One bag, push or other drug of the visit; without a span where its times are not charted. */
export interface Run {
  readonly dose: string
  readonly kind: 'bag' | 'push' | 'other'
  readonly name?: string
  readonly minutes?: number
  /** `10:00`, as the clock of the place showed it. */
  readonly from?: string
  readonly until?: string
  readonly span?: Span
}

/** How much of the time one code bills, and where on the axis that time is. */
export interface Share {
  readonly code: string
  readonly units: number
  readonly minutes?: number
  readonly spans: readonly Span[]
}

/** The visit on one axis. */
export interface Clock {
  /** Minutes from its start to its end. */
  readonly length: number
  readonly hours: readonly { readonly at: number; readonly label: string }[]
  readonly runs: readonly Run[]
  readonly shares: readonly Share[]
}

const MINUTE = 60_000
const HOUR = 60

type Timed = InfusionAnswer['intervals'][number]

/** Where everything is on one axis; undefined where no start and stop of the doses is charted. */
export function clockOf({ bags, intervals, codes, others = [] }: InfusionAnswer): Clock | undefined {
  const first = bags.flatMap(({ from }) => from ?? []).toSorted()[0]
  if (first === undefined) return undefined
  const times = [...bags, ...others].flatMap(({ from, until }) =>
    from && until ? [minuteOf(from), minuteOf(until)] : [],
  )
  const offset = offsetOf(first)
  const onTheHour = (minute: number, round: (hours: number) => number): number =>
    round((minute + offset) / HOUR) * HOUR - offset
  const start = onTheHour(Math.min(...times), Math.floor)
  const end = Math.max(onTheHour(Math.max(...times), Math.ceil), start + HOUR)
  const spanOf = ({ from, until }: { from?: string | undefined; until?: string | undefined }): Span | undefined =>
    from && until ? { from: minuteOf(from) - start, until: minuteOf(until) - start } : undefined
  return {
    length: end - start,
    hours: hoursOf(start, end, offset),
    runs: [
      ...bags.map((bag) => runOf(bag, isPushIn(intervals, bag) ? 'push' : 'bag', spanOf(bag))),
      ...others.map((other) => runOf(other, 'other', spanOf(other))),
    ],
    shares: sharesOf(
      codes,
      intervals.filter(({ isPush }) => !isPush).flatMap((each) => spanOf(each) ?? []),
    ),
  }
}

/** What is said of runs where nothing can be placed on a clock. */
export const untimedRuns = ({ bags, intervals, others = [] }: InfusionAnswer): Run[] => [
  ...bags.map((bag) => runOf(bag, isPushIn(intervals, bag) ? 'push' : 'bag', undefined)),
  ...others.map((other) => runOf(other, 'other', undefined)),
]

type Ran = NonNullable<InfusionAnswer['others']>[number]

function runOf({ dose, name, minutes, from, until }: Ran, kind: Run['kind'], span: Span | undefined): Run {
  return {
    dose,
    kind,
    ...(name !== undefined && { name }),
    ...(minutes !== undefined && { minutes }),
    ...(from && until && { from: from.slice(11, 16), until: until.slice(11, 16) }),
    ...(span && { span }),
  }
}

/** A bag counts as what the interval counts as in which it ran. */
const isPushIn = (intervals: readonly Timed[], { from, minutes }: InfusionAnswer['bags'][number]): boolean =>
  intervals.some((each) =>
    each.isPush && from !== undefined && each.from !== undefined && each.until !== undefined
      ? minuteOf(each.from) <= minuteOf(from) && minuteOf(from) < minuteOf(each.until)
      : each.isPush && from === undefined && each.from === undefined && each.minutes === minutes,
  )

/** The codes one after the other along the time that was infused. */
function sharesOf(codes: InfusionAnswer['codes'], infused: readonly Span[]): Share[] {
  let before = 0
  return codes.map(({ code, units, minutes }) => {
    const spans = minutes === undefined ? [] : stretch(infused, before, before + minutes)
    before += minutes ?? 0
    return { code, units, ...(minutes !== undefined && { minutes }), spans }
  })
}

/** The stretches of the axis from one minute of infusion to another. */
function stretch(infused: readonly Span[], from: number, until: number): Span[] {
  let passed = 0
  return infused.flatMap((span) => {
    const starts = passed
    passed += span.until - span.from
    const part = {
      from: span.from + Math.max(0, from - starts),
      until: span.from + Math.min(span.until - span.from, until - starts),
    }
    return part.until > part.from ? [part] : []
  })
}

function hoursOf(start: number, end: number, offset: number): Clock['hours'] {
  const hours = (end - start) / HOUR
  const step = [1, 2, 4, 6, 12].find((each) => hours / each <= 5) ?? 24
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, at) => {
    const minute = start + at * step * HOUR
    const ofTheDay = (((minute + offset) % (24 * HOUR)) + 24 * HOUR) % (24 * HOUR)
    return { at: minute - start, label: `${String(ofTheDay / HOUR).padStart(2, '0')}:00` }
  })
}

const minuteOf = (instant: string): number => Math.floor(Date.parse(instant) / MINUTE)

/** Minutes that the clock of the place is ahead of UTC. */
function offsetOf(instant: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(instant) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes)) : 0
}
