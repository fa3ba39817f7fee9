import type { PostedCharge } from '@doseline/contract'
import { saysTheSame } from '../resources/content.ts'
import type { LineTarget } from '../targets/lines.ts'
import type { OurCharge } from '../targets/our-charges.ts'
import { wordsOf } from '../targets/posted-charges.ts'
import { creditAll, isInBilling } from './credit.ts'
import { change, create, type Decided, kept, together, warned } from './decision.ts'
import { leftAsEdited, voided } from './void.ts'

/**
 * What happens to one line, given everything already written for it: created, kept, changed in place while nobody
 * approved it, or voided and replaced after somebody did.
 */
export function decideLine(target: LineTarget, asOf: string): Decided {
  const live = target.written.filter((charge) => !charge.isVoid)
  const current = live.find(({ edited }) => edited) ?? live.find(({ identity }) => identity === live.at(-1)?.identity)
  if (!current) return decideFirst(target)
  // Conditional creates race on real servers; of two charges with one identifier one stays.
  const copies = live.filter((charge) => charge !== current)
  return together([
    ...copies.map((copy) => voided(copy, asOf, 'was written twice')),
    decideCurrent(target, current, asOf),
  ])
}

function decideFirst(target: LineTarget): Decided {
  const last = target.written.at(-1)
  if (!last?.edited) return createNext(target)
  const says = `${last.key} was voided by somebody else; ${target.words} is not written again.`
  return kept(last, target.words, says)
}

function decideCurrent(target: LineTarget, current: OurCharge, asOf: string): Decided {
  const { words, line } = target
  const wanted = target.chargeAt(ordinalOf(target, current))
  const isSame = saysTheSame(current.resource, wanted)
  const { status } = current.resource
  if (current.edited) return isSame && MOVED_ON.has(status) ? kept(current, words) : leftAsEdited(current)
  if (isSame && (status === wanted.status || (status === 'billable' && wanted.status === 'planned'))) {
    return kept(current, words)
  }
  if (status !== 'billable') {
    return change(current, wanted, 'update', words, { role: line.role, doses: line.doses })
  }
  const before = voided(current, asOf, 'is replaced, because what it charges has changed')
  // Without a version the approved line cannot be voided, and a second one beside it would bill the dose twice.
  if (before.decisions[0]?.act !== 'void') return before
  return together([before, createNext(target)])
}

/** Where billing takes a line by itself: that is no edit to speak of. */
const MOVED_ON: ReadonlySet<string> = new Set(['billable', 'billed'])

function createNext(target: LineTarget): Decided {
  const last = target.written.at(-1)
  return createAt(target, last === undefined ? 0 : ordinalOf(target, last) + 1)
}

function createAt(target: LineTarget, ordinal: number): Decided {
  const { code, units, modifiers, dateOfService, doses, role } = target.line
  const charges = { code, units, modifiers, dateOfService, doses }
  return create(target.chargeAt(ordinal), target.words, { charges, role, doses })
}

function ordinalOf({ written, identityAt }: LineTarget, of: OurCharge): number {
  // Written charges come in the order of their ordinals, which start at 0; one may be missing where a page was not read.
  let ordinal = 0
  while (ordinal < 2 * written.length + MOST_MISSING && identityAt(ordinal) !== of.identity) ordinal++
  return ordinal
}
const MOST_MISSING = 100

/** A line that was given stays as it is; one that should be another can only be changed where it went. */
export function decidePosted({ words, posted, system, ...target }: LineTarget): Decided {
  const same = posted.find((each) => isTheSame(target, each))
  if (same && posted.length === 1) {
    const identifier = { system, value: same.identity }
    return { decisions: [{ act: 'keep', what: 'ChargeItem', status: 'billable', identifier, words }], warnings: [] }
  }
  if (posted.every(isInBilling)) return decideCredited({ words, posted, system, ...target })
  return warned(
    `${words} is not written: ${posted.map(wordsOf).join(', ')} was charged before by the EHR’s own operation, and only there it can be changed.`,
  )
}

/** What the billing system has is credited there, and what it should be is charged: first the one, then the other. */
function decideCredited(target: LineTarget): Decided {
  const credits = creditAll(target.posted, target.creditFor, 'is replaced, because what it charges has changed')
  // Where one of them has to stay, a line beside it would bill twice.
  if (credits.decisions.length < target.posted.length) return credits
  return together([credits, createAt(target, ordinalsOf(target).length)])
}

/** The ordinals under which the line went out, as far as it did without a gap. */
function ordinalsOf({ posted, identityAt }: Pick<LineTarget, 'posted' | 'identityAt'>): readonly number[] {
  const ordinals: number[] = []
  while (posted.some(({ identity }) => identity === identityAt(ordinals.length))) ordinals.push(ordinals.length)
  return ordinals
}

const isTheSame = (
  { line, identityAt }: Pick<LineTarget, 'line' | 'identityAt'>,
  { identity, code, units, modifiers, billing }: PostedCharge,
): boolean =>
  (billing ? hasSameDetails(line, billing) : identity === identityAt(0)) &&
  code === line.code &&
  units === line.units &&
  modifiers.join() === line.modifiers.join()

/** What else a billing system was told of a line, whichever of its ordinals it went out under. */
const hasSameDetails = (
  { diagnoses, ndc }: LineTarget['line'],
  billing: NonNullable<PostedCharge['billing']>,
): boolean => diagnoses.join() === billing.diagnoses.join() && ndc?.ndc === billing.ndc?.code
