import type { Measure } from '@doseline/contract'
import { type Exact, exactly, exactText, groupedText, readableText } from './exact.ts'
import { inMg, inMl, type Quantity } from './units.ts'

const ONE = exactly(1)
const THOUSAND = exactly(1_000)
const MILLION = exactly(1_000_000)

/** The curie is 3.7 × 10¹⁰ becquerels exactly. @see https://www.nist.gov/pml/special-publication-811 section 5.2 */
const MICROCURIES_IN_MBQ = exactly(1000).div(37)

/** The multiples that a unit of potency is charted in. */
const potency = (unit: string): Readonly<Record<string, Exact>> => ({
  [unit]: ONE,
  [`10*3.${unit}`]: THOUSAND,
  [`10*6.${unit}`]: MILLION,
})

type Charted = Exclude<Measure, 'mg' | 'mL' | 'dose' | 'billing unit'>

/** How much of its measure one of each unit is. A bare `U` is what the label counts: no US label counts two kinds of unit. */
const IN_MEASURE: Readonly<Record<Charted, Readonly<Record<string, Exact>>>> = {
  // Where a code says “units” it counts those of the label, which may call them USP units.
  unit: { ...potency('U'), ...potency("[USP'U]") },
  // “IU” is on the list of what is not to be written in a chart; “units” is written in its place.
  // @see https://www.jointcommission.org/resources/news-and-multimedia/fact-sheets/facts-about-do-not-use-list/
  IU: { ...potency('U'), ...potency('[IU]') },
  'USP unit': { ...potency('U'), ...potency("[USP'U]") },
  mEq: { meq: ONE },
  'cm²': { cm2: ONE },
  microcurie: {
    uCi: ONE,
    mCi: THOUSAND,
    Ci: MILLION,
    kBq: MICROCURIES_IN_MBQ.div(THOUSAND),
    MBq: MICROCURIES_IN_MBQ,
    GBq: MICROCURIES_IN_MBQ.mul(THOUSAND),
  },
  'million PFU': { '10*6.[PFU]': ONE, '[PFU]': ONE.div(MILLION) },
}

/**
 * A charted quantity in a measure; undefined where its unit is no unit of that measure. What a dose or a container counts is
 * not in its quantity, so these two have no units.
 */
export function inMeasure(quantity: Quantity, measure: Measure): Exact | undefined {
  if (measure === 'mg') return inMg(quantity)
  if (measure === 'mL') return inMl(quantity)
  if (measure === 'dose' || measure === 'billing unit') return undefined
  const units = IN_MEASURE[measure]
  return Object.hasOwn(units, quantity.unit) ? units[quantity.unit]?.mul(quantity.value) : undefined
}

/** Measures whose name has a plural. */
const PLURAL: ReadonlySet<Measure> = new Set(['unit', 'USP unit', 'dose', 'billing unit', 'microcurie'])

/** `mg`; `units`, or `unit` where it is one. */
export const measureText = (measure: Measure, isOne = false): string =>
  PLURAL.has(measure) && !isOne ? `${measure}s` : measure

/** `88 mg`, `1 dose`, `2,000 IU`: an amount in its measure, as a biller reads it. */
export const amountText = (amount: Exact, measure: Measure): string =>
  `${readableText(amount)} ${measureText(measure, amount.equals(ONE))}`

/** UCUM units whose code is not what people write. */
const WRITTEN: Readonly<Record<string, string>> = { '[IU]': 'IU', U: 'units', "[USP'U]": 'USP units', meq: 'mEq' }

/** A charted quantity as people write it: `2,000 IU`, `6 vial`. */
export const quantityText = ({ value, unit }: Quantity): string =>
  `${groupedText(exactText(value))} ${Object.hasOwn(WRITTEN, unit) ? WRITTEN[unit] : unit.replaceAll(/[{}]/g, '')}`
