import type { Money } from '@doseline/contract'

/** Cents of an amount that is not known. */
export const NOT_KNOWN = -1

/** Whole cents of an amount in dollars and cents; {@link NOT_KNOWN} where there is none. */
export function centsOf(money: Money | undefined): number {
  if (!money) return NOT_KNOWN
  const [dollars = '0', cents = ''] = money.amount.split('.')
  return Number(dollars) * 100 + Number(cents.padEnd(2, '0'))
}

/** An amount from its whole cents, which may be more than a double holds. */
export function moneyOf(cents: number | string): Money {
  const text = String(cents).padStart(3, '0')
  return { amount: `${text.slice(0, -2)}.${text.slice(-2)}`, currency: 'USD' }
}
