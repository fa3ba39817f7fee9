import Fraction from 'fraction.js'
import { withoutEnding } from './ending.ts'

/**
 * An exact number: a ratio of two whole numbers (fraction.js on bigint). Doses, strengths and quantities are never
 * floats: with floats 3 × 0.1 mg of a 0.1 mg code bills 4 units.
 */
export type Exact = Fraction

const DECIMAL = /^[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?$/
const SIGNIFICANT_DIGITS_A_DOUBLE_KEEPS = 15

/**
 * Reads a decimal as it was written, from text or from a parsed JSON number (whose shortest round-trip text gives back
 * any source decimal of up to 15 significant digits). Undefined when the text is no decimal, or when a JSON number shows
 * more digits than a double keeps, so that what the sender wrote cannot be known.
 */
export function exact(decimal: string | number | bigint): Exact | undefined {
  if (typeof decimal === 'bigint') return new Fraction(decimal)
  const text = String(decimal)
  if (!DECIMAL.test(text)) return undefined
  if (typeof decimal === 'number' && significantDigits(text) > SIGNIFICANT_DIGITS_A_DOUBLE_KEEPS) return undefined
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e')
  if (Math.abs(Number(exponent)) > 40) return undefined
  const [whole = '0', fraction = ''] = digits.split('.')
  const scale = Number(exponent) - fraction.length
  const unscaled = new Fraction(BigInt(whole + fraction))
  return scale >= 0 ? unscaled.mul(10n ** BigInt(scale)) : unscaled.div(10n ** BigInt(-scale))
}

/** As {@link exact}, for a value of our own that is known to be a decimal. Throws a TypeError otherwise. */
export function exactly(decimal: string | number | bigint): Exact {
  const value = exact(decimal)
  if (value === undefined) throw new TypeError(`${String(decimal)} is not an exact decimal`)
  return value
}

/** Decimal text (`88`, `1.7`), or `n/d` where the ratio has no finite decimal. */
export function exactText(value: Exact): string {
  const places = decimalPlaces(value.d)
  return places === undefined ? value.toFraction() : value.toString(places)
}

/** A decimal with the commas of its thousands, as the US writes them: `28,424.059`. */
export const groupedText = (decimal: string): string => decimal.replace(/^\d{4,}/, inThousands)

const inThousands = (digits: string): string =>
  digits.length > 3 ? `${inThousands(digits.slice(0, -3))},${digits.slice(-3)}` : digits

/** An amount as a person reads it, `2,000`: one without a finite decimal to three places, and said to be about that. */
export function readableText(value: Exact): string {
  const hasAnEnd = decimalPlaces(value.d) !== undefined
  return hasAnEnd ? groupedText(exactText(value)) : `about ${groupedText(exactText(value.round(3)))}`
}

/** How many whole parts of `size` cover `amount`: the one place where units are rounded, and always up. */
export function wholePartsUp(amount: Exact, size: Exact): bigint {
  const { s, n } = amount.div(size).ceil(0)
  return s * n
}

/** How many whole parts of `size` fit into `amount`; what is left over is not billed. */
export function wholePartsDown(amount: Exact, size: Exact): bigint {
  const { s, n } = amount.div(size).floor(0)
  return s * n
}

/** Adds up; the sum of nothing is 0. */
export function sum(amounts: Iterable<Exact>): Exact {
  let total = new Fraction(0n)
  for (const amount of amounts) total = total.add(amount)
  return total
}

/** True for 0. */
export const isNothing = (amount: Exact): boolean => amount.n === 0n

/** True below 0. */
export const isNegative = (amount: Exact): boolean => amount.s < 0n

function significantDigits(text: string): number {
  const mantissa = text.split('e')[0] ?? ''
  const digits = mantissa.replace(/[+.-]/g, '').replace(/^0+/, '')
  return mantissa.includes('.') ? digits.length : withoutEnding(digits, '0').length
}

/** How many decimals the denominator needs; undefined where no number of them is enough (any prime but 2 and 5). */
function decimalPlaces(denominator: bigint): number | undefined {
  let left = denominator
  const factors = [2n, 5n].map((prime) => {
    let count = 0
    for (; left % prime === 0n; left /= prime) count += 1
    return count
  })
  return left === 1n ? Math.max(...factors) : undefined
}

/** True above 0. The sign alone does not say it: fraction.js gives 0 the sign of 1. */
export const isPositive = (amount: Exact): boolean => amount.n > 0n && amount.s > 0n
