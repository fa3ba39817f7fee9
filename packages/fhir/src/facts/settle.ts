import type { Attested } from '@doseline/contract'
import {
  exact,
  exactText,
  type Fact,
  inMg,
  inMl,
  isNegative,
  isNothing,
  known,
  missing,
  type Quantity,
} from '@doseline/dose'
import { unitOf } from './units-as-charted.ts'

/** How two values of one fact are compared and shown. */
export interface Comparing<T> {
  readonly same: (a: T, b: T) => boolean
  readonly shows: (value: T) => string
}

/** One fact of all the chart states about it: statements that differ contradict each other, and nobody's is taken. */
export function agreed<T>(
  stated: readonly Fact<T>[],
  noun: string,
  { same, shows }: Comparing<T>,
): Fact<T> | undefined {
  const [first, ...others] = stated
  if (first === undefined || others.length === 0) return first
  const places = stated.flatMap((fact) => fact.places)
  const unknown = stated.find((fact) => !fact.known)
  if (unknown || !first.known) return unknown ?? first
  const different = others.find((other) => other.known && !same(first.value, other.value))
  if (!different?.known) return known(first.value, ...places)
  const says = `The chart states ${noun} twice and differently: ${shows(first.value)} and ${shows(different.value)}.`
  return missing('contradictory', says, ...places)
}

/**
 * What the chart says and what a person states in the request, as one fact. The person fills what the chart lacks; where
 * both speak they must agree, because nobody but the chart's owner can say which is right.
 */
export function withAttested<T>(
  charted: Fact<T>,
  attested: Fact<T> | undefined,
  noun: string,
  { same, shows }: Comparing<T>,
): Fact<T> {
  if (!attested || (charted.known && !attested.known)) return charted
  if (!charted.known || !attested.known || same(charted.value, attested.value))
    return charted.known ? charted : attested
  const says = `The chart states ${noun} as ${shows(charted.value)}, and the request as ${shows(attested.value)}.`
  return missing('contradictory', says, ...charted.places, ...attested.places)
}

/** The amounts a person states: in milligrams by one field, in any other unit by the other. */
const IN_MG = { discarded: 'discardedMg', opened: 'openedMg', administered: 'administeredMg' } as const

/** An attested amount. */
export function attestedAmount(
  attested: Attested | undefined,
  field: keyof typeof IN_MG,
  noun: string,
): Fact<Quantity> | undefined {
  const [mg, other] = [attested?.[IN_MG[field]], attested?.[field]]
  const written = mg === undefined ? other : { value: mg, unit: 'mg' }
  if (attested === undefined || written === undefined) return undefined
  const element = `attested.${mg === undefined ? field : IN_MG[field]}`
  const place = { resource: 'request', element, shows: `${written.value} ${written.unit}` }
  if (mg !== undefined && other !== undefined) {
    return missing('contradictory', `${noun} is attested twice, by ${field} and by ${IN_MG[field]}: state one.`, place)
  }
  const value = exact(written.value)
  const read = unitOf({ unit: written.unit })
  if (value === undefined || isNegative(value) || (field === 'administered' && isNothing(value)) || !('unit' in read)) {
    const shows = mg === undefined ? place.shows : mg
    return missing('unreadable', `${noun} is attested as “${shows}”, which is not an amount.`, place)
  }
  return { ...known({ value, unit: read.unit }, place), attested: { by: attested.by, at: attested.at } }
}

/** Amounts compare in one kind of unit; of two kinds it cannot be said that they are the same. */
export const AMOUNTS: Comparing<Quantity> = {
  same: (a, b) => {
    const [massA, massB, volumeA, volumeB] = [inMg(a), inMg(b), inMl(a), inMl(b)]
    if (massA && massB) return massA.equals(massB)
    if (volumeA && volumeB) return volumeA.equals(volumeB)
    return a.unit === b.unit && a.value.equals(b.value)
  },
  shows: ({ value, unit }) => `${exactText(value)} ${unit}`,
}

/** Counts of containers. */
export const COUNTS: Comparing<number> = { same: (a, b) => a === b, shows: String }
