import { ACQUISITIONS, BENEFITS, SETTINGS, SEVERITIES } from '@doseline/contract'
import { ROUTES } from '@doseline/dose'
import { z } from 'zod'
import { Bills, type Policies } from './policies/schema.ts'
import { Confidence, Cpt, Day, datedEntry, HcpcsCode, Modifier } from './schema-parts.ts'

/** `data/scope.yaml` */
export const ScopeFile = z.strictObject({
  firstDay: Day,
  /** The tables of medically unlikely edits that were read, the latest last. */
  mueTables: z.array(datedEntry({})).default([]),
})

/** `data/placeholder-codes.yaml`: codes of which the crosswalk gives every package as one unit of potency. */
export const PlaceholderCodesFile = z.strictObject({
  source: z.string(),
  codes: z.array(HcpcsCode),
})

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

/** `data/books/<book>.yaml` */
export const BookFile = z.strictObject({
  label: z.string(),
  forSubmission: z.boolean(),
  note: z.string(),
  /** Set where the book says nothing about a code beyond which product it bills. */
  silentOnCodes: z.string().optional(),
  /** What bills a product that has no code of its own: by what it is, and in a hospital outpatient department. */
  withoutCode: z
    .strictObject({
      drug: z.string(),
      biological: z.string(),
      antineoplastic: z.string(),
      /** Of what FDA approved from that day on. */
      outpatientHospital: z.strictObject({ code: z.string(), approvedFrom: Day, source: z.string() }),
      source: z.string(),
    })
    .optional(),
  bills: z.record(z.string(), z.array(Bills)),
})

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

/** `data/settings.yaml`: where care is given, and how a drug given there is claimed. */
export const SettingsFile = z.partialRecord(
  z.enum(SETTINGS),
  z.strictObject({
    label: z.string(),
    claim: z.array(datedEntry({ value: z.string() })).default([]),
    /** How it is claimed once somebody found in the payer's rules that it is, and what to look for. */
    onceLookedUp: z.array(datedEntry({ value: z.string(), asks: z.string() })).default([]),
    /** What to do where nothing can be stated: who bills a drug given there. */
    elsewhere: z.string().optional(),
    /** Of which a payer that pays hospitals by OPPS wants one on every line from there. */
    oneOf: z.array(datedEntry({ modifiers: z.array(Modifier).min(1) })).default([]),
  }),
)

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
  readonly sources: z.infer<typeof Policies>['sources']
  readonly scope: z.infer<typeof ScopeFile>
  readonly codes: z.infer<typeof Policies>['codes']
  readonly groups: z.infer<typeof Policies>['groups']
  readonly products: z.infer<typeof Policies>['products']
  readonly books: Readonly<Record<string, z.infer<typeof BookFile>>>
  readonly payers: z.infer<typeof Policies>['payers']
  readonly rules: z.infer<typeof RulesFile>
  readonly modifiers: z.infer<typeof ModifiersFile>
  readonly denials: z.infer<typeof DenialsFile>
  readonly coverageKinds: z.infer<typeof CoverageKindsFile>
  readonly results: z.infer<typeof Policies>['results']
  readonly treatments: z.infer<typeof Policies>['treatments']
  readonly settings: z.infer<typeof SettingsFile>
  readonly giving: z.infer<typeof GivingFile>
  readonly administrationCodes: z.infer<typeof AdministrationCodesFile>
  readonly article: z.infer<typeof ArticleFile>
  readonly openQuestions: z.infer<typeof OpenQuestionsFile>
}
