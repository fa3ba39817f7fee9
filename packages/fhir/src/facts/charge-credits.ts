import type { ExistingCharge } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import type { Keyed } from '../chart-index.ts'
import { extensionsEnding } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { isNotBillable, isVoid } from './charge-items.ts'

const unitsOf = ({ quantity }: ChargeItem): number | undefined =>
  typeof quantity?.value === 'number' ? quantity.value : undefined

/**
 * The charges that stand: without credits, and without those that a credit took back. Oracle Health ties the two by
 * `offset-by`; others write a charge of fewer than no units. One that was taken back in part still stands.
 */
export function withoutCredited(chart: Chart, items: readonly Keyed<ChargeItem>[]): readonly Keyed<ChargeItem>[] {
  const standing = items.filter(({ resource }) => !isVoid(resource))
  const gone = new Set(standing.flatMap((item) => offsets(chart, item, items)))
  return standing.filter(({ key, resource }) => !gone.has(key) && !isCredit(resource))
}

/** What somebody determined not to be billed, and was not taken back. */
export const notBillable = (items: readonly Keyed<ChargeItem>[]): readonly Keyed<ChargeItem>[] =>
  items.filter(
    ({ resource }) => isNotBillable(resource) && offsetsIn(resource).length === 0 && (unitsOf(resource) ?? 0) >= 0,
  )

/**
 * A charge of fewer than no units takes back one of as many that no other took back, where all that the two say is the
 * same: codes, day, visit and dose. A credit that takes none back stays, and says so: what it was for is not known.
 */
export function withoutNegative(charges: readonly ExistingCharge[]): readonly ExistingCharge[] {
  const left = [...charges.filter(({ units }) => units === undefined || units >= 0)]
  for (const credit of charges.filter(({ units }) => units !== undefined && units < 0)) {
    const at = credit.doubt === undefined ? left.findIndex((charge) => takesBack(credit, charge)) : -1
    if (at >= 0) left.splice(at, 1)
    else left.push({ ...credit, doubt: credit.doubt ?? takesNothingBack(credit) })
  }
  return left
}

const takesNothingBack = ({ reference }: ExistingCharge): string =>
  `${reference} is a credit, and the chart holds no charge of the same dose, day, visit, units and status that it takes back.`

function takesBack(credit: ExistingCharge, charge: ExistingCharge): boolean {
  const codes = new Set(credit.codes.map(({ code }) => code?.toUpperCase()))
  return (
    charge.ours === undefined &&
    charge.doubt === undefined &&
    reaches(credit.status, charge.status) &&
    charge.units === -(credit.units ?? 0) &&
    isOfTheSame(credit, charge) &&
    charge.modifiers.join() === credit.modifiers.join() &&
    charge.codes.some(({ code }) => code !== undefined && codes.has(code.toUpperCase()))
  )
}

/** Of one dose, day and visit, as far as either names them; of two that name neither day nor visit, it is not known. */
const isOfTheSame = (credit: ExistingCharge, charge: ExistingCharge): boolean =>
  (credit.on ?? credit.encounter) !== undefined &&
  credit.on === charge.on &&
  credit.encounter === charge.encounter &&
  credit.services.toSorted().join() === charge.services.toSorted().join()

/** How far a charge has gone: what is only billable took nothing back of what a payer was billed. */
const REACHED: Readonly<Record<string, number>> = { planned: 0, billable: 1, billed: 2 }

const reaches = (credit: string, charge: string): boolean => (REACHED[credit] ?? -1) >= (REACHED[charge] ?? 2)

/** A credit by itself, whatever it took back. */
const isCredit = (charge: ChargeItem): boolean => offsetsIn(charge).length > 0 && (unitsOf(charge) ?? 0) < 0

const offsetsIn = (charge: ChargeItem) => extensionsEnding(charge, '/offset-by')

/** Both ends of an `offset-by`, where what was taken back is all of the charge. */
function offsets(chart: Chart, { key, resource }: Keyed<ChargeItem>, items: readonly Keyed<ChargeItem>[]): string[] {
  return offsetsIn(resource).flatMap(({ valueReference }) => {
    const other = keyOf(chart, valueReference)
    const found = items.find((item) => item.key === other)
    // A credit that was voided took nothing back, and neither did one that has not gone as far as its charge.
    if (found && (isVoid(found.resource) || !isAsFar(resource, found.resource))) return []
    const [one, two] = [unitsOf(resource), found && unitsOf(found.resource)]
    const isInPart = one !== undefined && two !== undefined && Math.abs(one) !== Math.abs(two)
    return isInPart ? [] : [key, ...(other === undefined ? [] : [other])]
  })
}

/** Of the two ends of an `offset-by`, the one of fewer units is the credit. */
function isAsFar(one: ChargeItem, two: ChargeItem): boolean {
  const [credit, charge] = (unitsOf(one) ?? 0) <= (unitsOf(two) ?? 0) ? [one, two] : [two, one]
  return reaches(credit.status, charge.status)
}
