import type { Channel, HistoryEvent } from '@doseline/contract'

/** One write-back as the ledger has it, in the state it came to last. */
export interface Recorded {
  readonly id: string
  /** When it came to its state. */
  readonly at: string
  readonly who: string
  readonly channel: Channel | undefined
  readonly state: HistoryEvent['act']
  readonly writes: NonNullable<HistoryEvent['writes']>
  readonly does?: HistoryEvent['does']
  /** The dose it was asked for. */
  readonly focus?: HistoryEvent['focus']
  readonly overrides?: HistoryEvent['overrides']
  /** The identities known to be stored, where only part was. */
  readonly written?: HistoryEvent['written']
}

/** The write-backs of a dose, newest first, from its history. */
export function recordedIn(events: readonly HistoryEvent[]): Recorded[] {
  const found = new Map<string, Recorded>()
  for (const { writeBack: id, at, who, by, act, channel, does, focus, writes = [], overrides, written } of events) {
    if (!id) continue
    const newer = found.get(id) ?? { id, at, who, channel, state: act, writes, ...(written && { written }) }
    // What was planned stands with the reservation, which is the oldest event of a write-back.
    found.set(id, {
      ...newer,
      who: by ?? newer.who,
      channel: newer.channel ?? channel,
      does: newer.does ?? does,
      focus: newer.focus ?? focus,
      writes: newer.writes.length > 0 ? newer.writes : writes,
      overrides: newer.overrides ?? overrides,
    })
  }
  return [...found.values()]
}

const MAY_STAND: ReadonlySet<HistoryEvent['act']> = new Set(['confirmed', 'unconfirmed', 'sent'])
const GONE: ReadonlySet<string> = new Set(['entered-in-error', 'inactive'])

/** The write-back that left this identity, and whose word on it is the last; undefined where none did or it was voided. */
export function whoLeft(recorded: readonly Recorded[], identity: string): Recorded | undefined {
  for (const writeBack of recorded) {
    const write = MAY_STAND.has(writeBack.state) && writeBack.writes.find((one) => one.identity === identity)
    if (!write) continue
    return write.act === 'void' || GONE.has(write.status ?? '') ? undefined : writeBack
  }
  return undefined
}

/** Channels that leave nothing Doseline could read back as lines of the chart. */
const UNSEEN: ReadonlySet<Channel | undefined> = new Set(['oracle-create', 'task', 'communication', 'document'])

/** The last write-back, where it went in a channel that cannot be read back: then the ledger alone knows of it. */
export function lastUnseen(recorded: readonly Recorded[]): Recorded | undefined {
  const last = recorded.find(({ state }) => MAY_STAND.has(state))
  if (!last || !UNSEEN.has(last.channel)) return undefined
  if (last.channel !== 'oracle-create') return last
  // Charges of an operation add up, write-back by write-back.
  const given = recorded
    .filter(({ channel, state }) => channel === last.channel && MAY_STAND.has(state))
    .flatMap(givenBy)
  return { ...last, writes: [...new Map(given.map((write) => [write.identity, write])).values()] }
}

/** Of one that is open anything may stand. */
const givenBy = ({ writes, written, state }: Recorded): Recorded['writes'] =>
  written && state === 'confirmed' ? writes.filter(({ identity }) => written.includes(identity)) : writes
