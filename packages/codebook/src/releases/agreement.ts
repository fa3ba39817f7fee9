import { type Exact, exact, exactly, exactText, wholePartsUp } from '@doseline/dose'
import type { CrosswalkRecord } from '../import/bulletin.ts'
import { type BillingUnit, billingUnit } from './billing-unit.ts'

/**
 * What the columns of a crosswalk row are worth.
 *
 * - `agrees`: containers × units of one are the units of the package.
 * - `rounded up`: they are once a part of a unit counts as one.
 * - `placeholder`: the package stands as one unit, since the drug is priced by it: what it holds is printed on the carton.
 * - `contradicts`: the columns cannot all be right, and nothing in the file says which is not: no units are read from it.
 */
export type Agreement =
  | { readonly kind: 'agrees' | 'rounded up' | 'placeholder' }
  | { readonly kind: 'contradicts'; readonly cause: Cause; readonly says: string }

/** What a contradiction looks like, and never a correction: which column is right differs row by row. */
export const CAUSES = {
  'not multiplied': 'both columns give the same units, one of them for the other',
  'several strengths': 'both columns give the same units, and they are those of several strengths together',
  'several are one': 'the package is one unit, and so is each container',
  pieces: 'PKG SIZE looks like the count of pieces, each with the units of a container',
  'carton not counted': 'the bags of the carton are not counted in PKG QTY',
  slip: 'one column is wrong, and nothing says which',
} as const
export type Cause = keyof typeof CAUSES

/**
 * How the columns of one row agree. `placeholders` are the codes that CMS prices by the unit of potency, `others` the rows of its
 * code.
 */
export function agreementOf(
  row: CrosswalkRecord,
  placeholders: ReadonlySet<string>,
  others: readonly CrosswalkRecord[] = [],
): Agreement {
  if (placeholders.has(row.code)) return { kind: 'placeholder' }
  const [containers, perContainer, perPackage, size] = [
    exactly(row.containers),
    exactly(row.perContainer),
    exactly(row.perPackage),
    exactly(row.size),
  ]
  const together = containers.mul(perContainer)
  if (together.equals(perPackage)) return { kind: 'agrees' }
  if (exactly(wholePartsUp(together, ONE)).equals(perPackage)) return { kind: 'rounded up' }
  const cause = causeOf({ containers, perContainer, perPackage, size }, { row, others })
  const given = `${row.containers} × ${row.perContainer} units are ${exactText(together)}, and the package is given as ${row.perPackage}`
  const times = perPackage.div(perContainer)
  const isTimes = containers.equals(1) && times.d === 1n && times.n > 1n && cause !== 'pieces'
  const shows = isTimes ? ` (${times.n} times one container, and PKG QTY is 1)` : ''
  return { kind: 'contradicts', cause, says: `${given}${shows}: ${CAUSES[cause]}.` }
}

const ONE = exactly(1)
/** Bags from this size on, in mL, come by the carton. */
const SMALLEST_BAG = exactly(50)

function causeOf(
  { containers, perContainer, perPackage, size }: Record<'containers' | 'perContainer' | 'perPackage' | 'size', Exact>,
  { row, others }: { readonly row: CrosswalkRecord; readonly others: readonly CrosswalkRecord[] },
): Cause {
  if (perContainer.equals(perPackage)) {
    if (billingUnit(row.dosage)?.kind === 'occasion') return 'several are one'
    return isOfSeveralStrengths(row, others) ? 'several strengths' : 'not multiplied'
  }
  if (perContainer.mul(size).equals(perPackage)) return size.equals(ONE) ? 'slip' : 'pieces'
  const times = perPackage.div(perContainer)
  const isCarton = containers.equals(1) && times.d === 1n && times.n > 1n && !size.sub(SMALLEST_BAG).lt(0)
  return isCarton ? 'carton not counted' : 'slip'
}

/** A pack of three holds two strengths of the code, two of one and one of the other. */
function isOfSeveralStrengths(row: CrosswalkRecord, others: readonly CrosswalkRecord[]): boolean {
  if (row.containers !== '3') return false
  const held = [...new Set(others.filter((each) => each !== row).map((each) => each.perContainer))].map((each) =>
    exactly(each),
  )
  const all = exactly(row.perContainer)
  return held.some((one) => held.some((other) => !one.equals(other) && one.mul(2).add(other).equals(all)))
}

/** A row with what in the rest of the file speaks against it, in sentences; the units of the row are as CMS gives them. */
export interface Doubt {
  readonly row: CrosswalkRecord
  /**
   * What it makes uncertain: what one unit is, how much a container holds, the strength that its name states, or its volume alone,
   * which nothing is worked out by.
   */
  readonly about: 'unit' | 'content' | 'name' | 'volume'
  readonly says: string
}

/** Of the rows of one code, those that agree with themselves and not with the others, or not with their own unit. */
export function doubtsAmong(rows: readonly CrosswalkRecord[]): readonly Doubt[] {
  const units = new Map(rows.map(({ dosage }) => [dosage, billingUnit(dosage)]))
  const unitOf = ({ dosage }: CrosswalkRecord): BillingUnit | undefined => units.get(dosage)
  return [
    ...otherDosage(rows, unitOf),
    ...otherVolume(rows, unitOf),
    ...otherConcentration(rows, unitOf),
    ...otherStrengthInName(rows, unitOf),
    ...withoutVolume(rows, unitOf),
  ]
}

type UnitOf = (row: CrosswalkRecord) => BillingUnit | undefined

/** One code has one unit: where its rows read differently, the fewer are the ones to look at. */
function otherDosage(rows: readonly CrosswalkRecord[], unitOf: UnitOf): Doubt[] {
  const readings = [...Map.groupBy(rows, (row) => readingOf(unitOf(row))).values()]
  const [most, ...others] = readings.toSorted((a, b) => b.length - a.length)
  return others.flat().map((row) => ({
    row,
    about: 'unit',
    says: `The unit of ${row.code} is “${row.dosage}” here, and “${most?.[0]?.dosage}” in its other rows (line ${most?.[0]?.line}).`,
  }))
}

const readingOf = (unit: BillingUnit | undefined): string =>
  unit ? `${unit.kind} ${unit.parts.map(({ amount, of }) => `${exactText(amount)} ${of}`).join(' and ')}` : ''

/** A code of a volume: the size is the volume, so that units × unit must be the size. */
function otherVolume(rows: readonly CrosswalkRecord[], unitOf: UnitOf): Doubt[] {
  return rows.flatMap((row) => {
    const [part] = unitOf(row)?.parts ?? []
    if (part?.of !== 'ml') return []
    const held = exactly(row.perContainer).mul(part.amount)
    if (held.equals(exactly(row.size))) return []
    const says = `${row.perContainer} units of ${row.dosage} are ${exactText(held)} mL, and PKG SIZE is ${row.size}.`
    return [{ row, about: 'content', says }]
  })
}

/** One product of a labeler is one solution: containers of it hold by their volume. Rounding hides less than one in fifty. */
function otherConcentration(rows: readonly CrosswalkRecord[], unitOf: UnitOf): Doubt[] {
  const ofMass = rows.filter((row) => isOfMass(unitOf(row)) && unitOf(row)?.upTo !== true)
  const byVolume = [...Map.groupBy(ofMass, ofLabeler).values()].flatMap((those) =>
    isOneAVolume(those) ? those : those.filter(({ size }) => size !== '1'),
  )
  const ofProduct = Map.groupBy(byVolume, ofLabelersProduct)
  return [...ofProduct.values()].flatMap((those) => {
    const ratios = those.map((row) => exactly(row.perContainer).div(exactly(row.size)))
    const agreeing = ratios.map((one) => ratios.filter((other) => isNear(one, other)).length)
    const most = Math.max(...agreeing)
    if (most === those.length) return []
    const isUsual = (index: number): boolean => agreeing[index] === most && most * 2 > those.length
    return those.flatMap((row, index) =>
      isUsual(index)
        ? []
        : [
            {
              row,
              about: 'content' as const,
              says: `${row.perContainer} units in a PKG SIZE of ${row.size} is another concentration than this product has in ${linesOf(those.filter((_, other) => other !== index))}.`,
            },
          ],
    )
  })
}

const ofLabeler = ({ labeler, drug }: CrosswalkRecord): string => `${labeler}\n${drug}`.toLowerCase()
const ofLabelersProduct = ({ ndc }: CrosswalkRecord): string => ndc.slice(0, 9)

/** A PKG SIZE of 1 is one mL where a product of the labeler has other volumes too, and all of them are one concentration. */
const isOneAVolume = (rows: readonly CrosswalkRecord[]): boolean =>
  [...Map.groupBy(rows, ofLabelersProduct).values()].some((those) => {
    const inOne = those.find(({ size }) => size === '1')
    return (
      inOne !== undefined &&
      those.some(({ size }) => size !== '1') &&
      those.every((row) => isNear(exactly(inOne.perContainer), exactly(row.perContainer).div(exactly(row.size))))
    )
  })

/** A PKG SIZE of 1 in one row alone, where all others of the code have one volume, as many units in it among them. */
function withoutVolume(rows: readonly CrosswalkRecord[], unitOf: UnitOf): Doubt[] {
  const [row, ...more] = rows.filter(({ size }) => size === '1')
  const others = rows.filter((each) => each !== row)
  const [volume, ...volumes] = new Set(others.map(({ size }) => size))
  if (!row || more.length > 0 || others.length < FEWEST || volumes.length > 0 || !isOfMass(unitOf(row))) return []
  if (!others.some(({ perContainer }) => perContainer === row.perContainer)) return []
  const says = `PKG SIZE is 1, and ${volume} in every other row of ${row.code} (${linesOf(others)}).`
  return [{ row, about: 'volume', says }]
}

/** Fewer rows than these make no rule. */
const FEWEST = 3

/** `Kenalog-80`: milligrams in one mL, where the row has a volume. */
function otherStrengthInName(rows: readonly CrosswalkRecord[], unitOf: UnitOf): Doubt[] {
  return rows.flatMap((row) => {
    const named = exact(/-(\d{2,3})$/.exec(row.drug)?.[1] ?? '')
    const [part, ...more] = unitOf(row)?.parts ?? []
    if (!named || part?.of !== 'mg' || more.length > 0) return []
    const inOne = exactly(row.perContainer).mul(part.amount).div(exactly(row.size))
    if (inOne.equals(named)) return []
    const says = `The name says ${exactText(named)}, and ${row.perContainer} units of ${row.dosage} in ${row.size} mL are ${exactText(inOne)} mg in one.`
    return [{ row, about: 'name' as const, says }]
  })
}

const linesOf = (rows: readonly CrosswalkRecord[]): string =>
  `line${rows.length > 1 ? 's' : ''} ${rows.map(({ line }) => line).join(', ')}`

const isOfMass = (unit: BillingUnit | undefined): boolean => unit?.kind === 'amount' && unit.parts[0].of !== 'ml'

const isNear = (one: Exact, other: Exact): boolean => !one.sub(other).abs().mul(50).gt(other)
