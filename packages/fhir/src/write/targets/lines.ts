import type { PostedCharge } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { WriteBackInput } from '../../write-back-request.ts'
import { lineIdentity } from '../identities.ts'
import { marksOf } from '../resources/book.ts'
import { chargeItem, lineText } from '../resources/charge-item.ts'
import { type CreditFor, creditFor } from './credits.ts'
import { kindOf, type OurCharge } from './our-charges.ts'
import { postedFor } from './posted-charges.ts'

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
  readonly posted: readonly PostedCharge[]
  readonly creditFor: CreditFor
}

/** The lines of a visit. */
export interface LineTargets {
  /** One for each role of the same doses. */
  readonly lines: readonly LineTarget[]
  /** Lines that another one has the identity of: a transaction must not carry both. */
  readonly indistinct: readonly LineTarget[]
}

/** What each line that may be charged is to become. */
export function lineTargets(input: WriteBackInput, charges: readonly OurCharge[]): LineTargets {
  const all = chargeable(input).map((line) => lineTarget(input, line, charges))
  const lines = [...new Map(all.map((target) => [target.identityAt(0), target])).values()]
  return { lines, indistinct: all.filter((target) => !lines.includes(target)) }
}

function lineTarget(input: WriteBackInput, line: ChargeLine, charges: readonly OurCharge[]): LineTarget {
  const identityAt = (ordinal: number): string => lineIdentity(input, line, ordinal)
  return {
    line,
    words: lineText(input, line),
    kind: kindOf(line.code, line.modifiers),
    system: marksOf(input).chargeSystem,
    identityAt,
    chargeAt: (ordinal) => chargeItem(input, line, ordinal),
    written: writtenAs(identityAt, charges),
    posted: postedFor(input, line),
    creditFor: creditFor(input),
  }
}

/** The lines of what is asked about whose doses may all be charged: nobody approves what is not on their screen. */
function chargeable(input: WriteBackInput): readonly ChargeLine[] {
  const doses = new Set(input.doses.filter((dose) => dose.mayBeCharged).map((dose) => dose.administration))
  return input.lines
    .filter((line) => line.doses.some((dose) => input.about.includes(dose)))
    .filter((line) => line.doses.every((dose) => doses.has(dose)))
}

function writtenAs(identityAt: LineTarget['identityAt'], charges: readonly OurCharge[]): readonly OurCharge[] {
  return Array.from({ length: charges.length + 1 }, (_, ordinal) => identityAt(ordinal)).flatMap((identity) =>
    charges.filter((charge) => charge.identity === identity),
  )
}
