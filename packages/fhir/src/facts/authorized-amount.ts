import type { Quantity } from 'fhir/r4'
import { quoted, text } from '../shape.ts'

/** How much was asked for or certified: billing units, doses, or what cannot be compared with either. */
export type Amount = { readonly units: number } | { readonly visits: number } | { readonly unread: string }

/** X12 355 and the words for it; a quantity without a unit is billing units, as on a claim. */
const UNITS: ReadonlySet<string> = new Set(['', '1', 'un', 'unit', 'units', '{unit}', '{units}'])
const VISITS: ReadonlySet<string> = new Set(['', '1', 'vs', 'visit', 'visits', 'dose', 'doses', '{visit}', '{dose}'])

/** Reads a quantity of an authorization: only whole numbers of units or doses count. */
export function amountOf(quantity: Quantity): Amount {
  const { value, comparator } = quantity
  const words = [text(quantity.unit), text(quantity.code)].map((word) => word ?? '')
  const shown = quoted(`${comparator ?? ''}${value ?? 'no number'} ${words.find((word) => word !== '') ?? ''}`, 40)
  if (value === undefined || !Number.isSafeInteger(value) || value < 1 || comparator !== undefined) {
    return { unread: `“${shown}”` }
  }
  const isAll = (known: ReadonlySet<string>): boolean => words.every((word) => known.has(word.toLowerCase()))
  if (isAll(UNITS)) return { units: value }
  return isAll(VISITS) ? { visits: value } : { unread: `“${shown}”, which is neither units nor doses` }
}

/** Whether both say the same number of the same. */
export const sameAmount = (a: Amount, b: Amount | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)
