import { msg } from '@lit/localize'

/** Measures that are words, one and many of them; the others are symbols. */
const names = (): Readonly<Record<string, readonly [one: string, many: string]>> => ({
  unit: [msg('unit', { id: 'measure-unit' }), msg('units', { id: 'measure-units' })],
  'USP unit': [msg('USP unit'), msg('USP units')],
  dose: [msg('dose', { id: 'measure-dose' }), msg('doses', { id: 'measure-doses' })],
  'billing unit': [msg('billing unit'), msg('billing units')],
  microcurie: [msg('microcurie'), msg('microcuries')],
})

/** What amounts are counted in, as the name of a field has it: `mg`, `microcuries`. */
export const measureText = (measure: string): string => names()[measure]?.[1] ?? measure

/** `2,000 IU`, `1 billing unit`. The amount is exact text, and stays so. */
export function measured(amount: string, measure = 'mg'): string {
  const [one, many] = names()[measure] ?? [measure, measure]
  return `${grouped(amount)} ${amount === '1' ? one : many}`
}

/** With commas between thousands, as both languages of the app write them in the US. */
const grouped = (amount: string): string => amount.replace(/^\d{4,}/, inThousands)

const inThousands = (digits: string): string =>
  digits.length > 3 ? `${inThousands(digits.slice(0, -3))},${digits.slice(-3)}` : digits
