import type { ChargeLine } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { WriteBackInput } from '../write-back-request.ts'
import { chargeItem, lineText } from './charge-item.ts'
import { saysTheSame } from './content.ts'
import { lineIdentity } from './identifiers.ts'
import { isVoid, type Ours } from './ours.ts'
import { change, create, kept, type Planned, together } from './steps.ts'
import { leftAsEdited, voided } from './void.ts'

/**
 * What happens to one line, given everything already written for it: created, kept, changed in place while nobody
 * approved it, or voided and replaced after somebody did.
 */
export function planLine(input: WriteBackInput, line: ChargeLine, written: readonly Ours<ChargeItem>[]): Planned {
  const live = written.filter((charge) => !isVoid(charge))
  const current = live.find(({ edited }) => edited) ?? live.find(({ identity }) => identity === live.at(-1)?.identity)
  if (!current) return planFirst(input, line, written)
  // Conditional creates race on real servers; of two charges with one identifier one stays.
  const copies = live.filter((charge) => charge !== current)
  return together([
    ...copies.map((copy) => voided(input, copy, 'was written twice')),
    planCurrent(input, line, current, written),
  ])
}

function planFirst(input: WriteBackInput, line: ChargeLine, written: readonly Ours<ChargeItem>[]): Planned {
  const last = written.at(-1)
  if (!last?.edited) return createNext(input, line, written)
  const says = `${last.key} was withdrawn by somebody else; ${lineText(input, line)} is not written again.`
  return kept(last, lineText(input, line), says)
}

function planCurrent(
  input: WriteBackInput,
  line: ChargeLine,
  current: Ours<ChargeItem>,
  written: readonly Ours<ChargeItem>[],
): Planned {
  const words = lineText(input, line)
  const ordinal = ordinalOf(input, line, current, written)
  const wanted = chargeItem(input, line, ordinal)
  const isSame = saysTheSame(current.resource, wanted)
  const { status } = current.resource
  if (current.edited) return isSame && MOVED_ON.has(status) ? kept(current, words) : leftAsEdited(current)
  if (isSame && (status === wanted.status || (status === 'billable' && wanted.status === 'planned'))) {
    return kept(current, words)
  }
  if (status !== 'billable') return billing(line, change(current, wanted, 'update', words))
  const withdrawn = voided(input, current, 'is replaced, because what it charges has changed')
  // Without a version the approved line cannot be withdrawn, and a second one beside it would bill the dose twice.
  if (withdrawn.steps[0]?.write.act !== 'void') return withdrawn
  return together([withdrawn, createNext(input, line, written)])
}

/** Where billing takes a line by itself: that is no edit to speak of. */
const MOVED_ON: ReadonlySet<string> = new Set(['billable', 'billed'])

function createNext(input: WriteBackInput, line: ChargeLine, written: readonly Ours<ChargeItem>[]): Planned {
  const last = written.at(-1)
  const ordinal = last === undefined ? 0 : ordinalOf(input, line, last, written) + 1
  const step = create(chargeItem(input, line, ordinal), lineText(input, line))
  const { code, units, modifiers, dateOfService, doses } = line
  const charges = { code, units, modifiers, dateOfService, doses }
  return billing(line, { steps: [{ ...step, write: { ...step.write, charges } }], warnings: [] })
}

/** Says of what is written for a line what it bills. */
function billing({ role }: ChargeLine, { steps, warnings }: Planned): Planned {
  return {
    steps: steps.map((step) => (step.entry ? { ...step, write: { ...step.write, role } } : step)),
    warnings,
  }
}

function ordinalOf(
  input: WriteBackInput,
  line: ChargeLine,
  of: Ours<ChargeItem>,
  written: readonly Ours<ChargeItem>[],
): number {
  // Written charges come in the order of their ordinals, which start at 0; one may be missing where a page was not read.
  let ordinal = 0
  while (ordinal < 2 * written.length + MOST_MISSING && lineIdentity(input, line, ordinal) !== of.identity) ordinal++
  return ordinal
}
const MOST_MISSING = 100
