import { DISCARD_POLICIES, POLICY_LAYERS, SETTINGS } from '@doseline/contract'
import { ROUTES } from '@doseline/dose'
import { z } from 'zod'
import {
  Amount,
  Confidence,
  Cpt,
  Day,
  Decimal,
  dated,
  datedEntry,
  HcpcsCode,
  IcdStem,
  Modifier,
  Ndc,
  NEEDS_START,
  oneOrEither,
  STARTS_ONCE,
  startsOnce,
} from '../schema-parts.ts'

/*
 * The one shape of a policy file, for what is shipped and for what a site or a tenant lays over it. Every element says what it
 * is: the JSON Schema, the page docs/policies.md and the errors are made of it.
 */

const UNIT_OF_TIME = ['months', 'days'] as const

export const SourceEntry = z
  .strictObject({
    publisher: z.string().describe('Who says so.'),
    title: z.string().describe('What the document is called, with its number or day.'),
    address: z.url().optional().describe('Where it can be read.'),
    read: Day.describe('The day you read it.'),
  })
  .meta({ id: 'Source', description: 'A document that values are read from.' })

export const IndicationEntry = z
  .strictObject({
    id: z.string().describe('Its name within the drug, which step therapy, evidence and intervals refer to.'),
    label: z.string().describe('What the drug is given for, in words.'),
    anyOf: z.array(IcdStem).min(1).describe('ICD-10-CM codes, or stems that end in `-`, of which the chart needs one.'),
    with: z.array(IcdStem).default([]).describe('Codes of which it needs one besides: a pair.'),
    second: z.array(IcdStem).min(1).optional().describe('Codes wanted as the second diagnosis, not needed.'),
    characters: z
      .int()
      .min(3)
      .max(7)
      .optional()
      .describe('Length of a full-length code under these stems, without the dot.'),
    offLabel: z.literal(true).optional().describe('Set where it is outside the label: each payer decides for itself.'),
    sex: z.enum(['female', 'male']).optional().describe('Where the policy names only patients of this sex.'),
    fromAge: z
      .int()
      .positive()
      .optional()
      .describe('Where it names only patients of this age and older, in whole years.'),
  })
  .meta({ id: 'Indication', description: 'One reason to give a drug, with the diagnoses that show it.' })

const Indications = datedEntry({
  list: z.array(IndicationEntry).min(1).describe('Every indication that is covered.'),
}).meta({ ...STARTS_ONCE, id: 'Indications', description: 'The diagnoses that support a drug, from a day on.' })

const Interval = datedEntry({
  every: z.int().positive().describe('Least time between two doses, in `unit`.'),
  unit: z.enum(UNIT_OF_TIME).describe('What `every` counts: calendar months or days.'),
  earlyDays: z.int().min(0).default(0).describe('Days a dose may come early.'),
  loading: z
    .strictObject({
      days: z
        .array(z.int().positive())
        .min(2)
        .describe('Days of treatment, the first being 1, that bring a dose each.'),
      indications: z.array(z.string()).min(1).describe('The indications, by `id`, that load.'),
    })
    .optional()
    .describe('Doses added at the start of a treatment.'),
  shorter: z
    .array(
      z.strictObject({
        indications: z.array(z.string()).min(1).describe('The indications, by `id`.'),
        every: z.int().positive().describe('Least time between two doses for them, in `unit`.'),
        unit: z.enum(UNIT_OF_TIME).describe('What `every` counts.'),
      }),
    )
    .default([])
    .describe('Indications for which the next dose may come sooner.'),
}).meta({ ...STARTS_ONCE, id: 'Interval', description: 'How often a drug may be given, from a day on.' })

/** Which family of administration codes a dose belongs to. */
const Injection = z
  .strictObject({
    ...dated,
    way: z.literal('injection').describe('`injection`: one code for each injection.'),
    code: Cpt.describe('The CPT code of the injection, in quotation marks.'),
    sequential: Cpt.optional().describe(
      'Its code where another service is the initial one of the visit; left out where that does not matter.',
    ),
  })
  .meta({ ...STARTS_ONCE, id: 'Injection', description: 'A drug that is injected, from a day on.' })

const Infusion = z
  .strictObject({
    ...dated,
    way: z.literal('infusion').describe('`infusion`: codes by the minutes it ran.'),
    code: Cpt.describe('The CPT code of the first hour.'),
    usualMinutes: z
      .strictObject({
        atLeast: z.int().positive().describe('Fewest minutes.'),
        atMost: z.int().positive().describe('Most minutes.'),
      })
      .optional()
      .describe('Minutes an infusion by the label takes: beyond them start or stop is asked about.'),
    fromMinutes: z.int().positive().describe('Shorter than this it is no infusion.'),
    further: Cpt.describe('The code of each further hour.'),
    furtherFromMinutes: z.int().positive().describe('Minutes of a further hour from which it counts.'),
    push: Cpt.optional().describe('The code of one that is too short to be an infusion.'),
    sequential: Cpt.optional().describe('The first hour where another service is the initial one of the visit.'),
    sequentialPush: Cpt.optional().describe('The push where another service is the initial one of the visit.'),
  })
  .meta({ ...STARTS_ONCE, id: 'Infusion', description: 'A drug that is infused, from a day on.' })

const Administration = z.discriminatedUnion('way', [Injection, Infusion]).refine(startsOnce, NEEDS_START)

const Warnings = datedEntry({
  list: z
    .array(
      z.strictObject({
        result: z.string().describe('A key of `results`.'),
        label: z.string().describe('The warning, in words.'),
        below: Decimal.optional().describe(
          'The value below which it applies; without it the laboratory’s own mark does.',
        ),
        says: z.string().describe('What is to be done.'),
      }),
    )
    .describe('Every warning that a result can show.'),
}).meta({ ...STARTS_ONCE, id: 'Warnings', description: 'Results that the label warns of, from a day on.' })

export const GroupEntry = z
  .strictObject({
    label: z.string().describe('The drug in words, with its strength where that tells it apart.'),
    route: z
      .array(datedEntry({ value: z.enum(ROUTES).describe('The labeled route.') }))
      .default([])
      .describe('How it is given.'),
    labelledDose: z
      .array(
        z.union([
          datedEntry({ mg: Amount.describe('A fixed dose, in mg.') }),
          datedEntry({
            mgPerKg: Amount.describe('A dose by weight, in mg for each kg.'),
            within: Amount.describe('The share by which such a dose may differ: 0.1 is ten percent.'),
          }),
        ]),
      )
      .default([])
      .describe('The dose on the label.'),
    warnings: z.array(Warnings).default([]).describe('Results that the label warns of.'),
    interval: z.array(Interval).default([]).describe('How often it may be given.'),
    course: z
      .array(datedEntry({ doses: z.int().positive().describe('How many doses make the whole treatment.') }))
      .default([])
      .describe('Where the treatment has an end.'),
    indications: z
      .array(Indications)
      .default([])
      .describe('What it is given for. Where it is left out, the diagnosis is unknown until a person confirms it.'),
    notTogether: z
      .array(datedEntry({ groups: z.array(z.string()).min(1).describe('Keys of `groups`.') }))
      .default([])
      .describe('Drugs not to be given while this one works.'),
    administration: z.array(Administration).default([]).describe('What giving it is billed with: CPT numbers only.'),
  })
  .meta({
    id: 'Group',
    description:
      'Products that share label and use: one drug in one strength. What its label says holds for every payer that says nothing else.',
  })

export const ProductEntry = z
  .strictObject({
    brand: z.string().describe('The name it is sold under.'),
    brandNames: z.array(z.string()).default([]).describe('Other names that mean this product and no other.'),
    generic: z.string().describe('Its generic name, with a biosimilar’s suffix.'),
    family: z.string().describe('The generic name without that suffix: it names every product of the family.'),
    alsoCalled: z
      .array(z.string())
      .default([])
      .describe('Other names of the family, such as a brand that is no longer sold.'),
    group: z.string().describe('A key of `groups`.'),
    container: z.string().describe('`vial`, `prefilled syringe`, `bag`.'),
    singleDose: z.boolean().describe('Whether a container is for one dose.'),
    mg: Amount.describe('Milligrams in one container, in quotation marks.'),
    ml: Amount.describe('Milliliters in one container, in quotation marks.'),
    strengths: z.array(z.string()).min(1).describe('The strength as charts write it: `60 mg/mL`.'),
    ndcUnit: z.enum(['ML', 'UN']).describe('What a claim counts its NDC by: `ML` of a liquid, `UN` of a powder.'),
    ndc: z.array(Ndc).describe('Its NDCs: ten digits with hyphens, or eleven in quotation marks.'),
    rxnorm: z
      .array(z.string().regex(/^\d{1,8}$/, 'is no RxNorm code'))
      .describe('Its RxNorm codes, in quotation marks.'),
    source: z.string().describe('A key of `sources`.'),
    confidence: Confidence.default('confirmed').describe('`unconfirmed` where no official document confirms it.'),
  })
  .meta({ id: 'Product', description: 'A drug as it is bought: one brand, one strength, one container.' })

export const CodeFile = z
  .strictObject({
    descriptor: z.string().describe('The long description by HCPCS.'),
    generic: z.string().describe('The generic name of the products it bills.'),
    unclassified: z.literal(true).optional().describe('Set for a code of drugs that have none of their own.'),
    unit: z
      .strictObject({
        amount: Amount.describe('How much one billing unit is.'),
        of: z.enum(['mg', 'mcg']).describe('What that counts.'),
      })
      .optional()
      .describe('One billing unit; left out for a code that bills nothing here.'),
    source: z.string().describe('A key of `sources`.'),
    paymentLimit: z
      .array(datedEntry({ perUnit: Amount.describe('Dollars for one unit.') }))
      .default([])
      .describe('What Medicare Part B pays at most.'),
    opps: z
      .array(
        datedEntry({
          status: z
            .string()
            .regex(/^[A-Z]\d?$/, 'is no payment status')
            .describe('The status indicator: `N` is packaged.'),
        }),
      )
      .default([])
      .describe('Hospital outpatient payment status.'),
    contractorPriced: z
      .array(datedEntry({ value: z.literal(true).describe('Always `true`.') }))
      .default([])
      .describe('Set where no payment limit is published and the contractor sets the price.'),
    mue: z
      .array(
        datedEntry({
          units: z.int().positive().describe('The most units of a day that pass without review.'),
          mai: z
            .union([z.literal(1), z.literal(2), z.literal(3)])
            .describe('The MUE adjudication indicator: 1, 2 or 3.'),
        }),
      )
      .default([])
      .describe('Medically unlikely edits.'),
  })
  .meta({ id: 'Code', description: 'A HCPCS code.' })

export const Bills = datedEntry({
  code: z.string().optional().describe('A key of `codes`.'),
  inHospital: z.string().optional().describe('What bills it instead in a hospital outpatient department paid by OPPS.'),
  either: z
    .array(z.string())
    .min(2)
    .optional()
    .describe('In place of `code` where no source gives the day of a change: the codes it can have been.'),
  why: z.string().optional().describe('With `either`: why it is not known which.'),
  descriptor: z.string().optional().describe('Own words for the code, where they are not those of HCPCS.'),
})
  .refine(oneOrEither('code'), 'needs either `code`, or `either` with `why`')
  .meta({ ...STARTS_ONCE, id: 'Bills', description: 'The code that bills a product, from a day on.' })

export const ResultEntry = z
  .strictObject({
    label: z.string().describe('What it is called.'),
    loinc: z.array(z.string().regex(/^\d{1,5}-\d$/, 'is no LOINC code')).describe('LOINC codes that name it.'),
    words: z.array(z.string()).describe('Words that name it where no code does.'),
    source: z.string().describe('A key of `sources`.'),
    confidence: Confidence.default('confirmed').describe('`unconfirmed` where no official document confirms it.'),
  })
  .meta({ id: 'Result', description: 'A kind of result, by what names it in a chart.' })

export const TreatmentEntry = z
  .strictObject({
    label: z.string().describe('What the class is called.'),
    names: z.array(z.string()).min(1).describe('Names of the drugs that belong to it.'),
    groups: z.array(z.string()).default([]).describe('Keys of `groups` that belong to it.'),
    source: z.string().describe('A key of `sources`.'),
    confidence: Confidence.default('confirmed').describe('`unconfirmed` where no official document confirms it.'),
  })
  .meta({ id: 'Treatment', description: 'A class of drugs that a payer wants tried first.' })

const Step = z
  .strictObject({
    label: z.string().describe('What is to be tried, in words.'),
    treatments: z.array(z.string()).min(1).describe('Keys of `treatments` or of `products`.'),
    how: z.enum(['any', 'all']).default('any').describe('Whether one of them is enough, or all are asked for.'),
    before: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Keys of `products` before which it is asked; before every one of the drug where left out.'),
    indications: z.array(z.string()).min(1).optional().describe('Asked only for these indications, by `id`.'),
    months: z.int().positive().optional().describe('How many months it is to be tried.'),
    unlessGivenWithinDays: z
      .int()
      .positive()
      .optional()
      .describe('Not asked where the drug was given in so many days before.'),
    unlessResult: z
      .strictObject({
        result: z.string().describe('A key of `results`.'),
        below: Decimal.describe('The value below which the step is ruled out.'),
      })
      .optional()
      .describe('A result that rules the step out.'),
    unlessDiagnoses: z.array(IcdStem).min(1).optional().describe('Diagnoses that rule the step out.'),
  })
  .meta({ id: 'Step', description: 'Something that is to be tried first.' })

const Steps = datedEntry({ steps: z.array(Step).describe('Every step; none where the payer asks for nothing.') }).meta({
  ...STARTS_ONCE,
  id: 'Steps',
  description: 'What is to be tried first, from a day on.',
})

const Evidence = datedEntry({
  list: z
    .array(
      z
        .strictObject({
          result: z.string().describe('A key of `results`.'),
          label: z.string().describe('What the payer looks for, in words.'),
          atMost: Decimal.optional().describe('The highest value that shows it.'),
          atLeast: Decimal.optional().describe('The lowest value that shows it.'),
          withinMonths: z
            .int()
            .positive()
            .optional()
            .describe('Months before the dose in which it must have been made.'),
          orDiagnoses: z.array(IcdStem).default([]).describe('Diagnoses that say the same.'),
          indications: z.array(z.string()).min(1).optional().describe('Asked only for these indications, by `id`.'),
        })
        .meta({ id: 'EvidenceAsked', description: 'A result that a payer looks for.' }),
    )
    .describe('Every result that is looked for.'),
}).meta({ ...STARTS_ONCE, id: 'Evidence', description: 'What a payer looks for in the record, from a day on.' })

export const DrugPolicy = z
  .strictObject({
    indications: z.array(Indications).default([]).describe('What the payer covers it for, in place of the label.'),
    interval: z.array(Interval).default([]).describe('How often the payer covers it, in place of the label.'),
    earlyDays: z
      .array(datedEntry({ days: z.int().min(0).describe('Days.') }))
      .default([])
      .describe('Days a dose may come before its interval.'),
    priorAuthorization: z
      .array(datedEntry({ value: z.enum(['required', 'not required']).describe('Whether it asks for one.') }))
      .default([])
      .describe('Prior authorization. Left out: unknown, and a person is asked.'),
    stepTherapy: z.array(Steps).default([]).describe('Treatments to be tried first.'),
    preferred: z.array(Steps).default([]).describe('Products to be tried before others of the drug.'),
    evidence: z.array(Evidence).default([]).describe('What the payer looks for in the record.'),
    maximum: z
      .array(
        datedEntry({
          units: z.int().positive().describe('Billing units.'),
          says: z.string().describe('The payer’s own words.'),
        }),
      )
      .default([])
      .describe('The most units of a day that are paid.'),
    administration: z
      .array(Administration)
      .default([])
      .describe('Where the payer wants giving it billed with other codes than usual.'),
    selfAdministered: z
      .array(datedEntry({ says: z.string().describe('What the payer says of it.') }))
      .default([])
      .describe('Set where the payer leaves it out as a drug that patients give themselves.'),
  })
  .meta({ id: 'DrugPolicy', description: 'What one payer or MAC says of one drug.' })

const Recogniser = z
  .strictObject({
    kinds: z.array(z.string()).min(1).describe('Kinds of coverage it pays by: keys of `coverage-kinds.yaml`.'),
    names: z.array(z.string()).describe('Every name it goes by on a coverage.'),
    plans: z
      .enum(['any', 'none'])
      .default('any')
      .describe('`none`: it has no plans of its own, so a coverage that names one is another payer’s.'),
    branches: z
      .array(
        z.strictObject({
          label: z.string().describe('What it is called.'),
          words: z.array(z.string()).min(1).describe('Words on a coverage that name it.'),
        }),
      )
      .default([])
      .describe('Parts of the payer that take claims of their own.'),
    beside: z.array(z.string()).default([]).describe('Words that may come with its name and say nothing more.'),
    identifiers: z
      .array(
        z.strictObject({
          system: z.string().describe('The system of the identifiers.'),
          values: z.array(z.string()).min(1).describe('The identifiers.'),
        }),
      )
      .default([])
      .describe('Identifiers of the payer, such as those of a registry.'),
  })
  .meta({ id: 'Recogniser', description: 'How a coverage is known to be of a payer.' })

const RECOGNISED_BY = 'How a coverage is known to be of it: without it no dose is ever judged for it.'

export const PayerFile = z
  .strictObject({
    label: z.string().describe('What it is called on the screen.'),
    recognisedBy: Recogniser.describe(RECOGNISED_BY),
    discard: z
      .array(
        datedEntry({
          value: z.enum(DISCARD_POLICIES).describe('What it asks on a line.'),
          notIn: z.array(z.enum(SETTINGS)).default([]).describe('Settings in which it does not ask it.'),
        }),
      )
      .default([])
      .describe('What it asks about discarded drug. Left out: unknown, and a person is asked.'),
    paysByOpps: z
      .literal(true)
      .optional()
      .describe('Set where it pays hospital outpatient departments by OPPS, with its packaged codes.'),
    timelyFiling: z
      .array(
        datedEntry({
          within: z.int().positive().describe('How many.'),
          unit: z.enum(UNIT_OF_TIME).describe('Months or days.'),
        }),
      )
      .default([])
      .describe('How long after the day of service it takes a claim.'),
    paymentWindow: z
      .array(datedEntry({ days: z.int().positive().describe('Days.') }))
      .default([])
      .describe('Days before an admission whose services it pays with the stay.'),
    modifier340B: z
      .array(
        datedEntry({
          value: Modifier.optional().describe('The modifier.'),
          either: z.array(Modifier).min(2).optional().describe('In place of `value`: modifiers of which one is right.'),
          why: z.string().optional().describe('With `either`: what decides.'),
        }).refine(oneOrEither('value'), 'needs either `value`, or `either` with `why`'),
      )
      .default([])
      .describe('The modifier of a drug bought under 340B.'),
    drugs: z
      .record(z.string(), DrugPolicy)
      .default({})
      .describe(
        'What it says of each drug, by key of `groups`; or by HCPCS code for a drug that only CMS’s crosswalk names.',
      ),
  })
  .meta({ id: 'Payer', description: 'A payer, or the policies of a MAC over `medicare-part-b`.' })

/** A file says what it has to say: a payer or a group may be in several, and what a layer leaves out stays as it is below. */
const part = <Shape extends z.ZodRawShape>(
  whole: z.ZodObject<Shape, z.core.$strict>,
  id: string,
  description: string,
) => whole.partial().meta({ id, description })

/** One policy file by itself. */
export const PolicyFile = z
  .strictObject({
    sources: z.record(z.string(), SourceEntry).describe('The documents that are cited, by a key of your own.'),
    codes: z
      .record(HcpcsCode, part(CodeFile, 'Code', 'A HCPCS code.'))
      .describe('HCPCS codes that the code book does not hold yet.'),
    groups: z
      .record(z.string(), part(GroupEntry, 'Group', GroupEntry.description ?? ''))
      .describe('Drugs by use and strength, with what their label says.'),
    products: z
      .record(z.string(), part(ProductEntry, 'Product', ProductEntry.description ?? ''))
      .describe('Drugs as they are bought.'),
    bills: z.record(z.string(), z.array(Bills)).describe('Which code bills a product, by key of `products`.'),
    payers: z
      .record(
        z.string(),
        part(
          PayerFile.extend({
            recognisedBy: part(Recogniser, 'Recogniser', Recogniser.description ?? '').describe(RECOGNISED_BY),
          }),
          'Payer',
          PayerFile.description ?? '',
        ),
      )
      .describe('Payers, and what each asks.'),
    treatments: z.record(z.string(), TreatmentEntry).describe('Classes of drugs that step therapy names.'),
    results: z.record(z.string(), ResultEntry).describe('Kinds of results that evidence and step therapy name.'),
  })
  .partial()
  .meta({
    title: 'Doseline policy file',
    description: 'What payers, MACs and labels say of drugs. See docs/policies.md.',
  })
export type PolicyFile = z.input<typeof PolicyFile>

/** What is laid over what: each later one over those before it. */
export const LAYERS = ['shipped', ...POLICY_LAYERS] as const
export type Layer = (typeof LAYERS)[number]

/** What is complete once every file is laid together. */
export const Policies = z.strictObject({
  sources: z.record(z.string(), SourceEntry.extend({ layer: z.enum(POLICY_LAYERS).optional() })).default({}),
  codes: z.record(HcpcsCode, CodeFile).default({}),
  groups: z.record(z.string(), GroupEntry).default({}),
  products: z.record(z.string(), ProductEntry).default({}),
  bills: z.record(z.string(), z.array(Bills)).default({}),
  payers: z.record(z.string(), PayerFile).default({}),
  treatments: z.record(z.string(), TreatmentEntry).default({}),
  results: z.record(z.string(), ResultEntry).default({}),
})
