import type { ChargeItem } from 'fhir/r4'
import { text } from '../shape.ts'
import type { Ours } from './ours.ts'
import { change, kept, type Planned } from './steps.ts'

/** Withdraws a charge of ours, saying why; one that somebody edited since stays, and is named. */
export function voided(charge: Ours<ChargeItem>, asOf: string, because?: string): Planned {
  const { text: _, ...content } = charge.resource
  const words = text(content.code?.text) ?? charge.key
  if (charge.edited) return leftAsEdited(charge)
  const withdrawn: ChargeItem = { ...content, status: 'entered-in-error', enteredDate: asOf }
  const { steps, warnings } = change(charge, withdrawn, 'void', words)
  const said = because && steps[0]?.entry ? [`${charge.key} (${words}) is to be withdrawn: it ${because}.`] : []
  return { steps, warnings: [...warnings, ...said] }
}

/** Leaves a charge that is no longer ours to change. */
export function leftAsEdited(charge: Ours<ChargeItem>): Planned {
  const words = text(charge.resource.code?.text) ?? charge.key
  const { status } = charge.resource
  return kept(charge, words, `${charge.key} was edited after Doseline wrote it (now ${status}); it stays as it is.`)
}
