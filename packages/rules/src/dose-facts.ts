import type { Benefit, CodeMeaning, ModifierMeaning, PayerInfo, Product, Published } from '@doseline/codebook'
import type {
  Acquisition,
  AdministrationStatus,
  Authorization,
  CalendarDate,
  CoverageRecord,
  Diagnosis,
  Documentation,
  DrugNames,
  Exact,
  ExistingCharge,
  Fact,
  Place,
  Quantity,
  SettingKind,
} from '@doseline/dose'

/** A recognised product, and by which of its names. */
export interface GivenProduct {
  readonly product: Product
  readonly by: 'ndc' | 'rxnorm' | 'hcpcs' | 'text'
}

/** A HCPCS code that somebody put on this dose: in the chart, on a charge, or in the request. */
export interface NamedCode {
  readonly code: string
  readonly by: 'the administration' | 'a charge' | 'the request'
  /** Undefined where the code book does not know the code. */
  readonly meaning: CodeMeaning | undefined
  readonly place: Place
}

/** The modifiers that somebody put on one drug line of this dose. */
export interface NamedModifiers {
  readonly by: 'a charge' | 'the request'
  /** In the order they stand; `meaning` is undefined where the code book does not know one. */
  readonly modifiers: readonly { readonly code: string; readonly meaning: ModifierMeaning | undefined }[]
  readonly place: Place
}

/** A charge in the chart that bills this dose, or may. */
export interface DoseCharge extends ExistingCharge {
  /** Why it may be for another dose; absent where it certainly is for this one. */
  readonly perhaps?: string
}

/** A dose of the same kind before this one. */
export interface EarlierDose {
  readonly administration: string
  readonly givenOn: CalendarDate
  /** Why it may have been another drug; absent where it certainly was of this kind. */
  readonly perhaps?: string
}

/** The last dose of the same kind before this one; `undefined` where the chart shows none. */
export type PreviousDose = EarlierDose | undefined

/** A dose of another product that the patient had on this day or before. */
export interface OtherProductDose {
  readonly administration: string
  readonly brand: string
  readonly group: string
  readonly givenOn: CalendarDate
  /** The day its next dose is due; undefined where the code book gives no interval. */
  readonly nextDue: CalendarDate | undefined
}

/** Where the dose was given, and how a drug given there is claimed. */
export interface GivenSetting {
  readonly kind: SettingKind
  readonly label: string
  readonly claim: Published<string>
}

/** A treatment on record, as far as a payer may ask for it. */
export interface TreatmentOnRecord {
  /** Classes and products it is, by id. */
  readonly is: readonly string[]
  readonly name: string
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  readonly notTolerated?: true
}

/** A result of a kind the code book reads, on the day of service or before. */
export interface KnownResult {
  readonly result: string
  readonly label: string
  readonly on?: CalendarDate
  readonly value?: Quantity
  readonly words?: string
  readonly low?: true
}

/** How heavy the patient was, and when that was measured. */
export interface Weight {
  readonly kg: Exact
  readonly on: CalendarDate
  /** Days before the dose. */
  readonly daysOld: number
}

/** What one code bills on one day for this patient: all doses of the day together, rounded once. */
export interface DayAmount {
  /** The administrations of that day and code, sorted. */
  readonly doses: readonly string[]
  readonly givenMg: Exact
  /** The product's NDC that all of them were charted with; undefined where they differ, because a line names one. */
  readonly ndc: string | undefined
}

/** Every fact a rule can read, by name: what the chart says, and what follows from it with the code book. */
export interface DoseValues {
  readonly status: AdministrationStatus
  readonly givenOn: CalendarDate
  readonly drug: DrugNames
  readonly product: GivenProduct
  readonly codesNamed: readonly NamedCode[]
  /** Lines with at least one modifier. */
  readonly modifiersNamed: readonly NamedModifiers[]
  /** The dose itself, in milligrams. */
  readonly givenMg: Exact
  /** All doses of the day and code, in milligrams. */
  readonly day: DayAmount
  /** Labelled content of the containers opened that day for this code, in milligrams. */
  readonly openedMg: Exact
  /** Written down as discarded that day for this code, in milligrams. */
  readonly discardedMg: Exact
  /** How long the doses of that day ran, in minutes. */
  readonly minutes: number
  readonly acquired: Acquisition
  readonly diagnoses: readonly Diagnosis[]
  readonly coverages: readonly CoverageRecord[]
  /** The coverage that pays first on the day, or the one that ended last where none covers it. */
  readonly coverage: CoverageRecord
  /** What that coverage pays for. */
  readonly benefit: Benefit
  readonly payer: PayerInfo
  readonly previousDose: PreviousDose
  /** All of them, the last one last. */
  readonly earlierDoses: readonly EarlierDose[]
  readonly otherProducts: readonly OtherProductDose[]
  readonly documentation: Documentation
  readonly setting: GivenSetting
  /** What the patient was treated with before this dose. */
  readonly treatments: readonly TreatmentOnRecord[]
  /** The latest first. */
  readonly results: readonly KnownResult[]
  readonly weight: Weight
  /** The day of judging. */
  readonly judgedOn: CalendarDate
  readonly authorizations: readonly Authorization[]
  /** Charges in the chart that bill this dose, without Doseline's own. */
  readonly charges: readonly DoseCharge[]
}
export type FactName = keyof DoseValues

/** The facts of one dose: each known with its place, or missing with its reason. */
export type DoseFacts = { readonly [K in FactName]: Fact<DoseValues[K]> }
