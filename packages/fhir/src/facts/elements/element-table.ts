import type { FhirResource } from 'fhir/r4'

/**
 * How every element that R4 has for a type is taken, so that none is passed over unseen. Paths as FHIR writes them, without
 * the type; one covers all below it, unless a longer one says otherwise. Several paths stand in one text.
 */
export interface ElementTable {
  readonly type: FhirResource['resourceType']
  /** A fact is read from these, and compared. */
  readonly read: string
  /** These are usual with some values only; any other has to be looked at. */
  readonly usual?: Readonly<Record<string, Usual>>
  /** Nobody reads these, and they may change what is charged: what each is, in words. */
  readonly asked?: Readonly<Record<string, string>>
  /** These never change a charge line: which, by the reason why. */
  readonly never: Readonly<Record<string, string>>
}

/** What an element with usual values is, in words, and those values: codes, or the words that its texts are made of. */
export interface Usual {
  readonly is: string
  readonly of: string
}

/** Elements that every resource has; they are read for all types alike, or are those of the format. */
export const OF_EVERY_RESOURCE: ReadonlySet<string> = new Set(
  'resourceType id meta implicitRules language text contained extension modifierExtension'.split(' '),
)

/** The paths that a text lists. */
export const pathsIn = (text: string): readonly string[] => text.split(/\s+/).filter((path) => path !== '')
