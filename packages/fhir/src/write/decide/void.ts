import type { ChargeItem } from 'fhir/r4'
import type { OurCharge } from '../targets/our-charges.ts'
import { change, type Decided, kept } from './decision.ts'

/** Voids a charge of ours, saying why; one that somebody edited since stays, and is named. */
export function voided(charge: OurCharge, asOf: string, because?: string): Decided {
  if (charge.edited) return leftAsEdited(charge)
  const { text: _, ...content } = charge.resource
  const inError: ChargeItem = { ...content, status: 'entered-in-error', enteredDate: asOf }
  const doses = charge.doses.filter((dose) => dose !== undefined)
  const { decisions, warnings } = change(charge, inError, 'void', charge.words, { doses })
  const isDone = because !== undefined && decisions[0]?.act === 'void'
  const said = isDone ? [`${charge.key} (${charge.words}) is to be voided: it ${because}.`] : []
  return { decisions, warnings: [...warnings, ...said] }
}

/** Leaves a charge that is no longer ours to change. */
export const leftAsEdited = (charge: OurCharge): Decided =>
  kept(
    charge,
    charge.words,
    `${charge.key} was edited after Doseline wrote it (now ${charge.resource.status}); it stays as it is.`,
  )
