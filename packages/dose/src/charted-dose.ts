import type {
  Acquisition,
  ContainerKind,
  DepartmentModifier,
  DiscardPolicy,
  Modifier340B,
  SettingKind,
  SettingLookedUp,
} from '@doseline/contract'
import type { CalendarDate } from './calendar-date.ts'
import type { ChartGap } from './chart-gap.ts'
import type { Fact, Missing, Place } from './fact.ts'
import type { SpanOfDays, TimeSpan } from './time-span.ts'
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

/** Encounter.status in R4. */
export const VISIT_STATUSES = [
  'planned',
  'arrived',
  'triaged',
  'in-progress',
  'onleave',
  'finished',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const
export type VisitStatus = (typeof VISIT_STATUSES)[number]

/** The visit in which a dose was given. */
export interface Visit {
  /** `Encounter/e1` */
  readonly reference: string
  readonly status: VisitStatus
  /** Its type as written, where that is of no visit in which a drug is given and charged: “No show”, “Orders only”. */
  readonly typeWithoutDose?: string
  /** What says that the service of the visit did not take place: the record that says it, and a whole sentence. */
  readonly against?: readonly { readonly reference: string; readonly says: string }[]
}

/** A stay of the patient that may hold the dose, beside the visit that the dose names. */
export interface Stay {
  /** `Encounter/e9` */
  readonly reference: string
  /** Absent where it cannot be told what kind of visit it is. */
  readonly kind?: StayKind
  /** Its class as it is written, where that is no class known here. */
  readonly written?: string
  /** `from 2026-03-01 to 2026-03-03`, as written. */
  readonly period?: string
  /** False where its period leaves open whether it held the dose: none, one without an end, or only a day. */
  readonly isCertain: boolean
  /** The visit of the dose is part of it. */
  readonly isParent: boolean
  /** The day it began, where that was after the dose and within the days that are paid with it. */
  readonly admittedOn?: CalendarDate
  /** The day on which the patient was discharged to it; the chart does not hold the stay itself. */
  readonly dischargedOn?: CalendarDate
  readonly place: Place
}

export const STAY_KINDS = ['inpatient', 'skilled nursing facility', 'hospice'] as const
export type StayKind = (typeof STAY_KINDS)[number]

/** A medicine of the patient beside the doses given here: ordered, stated, or given. */
export interface MedicineOnRecord {
  readonly reference: string
  readonly drug: DrugNames
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  /** Not a course that was taken but one that was refused by the body or ruled out: an intolerance, a contraindication. */
  readonly notTolerated?: true
  /** Why it cannot be told whether it was taken, or not tolerated: one sentence that names the element. */
  readonly doubt?: string
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
  /** The patient, or somebody of the patient's own, where the record says that they gave it. */
  readonly layPerson?: string
  /** What ordered it, as a reference. */
  readonly order?: string
}

/** A free text beside the coded facts of a dose. */
export interface TextBeside {
  readonly from: 'note' | 'dosage'
  readonly words: string
  readonly place: Place
}
/** What a person states of the dose, that answers what a text leaves open. */
export type StatedBesideTexts = 'given' | 'acquired' | 'reviewed'
/** The texts of a dose, and what a person states beside them. */
export interface TextsBeside {
  readonly said: readonly TextBeside[]
  readonly stated: readonly StatedBesideTexts[]
}

/** The order that a dose names, as far as the chart holds it. */
export interface OrderOnRecord {
  readonly reference: string
  readonly isInTheChart: boolean
  readonly status?: string
  readonly intent?: string
  readonly authoredOn?: TimeSpan
  readonly drug?: DrugNames
  /** What the dose itself calls it, as many EHRs do: by the drug. */
  readonly called?: string
  /** The amounts it orders: any of them may be the dose. */
  readonly doses?: readonly Quantity[]
  readonly routes?: readonly string[]
  /** Its directions and notes. */
  readonly texts?: readonly TextBeside[]
  /** What it says that it is for. */
  readonly reasons?: readonly Diagnosis[]
  /** Why it is none by which the dose was given: of no prescriber, for another day or amount, of a study; whole sentences. */
  readonly against?: readonly string[]
  /** When its record was last changed. */
  readonly changedOn?: SpanOfDays
  /** A modifier extension that may change what it means. */
  readonly modified?: string
  /** The days on which the prescription is valid, where it names any. */
  readonly validFrom?: SpanOfDays
  readonly validUntil?: SpanOfDays
  /** In words, why it has the status that it has. */
  readonly statusReason?: string
  /** It says that no other product may be dispensed. */
  readonly asWritten?: true
}

/** When a person stated what happened with a dose, and what of it: fields of the request. */
export interface StatedAt {
  readonly at: string
  readonly by: string
  readonly fields: readonly string[]
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
  /** NDCs that do not say which 11 digits they are: without a package part, or ten digits without hyphens. */
  readonly partialNdc?: readonly PartialNdc[]
  /** NDCs that cannot be read at all: each with what is wrong, so that it is said whatever else names the drug. */
  readonly unreadNdc?: readonly UnreadNdc[]
  /** How strong it is, and how much of it there is, as elements of the product have it: `120 mg/1.7 mL`. */
  readonly strengths?: readonly Named[]
}
/** An NDC as written, and what it could be: whole 11 digits, or the nine of labeler and product. */
export interface PartialNdc extends Named {
  readonly could: readonly string[]
  /** What it lacks, in words: `has no package part`. */
  readonly lacks: string
}
/** An NDC that cannot be read, and why. */
export interface UnreadNdc {
  readonly says: string
  readonly place: Place
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
  /** Set where a person chose it for this dose: before all others on a line, those that support the drug first. */
  readonly chosen?: true
  /** False where the condition is inactive, resolved, refuted or entered in error. */
  readonly stands: boolean
  /** Why it does not stand, or undefined. */
  readonly because?: string
  /** Why nobody can tell whether it stands: one sentence that names the element. */
  readonly doubt?: string
  /** The chart itself says that it is none, or not established: nobody settles that by choosing it. */
  readonly isDenied?: true
  /** As the chart calls it. */
  readonly words?: string
  /** Categories of ICD-10-CM of the diseases that the words name; absent where they name none that is told apart here. */
  readonly names?: readonly string[]
  readonly place: Place
}

/** One Coverage, as charted. Days are absent where the chart gives none. */
export interface CoverageRecord {
  readonly reference: string
  readonly status: string
  readonly types: readonly Code[]
  readonly payors: readonly Payor[]
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  /** A period was charted that names no usable day. */
  readonly unreadablePeriod?: string
  readonly order?: number
  /** The patient's relationship to who holds it, as written, where it is not the patient's own. */
  readonly holder?: string
  /** Why its status cannot be read: it may have been in force or not. One sentence that names the element. */
  readonly doubt?: string
  /** An empty row: it says nothing of who pays, by payer, type, plan, period or order. */
  readonly isEmpty?: true
  readonly place: Place
}

/** Who pays by a coverage, as it stands there. */
export interface Payor {
  readonly name?: string
  /** What the same payor is called beside that name, where it differs. */
  readonly alsoNamed?: readonly string[]
  /** Other names its own record gives it; short ones that nobody can read are among them. */
  readonly aliases?: readonly string[]
  /** The patient, or a person related to the patient. */
  readonly isPerson?: true
  readonly identifiers: readonly Code[]
}

/** Who pays, as a person states it: the coverage that pays first, by reference, and its payer, by name or by id in the code book. */
export interface SaidToPay {
  readonly coverage?: string
  readonly payer?: string
  readonly by: string
  readonly at: string
}

/** Another administration of the same patient. */
export interface OtherDose {
  readonly administration: string
  /** Why it cannot be told whether it was given, as a sentence. */
  readonly doubt?: string
  readonly status: AdministrationStatus
  readonly administeredOn: Fact<CalendarDate>
  /** The last day it can have been, where the chart does not name one day. */
  readonly until?: CalendarDate
  readonly drug: Fact<DrugNames>
  readonly dose: Fact<Quantity>
  readonly encounter?: string | undefined
  /** Milliseconds since 1970 of its start; absent where no time is charted. */
  readonly startedAt?: number | undefined
  /** Set where it went into a vein, or may have; with the minutes it ran, where they are charted. */
  readonly intoAVein?: { readonly minutes?: number; readonly ran?: ClockInterval } | undefined
}

/**
 * A dose that may have been given without an administration in this chart: what a MedicationStatement says was taken, or
 * what a MedicationDispense handed over.
 */
export interface DoseElsewhere {
  readonly reference: string
  readonly how: 'stated' | 'dispensed'
  readonly drug: DrugNames
  /** The first day it can be of; absent where nothing says. */
  readonly from?: CalendarDate
  /** The last day it can be of; absent where it goes on, or nothing says. */
  readonly until?: CalendarDate
  /** The drug is on the patient's list: what the chart records of it is what the list speaks of. */
  readonly goesOn?: true
  /** Why no dose may have been given that day, as a sentence; absent where the chart says that one was. */
  readonly doubt?: string
  readonly place: Place
}

/** A drug that was dispensed for a dose. */
export interface DispensedDrug {
  readonly reference: string
  readonly drug: DrugNames
  readonly place: Place
}

/** What a person looked up elsewhere: the code of the day, a modifier, what the payer asks. */
export interface LookedUpValues {
  readonly effectiveCode?: string | undefined
  readonly modifier340B?: Modifier340B | undefined
  /** What the payer asks about discarded drug. */
  readonly discard?: DiscardPolicy | undefined
  readonly priorAuthorization?: 'not required' | undefined
  /** How many days after the date of service the payer takes a claim. */
  readonly filingDays?: number | undefined
  /** The kind of place of which somebody found in the payer's rules that a drug given there is charged by itself. */
  readonly chargedAt?: SettingLookedUp | undefined
  /** Somebody read the payer's policy for the drug: these diagnoses (ICD-10-CM), the amount and the time meet it. */
  readonly policyMetFor?: readonly string[] | undefined
  /** Whether the container is for one dose, as somebody read on it. */
  readonly container?: ContainerKind | undefined
  readonly by: string
}

/** What a person states of an earlier dose: that it was not given, or its day. */
export interface StatedEarlierDose {
  /** The resource that seems to say that it was given. */
  readonly reference: string
  readonly notGiven?: true | undefined
  readonly on?: CalendarDate | undefined
}

/**
 * An authorization on file: one item of a preauthorization ClaimResponse, or an attested one. `modified` and `partly
 * approved` where the payer certified something else than was asked for and the answer does not state what.
 */
export interface Authorization {
  readonly reference: string
  readonly number?: string
  readonly outcome: 'approved' | 'modified' | 'partly approved' | 'denied' | 'pending' | 'cancelled' | 'unknown'
  readonly from?: CalendarDate
  readonly until?: CalendarDate
  /** Units, and doses, that it covers in all. */
  readonly units?: number
  readonly visits?: number
  /** HCPCS and NDC codes it names; empty where it names no product. */
  readonly codes: readonly Code[]
  /** What it calls the drug in words, beside its codes. */
  readonly words?: readonly string[]
  /** It was stated of this dose, or left on its order: it needs to name no product. */
  readonly isForThisDose?: true
  /** The request it answers, by reference; of two answers to one request the later counts. */
  readonly request?: string
  /** The day it was answered; of two answers with one number the later counts. */
  readonly answeredOn?: CalendarDate
  /** Who gave it; absent where the chart does not say. */
  readonly insurer?: Payor
  /** The coverages it was given under, by reference. */
  readonly coverages?: readonly string[]
  /** The kinds of place it was asked for; absent where the request names none. */
  readonly settings?: readonly SettingKind[]
  /** The diagnoses it was asked for, ICD-10-CM; absent where the request names none. */
  readonly diagnoses?: readonly string[]
  /** The organization that asked for it, by reference, and the one that gave the dose, where both are charted and differ. */
  readonly askedBy?: { readonly provider: string; readonly given: string }
  /** What the payer would pay, asked beforehand: it authorizes nothing, and may say no. */
  readonly isPredetermination?: true
  /** Why it cannot be relied on as it is charted: one sentence that names the element. */
  readonly doubt?: string
  readonly place: Place
}

/** What a payer answered about coverage when the drug was ordered (Da Vinci CRD). */
export interface CoverageStatement {
  /** The order it is on. */
  readonly reference: string
  /** `covered`, `not-covered`, `conditional`, or whatever else it says; absent where it does not say. */
  readonly covered?: string
  /** Whether an authorization is needed: `no-auth`, `satisfied`, `auth-needed` and others. */
  readonly authorization?: string
  readonly on?: CalendarDate
  /** The coverage it is about, by reference. */
  readonly coverage?: string
  /** Billing codes it is about; empty where it names none. */
  readonly codes: readonly Code[]
  readonly place: Place
}

/**
 * What a record beside the dose is: a payer's answer about eligibility, an account, a consent, a study, an alert or event
 * that somebody reported, work that somebody was given, the visit itself, care over a time, an element of a record of the
 * dose that nobody reads.
 */
export const RECORD_KINDS = [
  'eligibility',
  'account',
  'consent',
  'study',
  'report',
  'work',
  'visit',
  'episode',
  'element',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

/** Something that a record beside the dose says, or may say, against charging it. */
export interface RecordBeside {
  /** `Task/t1` */
  readonly reference: string
  readonly kind: RecordKind
  /** One sentence that names the record. */
  readonly says: string
  /** It says so outright; absent where it can mean something else. */
  readonly isCertain?: true
  readonly place: Place
}

/** What somebody wrote in a record of the dose, its visit or its day. */
export interface ProseBeside {
  /** `DocumentReference/d1` */
  readonly reference: string
  readonly words: string
  readonly place: Place
}

/** A code by which a drug is billed, on a record by which the dose was asked for or supplied, or on work of its day. */
export interface CodeBeside {
  readonly code: string
  readonly by: 'the order' | 'a dispense' | 'a request' | 'a task' | 'a posted charge'
  readonly place: Place
}

/** Who pays, as an account or a payer's answer about eligibility has it: held against the coverage that pays. */
export interface PaysByRecord {
  readonly reference: string
  readonly kind: RecordKind
  /** The coverages it names, each with its place in their order where it states one. */
  readonly coverages: readonly { readonly reference: string; readonly priority?: number }[]
  /** Who gave the answer. */
  readonly insurer?: Payor
  readonly place: Place
}

/**
 * A line that bills something already: a ChargeItem, or an item of a Claim or ExplanationOfBenefit. One that bills nothing
 * (voided, credited, a draft) is none.
 */
export interface ExistingCharge {
  readonly reference: string
  /** Which item of a Claim or ExplanationOfBenefit it is, counted from 1. */
  readonly item?: number
  readonly status: string
  /** Why it may bill nothing, in a sentence; absent where it certainly bills something. */
  readonly doubt?: string
  /** Set where somebody determined that it is not to be billed. */
  readonly notBillable?: true
  readonly codes: readonly Code[]
  /** The drug by its other names, such as its NDC; absent where it names none. */
  readonly drug?: DrugNames
  /** Set where it has no code of HCPCS or CPT and no NDC: what it is known by, such as a site’s own code. */
  readonly knownBy?: string
  readonly units?: number
  readonly modifiers: readonly string[]
  /** The administrations that what it names as its service leads to: itself one, or its dispense, order or procedure. */
  readonly services: readonly string[]
  readonly on?: CalendarDate
  /** Where its day is not certain: the first and the last it can be, as far as the chart says. */
  readonly between?: { readonly from?: CalendarDate; readonly until?: CalendarDate }
  readonly encounter?: string
  /** Set where Doseline wrote it: under which code book and identity. */
  readonly ours?: { readonly codebook: string; readonly identity: string }
  readonly place: Place
}

/** An interval on the clock, in milliseconds since 1970. */
export interface ClockInterval {
  readonly from: number
  readonly until: number
}

/** When a dose was given beside what bounds it: the visit it names, and the patient's death. */
export interface AdministeredWhen {
  readonly start?: TimeSpan
  readonly end?: TimeSpan
  /** Who states that it was given on the day it counts on. */
  readonly dayStatedBy?: string
  /** IANA zone of the place of care, where one is known. */
  readonly timeZone?: string
  readonly visit?: {
    readonly reference: string
    readonly start?: TimeSpan
    readonly end?: TimeSpan
    /** What is written as its start or end, and is no time. */
    readonly unread?: string
    readonly place: Place
  }
  /** Set where the patient's record says that the patient died; `on` where it says when. */
  readonly death?: { readonly on?: TimeSpan; readonly place: Place }
  /** When the patient was born; without `on` where what is written is no date. */
  readonly birth?: { readonly on?: TimeSpan; readonly place: Place }
  /** As registered, where it is one of these two: labels and codes of diagnoses know no other. */
  readonly sex?: 'female' | 'male'
  /** False where the chart does not hold the patient's own record, which alone says that the patient died. */
  readonly hasPatient: boolean
}

/** Everything the chart says about one dose, before any code book is opened. */
export interface ChartedDose {
  /** `MedicationAdministration/ma-102` */
  readonly administration: string
  readonly patient: Fact<string>
  readonly encounter: Fact<string>
  readonly status: Fact<AdministrationStatus>
  readonly administeredOn: Fact<CalendarDate>
  readonly drug: Fact<DrugNames>
  /** The dose given, in the unit it was charted in. */
  readonly dose: Fact<Quantity>
  /** The amount a person states, in milligrams: it fills what the chart lacks, and agrees with what it says. */
  readonly doseStated?: Fact<Quantity>
  readonly containersOpened: Fact<number>
  /** The amount opened where the chart states it as an amount instead of a count of containers. */
  readonly amountOpened: Fact<Quantity>
  readonly discarded: Fact<Quantity>
  /** Whole minutes from start to stop. */
  readonly minutes: Fact<number>
  /** From when until when it ran, on the clock, where both ends are charted: milliseconds since 1970. */
  readonly ran?: Fact<ClockInterval>
  /** When the dose was given, as far as the clock and the calendar tell. */
  readonly given?: Fact<AdministeredWhen>
  /** Whether a person states that this infusion is, or is not, the initial service of its visit. */
  readonly isInitialInfusion?: Fact<boolean>
  /** Why more containers were opened than hold the dose, as a person states it. */
  readonly extraContainersReason?: Fact<string>
  readonly acquired: Fact<Acquisition>
  readonly documentation: Fact<Documentation>
  /** Known without a visit where the chart does not hold it. */
  /** Free texts beside the coded facts. */
  readonly texts?: Fact<TextsBeside>
  /** Known without an order where the dose names none. */
  readonly order?: Fact<OrderOnRecord | undefined>
  /** What a person states of how the dose was given, and when; absent where nobody does. */
  readonly statedAt?: Fact<StatedAt> | undefined
  readonly visit: Fact<Visit | undefined>
  readonly setting: Fact<SettingKind>
  /** Stays that may hold the dose, beside the visit it names. */
  readonly stays: Fact<readonly Stay[]>
  readonly medicines: Fact<readonly MedicineOnRecord[]>
  readonly results: Fact<readonly ResultOnRecord[]>
  readonly diagnoses: Fact<readonly Diagnosis[]>
  readonly coverages: Fact<readonly CoverageRecord[]>
  /** Who pays, as a person states it; absent where nobody does. */
  readonly saidToPay?: SaidToPay
  readonly otherDoses: Fact<readonly OtherDose[]>
  /** Doses without an administration in this chart. */
  readonly dosesElsewhere?: Fact<readonly DoseElsewhere[]>
  /** What was dispensed for this dose, be it what was charted or not. */
  readonly dispensedFor?: Fact<readonly DispensedDrug[]>
  /** What a person states of earlier doses. */
  readonly earlierStated?: Fact<readonly StatedEarlierDose[]>
  /** Why the dose came, or the drug was changed, before the last one’s interval was over, as a person states it. */
  readonly drugChangeReason?: Fact<string>
  /** Published values that a person looked up, where the code book leaves them open. */
  readonly lookedUp?: Fact<LookedUpValues>
  readonly authorizations: Fact<readonly Authorization[]>
  /** What payers answered about coverage on the order of the dose. */
  readonly coverageStatements?: Fact<readonly CoverageStatement[]>
  /** What records beside the dose say against charging it, or may say. */
  readonly recordsBeside?: Fact<readonly RecordBeside[]>
  /** Codes of drugs on records by which the dose was asked for or supplied, and on work of its day. */
  readonly codesBeside?: Fact<readonly CodeBeside[]>
  /** What people wrote in records of the dose, its visit or its day. */
  readonly proseBeside?: Fact<readonly ProseBeside[]>
  /** Who pays, as accounts and answers about eligibility have it. */
  readonly paysByRecords?: Fact<readonly PaysByRecord[]>
  /** Records of which a person states that they do not bear on the dose, by reference. */
  readonly reviewed?: Fact<readonly string[]>
  /** Those that could be read. */
  readonly charges: Fact<readonly ExistingCharge[]>
  /** Set where others may stand in the chart that could not be read. */
  readonly chargesUnread?: Missing
  /** What of the chart may bear on the dose and was left out, was not read, or must not be read past. */
  readonly gaps: Fact<readonly ChartGap[]>
  /** Why more was given on that day than is labeled, as a person states it. */
  readonly dailyDoseReason: Fact<string>
  /** Which modifier says of what kind the department is, as a person states it. */
  readonly departmentModifier?: Fact<DepartmentModifier>
  /** A code, and modifiers, that the caller proposes for this dose. */
  readonly proposed: Fact<{ readonly code?: string; readonly modifiers: readonly string[] }>
}
