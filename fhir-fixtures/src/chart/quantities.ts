import type { Quantity } from 'fhir/r4'

const UCUM_CODES: Readonly<Record<string, string>> = {
  mg: 'mg',
  mcg: 'ug',
  g: 'g',
  mL: 'mL',
  kg: 'kg',
  'mg/kg': 'mg/kg',
  'mg/h': 'mg/h',
  'mg/dL': 'mg/dL',
  'mL/min': 'mL/min',
  IU: '[iU]',
  MBq: 'MBq',
}

/** The units that an amount of a scenario can have. */
export const UNITS: readonly string[] = Object.keys(UCUM_CODES)

/** `88 mg` as FHIR: the unit as people write it, and its UCUM code. */
export function quantity(words: string): Quantity {
  const [value = '', unit = ''] = words.split(' ')
  const code = UCUM_CODES[unit]
  if (!code) throw new Error(`no unit “${unit}”; there are ${UNITS.join(', ')}`)
  return { value: Number(value), unit, system: 'http://unitsofmeasure.org', code }
}

/** `9 vials` as a count. */
export function count(words: string): number {
  const value = Number(words.split(' ')[0])
  if (!Number.isSafeInteger(value)) throw new Error(`“${words}” is not a count of containers`)
  return value
}
