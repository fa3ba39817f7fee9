import type { ChargeLine } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { chargedModifiers } from '../facts/charged-modifiers.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import type { WriteBackInput } from '../write-back-request.ts'
import { marksOf } from './book.ts'
import { lineText } from './charge-item.ts'
import { dosesThatStay } from './doses-that-stay.ts'
import { givenBefore, givenFor, planGiven } from './given.ts'
import { lineIdentity } from './identifiers.ts'
import { kindOf } from './kind-of.ts'
import { isVoid, type Ours, ourCharges } from './ours.ts'
import { planLine } from './plan-line.ts'
import { kept, type Planned, type Step, together } from './steps.ts'
import { voided } from './void.ts'

/** What happens to the charge lines: those wanted are written, those of ours that are no longer wanted are voided. */
export function planLines(input: WriteBackInput, chart: Chart): Planned {
  const ours = ourCharges(chart, marksOf(input).chargeSystem)
  const { steps, warnings } = input.act === 'retire' ? retire(input, chart, ours) : renew(input, chart, ours)
  return { steps: steps.map((step) => withDoses(chart, step)), warnings }
}

/** Says which doses a line that is written, changed or withdrawn is about. */
function withDoses(chart: Chart, step: Step): Step {
  const charge = step.entry?.resource
  if (charge?.resourceType !== 'ChargeItem') return step
  const doses = list(charge.service).flatMap((service) => keyOf(chart, service) ?? [])
  return { ...step, write: { ...step.write, doses } }
}

function renew(input: WriteBackInput, chart: Chart, ours: readonly Ours<ChargeItem>[]): Planned {
  const series = wantedLines(input).map((line) => ({ line, written: writtenOf(input, line, ours) }))
  const wanted = new Set(series.flatMap(({ written }) => written.map(({ key }) => key)))
  const spare = ours.filter((charge) => !wanted.has(charge.key) && !isVoid(charge) && concerns(input, chart, charge))
  const left = spare.map((charge) => planSpare(input, chart, charge))
  const standing = spare.filter((_, at) => left[at]?.steps[0]?.write.act !== 'void')
  return together([
    ...left,
    ...indistinct(input),
    ...givenBefore(input),
    ...series.map(({ line, written }) => {
      const given = givenFor(input, line)
      if (given.length > 0) return planGiven(input, line, given)
      const rival = standing.find((charge) => billsTheSame(chart, charge, line))
      return rival ? blocked(input, line, rival) : planLine(input, line, written)
    }),
  ])
}

/** The lines that may be charged, one for each role of the same doses. */
function wantedLines(input: WriteBackInput): readonly ChargeLine[] {
  return [...new Map(chargeable(input).map((line) => [lineIdentity(input, line, 0), line])).values()]
}

/** The lines of what is asked about whose doses may all be charged: nobody approves what is not on their screen. */
function chargeable(input: WriteBackInput): readonly ChargeLine[] {
  const doses = new Set(input.doses.filter((dose) => dose.mayBeCharged).map((dose) => dose.administration))
  return input.lines
    .filter((line) => line.doses.some((dose) => input.about.includes(dose)))
    .filter((line) => line.doses.every((dose) => doses.has(dose)))
}

/** Two lines of one role for the same doses have one identity: a transaction must not carry both. */
function indistinct(input: WriteBackInput): readonly Planned[] {
  const written = wantedLines(input)
  const lost = chargeable(input).filter((line) => !written.includes(line))
  const says = (line: ChargeLine): string => `${lineText(input, line)} is not written: another line bills the same.`
  return lost.map((line) => ({ steps: [], warnings: [says(line)] }))
}

/** Everything written for a line, first to last: the line itself, and those it replaced. */
function writtenOf(input: WriteBackInput, line: ChargeLine, ours: readonly Ours<ChargeItem>[]): Ours<ChargeItem>[] {
  const written: Ours<ChargeItem>[] = []
  for (let ordinal = 0; ordinal <= ours.length; ordinal++) {
    const identity = lineIdentity(input, line, ordinal)
    written.push(...ours.filter((charge) => charge.identity === identity))
  }
  return written
}

const servicesOf = (chart: Chart, { resource }: Ours<ChargeItem>): readonly (string | undefined)[] =>
  list(resource.service).map((service) => keyOf(chart, service))

function concerns({ about }: WriteBackInput, chart: Chart, charge: Ours<ChargeItem>): boolean {
  const services = servicesOf(chart, charge)
  return about.some((dose) => services.includes(dose))
}

/** A live line of ours that no line wanted today stands for: voided, unless that would take more than we know. */
function planSpare(input: WriteBackInput, chart: Chart, charge: Ours<ChargeItem>): Planned {
  const words = text(charge.resource.code?.text) ?? charge.key
  const services = servicesOf(chart, charge)
  const doses = input.doses.filter(({ administration }) => services.includes(administration))
  if (doses.length < services.length) {
    return kept(
      charge,
      words,
      `${charge.key} (${words}) also bills doses that were not judged here; it stays as it is.`,
    )
  }
  if (doses.every(({ verdict, mayBeCharged }) => verdict === 'needs-information' && !mayBeCharged)) {
    return kept(charge, words, `${charge.key} (${words}) stays, because today it cannot be told whether it is right.`)
  }
  return voided(input, charge, 'is no longer what the chart supports')
}

/** True where a charge that stays and a line to be written would bill the same thing twice. */
function billsTheSame(chart: Chart, charge: Ours<ChargeItem>, line: ChargeLine): boolean {
  const services = servicesOf(chart, charge)
  const code = text(charge.resource.code?.coding?.[0]?.code)
  const same = kindOf(code, chargedModifiers(charge.resource)) === kindOf(line.code, line.modifiers)
  return same && line.doses.some((dose) => services.includes(dose))
}

const blocked = (input: WriteBackInput, line: ChargeLine, rival: Ours<ChargeItem>): Planned => ({
  steps: [],
  warnings: [`${lineText(input, line)} is not written, because ${rival.key} bills the same dose and stays.`],
})

/** What bills a dose of the visit that is in the chart no longer goes with it: no screen shows that one. */
function retire(input: WriteBackInput, chart: Chart, ours: readonly Ours<ChargeItem>[]): Planned {
  const stay = new Set(dosesThatStay(input).map(({ administration }) => administration))
  const isOfNobody = (charge: Ours<ChargeItem>): boolean =>
    input.encounter !== undefined &&
    keyOf(chart, charge.resource.context) === input.encounter &&
    !servicesOf(chart, charge).some((dose) => dose !== undefined && (stay.has(dose) || chart.resources.has(dose)))
  const isMeant = (charge: Ours<ChargeItem>): boolean => concerns(input, chart, charge) || isOfNobody(charge)
  const live = ours.filter((charge) => !isVoid(charge) && isMeant(charge))
  return together([
    ...givenBefore(input),
    ...live.map((charge) => voided(input, charge)),
    sharedWith(input, chart, live),
  ])
}

/** A line of several doses goes as a whole, and comes back as a whole. */
function sharedWith(input: WriteBackInput, chart: Chart, live: readonly Ours<ChargeItem>[]): Planned {
  const stay = new Set(dosesThatStay(input).map(({ administration }) => administration))
  const shared = live.filter((charge) => servicesOf(chart, charge).some((dose) => dose !== undefined && stay.has(dose)))
  const says = ({ key, resource }: Ours<ChargeItem>): string =>
    `${key} (${text(resource.code?.text) ?? 'a line'}) also bills another dose of the day and goes for both: approving either brings it back.`
  return { steps: [], warnings: shared.map(says) }
}
