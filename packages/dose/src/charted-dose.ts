import type { CalendarDate } from './calendar-date.ts'
import type { Fact, Missing, Place } from './fact.ts'
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

/** How a drug is given. */
export const ROUTES = ['subcutaneous', 'intravenous'] as const
export type Route = (typeof ROUTES)[number]

/** Where care is given, as far as it bears on a claim. */
export const SETTINGS = [
  'office',
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'outpatient',
  'home',
  'independent clinic',
  'federally qualified health center',
  'rural health clinic',
  'emergency department',
  'inpatient',
  'skilled nursing facility',
  'dialysis facility',
  'hospice',
] as const
export type SettingKind = (typeof SETTINGS)[number]

/** A medicine of the patient beside the doses given here: ordered, stated, or given. */
export interface MedicineOnRecord {
  readonly reference: string
  readonly drug: DrugNames
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  /** Not a course that was taken but one that was refused by the body or ruled out: an intolerance, a contraindication. */
  readonly notTolerated?: true
  readonly place: Place
}

/** A finished result of an observation. */
export interface ResultOnRecord {
  readonly reference: string
  readonly codes: readonly Code[]
  readonly on?: CalendarDate
  readonly value?: Quantity
  /** What it says where it gives no quantity: `deficient`. */
  readonly words?: string
  /** Marked low by the laboratory itself. */
  readonly low?: true
  readonly place: Place
}

/** What the record says about how the dose was given; a name is absent where it says nothing. */
export interface Documentation {
  readonly lot?: string
  readonly expires?: CalendarDate
  /** In the chart's words where it is none of {@link ROUTES}. */
  readonly route?: string
  readonly site?: string
  /** Who gave it, as a reference. */
  readonly person?: string
  /** What ordered it, as a reference. */
  readonly order?: string
}

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
  /**
   * The administration's reason, the encounter's diagnosis, the problem list: in this order on a line. `attested` where
   * the chart does not hold it and a person states it.
   */
  readonly from: 'reason' | 'encounter' | 'problem-list' | 'attested'
  /** Set where a person chose it for this dose: before all others on a line, in the person's order. */
  readonly chosen?: true
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
  /** Units, and doses, that it covers in all. */
  readonly units?: number
  readonly visits?: number
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
  readonly encounter?: string
  /** Set where Doseline wrote it: under which code book and identity. */
  readonly ours?: { readonly codebook: string; readonly identity: string }
  readonly place: Place
}

/**
 * A charge that Doseline gave to an EHR in a form that names no dose and cannot be found again, such as Oracle’s
 * operation. Only the ledger knows whose it is.
 */
export interface GivenCharge {
  /** The identifier value of its line. */
  readonly identity: string
  readonly code: string
  /** Billing units. */
  readonly units: number
  readonly modifiers: readonly string[]
  readonly dateOfService: string
  /** The administrations it bills. */
  readonly doses: readonly string[]
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
  readonly documentation: Fact<Documentation>
  readonly setting: Fact<SettingKind>
  readonly medicines: Fact<readonly MedicineOnRecord[]>
  readonly results: Fact<readonly ResultOnRecord[]>
  readonly diagnoses: Fact<readonly Diagnosis[]>
  readonly coverages: Fact<readonly CoverageRecord[]>
  readonly otherDoses: Fact<readonly OtherDose[]>
  readonly authorizations: Fact<readonly Authorization[]>
  /** Those that could be read. */
  readonly charges: Fact<readonly ExistingCharge[]>
  /** Set where others may stand in the chart that could not be read. */
  readonly chargesUnread?: Missing
  /** A code, and modifiers, that the caller proposes for this dose. */
  readonly proposed: Fact<{ readonly code?: string; readonly modifiers: readonly string[] }>
}
