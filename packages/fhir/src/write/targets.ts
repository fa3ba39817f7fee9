import type { GivenCharge } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { chargedModifiers } from '../facts/charged-modifiers.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import type { WriteBackInput } from '../write-back-request.ts'
import { marksOf } from './book.ts'
import { chargeItem, lineText } from './charge-item.ts'
import { givenFor } from './given.ts'
import { lineIdentity } from './identifiers.ts'
import { kindOf } from './kind-of.ts'
import { type Ours, ourCharges } from './ours.ts'

/** A charge of ours in the chart. */
export interface OurCharge extends Ours<ChargeItem> {
  /** What it bills for; see {@link kindOf}. */
  readonly kind: string
  /** The doses it bills, by key; undefined for a reference that leads to nothing in the chart. */
  readonly doses: readonly (string | undefined)[]
}

/** A line that may be charged: what it would be, what stands for it, and what the EHR took for it. */
export interface LineTarget {
  readonly line: ChargeLine
  /** In a few words, modifiers and all. */
  readonly words: string
  readonly kind: string
  /** Identifier system of its charges. */
  readonly system: string
  /** Its identity; `ordinal` counts the charges that took its place. */
  readonly identityAt: (ordinal: number) => string
  /** The charge that it would be. */
  readonly chargeAt: (ordinal: number) => ChargeItem
  /** Everything written for it, first to last: the line itself, and those it replaced. */
  readonly written: readonly OurCharge[]
  /** What was given to the EHR for the same, under any set of doses. */
  readonly given: readonly GivenCharge[]
}

/** What the lines of a visit are to become, and what of ours stands there: everything that is decided on. */
export interface Targets {
  /** One for each role of the same doses. */
  readonly lines: readonly LineTarget[]
  /** Lines that another one has the identity of: a transaction must not carry both. */
  readonly indistinct: readonly LineTarget[]
  /** Oldest first. */
  readonly ours: readonly OurCharge[]
}

/** Works out, once, what deciding on the lines of a visit needs to know. */
export function targetsOf(input: WriteBackInput, chart: Chart): Targets {
  const { chargeSystem: system } = marksOf(input)
  const ours = ourCharges(chart, system).map((charge) => ourCharge(charge, chart))
  const all = chargeable(input).map((line): LineTarget => {
    const identityAt = (ordinal: number): string => lineIdentity(input, line, ordinal)
    return {
      line,
      words: lineText(input, line),
      kind: kindOf(line.code, line.modifiers),
      system,
      identityAt,
      chargeAt: (ordinal) => chargeItem(input, line, ordinal),
      written: writtenAs(identityAt, ours),
      given: givenFor(input, line),
    }
  })
  const lines = [...new Map(all.map((target) => [target.identityAt(0), target])).values()]
  return { lines, indistinct: all.filter((target) => !lines.includes(target)), ours }
}

function ourCharge(charge: Ours<ChargeItem>, chart: Chart): OurCharge {
  const { resource } = charge
  const code = text(resource.code?.coding?.[0]?.code)
  const doses = list(resource.service).map((service) => keyOf(chart, service))
  return { ...charge, kind: kindOf(code, chargedModifiers(resource)), doses }
}

/** The lines of what is asked about whose doses may all be charged: nobody approves what is not on their screen. */
function chargeable(input: WriteBackInput): readonly ChargeLine[] {
  const doses = new Set(input.doses.filter((dose) => dose.mayBeCharged).map((dose) => dose.administration))
  return input.lines
    .filter((line) => line.doses.some((dose) => input.about.includes(dose)))
    .filter((line) => line.doses.every((dose) => doses.has(dose)))
}

function writtenAs(identityAt: LineTarget['identityAt'], ours: readonly OurCharge[]): readonly OurCharge[] {
  return Array.from({ length: ours.length + 1 }, (_, ordinal) => identityAt(ordinal)).flatMap((identity) =>
    ours.filter((charge) => charge.identity === identity),
  )
}
