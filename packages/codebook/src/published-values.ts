import type { DiscardPolicy, SettingKind } from '@doseline/contract'
import type { Exact, Route } from '@doseline/dose'
import type {
  Administration,
  AdministrationCodes,
  CodeMeaning,
  ContainerSize,
  EvidenceAsked,
  Hcpcs,
  Icd10cmList,
  Indication,
  Interval,
  LabelledDose,
  LabelWarning,
  Mue,
  NdcDirectory,
  PairedCodes,
  Product,
  Sibling,
  Step,
} from './values.ts'

/** How a published value is called: beside it, and in `… are not confirmed`. */
interface Names {
  readonly label: string
  readonly called: string
  /** Most payers and products ask nothing of the kind. */
  readonly isSeldom?: true
}

/** A published value by its type and its names. */
interface Named<Value> extends Names {
  /** Of the types alone: no value is ever here. */
  readonly value?: Value
}

const of = <Value>(names: Names): Named<Value> => names

/**
 * Every published value a rule can read: what a payer asks and what a code carries are both dated values. Types, names and lists of them follow from here.
 */
export const PUBLISHED_VALUES = {
  /** The product as it is listed: NDC, strength, container. Needs no day. */
  listing: of<Product>({ label: 'listed as', called: 'how the product is listed' }),
  /** The code that bills the product under the code book in force. */
  hcpcs: of<Hcpcs>({ label: 'code', called: 'the code' }),
  /** What HCPCS itself says that code means, whatever book is in force: `meaningOf(hcpcs.code)` with its source. */
  meaning: of<CodeMeaning>({ label: 'HCPCS says it is', called: 'what HCPCS says the code is' }),
  discard: of<DiscardPolicy>({ label: 'discarded drug', called: 'what the payer asks about discarded drug' }),
  priorAuthorization: of<'required' | 'not required'>({
    label: 'prior authorization',
    called: 'whether the payer asks for an authorization',
  }),
  mue: of<Mue>({ label: 'MUE', called: 'the MUE' }),
  /** Dollars for one unit that Medicare Part B pays at most. */
  paymentLimit: of<Exact>({ label: 'Part B payment limit', called: 'the payment limit' }),
  interval: of<Interval>({ label: 'interval', called: 'the interval' }),
  /** How many doses make the whole treatment. */
  course: of<{ readonly doses: number }>({
    label: 'doses of a course',
    called: 'how many doses make the treatment',
    isSeldom: true,
  }),
  indications: of<readonly Indication[]>({ label: 'indications', called: 'the list of diagnoses' }),
  /** Whether an NDC was marketed that day; of any product. */
  marketing: of<NdcDirectory>({ label: 'NDC directory', called: 'whether the NDC was marketed', isSeldom: true }),
  /** Codes that are not paid together, of the table of the place. */
  pairedCodes: of<PairedCodes>({
    label: 'NCCI edits',
    called: 'which codes are not paid together',
    isSeldom: true,
  }),
  icd10cm: of<Icd10cmList>({ label: 'diagnosis codes', called: 'the list of diagnosis codes', isSeldom: true }),
  /** Groups of the same drug in another strength, and what they are given for. */
  siblings: of<readonly Sibling[]>({ label: 'other strengths', called: 'what the other strength is for' }),
  /** The sizes of container that the product is sold in, its own among them. */
  sizes: of<readonly ContainerSize[]>({ label: 'sizes of container', called: 'the sizes it is sold in' }),
  /** Groups that are not given while this one works. */
  notTogether: of<readonly string[]>({ label: 'not given with', called: 'what it is not given with' }),
  administration: of<Administration>({ label: 'administration', called: 'the administration code' }),
  administrationCodes: of<AdministrationCodes>({
    label: 'administration codes',
    called: 'which administration code is the initial one, and their MUEs',
  }),
  /** The modifier that reports a drug bought under 340B. */
  modifier340B: of<string>({ label: '340B modifier', called: 'the modifier of a 340B drug' }),
  /** Several where it is given by each of them; `any` where no label is loaded that names one. */
  route: of<Route | readonly Route[] | 'any'>({ label: 'route', called: 'the labeled route' }),
  labelledDose: of<LabelledDose>({ label: 'labeled dose', called: 'the labeled dose' }),
  warnings: of<readonly LabelWarning[]>({ label: 'label warns of', called: 'what the label warns of' }),
  /** Set where the contractor sets the price of the code. */
  contractorPriced: of<true>({ label: 'price', called: 'who sets the price', isSeldom: true }),
  stepTherapy: of<readonly Step[]>({
    label: 'to be tried first',
    called: 'what the payer wants tried first',
    isSeldom: true,
  }),
  /** Products to be tried before this one. */
  preferred: of<readonly Step[]>({
    label: 'preferred product',
    called: 'which product the payer prefers',
    isSeldom: true,
  }),
  evidence: of<readonly EvidenceAsked[]>({
    label: 'evidence looked for',
    called: 'what the payer looks for in the record',
    isSeldom: true,
  }),
  /** Units of a day above which the payer does not pay; `says` is its own sentence. */
  maximum: of<{ readonly units: number; readonly says: string }>({
    label: 'paid at most',
    called: 'what the payer pays at most',
    isSeldom: true,
  }),
  timelyFiling: of<{
    readonly within: number
    readonly unit: 'months' | 'days'
    /** It is the longest that any payer states: no source says how long this one takes claims. */
    readonly isOfOthers?: true
  }>({ label: 'claims taken', called: 'how long the payer takes claims', isSeldom: true }),
  /** Days before an admission of which the payer pays what the hospital gave with the stay. */
  paymentWindow: of<{ readonly days: number }>({
    label: 'paid with a stay',
    called: 'the days before an admission that are paid with it',
    isSeldom: true,
  }),
  /** Settings in which the payer asks nothing about discarded drug. */
  discardNotIn: of<readonly SettingKind[]>({
    label: 'discard not asked in',
    called: 'what the payer asks about discarded drug',
  }),
  /** Settings in which the payer packages the drug into another payment. */
  packagedIn: of<readonly SettingKind[]>({
    label: 'packaged in',
    called: 'where the drug is packaged',
    isSeldom: true,
  }),
  /** Why the payer leaves the drug out as one that patients give themselves, and where it says so. */
  selfAdministered: of<string>({
    label: 'left out as self-administered',
    called: 'drugs that patients give themselves',
    isSeldom: true,
  }),
}

export type PublishedName = keyof typeof PUBLISHED_VALUES
/** Every published value by its name. */
export type PublishedValues = {
  readonly [Name in PublishedName]: (typeof PUBLISHED_VALUES)[Name] extends Named<infer Value> ? Value : never
}
export const PUBLISHED_NAMES = Object.keys(PUBLISHED_VALUES) as readonly PublishedName[]

/** The same for each published value that is named. */
export const forEach = <Name extends PublishedName, Value>(
  names: readonly Name[],
  value: Value,
): { readonly [K in Name]: Value } =>
  Object.fromEntries(names.map((name) => [name, value])) as { readonly [K in Name]: Value }
