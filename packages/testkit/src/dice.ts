import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Numbers of chance that are the same for the same seed. */
export interface Dice {
  /** A whole number from 0 to below `most`. */
  below(most: number): number
  one<T>(of: readonly T[]): T
}

export function diceFrom(seed: number): Dice {
  const random = xoroshiro128plus(seed)
  const below = (most: number): number => (most <= 0 ? 0 : uniformInt(random, 0, most - 1))
  return { below, one: <T>(of: readonly T[]): T => of[below(of.length)] as T }
}
