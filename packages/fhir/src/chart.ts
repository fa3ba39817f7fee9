import type { Attested, ChargedOn, PostedCharge, ReadOutcome } from '@doseline/contract'
import type { ChartGap } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'

/** The FHIR resources about a patient's doses, by reference, with what could not be read. */
export interface Chart {
  /** By `Type/id`. */
  readonly resources: ReadonlyMap<string, FhirResource>
  /** What the newest word of the chart says was deleted, by `Type/id`; of an administration what it was is still there. */
  readonly deleted: ReadonlySet<string>
  readonly reads: Readonly<Record<string, ReadOutcome>>
  /** `Type/id` by Bundle.entry.fullUrl, so that `urn:uuid:` and absolute references find their resource. */
  readonly addresses?: ReadonlyMap<string, string>
  /** What was left out, was not read, or must not be read past. */
  readonly gaps: readonly ChartGap[]
  /** What was left out or looked wrong, one sentence each: never an error, never silent. */
  readonly warnings: readonly string[]
}

/** What else bears on reading one dose. */
export interface ReadingOptions {
  /** IANA zone of the place of care. */
  readonly timeZone?: string | undefined
  readonly attested?: Attested | undefined
  readonly proposed?: { readonly code?: string | undefined; readonly modifiers: readonly string[] } | undefined
  /** Where the site charges a drug: when it is given unless said otherwise. */
  readonly chargesOn?: ChargedOn | undefined
  /** The site’s own charge codes, each with the HCPCS or CPT code it charges. */
  readonly chargeCodes?: Readonly<Record<string, string>> | undefined
  /** What Doseline gave to the EHR without the chart saying so. */
  readonly postedCharges?: readonly PostedCharge[] | undefined
}
