import { type Exact, exactly } from './exact.ts'

/** A quantity as charted: an exact number and the UCUM code of its unit. */
export interface Quantity {
  readonly value: Exact
  readonly unit: string
}

/** Milligrams in one of each mass unit (UCUM). */
export const MASS_IN_MG = {
  kg: exactly(1_000_000),
  g: exactly(1_000),
  mg: exactly(1),
  ug: exactly('0.001'),
  ng: exactly('0.000001'),
} as const

/** Milliliters in one of each volume unit (UCUM). */
export const VOLUME_IN_ML = {
  L: exactly(1_000),
  mL: exactly(1),
  uL: exactly('0.001'),
} as const

/** The mass in milligrams; undefined where the unit is not a mass. */
export function inMg({ value, unit }: Quantity): Exact | undefined {
  return Object.hasOwn(MASS_IN_MG, unit) ? value.mul(MASS_IN_MG[unit as keyof typeof MASS_IN_MG]) : undefined
}

/** The volume in milliliters; undefined where the unit is not a volume. */
export function inMl({ value, unit }: Quantity): Exact | undefined {
  return Object.hasOwn(VOLUME_IN_ML, unit) ? value.mul(VOLUME_IN_ML[unit as keyof typeof VOLUME_IN_ML]) : undefined
}
