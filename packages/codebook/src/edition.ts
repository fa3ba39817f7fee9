import type {
  Acquisition,
  Benefit,
  Confidence,
  DiscardPolicy,
  SettingKind,
  SettingLookedUp,
  Severity,
  Who,
} from '@doseline/contract'
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
import type { PublishedName, PublishedValues } from './published-values.ts'
import type { Cited, CodeMeaning, Product, Unlisted } from './values.ts'

/** A product that the code book itself holds: everything of its container is known. */
export interface HeldProduct extends Product {
  readonly singleDose: boolean
  readonly amountPerContainer: Exact
  readonly mlPerContainer: Exact
  readonly ndcUnit: LineNdc['unit'] & string
}

/** A value in force on the day, with its source; or not known, with the reason. */
export type Published<T> =
  | {
      readonly known: true
      readonly value: T
      readonly source: Source
      /** The last day its source speaks for, where that is before the day that was asked about. */
      readonly ended?: CalendarDate
    }
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

/** How a product was recognized, or why none was. */
export type Recognition =
  | { readonly product: Product; readonly by: 'ndc' | 'rxnorm' | 'hcpcs' | 'text'; readonly named: Named }
  | { readonly noProduct: 'not supported' | 'not named' | 'several products' | 'contradictory'; readonly says: string }

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
  /** No code book describes it: what it asks is what somebody found in its own policy. */
  readonly isOutside?: true
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

/** What else decides which values hold for a dose: where and how it was given, to whom, and what a person looked up. */
export interface Beside {
  readonly setting?: SettingKind | undefined
  /** As it is charted, where CMS lists a drug under several codes. */
  readonly route?: string | undefined
  /** The chart holds a diagnosis of dependence on dialysis that is in force. Absent, nothing says that there is none. */
  readonly isOnDialysis?: boolean | undefined
  readonly looked?: LookedUp | undefined
}

/** Published values that a person looked up because the code book leaves them open; they never overrule one it holds. */
export interface LookedUp {
  readonly effectiveCode?: string | undefined
  readonly modifier340B?: string | undefined
  readonly discard?: DiscardPolicy | undefined
  readonly priorAuthorization?: 'not required' | undefined
  /** How many days after the date of service the payer takes a claim. */
  readonly filingDays?: number | undefined
  /** The kind of place of which somebody found in the payer's rules that a drug given there is charged by itself. */
  readonly chargedAt?: SettingLookedUp | undefined
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
  effectiveOn(
    day: CalendarDate | undefined,
    payer: string | PayerInfo | undefined,
    book: string,
    beside?: Beside,
  ): Edition
  /** NDC, then RxNorm, then HCPCS with text, then text; never by code, container or dose alone. */
  recognise(drug: DrugNames): Recognition
  /**
   * The product of an NDC that no list with codes has, of a drug that {@link recognise} does not know; or why it is none. Undefined
   * where the chart has no whole NDC, or nothing that names the drug.
   */
  unlisted(drug: DrugNames): Unlisted | undefined
  /** Every product that some name of the drug can mean, a HCPCS code alone too; none for a drug of no product here. */
  couldMean(drug: DrugNames): readonly Product[]
  /** Who pays by a coverage, and for what: by everything it says, or not at all. */
  readCoverage(coverage: CoverageRecord): CoverageReading
  /** What a coverage says of itself that cannot be if a payer pays by it, quoted as it stands; undefined where nothing does. */
  saysAgainst(coverage: CoverageRecord, payer: string): string | undefined
  /** A payer that no code book describes, as a person names it who looked at the coverage; or why the coverage is not of it. */
  payerOutside(coverage: CoverageRecord, stated: string): PayerInfo | { readonly against: string }
  /** The molecules of listed drugs that words name, by a brand or by the molecule itself; empty where they name none. */
  moleculesNamed(words: string): ReadonlySet<string>
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
