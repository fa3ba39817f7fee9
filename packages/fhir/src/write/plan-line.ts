import type { GivenCharge } from '@doseline/contract'
import { saysTheSame } from './content.ts'
import { wordsOf } from './given.ts'
import { isVoid } from './ours.ts'
import { change, create, kept, type Planned, together } from './steps.ts'
import type { LineTarget, OurCharge } from './targets.ts'
import { leftAsEdited, voided } from './void.ts'

/**
 * What happens to one line, given everything already written for it: created, kept, changed in place while nobody
 * approved it, or voided and replaced after somebody did.
 */
export function planLine(target: LineTarget, asOf: string): Planned {
  const live = target.written.filter((charge) => !isVoid(charge))
  const current = live.find(({ edited }) => edited) ?? live.find(({ identity }) => identity === live.at(-1)?.identity)
  if (!current) return planFirst(target)
  // Conditional creates race on real servers; of two charges with one identifier one stays.
  const copies = live.filter((charge) => charge !== current)
  return together([
    ...copies.map((copy) => voided(copy, asOf, 'was written twice')),
    planCurrent(target, current, asOf),
  ])
}

function planFirst(target: LineTarget): Planned {
  const last = target.written.at(-1)
  if (!last?.edited) return createNext(target)
  const says = `${last.key} was withdrawn by somebody else; ${target.words} is not written again.`
  return kept(last, target.words, says)
}

function planCurrent(target: LineTarget, current: OurCharge, asOf: string): Planned {
  const { words } = target
  const wanted = target.chargeAt(ordinalOf(target, current))
  const isSame = saysTheSame(current.resource, wanted)
  const { status } = current.resource
  if (current.edited) return isSame && MOVED_ON.has(status) ? kept(current, words) : leftAsEdited(current)
  if (isSame && (status === wanted.status || (status === 'billable' && wanted.status === 'planned'))) {
    return kept(current, words)
  }
  if (status !== 'billable') return billing(target, change(current, wanted, 'update', words))
  const withdrawn = voided(current, asOf, 'is replaced, because what it charges has changed')
  // Without a version the approved line cannot be withdrawn, and a second one beside it would bill the dose twice.
  if (withdrawn.steps[0]?.write.act !== 'void') return withdrawn
  return together([withdrawn, createNext(target)])
}

/** Where billing takes a line by itself: that is no edit to speak of. */
const MOVED_ON: ReadonlySet<string> = new Set(['billable', 'billed'])

function createNext(target: LineTarget): Planned {
  const last = target.written.at(-1)
  const step = create(target.chargeAt(last === undefined ? 0 : ordinalOf(target, last) + 1), target.words)
  const { code, units, modifiers, dateOfService, doses } = target.line
  const charges = { code, units, modifiers, dateOfService, doses }
  return billing(target, { steps: [{ ...step, write: { ...step.write, charges } }], warnings: [] })
}

/** Says of what is written for a line what it bills. */
function billing({ line: { role } }: LineTarget, { steps, warnings }: Planned): Planned {
  return {
    steps: steps.map((step) => (step.entry ? { ...step, write: { ...step.write, role } } : step)),
    warnings,
  }
}

function ordinalOf({ written, identityAt }: LineTarget, of: OurCharge): number {
  // Written charges come in the order of their ordinals, which start at 0; one may be missing where a page was not read.
  let ordinal = 0
  while (ordinal < 2 * written.length + MOST_MISSING && identityAt(ordinal) !== of.identity) ordinal++
  return ordinal
}
const MOST_MISSING = 100

/** A line that was given stays as it is; one that should be another can only be changed where it went. */
export function planGiven({ words, given, system, ...target }: LineTarget): Planned {
  const same = given.find((each) => isTheSame(target, each))
  if (same && given.length === 1) {
    const identifier = { system, value: same.identity }
    return {
      steps: [{ write: { what: 'ChargeItem', act: 'keep', status: 'billable', text: words, identifier } }],
      warnings: [],
    }
  }
  return {
    steps: [],
    warnings: [
      `${words} is not written: ${given.map(wordsOf).join(', ')} was charged before by the EHR’s own operation, and only there it can be changed.`,
    ],
  }
}

const isTheSame = (
  { line, identityAt }: Pick<LineTarget, 'line' | 'identityAt'>,
  { identity, code, units, modifiers }: GivenCharge,
): boolean =>
  identity === identityAt(0) && code === line.code && units === line.units && modifiers.join() === line.modifiers.join()
