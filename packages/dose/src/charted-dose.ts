import type { CalendarDate } from './calendar-date.ts'
import type { Fact, Place } from './fact.ts'
import type { Quantity } from './units.ts'

/** MedicationAdministration.status in R4. */
export type AdministrationStatus =
  | 'in-progress'
  | 'not-done'
  | 'on-hold'
  | 'completed'
  | 'entered-in-error'
  | 'stopped'
  | 'unknown'

/** How the drug came to be in the room: who paid for it decides whether it is charged. */
export const ACQUISITIONS = ['bought', 'supplied', 'free', '340B'] as const
export type Acquisition = (typeof ACQUISITIONS)[number]

/** A code with the system it comes from, as FHIR writes it. */
export interface Code {
  readonly system?: string
  readonly code?: string
  readonly display?: string
}

/** What the chart says was given, by each way of naming a drug. NDCs are 11 digits without hyphens. */
export interface DrugNames {
  readonly ndc: readonly Named[]
  readonly rxnorm: readonly Named[]
  readonly hcpcs: readonly Named[]
  readonly text: readonly Named[]
}
/** One name and where it stands. */
export interface Named {
  readonly name: string
  readonly place: Place
}

/** A diagnosis: dotted upper-case ICD-10-CM where it has one. */
export interface Diagnosis {
  readonly icd10cm?: string
  /** Every coding it carries, for charts without ICD-10-CM. */
  readonly codes: readonly Code[]
  /** The administration's reason, the encounter's diagnosis, the problem list: in this order on a line. */
  readonly from: 'reason' | 'encounter' | 'problem-list'
  /** False where the condition is inactive, resolved, refuted or entered in error. */
  readonly stands: boolean
  /** Why it does not stand, or undefined. */
  readonly because?: string
  readonly place: Place
}

/** One Coverage, as charted. Days are absent where the chart gives none. */
export interface CoverageRecord {
  readonly reference: string
  readonly status: string
  readonly types: readonly Code[]
  readonly payors: readonly { readonly name?: string; readonly identifiers: readonly Code[] }[]
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  /** A period was charted that names no usable day. */
  readonly unreadablePeriod?: string
  readonly order?: number
  readonly place: Place
}

/** Another administration of the same patient. */
export interface OtherDose {
  readonly administration: string
  readonly status: AdministrationStatus
  readonly givenOn: Fact<CalendarDate>
  readonly drug: Fact<DrugNames>
  readonly dose: Fact<Quantity>
}

/** An authorization on file: a preauthorization ClaimResponse, or an attested one. */
export interface Authorization {
  readonly reference: string
  readonly number?: string
  readonly outcome: 'approved' | 'denied' | 'pending' | 'unknown'
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  /** HCPCS and NDC codes it names; empty where it names no product. */
  readonly codes: readonly Code[]
  readonly place: Place
}

/** A ChargeItem already in the chart. */
export interface ExistingCharge {
  readonly reference: string
  readonly status: string
  readonly codes: readonly Code[]
  readonly units?: number
  readonly modifiers: readonly string[]
  /** The administrations it names as its service. */
  readonly services: readonly string[]
  readonly on?: CalendarDate
  /** Set where Doseline wrote it: under which code book and identity. */
  readonly ours?: { readonly codebook: string; readonly identity: string }
  readonly place: Place
}

/** Everything the chart says about one dose, before any code book is opened. */
export interface ChartedDose {
  /** `MedicationAdministration/ma-102` */
  readonly administration: string
  readonly patient: Fact<string>
  readonly encounter: Fact<string>
  readonly status: Fact<AdministrationStatus>
  readonly givenOn: Fact<CalendarDate>
  readonly drug: Fact<DrugNames>
  /** The dose given, in the unit it was charted in. */
  readonly dose: Fact<Quantity>
  readonly containersOpened: Fact<number>
  /** The amount opened where the chart states it as an amount instead of a count of containers. */
  readonly amountOpened: Fact<Quantity>
  readonly discarded: Fact<Quantity>
  /** Whole minutes from start to stop. */
  readonly minutes: Fact<number>
  readonly acquired: Fact<Acquisition>
  readonly diagnoses: Fact<readonly Diagnosis[]>
  readonly coverages: Fact<readonly CoverageRecord[]>
  readonly otherDoses: Fact<readonly OtherDose[]>
  readonly authorizations: Fact<readonly Authorization[]>
  readonly charges: Fact<readonly ExistingCharge[]>
  /** A code, and modifiers, that the caller proposes for this dose. */
  readonly proposed: Fact<{ readonly code?: string; readonly modifiers: readonly string[] }>
}
