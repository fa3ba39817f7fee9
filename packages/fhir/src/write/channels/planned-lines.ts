import type { ChargeItem } from 'fhir/r4'
import { extensionsOf } from '../../extensions.ts'
import { list, text } from '../../shape.ts'
import { BILLED_NDC } from '../../systems.ts'
import type { WriteBackPlan } from '../../write-back-request.ts'

/** One charge line that a plan writes, changes or voids. */
export interface PlannedLine {
  readonly act: 'create' | 'update' | 'void'
  readonly charge: ChargeItem
  /** The identifier value. */
  readonly identity: string
  /** In a few words, modifiers and all. */
  readonly words: string
}

/** The charge lines of a plan, in its order. */
export function plannedLines({ steps }: WriteBackPlan): readonly PlannedLine[] {
  return steps.flatMap(({ write, entry }) => {
    const charge = entry?.resource
    if (charge?.resourceType !== 'ChargeItem' || write.act === 'keep') return []
    return [{ act: write.act, charge, identity: write.identifier?.value ?? '', words: write.text }]
  })
}

/** A line in full: what it charges, its NDC, its diagnoses, and how its units were worked out. */
export function lineInFull({ words, charge }: PlannedLine): string {
  const said = [ndcOf(charge), diagnosesOf(charge), text(list(charge.note)[0]?.text)]
  return [words, ...said.filter((part) => part !== undefined)].join('; ')
}

function ndcOf(charge: ChargeItem): string | undefined {
  const [billed] = extensionsOf(charge, BILLED_NDC)
  const parts = list(billed?.extension)
  const code = text(parts.find(({ url }) => url === 'ndc')?.valueCoding?.code)
  const quantity = parts.find(({ url }) => url === 'quantity')?.valueQuantity
  return code && `NDC ${[code, quantity?.value, quantity?.unit].filter((part) => part !== undefined).join(' ')}`
}

function diagnosesOf({ reason }: ChargeItem): string | undefined {
  const codes = list(reason).flatMap(({ coding }) => text(list(coding)[0]?.code) ?? [])
  return codes.length === 0 ? undefined : `for ${codes.join(', ')}`
}
