import type { MissingBecause } from '@doseline/contract'
import type { Members } from './lazily.ts'

/** Where a value was read: a resource and its element, or what the caller attested. */
export interface Place {
  /** `MedicationAdministration/ma-102`, or `request` for an attested fact. */
  readonly resource: string
  /** FHIRPath of the element within the resource, such as `dosage.dose`. */
  readonly element: string
  /** What stands there, in a biller's words: `88 mg`. */
  readonly shows?: string
}

/** A value with the places it was read from. */
export interface Known<T> {
  readonly known: true
  readonly value: T
  readonly places: readonly Place[]
  /** Set where a person stated it in the request instead of the chart: who and when. */
  readonly attested?: { readonly by: string; readonly at: string }
}

/** No value, the reason as a sentence for a biller, and where it was looked for. */
export interface Missing {
  readonly known: false
  readonly because: MissingBecause
  readonly says: string
  readonly places: readonly Place[]
  /** The fact that is missing in the first place, by its name, where what is missing only follows from it; see {@link rooted}. */
  readonly root?: string
}

/** What the chart says about one thing: known with its place, or missing with its reason. */
export type Fact<T> = Known<T> | Missing

/** A known fact. */
export const known = <T>(value: T, ...places: Place[]): Known<T> => ({ known: true, value, places })

/** A missing fact: why, in one sentence that a biller can act on. */
export const missing = (because: MissingBecause, says: string, ...places: Place[]): Missing => ({
  known: false,
  because,
  says,
  places,
})

/** Turns the value of a known fact into another, keeping its places; a missing fact stays as it is. */
export function mapFact<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.known ? { ...fact, value: change(fact.value) } : fact
}

/**
 * Members each of whose missing facts says which fact is its root: itself, unless what it was worked out from said so before.
 * `called`: names of facts that are read here under another name than the one they are asked by.
 */
export function rooted<T extends object, About>(
  members: Members<T, About>,
  called: Partial<Record<keyof T & string, string>> = {},
): Members<T, About> {
  const named = (name: keyof T & string): Members<T, About>[typeof name] => {
    const root = called[name] ?? name
    return (about, it) => {
      const value = members[name](about, it)
      return isRootless(value) ? { ...value, root } : value
    }
  }
  return Object.fromEntries(
    Object.keys(members).map((name) => [name, named(name as keyof T & string)]),
  ) as typeof members
}

const isRootless = (value: unknown): value is Missing =>
  typeof value === 'object' && value !== null && 'known' in value && value.known === false && !('root' in value)
