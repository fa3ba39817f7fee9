import type { BundleEntry, ChargeItem } from 'fhir/r4'
import { CPT } from '../../code-systems.ts'
import { extensionsOf } from '../../extensions.ts'
import { chargedModifiers } from '../../facts/charged-modifiers.ts'
import { list, text } from '../../shape.ts'
import { BILLED_NDC } from '../../systems.ts'

/** A charge of a plan, or the credit that takes one back, as a billing system is told. */
export interface BilledLine {
  readonly identity: string
  readonly kind: 'charge' | 'credit'
  readonly code: string
  readonly codeSystem: 'hcpcs' | 'cpt'
  readonly units: number
  readonly modifiers: readonly string[]
  /** A whole day. */
  readonly dateOfService: string
  readonly diagnoses: readonly string[]
  readonly ndc?: { readonly code: string; readonly quantity?: string; readonly unit?: string }
  /** `MedicationAdministration/id` each. */
  readonly doses: readonly string[]
}

/** The charges that a plan makes and takes back: credits first, so that cut off in between a dose is charged once or not at all. */
export const billedLines = ({
  entry,
}: {
  readonly resourceType?: 'Bundle'
  readonly entry?: unknown
}): readonly BilledLine[] =>
  list(entry as BundleEntry[] | undefined)
    .flatMap(({ resource }) => (resource?.resourceType === 'ChargeItem' ? billedLine(resource as ChargeItem) : []))
    .toSorted((a, b) => Number(b.kind === 'credit') - Number(a.kind === 'credit'))

const KINDS: Readonly<Partial<Record<ChargeItem['status'], BilledLine['kind']>>> = {
  billable: 'charge',
  'entered-in-error': 'credit',
}

function billedLine(charge: ChargeItem): BilledLine[] {
  const { status, identifier, code, quantity, occurrenceDateTime = '', reason, service } = charge
  const kind = KINDS[status]
  const [coding] = list(code.coding)
  if (!kind || !coding?.code) return []
  const ndc = ndcOf(charge)
  return [
    {
      identity: list(identifier)[0]?.value ?? '',
      kind,
      code: coding.code,
      codeSystem: coding.system === CPT ? 'cpt' : 'hcpcs',
      units: quantity?.value ?? 0,
      modifiers: chargedModifiers(charge),
      dateOfService: occurrenceDateTime,
      diagnoses: list(reason).flatMap(({ coding: coded }) => list(coded)[0]?.code ?? []),
      ...(ndc && { ndc }),
      doses: list(service).flatMap(({ reference }) => reference ?? []),
    },
  ]
}

function ndcOf(charge: ChargeItem): BilledLine['ndc'] {
  const [billed] = extensionsOf(charge, BILLED_NDC)
  const parts = list(billed?.extension)
  const code = text(parts.find(({ url }) => url === 'ndc')?.valueCoding?.code)
  const quantity = parts.find(({ url }) => url === 'quantity')?.valueQuantity
  if (code === undefined) return undefined
  return {
    code,
    // The shortest text of a double is the decimal that it was read from: the claim’s quantity has at most three decimals.
    ...(quantity?.value !== undefined && { quantity: String(quantity.value) }),
    ...(quantity?.unit && { unit: quantity.unit }),
  }
}
