import type { CodeMeaning, Giving, ModifierMeaning, PayerInfo, Product, Published } from '@doseline/codebook'
import type { Acquisition, Benefit, SettingKind } from '@doseline/contract'
import type {
  AdministeredWhen,
  AdministrationStatus,
  Authorization,
  CalendarDate,
  ChartGap,
  ClockInterval,
  CodeBeside,
  CoverageRecord,
  CoverageStatement,
  Diagnosis,
  Documentation,
  DrugNames,
  Exact,
  ExistingCharge,
  Fact,
  OrderOnRecord,
  Place,
  Quantity,
  RecordBeside,
  Source,
  StatedAt,
  Stay,
  TextBeside,
  TextsBeside,
  TimeSpan,
  Visit,
} from '@doseline/dose'
import type { Indications } from './support.ts'

/** A recognised product, and by which of its names. */
export interface AdministeredProduct {
  readonly product: Product
  readonly by: 'ndc' | 'rxnorm' | 'hcpcs' | 'text'
  /** What was dispensed for the dose of the same molecule, and is another product: by name. */
  readonly dispensed?: readonly { readonly reference: string; readonly name: string }[]
}

/** A HCPCS code that somebody put on this dose: in the chart, on a charge, or in the request. */
export interface NamedCode {
  readonly code: string
  readonly by: 'the administration' | 'a charge' | 'the request' | CodeBeside['by']
  /** Undefined where the code book does not know the code. */
  readonly meaning: CodeMeaning | undefined
  readonly place: Place
}

/** The modifiers that somebody put on one drug line of this dose. */
export interface NamedModifiers {
  readonly by: 'a charge' | 'the request' | 'a statement'
  /** In the order they stand; `meaning` is undefined where the code book does not know one. */
  readonly modifiers: readonly { readonly code: string; readonly meaning: ModifierMeaning | undefined }[]
  readonly place: Place
}

/** A charge in the chart that bills this dose, or may. */
export interface DoseCharge extends ExistingCharge {
  /** Why it may be for another dose; absent where it certainly is for this one. */
  readonly perhaps?: string
  /** Set where its code or its NDC bills a drug, be it the right one or not. */
  readonly forDrug?: true
  /** Set where it charges giving a drug: in which way. */
  readonly giving?: Giving
  /** What was given, in units of its code; absent where the two cannot be compared. */
  readonly administeredUnits?: number
}

/** An authorization on file, held against the coverage that pays. */
export interface AuthorizationOnFile extends Authorization {
  /** That it was given by another payer or under another plan, or may have been: a clause that names both. */
  readonly elsewhere?: string
  /** That it was asked for other diagnoses than the dose is charged for: a clause that names both. */
  readonly otherDiagnosis?: string
  /** What it says in words of another product than the one that was given. */
  readonly namesOthers?: readonly string[]
  /** It approves the product that was given, by a code of it or because it is for this very dose. */
  readonly approvesIt?: true
}

/** A dose of the same kind before this one. */
export interface EarlierDose {
  readonly administration: string
  readonly administeredOn: CalendarDate
  /** Why it may have been another drug, or no dose; absent where it certainly was of this kind. */
  readonly perhaps?: string
  /** Where the chart tells of it, where that is no administration. */
  readonly place?: Place
}

/** The last dose of the same kind before this one; `undefined` where the chart shows none. */
export type PreviousDose = EarlierDose | undefined

/** A dose of another product that the patient had on this day or before. */
export interface OtherProductDose {
  readonly administration: string
  readonly brand: string
  readonly group: string
  readonly administeredOn: CalendarDate
  /** The day its next dose is due; undefined where the code book gives no interval. */
  readonly nextDue: CalendarDate | undefined
  /** What it is given for; only of one that was given on the day of this dose. */
  readonly indications?: Indications
  /** Why it may have been no dose. */
  readonly perhaps?: string
}

/** Another administration of the same molecule on the day of this one. */
export interface SameDayDose {
  readonly administration: string
  /** As recognised; absent where that is not certain. */
  readonly brand?: string
  /** Whether it can be a part of the same labeled dose: of the same product, or of another maker’s under the same code. */
  readonly isSameProduct: boolean
  readonly administeredAmount: Fact<Exact>
  /** Charted as started within a quarter of an hour of the dose. */
  readonly startsTogether?: true
  /** Why it may be none of that day or molecule, or may not have been given; a clause. */
  readonly perhaps?: string
}

/** What was given of a molecule on one day beside the dose itself. */
export interface SameDay {
  readonly others: readonly SameDayDose[]
  /** The least and the most that is the labeled dose; absent where it is not known. */
  readonly least?: Exact
  readonly most?: Exact
}

/** Where the dose was given, and how a drug given there is claimed. */
export interface AdministrationSetting {
  readonly kind: SettingKind
  readonly label: string
  readonly claim: Published<string>
  /** Modifiers of which the payer wants one on every line from there; absent where it wants none. */
  readonly oneOf?: { readonly modifiers: readonly string[]; readonly source: Source }
}

/** A treatment on record, as far as a payer may ask for it. */
export interface TreatmentOnRecord {
  /** Classes and products it is, by id. */
  readonly is: readonly string[]
  readonly name: string
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  readonly notTolerated?: true
  /** Why it cannot be told whether that is so. */
  readonly doubt?: string
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

/** How long doses ran by the clock: intervals that touch or overlap are one. */
export interface InfusionTime {
  readonly minutes: number
  readonly intervals: readonly number[]
  /** Each administration by itself, in the order of the chart. */
  readonly bags: readonly Bag[]
}

/** One administration into a vein: from when until when on the clock, where both are known. */
export interface Bag {
  readonly administration: string
  readonly minutes: number
  readonly ran?: ClockInterval
}

/** Another dose of the visit that went into a vein, or may have. */
export interface OtherInVein {
  readonly administration: string
  readonly name?: string
  /** How long it ran; absent where it is not charted. */
  readonly minutes?: number
  readonly ran?: ClockInterval
  /** Whether a person states that it is, or is not, the initial service of the visit. */
  readonly isInitial?: boolean
}

/** What bears on which service is the initial one of the visit. */
export interface VisitGiving {
  readonly others: readonly OtherInVein[]
  /** Initial services that are charged for other doses of the visit. */
  readonly charged: readonly { readonly code: string; readonly reference: string }[]
  /** Initial services that the visit is charged with, for something that no charge names: not this dose. */
  readonly unnamed: readonly { readonly code: string; readonly reference: string }[]
  /** What else the visit is charged with for giving something: not this dose. */
  readonly beside: readonly { readonly code: string; readonly reference: string }[]
  /** Whether a person states that this one is. */
  readonly isInitial?: boolean
}

/** The fewest containers that hold what was given: what they hold, and in words (`9 × 10 mg`). */
export interface FewestContainers {
  /** Undefined where no source says how much one of them holds. */
  readonly amount: Exact | undefined
  readonly text: string
}

/** What one code bills on one day for this patient: all doses of the day together, rounded once. */
export interface DailyAmount {
  /** The administrations of that day and code, sorted. */
  readonly doses: readonly string[]
  readonly administeredAmount: Exact
  /** The product's NDC that all of them were charted with; undefined where they differ, because a line names one. */
  readonly ndc: string | undefined
  /** The fewest containers that hold it. */
  readonly fewest: FewestContainers
}

/** Another dose of the same day and code. */
export interface LineMate {
  readonly administration: string
  /** The first thing that keeps it, and not this dose, from being charged; absent where there is none. */
  readonly open?: { readonly outcome: 'fails' | 'cannot-tell'; readonly text: string; readonly remedy?: string }
}

/** The order of a dose, with the product and the milligrams that it orders as far as they are known. */
export interface AdministrationOrder extends Omit<OrderOnRecord, 'drug' | 'doses'> {
  /** `unknown` where its names leave it open; `another` where they are none of the code book. */
  readonly product?: Product | 'another' | 'unknown'
  /** As it names the drug. */
  readonly named?: string
  /** Every name that it has for the drug. */
  readonly names?: readonly string[]
  /** The product that the dose calls it by, where that is one. */
  readonly calledProduct?: Product
  /** Each amount that it orders, as far as it is known in the measure of the product. */
  readonly amounts?: readonly Exact[]
  /** A person states that what it says in words does not bear on the dose. */
  readonly isReviewed?: true
}

/** Every fact a rule can read, by name: what the chart says, and what follows from it with the code book. */
export interface DoseValues {
  /** What of the chart bears on the dose and was left out, was not read, or must not be read past. */
  readonly chart: readonly ChartGap[]
  readonly status: AdministrationStatus
  readonly administeredOn: CalendarDate
  /** By the clock and the calendar, with the visit and the death that bound it. */
  readonly administeredWhen: AdministeredWhen
  readonly drug: DrugNames
  readonly product: AdministeredProduct
  readonly codesNamed: readonly NamedCode[]
  /** Lines with at least one modifier. */
  readonly modifiersNamed: readonly NamedModifiers[]
  /** The dose itself, in the measure of its product. */
  readonly administeredAmount: Exact
  /** All doses of the day and code, in the measure of the product. */
  readonly dailyAmount: DailyAmount
  /** The other doses of that day and code, and what is open about them. */
  readonly restOfTheLine: readonly LineMate[]
  /** Labeled content of the containers opened that day for this code, in the measure of the product. */
  readonly openedAmount: Exact
  /** Written down as discarded that day for this code, in the measure of the product. */
  readonly discardedAmount: Exact
  /** Why more containers were opened than hold the doses of that day. */
  readonly extraContainersReason: string
  /** How long the doses of that day ran, by the clock. */
  readonly minutes: InfusionTime
  /** What else was given into a vein in the visit. */
  readonly visitGiving: VisitGiving
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
  /** What else of the molecule is charted for that day. */
  readonly sameDay: SameDay
  /** Why more was given on that day than is labeled. */
  readonly dailyDoseReason: string
  /** Why the drug was changed before the last one’s interval was over, as a person states it. */
  readonly drugChangeReason: string
  readonly documentation: Documentation
  /** Free texts beside the coded facts, and what a person states beside them. */
  readonly texts: TextsBeside
  /** The order that the dose names; undefined where it names none. */
  readonly order: AdministrationOrder | undefined
  /** When a person stated what happened with the dose; undefined where nobody does. */
  readonly statedAt: StatedAt | undefined
  /** Undefined where the chart does not hold the visit. */
  readonly visit: Visit | undefined
  readonly setting: AdministrationSetting
  /** Stays that may hold the dose, beside the visit it names. */
  readonly stays: readonly Stay[]
  /** What the patient was treated with before this dose. */
  readonly treatments: readonly TreatmentOnRecord[]
  /** The latest first. */
  readonly results: readonly KnownResult[]
  readonly weight: Weight
  /** The day of judging. */
  readonly judgedOn: CalendarDate
  /** The moment of judging. */
  readonly judgedAt: TimeSpan
  readonly authorizations: readonly AuthorizationOnFile[]
  /** What the payer answered about coverage on the order; without answers about another payer's coverage. */
  readonly coverageStatements: readonly CoverageStatement[]
  /** Records that speak against charging the dose. */
  readonly recordsAgainst: readonly RecordBeside[]
  /** Records that may, without those of which a person states that they do not bear on it. */
  readonly recordsInDoubt: readonly RecordBeside[]
  /** Notes of the dose that say more than usual, and that nobody states to have reviewed. */
  readonly notesToRead: readonly TextBeside[]
  /** Charges in the chart that bill this dose, without Doseline's own. */
  readonly charges: readonly DoseCharge[]
}
export type FactName = keyof DoseValues

/** The facts of one dose: each known with its place, or missing with its reason. */
export type DoseFacts = { readonly [K in FactName]: Fact<DoseValues[K]> }
