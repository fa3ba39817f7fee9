import type { Flag } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { text } from '../shape.ts'
import type { WriteBackInput } from '../write-back-request.ts'
import { marksOf } from './book.ts'
import { saysTheSame } from './content.ts'
import { dosesThatStay } from './doses-that-stay.ts'
import { visitIdentity } from './identifiers.ts'
import { type Ours, ourFlags } from './ours.ts'
import { readinessFlag } from './readiness-flag.ts'
import { change, create, kept, type Planned, together } from './steps.ts'

/** What happens to the Flag: created, brought up to date, retired, or left. One that somebody edited is theirs. */
export function planFlag(input: WriteBackInput, chart: Chart): Planned {
  const [ours, ...copies] = ourFlags(chart, marksOf(input).flagSystem).filter(
    ({ identity }) => identity === visitIdentity(input),
  )
  if (!ours) return firstFlag(input)
  const first = ours.edited
    ? leftAsEdited(ours)
    : input.act === 'retire'
      ? withdrawn(input, ours)
      : renewed(input, ours)
  // Conditional creates race on real servers; of two Flags with one identifier the older one stays.
  const spare = copies.map((copy) => (copy.edited ? leftAsEdited(copy) : retired(input, copy)))
  return together([first, ...spare])
}

function firstFlag(input: WriteBackInput): Planned {
  if (input.act === 'retire' || input.doses.length === 0) return { steps: [], warnings: [] }
  const flag = readinessFlag(input, input.asOf)
  return { steps: [create(flag, wordsOf(flag))], warnings: [] }
}

function renewed(input: WriteBackInput, ours: Ours<Flag>): Planned {
  if (input.doses.length === 0) return kept(ours, wordsOf(ours.resource))
  const flag = readinessFlag(input, text(ours.resource.period?.start) ?? input.asOf)
  const isCurrent = ours.resource.status === 'active' && saysTheSame(ours.resource, flag)
  return isCurrent ? kept(ours, wordsOf(flag)) : change(ours, flag, 'update', wordsOf(flag))
}

/** The Flag goes on for the doses that stay, without those that are withdrawn. */
function withdrawn(input: WriteBackInput, ours: Ours<Flag>): Planned {
  const stay = dosesThatStay(input)
  return stay.length === 0 || ours.resource.status !== 'active'
    ? retired(input, ours)
    : renewed({ ...input, doses: stay }, ours)
}

function retired(input: WriteBackInput, ours: Ours<Flag>): Planned {
  const { resource } = ours
  if (resource.status === 'inactive') return kept(ours, wordsOf(resource))
  const { text: _, ...content } = resource
  const inactive: Flag = { ...content, status: 'inactive', period: { ...resource.period, end: input.asOf } }
  return change(ours, inactive, 'update', wordsOf(resource))
}

const leftAsEdited = (ours: Ours<Flag>): Planned =>
  kept(ours, wordsOf(ours.resource), `${ours.key} was edited after Doseline wrote it; it stays as it is.`)

const wordsOf = ({ code }: Flag): string => text(code?.text) ?? 'Billing readiness'
