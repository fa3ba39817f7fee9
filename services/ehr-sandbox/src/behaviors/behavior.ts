import type { Personality, TypeOffer } from '../personalities/personality.ts'

/** Whose software it is. */
export type Vendor = 'epic' | 'oracle-millennium' | 'oracle-ai' | 'athena' | 'hapi' | 'medplum' | 'microsoft'

/**
 * How a behavior is known: `run` by us; `read` in a document or source of the vendor; `reported` by somebody in a thread;
 * `captured` from a live server by a third party, whose address was not kept; `memory` is unconfirmed.
 */
export type Confirmed = 'run' | 'read' | 'reported' | 'captured' | 'memory'

/** One thing that one vendor's software does, and that a client has to know. */
export interface Behavior {
  /** Short and stable, unique within its vendor. */
  readonly id: string
  readonly vendor: Vendor
  /** The element or interaction. */
  readonly about: string
  readonly does: string
  readonly confirmed: Confirmed
  /** Where it is said, or the part of this repository that runs it; absent only for `captured` and `memory`. */
  readonly source?: string
  /** The day it was read or run, YYYY-MM-DD. */
  readonly on: string
  /** The test that covers it: file, ` › ` and the test's own name. */
  readonly test: string
  /** What an EHR of the sandbox takes over to behave so. */
  readonly plays?: Plays
}

/** A part of a personality. Types are merged by name, and of a type its needs are added up. */
export type Plays = Partial<Omit<Personality, 'key' | 'label' | 'says' | 'types'>> & {
  readonly types?: Readonly<Record<string, Partial<TypeOffer>>>
}
