import type { Acquisition, GivenCharge } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'

/** How well a resource type could be read. A type not named counts as read completely. */
export type ReadOutcome = 'complete' | 'refused' | 'not-offered' | 'failed'

/** The FHIR resources about a patient's doses, by reference, with what could not be read. */
export interface Chart {
  /** By `Type/id`. */
  readonly resources: ReadonlyMap<string, FhirResource>
  readonly reads: Readonly<Record<string, ReadOutcome>>
  /** `Type/id` by Bundle.entry.fullUrl, so that `urn:uuid:` and absolute references find their resource. */
  readonly addresses?: ReadonlyMap<string, string>
  /** What was left out or looked wrong, one sentence each: never an error, never silent. */
  readonly warnings: readonly string[]
}

/** A treatment before this one, as a person states it. */
export interface EarlierTreatment {
  readonly name: string
  readonly outcome: 'tried' | 'not tolerated' | 'ruled out'
}

/** What the caller states beside the chart, for one dose. Amounts are decimal text in milligrams. */
export interface AttestedFacts {
  readonly discardedMg?: string | undefined
  readonly openedMg?: string | undefined
  readonly containersOpened?: number | undefined
  readonly acquired?: Acquisition | undefined
  /** Somebody looked in the billing system, and the dose is not charged there. */
  readonly notCharged?: true | undefined
  readonly authorization?:
    | {
        readonly number: string
        readonly from?: string | undefined
        readonly until?: string | undefined
        /** Units it covers in all. */
        readonly units?: number | undefined
        /** Doses it covers in all. */
        readonly visits?: number | undefined
      }
    | undefined
  /** What was tried before this drug, by name, and how it ended. */
  readonly earlierTreatments?: readonly EarlierTreatment[] | undefined
  /** The diagnoses chosen for this dose, ICD-10-CM, first first. */
  readonly diagnoses?: readonly string[] | undefined
  readonly by: string
  readonly at: string
}

/** What else bears on reading one dose. */
export interface ReadingOptions {
  /** IANA zone of the place of care. */
  readonly timeZone?: string | undefined
  readonly attested?: AttestedFacts | undefined
  readonly proposed?: { readonly code?: string | undefined; readonly modifiers: readonly string[] } | undefined
  /** What Doseline gave to the EHR without the chart saying so. */
  readonly given?: readonly GivenCharge[] | undefined
}
