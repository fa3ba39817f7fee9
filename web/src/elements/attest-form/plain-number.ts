import { words } from '../../later-words.ts'

/** Thousands as the US writes them: groups of three digits after commas. One that begins with 0 is a decimal comma. */
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/

/** A number as it was typed, without spaces around it and without the commas of its thousands: `2,000` is 2000. */
export function plainNumber(typed: string): string {
  const written = typed.trim()
  return GROUPED.test(written) ? written.replaceAll(',', '') : written
}

/** The service takes decimals as text of this form. */
const AMOUNT = /^\d{1,9}(\.\d{1,6})?$/

/** What is wrong with an amount, and what to write; undefined where it is one. `2,5` may be 2.5 or a slip of 2,500. */
export function amountProblem(typed: string, { aboveZero = false } = {}): string | undefined {
  const written = plainNumber(typed)
  if (AMOUNT.test(written)) return aboveZero && !/[1-9]/.test(written) ? words.attest.badZero : undefined
  if (/^[\d.,]+$/.test(written) && written.includes(',')) return words.attest.badComma(written)
  if (/^[\d.,]+\s*[a-zµμ²[\]]+$/i.test(written)) return words.attest.badUnit
  return words.attest.badAmount
}
