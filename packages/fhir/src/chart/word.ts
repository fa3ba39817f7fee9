import type { FhirResource } from 'fhir/r4'

/**
 * What a chart says of one resource: its content, or that it was deleted. Several may come about one resource, and the
 * newest counts.
 */
export interface Word {
  /** Absent where it says that the resource was deleted. */
  readonly resource?: FhirResource
  readonly fullUrl?: string
  /** The server it is of, where an address says so. */
  readonly server?: string
  /** Milliseconds of the epoch. */
  readonly at?: number
  readonly version?: number
  /** Where in a history it stands, the newest first. */
  readonly history?: { readonly of: object; readonly position: number }
}

/** A word about a resource, with the address or the key it goes by. */
export interface Said extends Word {
  /** `Coverage/c1`; absent where only an address is known. */
  readonly key?: string
  /** What beside the resource may change what it means. */
  readonly modifiers?: readonly string[]
}
