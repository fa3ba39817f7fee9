import type { Chart } from '../chart.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import type { WriteBackInput } from '../write-back-request.ts'
import { dosesThatStay } from './doses-that-stay.ts'
import { givenBefore } from './given.ts'
import { isVoid } from './ours.ts'
import { planGiven, planLine } from './plan-line.ts'
import { kept, type Planned, type Step, together } from './steps.ts'
import { type LineTarget, type OurCharge, type Targets, targetsOf } from './targets.ts'
import { voided } from './void.ts'

/** What happens to the charge lines: those wanted are written, those of ours that are no longer wanted are voided. */
export function planLines(input: WriteBackInput, chart: Chart): Planned {
  const targets = targetsOf(input, chart)
  const { steps, warnings } = input.act === 'retire' ? retire(input, chart, targets.ours) : renew(input, targets)
  return { steps: steps.map((step) => withDoses(chart, step)), warnings }
}

/** Says which doses a line that is written, changed or withdrawn is about. */
function withDoses(chart: Chart, step: Step): Step {
  const charge = step.entry?.resource
  if (charge?.resourceType !== 'ChargeItem') return step
  const doses = list(charge.service).flatMap((service) => keyOf(chart, service) ?? [])
  return { ...step, write: { ...step.write, doses } }
}

function renew(input: WriteBackInput, { lines, indistinct, ours }: Targets): Planned {
  const wanted = new Set(lines.flatMap(({ written }) => written.map(({ key }) => key)))
  const spare = ours.filter((charge) => !wanted.has(charge.key) && !isVoid(charge) && concerns(input, charge))
  const left = spare.map((charge) => planSpare(input, charge))
  const standing = spare.filter((_, at) => left[at]?.steps[0]?.write.act !== 'void')
  return together([
    ...left,
    { steps: [], warnings: indistinct.map(({ words }) => `${words} is not written: another line bills the same.`) },
    ...givenBefore(input),
    ...lines.map((target) => planTarget(target, standing, input.asOf)),
  ])
}

function planTarget(target: LineTarget, standing: readonly OurCharge[], asOf: string): Planned {
  if (target.given.length > 0) return planGiven(target)
  const rival = standing.find((charge) => billsTheSame(charge, target))
  return rival ? blocked(target, rival) : planLine(target, asOf)
}

const concerns = ({ about }: WriteBackInput, charge: OurCharge): boolean =>
  about.some((dose) => charge.doses.includes(dose))

/** A live line of ours that no line wanted today stands for: voided, unless that would take more than we know. */
function planSpare(input: WriteBackInput, charge: OurCharge): Planned {
  const words = text(charge.resource.code?.text) ?? charge.key
  const doses = input.doses.filter(({ administration }) => charge.doses.includes(administration))
  if (doses.length < charge.doses.length) {
    return kept(
      charge,
      words,
      `${charge.key} (${words}) also bills doses that were not judged here; it stays as it is.`,
    )
  }
  if (doses.every(({ verdict, mayBeCharged }) => verdict === 'needs-information' && !mayBeCharged)) {
    return kept(charge, words, `${charge.key} (${words}) stays, because today it cannot be told whether it is right.`)
  }
  return voided(charge, input.asOf, 'is no longer what the chart supports')
}

/** True where a charge that stays and a line to be written would bill the same thing twice. */
const billsTheSame = (charge: OurCharge, { kind, line }: LineTarget): boolean =>
  charge.kind === kind && line.doses.some((dose) => charge.doses.includes(dose))

const blocked = ({ words }: LineTarget, rival: OurCharge): Planned => ({
  steps: [],
  warnings: [`${words} is not written, because ${rival.key} bills the same dose and stays.`],
})

/** What bills a dose of the visit that is in the chart no longer goes with it: no screen shows that one. */
function retire(input: WriteBackInput, chart: Chart, ours: readonly OurCharge[]): Planned {
  const stay = new Set(dosesThatStay(input).map(({ administration }) => administration))
  const isOfNobody = ({ resource, doses }: OurCharge): boolean =>
    input.encounter !== undefined &&
    keyOf(chart, resource.context) === input.encounter &&
    !doses.some((dose) => dose !== undefined && (stay.has(dose) || chart.resources.has(dose)))
  const live = ours.filter((charge) => !isVoid(charge) && (concerns(input, charge) || isOfNobody(charge)))
  return together([
    ...givenBefore(input),
    ...live.map((charge) => voided(charge, input.asOf)),
    { steps: [], warnings: sharedWith(stay, live) },
  ])
}

/** A line of several doses goes as a whole, and comes back as a whole. */
function sharedWith(stay: ReadonlySet<string>, live: readonly OurCharge[]): string[] {
  return live
    .filter(({ doses }) => doses.some((dose) => dose !== undefined && stay.has(dose)))
    .map(
      ({ key, resource }) =>
        `${key} (${text(resource.code?.text) ?? 'a line'}) also bills another dose of the day and goes for both: approving either brings it back.`,
    )
}
