import { ACQUISITIONS, BENEFITS, CONFIDENCES, DISCARD_POLICIES, SETTINGS, SEVERITIES } from '@doseline/contract'
import { calendarDate, exact, isPositive, ndc11, ROUTES } from '@doseline/dose'
import { z } from 'zod'

/** A day, as every dated value is written. */
const Day = z
  .string()
  .refine((text) => calendarDate(text) !== undefined, 'is not a day (yyyy-mm-dd)')
  .transform((text) => text as NonNullable<ReturnType<typeof calendarDate>>)

/** Amounts are text, so that no float stands between the document and the exact number. */
const Amount = z.string().transform((text, context) => {
  const amount = exact(text)
  if (amount && isPositive(amount)) return amount
  context.addIssue({ code: 'custom', message: `“${text}” is not a positive decimal` })
  return z.NEVER
})

/** As {@link Amount}, where it may also be nothing or less: a T-score is. */
const Decimal = z.string().transform((text, context) => {
  const amount = exact(text)
  if (amount !== undefined) return amount
  context.addIssue({ code: 'custom', message: `“${text}” is not a decimal` })
  return z.NEVER
})

const Ndc = z.string().transform((text, context) => {
  const ndc = ndc11(text)
  if (ndc !== undefined) return ndc
  context.addIssue({ code: 'custom', message: `“${text}” is not a hyphenated 10-digit or an 11-digit NDC` })
  return z.NEVER
})

const Confidence = z.enum(CONFIDENCES)

/**
 * What every dated entry says beside its value. `from` is the day the source gives; where it gives none, `checkedOn` is
 * the day we looked, and the value applies from the code book's first day, unconfirmed. `through` is the last day the
 * source speaks for: later days keep the value, unconfirmed.
 */
const dated = {
  from: Day.optional(),
  checkedOn: Day.optional(),
  through: Day.optional(),
  source: z.string(),
  confidence: Confidence.default('confirmed'),
}
const startsOnce = (entry: { from?: unknown; checkedOn?: unknown }) =>
  (entry.from === undefined) !== (entry.checkedOn === undefined)
const datedEntry = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject({ ...dated, ...shape })
    .refine(startsOnce, 'needs either `from` (the source gives a start) or `checkedOn`')

/** One value, or several of which only somebody who looks can say which it is. */
const oneOrEither =
  (name: 'code' | 'value') =>
  (entry: { readonly code?: unknown; readonly value?: unknown; readonly either?: unknown; readonly why?: unknown }) =>
    (entry[name] === undefined) === (entry.either !== undefined) &&
    (entry.either === undefined) === (entry.why === undefined)

const IcdStem = z
  .string()
  .regex(
    /^[A-Z](\d[0-9A-Z](\.[0-9A-Z]{1,4})?|\d[0-9A-Z]\.[0-9A-Z]{0,3}-|\d[0-9A-Z]?-|-)$/,
    'is no ICD-10-CM code or stem',
  )

const IndicationEntry = z.strictObject({
  id: z.string(),
  label: z.string(),
  anyOf: z.array(IcdStem).min(1),
  with: z.array(IcdStem).default([]),
  /** Wanted as the second diagnosis, not needed. */
  second: z.array(IcdStem).min(1).optional(),
  /** Length of a full-length code under these stems, without the dot. */
  characters: z.int().min(3).max(7).optional(),
  offLabel: z.literal(true).optional(),
  /** The label names only patients of this sex. */
  sex: z.enum(['female', 'male']).optional(),
  /** The label names only patients of this age and older, in years. */
  fromAge: z.int().positive().optional(),
})

/** `data/sources.yaml` */
export const SourcesFile = z.record(
  z.string(),
  z.strictObject({ publisher: z.string(), title: z.string(), address: z.url().optional(), read: Day }),
)

/** `data/scope.yaml` */
export const ScopeFile = z.strictObject({
  firstDay: Day,
  /** The tables of medically unlikely edits that were read, the latest last. */
  mueTables: z.array(datedEntry({})).default([]),
})

const HcpcsCode = z.string().regex(/^[A-Z]\d{4}$/, 'is no HCPCS code')

/** `data/codes/<HCPCS>.yaml` */
export const CodeFile = z.strictObject({
  descriptor: z.string(),
  generic: z.string(),
  /** Set for a code of drugs that have none of their own. */
  unclassified: z.literal(true).optional(),
  /** Absent for a code that bills nothing here: an unclassified one, or one of another drug. */
  unit: z.strictObject({ amount: Amount, of: z.enum(['mg', 'mcg']) }).optional(),
  source: z.string(),
  /** What Medicare Part B pays at most for one unit, in dollars. */
  paymentLimit: z.array(datedEntry({ perUnit: Amount })).default([]),
  /** Hospital outpatient payment status: N is packaged, which is not paid by itself. */
  opps: z.array(datedEntry({ status: z.string().regex(/^[A-Z]\d?$/) })).default([]),
  /** Set where no payment limit is published and the contractor sets the price. */
  contractorPriced: z.array(datedEntry({ value: z.literal(true) })).default([]),
  mue: z.array(datedEntry({ units: z.int().positive(), mai: z.union([z.literal(1), z.literal(2), z.literal(3)]) })),
})

/** `data/placeholder-codes.yaml`: codes of which the crosswalk gives every package as one unit of potency. */
export const PlaceholderCodesFile = z.strictObject({
  source: z.string(),
  codes: z.array(HcpcsCode),
})

const Cpt = z.string().regex(/^\d{5}$/, 'is no CPT code')
const Administration = z.discriminatedUnion('way', [
  z.strictObject({
    ...dated,
    way: z.literal('injection'),
    code: Cpt,
    /** What it is billed with where another service is the initial one of the visit; absent where that does not matter. */
    sequential: Cpt.optional(),
  }),
  z.strictObject({
    ...dated,
    way: z.literal('infusion'),
    code: Cpt,
    /** Minutes that an infusion by the label takes, with what is left to a clinic: beyond them start or stop is asked about. */
    usualMinutes: z.strictObject({ atLeast: z.int().positive(), atMost: z.int().positive() }).optional(),
    /** Shorter than this it is no infusion. */
    fromMinutes: z.int().positive(),
    further: Cpt,
    /** A further hour counts once this many minutes of it have passed. */
    furtherFromMinutes: z.int().positive(),
    /** What an infusion that is too short to be one is billed with. */
    push: Cpt.optional(),
    /** What each is billed with where another service is the initial one of the visit. */
    sequential: Cpt.optional(),
    sequentialPush: Cpt.optional(),
  }),
])

/** `data/administration-codes.yaml`: which codes of giving a drug are initial services, and the most units of each. */
export const AdministrationCodesFile = z.strictObject({
  initial: z.strictObject({ cpt: z.array(Cpt).min(1), source: z.string(), confidence: Confidence }),
  mue: z.record(
    Cpt,
    z.array(datedEntry({ practitioner: z.int().positive(), outpatientHospital: z.int().positive() })).min(1),
  ),
})

/** `data/giving.yaml`: by way of giving, the CPT numbers that charge it. */
export const GivingFile = z.strictObject({
  injection: z.strictObject({ cpt: z.array(Cpt).min(1), source: z.string(), confidence: Confidence }),
  push: z.strictObject({ cpt: z.array(Cpt).min(1), source: z.string(), confidence: Confidence }),
  hydration: z.strictObject({ cpt: z.array(Cpt).min(1), source: z.string(), confidence: Confidence }),
  infusion: z.strictObject({ cpt: z.array(Cpt).min(1), source: z.string(), confidence: Confidence }),
})

/** A result that speaks for or against a dose: `below` and `above` are values beyond which it does. */
const ResultBound = {
  result: z.string(),
  label: z.string(),
  atMost: Decimal.optional(),
  atLeast: Decimal.optional(),
}

const GroupEntry = z.strictObject({
  label: z.string(),
  route: z.array(datedEntry({ value: z.enum(ROUTES) })).default([]),
  /** A fixed dose, or one by weight; `within`: the share by which a dose by weight may differ. */
  labelledDose: z
    .array(z.union([datedEntry({ mg: Amount }), datedEntry({ mgPerKg: Amount, within: Amount })]))
    .default([]),
  /** Results the label warns of: marked low by the laboratory, or below a value. */
  warnings: z
    .array(
      datedEntry({
        list: z.array(
          z.strictObject({ result: z.string(), label: z.string(), below: Decimal.optional(), says: z.string() }),
        ),
      }),
    )
    .default([]),
  interval: z.array(
    datedEntry({
      every: z.int().positive(),
      unit: z.enum(['months', 'days']),
      earlyDays: z.int().min(0).default(0),
      /** Days of treatment on which the label adds doses, and the indications (by id) it adds them for. */
      loading: z
        .strictObject({ days: z.array(z.int().positive()).min(2), indications: z.array(z.string()).min(1) })
        .optional(),
      /** Indications (by id) for which the label lets the next dose come sooner. */
      shorter: z
        .array(
          z.strictObject({
            indications: z.array(z.string()).min(1),
            every: z.int().positive(),
            unit: z.enum(['months', 'days']),
          }),
        )
        .default([]),
    }),
  ),
  /** How many doses make the whole treatment. */
  course: z.array(datedEntry({ doses: z.int().positive() })).default([]),
  indications: z.array(datedEntry({ list: z.array(IndicationEntry).min(1) })),
  /** Groups not to be given while this one works. */
  notTogether: z.array(datedEntry({ groups: z.array(z.string()).min(1) })).default([]),
  /** What giving it is billed with. CPT numbers only: their descriptors are the AMA’s. */
  administration: z.array(Administration.refine(startsOnce, 'needs either `from` or `checkedOn`')),
})

const ProductEntry = z.strictObject({
  brand: z.string(),
  /** Other names that mean this product and no other. */
  brandNames: z.array(z.string()).default([]),
  generic: z.string(),
  /** The name without a biosimilar's suffix: it names every product of the family. */
  family: z.string(),
  /** Other names of the family, such as a brand that is no longer sold: as a generic name they name no one product. */
  alsoCalled: z.array(z.string()).default([]),
  group: z.string(),
  container: z.string(),
  singleDose: z.boolean(),
  mg: Amount,
  ml: Amount,
  strengths: z.array(z.string()).min(1),
  ndcUnit: z.enum(['ML', 'UN']),
  ndc: z.array(Ndc),
  rxnorm: z.array(z.string().regex(/^\d{1,8}$/)),
  source: z.string(),
  confidence: Confidence.default('confirmed'),
})

/** `data/drugs/<drug>.yaml` */
export const DrugFile = z.strictObject({
  groups: z.record(z.string(), GroupEntry),
  products: z.record(z.string(), ProductEntry),
})

/** `data/books/<book>.yaml` */
export const BookFile = z.strictObject({
  label: z.string(),
  forSubmission: z.boolean(),
  note: z.string(),
  /** Set where the book says nothing about a code beyond which product it bills. */
  silentOnCodes: z.string().optional(),
  /** What bills a product by hand on a day for which the book has no code of its own. */
  withoutCode: z
    .strictObject({ practitioner: z.string(), outpatientHospital: z.string(), source: z.string() })
    .optional(),
  /** `descriptor`: the book’s own words for the code, where they are not those of HCPCS. */
  bills: z.record(
    z.string(),
    z.array(
      datedEntry({
        code: z.string().optional(),
        /** What bills it instead in a hospital outpatient department that is paid by OPPS. */
        inHospital: z.string().optional(),
        /** Where no source gives the day of a change: the codes it can have been, and why it is not known which. */
        either: z.array(z.string()).min(2).optional(),
        why: z.string().optional(),
        descriptor: z.string().optional(),
      }).refine(oneOrEither('code'), 'needs either `code`, or `either` with `why`'),
    ),
  ),
})

const Modifier = z.string().regex(/^[A-Z0-9]{2}$/, 'is no modifier')

/** `data/modifiers.yaml`: what a modifier says, whether a drug line takes it, and what it goes with, by date. */
export const ModifiersFile = z.record(
  Modifier,
  z.strictObject({
    says: z.string(),
    onDrugLines: z.array(datedEntry({ value: z.enum(['taken', 'refused']), why: z.string() })).min(1),
    /** Modifiers that say the opposite. */
    notWith: z.array(datedEntry({ modifiers: z.array(Modifier).min(1), why: z.string() })).default([]),
    /** Codes whose lines take it, and no other; of several modifiers of one code these payers ask for exactly one. */
    onCodes: z
      .array(datedEntry({ codes: z.array(HcpcsCode).min(1), payers: z.array(z.string()).min(1), why: z.string() }))
      .default([]),
    /** A line with it is to be denied. */
    asksForDenial: z.array(datedEntry({ why: z.string() })).default([]),
    /** What of a dose it states: its route, where it was given, how the drug was acquired. */
    states: z
      .array(
        datedEntry({
          route: z.enum(ROUTES).optional(),
          settings: z.array(z.enum(SETTINGS)).min(1).optional(),
          /** Settings that are not told apart from those. */
          perhapsIn: z.array(z.enum(SETTINGS)).default([]),
          acquired: z.enum(ACQUISITIONS).optional(),
          why: z.string(),
        }),
      )
      .default([]),
  }),
)

/** `data/denials.yaml`: by rule, the denial that a failing answer prevents. */
export const DenialsFile = z.record(
  z.string(),
  z.strictObject({
    reason: z.string(),
    group: z.enum(['CO', 'PR', 'OA', 'PI']),
    carc: z.array(z.string().regex(/^[A-Z]?\d{1,3}$/)).min(1),
    rarc: z.array(z.string().regex(/^[MN]A?\d{1,3}$/)),
    source: z.string(),
    confidence: Confidence,
  }),
)

/** `data/results.yaml`: results by what they tell, with the LOINC codes and the words that name them. */
export const ResultsFile = z.record(
  z.string(),
  z.strictObject({
    label: z.string(),
    loinc: z.array(z.string().regex(/^\d{1,5}-\d$/, 'is no LOINC code')),
    words: z.array(z.string()),
    source: z.string(),
    confidence: Confidence.default('confirmed'),
  }),
)

/** `data/treatments.yaml`: classes of drugs that a payer wants tried first, by the names of their drugs. */
export const TreatmentsFile = z.record(
  z.string(),
  z.strictObject({
    label: z.string(),
    names: z.array(z.string()).min(1),
    /** Groups of this code book that belong to it. */
    groups: z.array(z.string()).default([]),
    source: z.string(),
    confidence: Confidence.default('confirmed'),
  }),
)

/** `data/settings.yaml`: where care is given, and how a drug given there is claimed. */
export const SettingsFile = z.partialRecord(
  z.enum(SETTINGS),
  z.strictObject({
    label: z.string(),
    claim: z.array(datedEntry({ value: z.string() })).default([]),
    /** Of which a payer that pays hospitals by OPPS wants one on every line from there. */
    oneOf: z.array(datedEntry({ modifiers: z.array(Modifier).min(1) })).default([]),
  }),
)

/** What is to be tried before a product. */
const Step = z.strictObject({
  label: z.string(),
  /** Classes of `treatments.yaml`, or products. */
  treatments: z.array(z.string()).min(1),
  how: z.enum(['any', 'all']).default('any'),
  /** Only before these products; every one of the group where absent. */
  before: z.array(z.string()).min(1).optional(),
  /** Only for these indications, by id. */
  indications: z.array(z.string()).min(1).optional(),
  /** How long it is to be tried. */
  months: z.int().positive().optional(),
  /** Not asked where a dose of the group was given in so many days before. */
  unlessGivenWithinDays: z.int().positive().optional(),
  /** Not asked where a result is below a value, or a diagnosis stands. */
  unlessResult: z.strictObject({ result: z.string(), below: Decimal }).optional(),
  unlessDiagnoses: z.array(IcdStem).min(1).optional(),
})
const Steps = z.record(z.string(), z.array(datedEntry({ steps: z.array(Step) }))).default({})

const Kinds = z.array(z.string()).min(1)

/** `data/coverage-kinds.yaml`: what a coverage says about itself, and the kinds that leaves possible. */
export const CoverageKindsFile = z.strictObject({
  kinds: z.record(
    z.string(),
    z.strictObject({
      label: z.string(),
      pays: z.enum(BENEFITS),
      /** Kinds it pays in place of. */
      replaces: z.array(z.string()).default([]),
      /** Where it does not, in words: `unless …`. */
      unless: z.string().optional(),
      /** Pays after every other coverage of the day. */
      paysLast: z.literal(true).optional(),
      /** Kinds it pays before, for what it is there for, whatever place it was registered in. */
      mayPayBefore: z.array(z.string()).default([]),
    }),
  ),
  /** A name for several kinds. */
  sets: z.record(z.string(), Kinds),
  systems: z.array(
    z.strictObject({
      system: z.string(),
      alsoWritten: z.array(z.string()),
      source: z.string(),
      confidence: Confidence,
      codes: z.array(z.strictObject({ codes: z.array(z.string()).min(1), kinds: Kinds })),
    }),
  ),
  words: z.array(z.strictObject({ words: z.array(z.string()).min(1), kinds: Kinds })),
  placeholders: z.array(z.string()),
  /** How a plan says that it is of an employer for whom somebody works: it may pay before these kinds. */
  employment: z.strictObject({
    mayPayBefore: z.array(z.string()).min(1),
    codes: z.record(z.string(), z.array(z.string()).min(1)),
    words: z.array(z.string()).min(1),
    /** Words by which it says that nobody works any more. */
    unless: z.array(z.string()).min(1),
  }),
  contracts: z.strictObject({
    source: z.string(),
    confidence: Confidence,
    letters: z.record(z.string().regex(/^[A-Z]$/), Kinds),
  }),
  cardClasses: z.strictObject({ classes: z.array(z.string()), kinds: Kinds }),
  /** Payer IDs of electronic claims, with the company they are of. */
  companyIds: z.strictObject({ source: z.string(), confidence: Confidence, ids: z.record(z.string(), z.string()) }),
  /** The longest that a payer takes claims, for those whose own time is not known. */
  longestFiling: z.array(datedEntry({ within: z.int().positive(), unit: z.enum(['months', 'days']) })),
})

/** `data/payers/<payer>.yaml` */
export const PayerFile = z.strictObject({
  label: z.string(),
  recognisedBy: z.strictObject({
    /** Of `coverage-kinds.yaml`. */
    kinds: z.array(z.string()).min(1),
    names: z.array(z.string()),
    /** `none`: it has no plans of its own, so that a type or plan which says anything unknown is another payer’s. */
    plans: z.enum(['any', 'none']).default('any'),
    /** Parts of the payer that take claims of their own, by the words that name them. */
    branches: z.array(z.strictObject({ label: z.string(), words: z.array(z.string()).min(1) })).default([]),
    /** What may stand beside its name and says nothing more. */
    beside: z.array(z.string()).default([]),
    /** Identifiers of the payer, such as those a registry gives it. */
    identifiers: z.array(z.strictObject({ system: z.string(), values: z.array(z.string()).min(1) })).default([]),
  }),
  discard: z.array(
    datedEntry({
      value: z.enum(DISCARD_POLICIES),
      /** Settings in which it is not asked. */
      notIn: z.array(z.enum(SETTINGS)).default([]),
    }),
  ),
  /** Whether hospital outpatient departments are paid by OPPS, with its packaged codes. */
  paysByOpps: z.literal(true).optional(),
  /** What is to be tried first, by group. */
  stepTherapy: Steps,
  /** Products that are to be tried before others of their group. */
  preferred: Steps,
  /** What the payer looks for in the record, by group. */
  evidence: z
    .record(
      z.string(),
      z.array(
        datedEntry({
          list: z.array(
            z.strictObject({
              ...ResultBound,
              /** At most so old on the day of service. */
              withinMonths: z.int().positive().optional(),
              /** Diagnoses that say the same. */
              orDiagnoses: z.array(IcdStem).default([]),
              indications: z.array(z.string()).min(1).optional(),
            }),
          ),
        }),
      ),
    )
    .default({}),
  /** The most units of a day that are paid, by group. */
  maximum: z.record(z.string(), z.array(datedEntry({ units: z.int().positive(), says: z.string() }))).default({}),
  /** Groups that the payer does not pay for where they are usually self-administered. */
  selfAdministered: z.record(z.string(), z.array(datedEntry({ says: z.string() }))).default({}),
  /** How long after the day of service a claim is taken. */
  timelyFiling: z.array(datedEntry({ within: z.int().positive(), unit: z.enum(['months', 'days']) })).default([]),
  /** Days before an admission of which what the hospital gave is paid with the stay. */
  paymentWindow: z.array(datedEntry({ days: z.int().positive() })).default([]),
  priorAuthorization: z.record(z.string(), z.array(datedEntry({ value: z.enum(['required', 'not required']) }))),
  /** Where this payer wants another administration code for a group than is usual. */
  administration: z
    .record(z.string(), z.array(Administration.refine(startsOnce, 'needs either `from` or `checkedOn`')))
    .default({}),
  /** Days a dose of a group may come early. */
  earlyDays: z.record(z.string(), z.array(datedEntry({ days: z.int().min(0) }))).default({}),
  /** The modifier of a drug bought under 340B. */
  modifier340B: z
    .array(
      datedEntry({
        value: z
          .string()
          .regex(/^[A-Z0-9]{2}$/)
          .optional(),
        either: z
          .array(z.string().regex(/^[A-Z0-9]{2}$/))
          .min(2)
          .optional(),
        why: z.string().optional(),
      }).refine(oneOrEither('value'), 'needs either `value`, or `either` with `why`'),
    )
    .default([]),
})

const WithSeverity = { severity: z.enum(SEVERITIES), why: z.string() }

/** `data/rules.yaml` */
export const RulesFile = z.record(
  z.string(),
  z.strictObject({ ...WithSeverity, payers: z.record(z.string(), z.strictObject(WithSeverity)).default({}) }),
)

/** `data/the-article.yaml`: the claims of the customer’s source, each with our verdict. */
export const ArticleFile = z.strictObject({
  title: z.string(),
  address: z.url(),
  read: Day,
  claims: z.array(
    z.strictObject({
      id: z.string().regex(/^S\d{2}$/),
      section: z.string(),
      claim: z.string(),
      verdict: z.enum(['right', 'wrong', 'imprecise']),
      fact: z.string().optional(),
      source: z.url().optional(),
      confidence: Confidence,
      rules: z.array(z.string()),
    }),
  ),
})

/** `data/open-questions.yaml`: what no source answers yet. */
export const OpenQuestionsFile = z.array(z.strictObject({ question: z.string(), why: z.string(), close: z.string() }))

/** Everything under `data/`, read and checked. Keys are the names of the files or entries. */
export interface BookData {
  readonly version: string
  readonly sources: z.infer<typeof SourcesFile>
  readonly scope: z.infer<typeof ScopeFile>
  readonly codes: Readonly<Record<string, z.infer<typeof CodeFile>>>
  readonly groups: Readonly<Record<string, z.infer<typeof GroupEntry>>>
  readonly products: Readonly<Record<string, z.infer<typeof ProductEntry>>>
  readonly books: Readonly<Record<string, z.infer<typeof BookFile>>>
  readonly payers: Readonly<Record<string, z.infer<typeof PayerFile>>>
  readonly rules: z.infer<typeof RulesFile>
  readonly modifiers: z.infer<typeof ModifiersFile>
  readonly denials: z.infer<typeof DenialsFile>
  readonly coverageKinds: z.infer<typeof CoverageKindsFile>
  readonly results: z.infer<typeof ResultsFile>
  readonly treatments: z.infer<typeof TreatmentsFile>
  readonly settings: z.infer<typeof SettingsFile>
  readonly giving: z.infer<typeof GivingFile>
  readonly administrationCodes: z.infer<typeof AdministrationCodesFile>
  readonly article: z.infer<typeof ArticleFile>
  readonly openQuestions: z.infer<typeof OpenQuestionsFile>
}
