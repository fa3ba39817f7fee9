import type { Flag } from 'fhir/r4'
import { text } from '../../shape.ts'
import { saysTheSame } from '../resources/content.ts'
import type { Ours } from '../targets/ours.ts'
import type { Targets } from '../targets/targets.ts'
import { change, create, type Decided, kept, NOTHING, together } from './decision.ts'

/** What happens to the Flag: created, brought up to date, ended, or left. One that somebody edited is theirs. */
export function decideFlag(targets: Targets): Decided {
  const { current, copies } = targets.flag
  if (!current) return firstFlag(targets)
  // Of two Flags with one identifier the older one stays.
  const spare = copies.map((copy) => (copy.edited ? leftAsEdited(copy) : ended(copy, targets.asOf)))
  return together([decideCurrent(current, targets), ...spare])
}

function firstFlag({ act, asOf, flag: { flagSince } }: Targets): Decided {
  if (act === 'void' || !flagSince) return NOTHING
  const flag = flagSince(asOf)
  return create(flag, wordsOf(flag))
}

function decideCurrent(current: Ours<Flag>, { act, asOf, flag: { flagSince } }: Targets): Decided {
  if (current.edited) return leftAsEdited(current)
  const isActive = current.resource.status === 'active'
  if (act === 'void' && (!flagSince || !isActive)) return ended(current, asOf)
  if (!flagSince) return kept(current, wordsOf(current.resource))
  const flag = flagSince(text(current.resource.period?.start) ?? asOf)
  return isActive && saysTheSame(current.resource, flag)
    ? kept(current, wordsOf(flag))
    : change(current, flag, 'update', wordsOf(flag))
}

function ended(ours: Ours<Flag>, asOf: string): Decided {
  const { resource } = ours
  if (resource.status === 'inactive') return kept(ours, wordsOf(resource))
  const { text: _, ...content } = resource
  const inactive: Flag = { ...content, status: 'inactive', period: { ...resource.period, end: asOf } }
  return change(ours, inactive, 'update', wordsOf(resource))
}

const leftAsEdited = (ours: Ours<Flag>): Decided =>
  kept(ours, wordsOf(ours.resource), `${ours.key} was edited after Doseline wrote it; it stays as it is.`)

const wordsOf = ({ code }: Flag): string => text(code?.text) ?? 'Billing readiness'
