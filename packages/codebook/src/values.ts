import type { Measure } from '@doseline/contract'
import type { CalendarDate, Exact, LineNdc, Source } from '@doseline/dose'

/** A drug product as it is bought: one brand, one strength, one container. */
export interface Product {
  readonly id: string
  readonly brand: string
  readonly generic: string
  /** The molecule, without the suffix of a biosimilar: `denosumab`. */
  readonly family: string
  /** Products that share labeled dose, interval and indications: `denosumab-60mg`. */
  readonly group: string
  readonly container: string
  /** Whether a container is for one dose; undefined where no source says, so that a person has to look. */
  readonly singleDose: boolean | undefined
  /** What its amounts are counted in, by the code that bills it. */
  readonly measure: Measure
  /**
   * Set where a charted amount may be another one than the code counts, as the end of a sentence: it counts two drugs together,
   * or one of two potencies. Then a person states the amount.
   */
  readonly orElse?: string
  /** Its content, in its measure; undefined where no source gives it, or CMS's columns contradict each other. */
  readonly amountPerContainer: Exact | undefined
  readonly mlPerContainer: Exact | undefined
  readonly ndcUnit: LineNdc['unit'] | undefined
  readonly ndcs: readonly string[]
  readonly source: Source
  /**
   * Set where the product is known by CMS's crosswalk alone: the codes under which that lists it. What its label and a payer's
   * policy say is not loaded.
   */
  readonly listedUnder?: readonly string[]
  /** Set where the crosswalk lists another package of it alone: which one, and whether FDA's directory says that it holds this one. */
  readonly otherPackage?: { readonly ndc: string; readonly holdsIt: boolean }
  /** Set where no list with codes has it, only its NDC: then an unclassified code may bill it. */
  readonly unlisted?: {
    /** Whether FDA licensed it as a biological product; absent where no NDC directory that is loaded lists it. */
    readonly isBiological?: boolean
  }
  /** Set where no source names its molecule, only a brand: another drug may be of the same one. */
  readonly isMoleculeUnknown?: true
}

/** A drug that no list with codes has, by its NDC; or why its NDC does not make it one. */
export type Unlisted = { readonly product: Product } | { readonly says: string }

/** A HCPCS code as it stands on one day. */
export interface Hcpcs {
  readonly code: string
  readonly descriptor: string
  /** What one billing unit is, in the measure of the products it bills. */
  readonly unitAmount: Exact
  /** `1 mg`, `10 mcg`: the unit as the descriptor states it. */
  readonly unitText: string
  /** Of a code book that is not CMS’s: what CMS bills the product with on that day. */
  readonly byCms?: string
  /** Set where the code does not say which drug it bills: then one unit is a container, and the narrative names the drug. */
  readonly unclassified?: true
  /** Modifiers of which the payer wants exactly one on a line of the code. */
  readonly oneOf?: Cited<{ readonly modifiers: readonly string[] }>
  /** Of a payer that no code book describes: what is open about whether it takes the code, or the other code that it is stated to take. */
  readonly ofPayer?: { readonly says: string; readonly remedy: string } | { readonly stated: string }
}

/** Medically unlikely edit: the most units a day that pass without review, and how the edit adjudicates (1, 2 or 3). */
export interface Mue {
  readonly units: number
  readonly mai: 1 | 2 | 3
}

/** Extra doses at the start of a treatment, for these indications only. */
export interface Loading {
  /** Days of treatment, the first being day 1: each may bring one dose, until the next begins. */
  readonly days: readonly number[]
  readonly indications: readonly Indication[]
}

/** Least time between two doses. */
export interface Interval {
  readonly every: number
  readonly unit: 'months' | 'days'
  /** Days a dose may come early; 0 unless a payer says otherwise. */
  readonly earlyDays: number
  /** Where the label adds doses at the start of a treatment. */
  readonly loading?: Loading | undefined
  /** Where the label lets the next dose come sooner, by what the drug is given for. */
  readonly shorter?: readonly ShorterInterval[] | undefined
}

/** A shorter interval for these indications. */
export interface ShorterInterval extends Pick<Interval, 'every' | 'unit'> {
  readonly indications: readonly Indication[]
}

/** One reason to give a product: ICD-10-CM codes of which one must be present, and those needed with it. */
export interface Indication {
  readonly id: string
  readonly label: string
  /** Codes or stems ending in `-` (`M80.0-`: that stem and anything below it). */
  readonly anyOf: readonly string[]
  /** When given, one of these must be present too (a pair). */
  readonly with: readonly string[]
  /** When given, one of these is wanted as the second diagnosis; without it the first still supports the product. */
  readonly second?: readonly string[] | undefined
  /** How long a full-length code of these is, without its dot, where the stem alone does not say. */
  readonly characters?: number | undefined
  /** Outside the label: each payer decides for itself. */
  readonly offLabel?: true | undefined
  /** The only sex that the label names. */
  readonly sex?: 'female' | 'male' | undefined
  /** The lowest age that the label names, in years. */
  readonly fromAge?: number | undefined
  /** A person found it in the payer's policy: it is what the dose was given for, and no diagnosis beside that. */
  readonly asGivenFor?: true | undefined
}

/** Another strength of the same drug. */
export interface Sibling {
  /** Its group, by id. */
  readonly group: string
  readonly label: string
  readonly indications: readonly Indication[]
}

/** A single-dose container that a product is sold in. */
export interface ContainerSize {
  readonly brand: string
  readonly amountPerContainer: Exact
}

/** What giving the drug is billed with: CPT numbers. */
export type Administration =
  | {
      readonly way: 'injection'
      readonly code: string
      /** What it is billed with where another service is the initial one of the visit. */
      readonly sequential?: string | undefined
    }
  | {
      readonly way: 'infusion'
      readonly code: string
      /** Minutes that an infusion by the label takes, with what is left to a clinic. */
      readonly usualMinutes?: { readonly atLeast: number; readonly atMost: number } | undefined
      /** Shorter than this, in minutes, it is no infusion. */
      readonly fromMinutes: number
      readonly further: string
      /** A further hour counts once this many minutes of it have passed. */
      readonly furtherFromMinutes: number
      /** What an infusion that is too short to be one is billed with. */
      readonly push?: string | undefined
      /** What each is billed with where another service is the initial one of the visit. */
      readonly sequential?: string | undefined
      readonly sequentialPush?: string | undefined
    }

/** What bounds the codes of giving a drug. */
export interface AdministrationCodes {
  /** Of these one is billed a visit, over all drugs. */
  readonly initial: readonly string[]
  /** The most units of a day, by code. */
  readonly mue: Readonly<Record<string, { readonly practitioner: number; readonly outpatientHospital: number }>>
}

/** What a payer wants tried before a product. */
export interface Step {
  readonly label: string
  /** Classes of treatments, or products, by id. */
  readonly treatments: readonly string[]
  readonly how: 'any' | 'all'
  /** By id; undefined where it is asked whatever the drug is given for. */
  readonly indications?: readonly string[] | undefined
  readonly months?: number | undefined
  readonly unlessGivenWithinDays?: number | undefined
  /** Where a result is below this, the step is ruled out. */
  readonly unlessResult?: { readonly result: string; readonly below: Exact } | undefined
  /** ICD-10-CM codes or stems that rule the step out. */
  readonly unlessDiagnoses?: readonly string[] | undefined
}

/** A result that a payer looks for in the record. */
export interface EvidenceAsked {
  readonly result: string
  readonly label: string
  readonly atMost?: Exact | undefined
  readonly atLeast?: Exact | undefined
  readonly withinMonths?: number | undefined
  /** ICD-10-CM codes or stems that say the same. */
  readonly orDiagnoses: readonly string[]
  readonly indications?: readonly string[] | undefined
}

/** A result that the label warns of: below a value, or marked low by the laboratory. */
export interface LabelWarning {
  readonly result: string
  readonly label: string
  readonly below?: Exact | undefined
  readonly says: string
}

/** The dose on the label; `within` is the share by which a dose by weight may differ. */
export type LabelledDose =
  | { readonly mg: Exact }
  | { readonly mgPerKg: Exact; readonly within: Exact }
  /** No label is loaded: a dose that takes more containers than these is asked about. */
  | { readonly askedAbove: number }

/** What the NDC directory says of an NDC on a day. */
export type Marketing =
  | { readonly kind: 'marketed' }
  | { readonly kind: 'ended' | 'not begun'; readonly on: CalendarDate }
  /** FDA left it out of the directory: `flag` says why. */
  | { readonly kind: 'left out'; readonly flag: string }

/** FDA's NDC directory, for a day of service. */
export interface NdcDirectory {
  /** The day on which it was published. */
  readonly day: CalendarDate
  /** Of an NDC of 11 digits; undefined where it is not listed, which proves nothing. */
  of(ndc: string): Marketing | undefined
}

/** Which codes NCCI does not pay together, on a day of service. */
export interface PairedCodes {
  /** The quarter of the edits. */
  readonly from: CalendarDate
  /** The edit of two codes, whichever of them comes first; undefined where none is in force. */
  of(one: string, other: string): PairEdit | undefined
}

/** An NCCI edit: the first code is paid, the second is not. */
export interface PairEdit {
  readonly paid: string
  readonly notPaid: string
  /** Whether a modifier on the second lets it be paid. */
  readonly withModifier: boolean
}

/** The ICD-10-CM codes of a fiscal year, full-length ones only. */
export interface Icd10cmList {
  /** The year whose codes these are. */
  readonly fiscalYear: string
  /** Set where the list is over on the day: the fiscal year of the day, of which none is loaded. */
  readonly without?: string
  holds(code: string): boolean
  /** The first codes that a code heads; none under a code of full length, or one that does not exist. */
  below(code: string): readonly string[]
}

/** What a code means by HCPCS, whatever book is in force. */
export interface CodeMeaning {
  readonly code: string
  readonly descriptor: string
  readonly generic: string
  /** Products HCPCS bills with it. */
  readonly products: readonly string[]
  /** Set where it is for drugs without a code of their own: by itself it names none. */
  readonly unclassified?: true
  /** Set where CMS's releases alone hold it: of a charge it says something only beside a dose of a product that it lists. */
  readonly isListed?: { readonly family: string }
  readonly source: Source
}

/** A published value with the sentence that says why, and its source. */
export type Cited<Value> = Value & { readonly why: string; readonly source: Source }
