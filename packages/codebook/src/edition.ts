import type { Acquisition, Benefit, Confidence, DiscardPolicy, SettingKind, Severity, Who } from '@doseline/contract'
import type {
  CalendarDate,
  Code,
  CoverageRecord,
  Denial,
  DrugNames,
  Exact,
  LineNdc,
  Named,
  Route,
  Source,
} from '@doseline/dose'

/** A drug product as it is bought: one brand, one strength, one container. */
export interface Product {
  readonly id: string
  readonly brand: string
  readonly generic: string
  /** The molecule, without the suffix of a biosimilar: `denosumab`. */
  readonly family: string
  /** Products that share labelled dose, interval and indications: `denosumab-60mg`. */
  readonly group: string
  readonly container: string
  /** Whether a container is for one dose; undefined where no source says, so that a person has to look. */
  readonly singleDose: boolean | undefined
  /** Undefined where CMS's columns contradict each other. */
  readonly mgPerContainer: Exact | undefined
  readonly mlPerContainer: Exact | undefined
  readonly ndcUnit: LineNdc['unit'] | undefined
  readonly ndcs: readonly string[]
  readonly source: Source
  /**
   * Set where the product is known by CMS's crosswalk alone: the codes under which that lists it. What its label and a payer's
   * policy say is not loaded.
   */
  readonly listedUnder?: readonly string[]
}

/** A product that the code book itself holds: everything of its container is known. */
export interface HeldProduct extends Product {
  readonly singleDose: boolean
  readonly mgPerContainer: Exact
  readonly mlPerContainer: Exact
  readonly ndcUnit: LineNdc['unit'] & string
}

/** A HCPCS code as it stands on one day. */
export interface Hcpcs {
  readonly code: string
  readonly descriptor: string
  /** What one billing unit is, in milligrams. */
  readonly unitMg: Exact
  /** `1 mg`, `10 mcg`: the unit as the descriptor states it. */
  readonly unitText: string
  /** Of a code book that is not CMS’s: what CMS bills the product with on that day. */
  readonly byCms?: string
  /** Set where the code does not say which drug it bills: then one unit is a container, and the narrative names the drug. */
  readonly unclassified?: true
  /** Modifiers of which the payer wants exactly one on a line of the code. */
  readonly oneOf?: Cited<{ readonly modifiers: readonly string[] }>
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
  readonly mgPerContainer: Exact
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
export type LabelledDose = { readonly mg: Exact } | { readonly mgPerKg: Exact; readonly within: Exact }

/** The ICD-10-CM codes of a fiscal year, full-length ones only. */
export interface Icd10cmList {
  readonly fiscalYear: string
  holds(code: string): boolean
}

/** Every published value a rule can read, by name. What a payer asks and what a code carries are both dated values. */
export interface PublishedValues {
  /** The product as it is listed: NDC, strength, container. Needs no day. */
  readonly listing: Product
  /** The code that bills the product under the code book in force. */
  readonly hcpcs: Hcpcs
  /** What HCPCS itself says that code means, whatever book is in force: `meaningOf(hcpcs.code)` with its source. */
  readonly meaning: CodeMeaning
  readonly discard: DiscardPolicy
  readonly priorAuthorization: 'required' | 'not required'
  readonly mue: Mue
  /** Dollars for one unit that Medicare Part B pays at most. */
  readonly paymentLimit: Exact
  readonly interval: Interval
  /** How many doses make the whole treatment. */
  readonly course: { readonly doses: number }
  readonly indications: readonly Indication[]
  readonly icd10cm: Icd10cmList
  /** Groups of the same drug in another strength, and what they are given for. */
  readonly siblings: readonly Sibling[]
  /** The sizes of container that the product is sold in, its own among them. */
  readonly sizes: readonly ContainerSize[]
  /** Groups that are not given while this one works. */
  readonly notTogether: readonly string[]
  readonly administration: Administration
  readonly administrationCodes: AdministrationCodes
  /** The modifier that reports a drug bought under 340B. */
  readonly modifier340B: string
  /** `any` where no label is loaded that names one. */
  readonly route: Route | 'any'
  readonly labelledDose: LabelledDose
  readonly warnings: readonly LabelWarning[]
  /** Set where the contractor sets the price of the code. */
  readonly contractorPriced: true
  readonly stepTherapy: readonly Step[]
  /** Products to be tried before this one. */
  readonly preferred: readonly Step[]
  readonly evidence: readonly EvidenceAsked[]
  /** Units of a day above which the payer does not pay; `says` is its own sentence. */
  readonly maximum: { readonly units: number; readonly says: string }
  readonly timelyFiling: {
    readonly within: number
    readonly unit: 'months' | 'days'
    /** It is the longest that any payer states: no source says how long this one takes claims. */
    readonly isOfOthers?: true
  }
  /** Days before an admission of which the payer pays what the hospital gave with the stay. */
  readonly paymentWindow: { readonly days: number }
  /** Settings in which the payer asks nothing about discarded drug. */
  readonly discardNotIn: readonly SettingKind[]
  /** Settings in which the payer packages the drug into another payment. */
  readonly packagedIn: readonly SettingKind[]
  /** Why the payer leaves the drug out as one that patients give themselves, and where it says so. */
  readonly selfAdministered: string
}
export type PublishedName = keyof PublishedValues

/** A value in force on the day, with its source; or not known, with the reason. */
export type Published<T> =
  | { readonly known: true; readonly value: T; readonly source: Source }
  /** `silent`: the code book in force says nothing by design, so the question does not apply. */
  /** `without`: what would have to be known first. */
  | {
      readonly known: false
      readonly says: string
      readonly silent?: true
      /** What it can be, where somebody who looks it up can say which. */
      readonly choices?: readonly string[]
      /** What to do about it, and who, where that is known better than in general. */
      readonly remedy?: string
      readonly who?: Who
      readonly without?: 'product' | 'day' | 'payer'
    }

/** How a product was recognised, or why none was. */
export type Recognition =
  | { readonly product: Product; readonly by: 'ndc' | 'rxnorm' | 'hcpcs' | 'text'; readonly named: Named }
  | { readonly noProduct: 'not supported' | 'not named' | 'several products' | 'contradictory'; readonly says: string }

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

/** In which way a drug, or fluid alone, is given, as a code of giving it says. */
export type Giving = 'injection' | 'push' | 'hydration' | 'infusion'

export interface BookInfo {
  readonly id: string
  readonly label: string
  /** False for a book whose lines must never reach a payer. */
  readonly forSubmission: boolean
  readonly note: string
}

export interface PayerInfo {
  readonly id: string
  readonly label: string
}

/** What a modifier means on a drug line that day. */
export interface ModifierMeaning {
  readonly says: string
  readonly onDrugLines: 'taken' | 'refused'
  /** Why, as a sentence. */
  readonly why: string
  readonly source: Source
  /** Modifiers that say the opposite, so that no line has both. */
  readonly notWith?: Cited<{ readonly modifiers: readonly string[] }> | undefined
  /** The only codes whose lines take it. */
  readonly onCodes?: Cited<{ readonly codes: readonly string[]; readonly payers: readonly string[] }> | undefined
  /** Set where a line with it is to be denied. */
  readonly asksForDenial?: Cited<object> | undefined
  /** What of a dose it states. */
  readonly states?:
    | Cited<{
        readonly route?: Route | undefined
        /** Where it belongs, and where it may. */
        readonly settings?: readonly SettingKind[] | undefined
        readonly perhapsIn: readonly SettingKind[]
        readonly acquired?: Acquisition | undefined
      }>
    | undefined
}

/** A published value with the sentence that says why, and its source. */
export type Cited<Value> = Value & { readonly why: string; readonly source: Source }

/** Everything in force on a day of service for a payer, under one code book. */
export interface Edition {
  /** Stable for equal data, day, payer and book: `cms@1f3c9a7e/medicare-part-b/2026-03-02`. */
  readonly id: string
  readonly book: BookInfo
  readonly day: CalendarDate | undefined
  readonly payer: PayerInfo | undefined
  /** The published values for a product that day. Without a day, a payer or a product what depends on it is unknown. */
  values(product: Product | undefined): { readonly [K in PublishedName]: Published<PublishedValues[K]> }
  /** How much a rule weighs for this payer, and why. */
  severityOf(rule: string): { readonly severity: Severity; readonly why: string }
  /** Undefined where the code book does not hold the modifier, or holds nothing for the day. */
  modifier(code: string): ModifierMeaning | undefined
  /** How a drug given in a setting is claimed; undefined where no source says. */
  claimFrom(setting: SettingKind): {
    readonly label: string
    readonly claim: Published<string>
    /** Modifiers of which this payer wants one on every line from there; absent where it wants none. */
    readonly oneOf?: { readonly modifiers: readonly string[]; readonly source: Source }
  }
  /** What a claim that fails this rule is denied with; undefined where none is known. */
  denialOf(rule: string): Denial | undefined
}

/** A kind of result, such as a T-score. */
export interface ResultKind {
  readonly id: string
  readonly label: string
}

/** A kind of coverage, such as Medicare Part B. */
export interface CoverageKind {
  readonly id: string
  readonly label: string
  /** Kinds it pays in place of. */
  readonly replaces: readonly string[]
  /** Where it does not, in words: `unless …`. */
  readonly unless?: string
}

/** What a coverage says about who pays. */
export interface CoverageReading {
  /** Set only where everything it says fits one payer of this code book. */
  readonly payer?: PayerInfo
  /** Why no payer is known: one sentence that names what does not fit, or who is named. */
  readonly doubt?: string
  /** The doubt is that it says two things that cannot both be: naming the payer beside it settles neither. */
  readonly isContrary?: true
  readonly benefit: Benefit
  /** Pays after every other coverage, whichever of the kinds left it is. */
  readonly paysLast: boolean
  /** The one kind it can be; undefined where several are left, or none. */
  readonly kind?: CoverageKind
  /** Kinds that it may pay in place of: those of every kind it can be. Where a coverage says nothing, it can be any. */
  readonly mayReplace: readonly string[]
  /** Kinds that it may pay before, for what it is there for, whatever place it was registered in. */
  readonly mayPayBefore: readonly string[]
  /** The part of the payer that takes its claims, where that has a name of its own. */
  readonly branch?: string
}

/** Values of one kind that are loaded. */
export interface DataSet {
  readonly set: string
  /** The document most of its values are from, by its id; absent where none are loaded. */
  readonly edition?: string
  /** When that document was last read, or the day it begins. */
  readonly day?: string
  readonly values: number
}

/** What else decides which values hold for a dose: where it was given, and what a person looked up. */
export interface Beside {
  readonly setting?: SettingKind | undefined
  readonly looked?: LookedUp | undefined
}

/** Published values that a person looked up because the code book leaves them open; they never overrule one it holds. */
export interface LookedUp {
  readonly effectiveCode?: string | undefined
  readonly modifier340B?: string | undefined
  readonly discard?: DiscardPolicy | undefined
  readonly priorAuthorization?: 'not required' | undefined
  /** Somebody read the payer's policy for the drug: these diagnoses (ICD-10-CM), the amount and the time meet it. */
  readonly policyMetFor?: readonly string[] | undefined
  readonly by: string
}

/** All that is published, loaded once. */
export interface Codebook {
  /** Short digest of the data. */
  readonly version: string
  /** What is loaded, and from when it is. */
  readonly data: readonly DataSet[]
  readonly books: readonly BookInfo[]
  readonly payers: readonly PayerInfo[]
  /** Undefined `day` or `payer` gives an edition in which what depends on them is not known. */
  effectiveOn(day: CalendarDate | undefined, payer: string | undefined, book: string, beside?: Beside): Edition
  /** NDC, then RxNorm, then HCPCS with text, then text; never by code, container or dose alone. */
  recognise(drug: DrugNames): Recognition
  /** Every product that some name of the drug can mean, a HCPCS code alone too; none for a drug of no product here. */
  couldMean(drug: DrugNames): readonly Product[]
  /** Who pays by a coverage, and for what: by everything it says, or not at all. */
  readCoverage(coverage: CoverageRecord): CoverageReading
  /** What a coverage says of itself that cannot be if a payer pays by it, quoted as it stands; undefined where nothing does. */
  saysAgainst(coverage: CoverageRecord, payer: string): string | undefined
  meaningOf(code: string): CodeMeaning | undefined
  /** In which way a CPT code gives a drug; undefined where it is no code of giving one. */
  givingOf(code: string): Giving | undefined
  /** Which kind of result its codes or words name; undefined where they name none the code book reads. */
  resultOf(codes: readonly Code[]): ResultKind | undefined
  /** The classes of treatments that a drug's names belong to, and its product. */
  treatmentsOf(drug: DrugNames): readonly string[]
  products(): readonly HeldProduct[]
}

export type { Confidence }
