import { PUBLISHED_NAMES } from '@doseline/codebook'
import {
  ACQUISITIONS,
  BENEFITS,
  DISCARD_POLICIES,
  MISSING_BECAUSE,
  OUTCOMES,
  SETTINGS,
  SEVERITIES,
} from '@doseline/contract'
import {
  type AdministrationStatus,
  calendarDate,
  exact,
  GAP_KINDS,
  inMg,
  RECORD_KINDS,
  ROUTES,
  STAY_KINDS,
  VISIT_STATUSES,
} from '@doseline/dose'
import { readYamlFile } from '@doseline/yaml-files'
import { z } from 'zod'
import type { FactName } from '../dose-facts.ts'
import type { Rule } from '../rule.ts'
import { aDose, type DoseGiven } from './a-dose.ts'
import { anEdition, type PublishedGiven } from './an-edition.ts'
import { CODES, MEANINGS, PRODUCTS } from './products.ts'

const FACTS = [
  'chart',
  'status',
  'administeredOn',
  'administeredWhen',
  'drug',
  'product',
  'codesNamed',
  'modifiersNamed',
  'administeredAmount',
  'dailyAmount',
  'restOfTheLine',
  'openedAmount',
  'discardedAmount',
  'extraContainersReason',
  'minutes',
  'visitGiving',
  'acquired',
  'diagnoses',
  'coverages',
  'coverage',
  'benefit',
  'payer',
  'previousDose',
  'earlierDoses',
  'otherProducts',
  'sameDay',
  'dailyDoseReason',
  'drugChangeReason',
  'documentation',
  'texts',
  'order',
  'statedAt',
  'visit',
  'setting',
  'stays',
  'treatments',
  'results',
  'weight',
  'judgedOn',
  'judgedAt',
  'authorizations',
  'coverageStatements',
  'recordsAgainst',
  'recordsInDoubt',
  'notesToRead',
  'charges',
] as const satisfies readonly FactName[]

const STATUSES = [
  'in-progress',
  'not-done',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'unknown',
] as const satisfies readonly AdministrationStatus[]

/** Text that stands for something; `undefined` where it does not is refused. */
const read = <Value>(reads: (text: string) => Value | undefined, expected: string) =>
  z.string().transform((text, context) => {
    const value = reads(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: `“${text}” is not ${expected}` })
    return z.NEVER
  })

const oneOf = <Value>(names: Readonly<Record<string, Value>>) =>
  read((name) => (Object.hasOwn(names, name) ? names[name] : undefined), `one of ${Object.keys(names).join(', ')}`)

const Day = read(calendarDate, 'a day (yyyy-mm-dd)')

const Mass = read((text) => {
  const [, number = '', unit = ''] = /^(\S+) (mg|mcg)$/.exec(text) ?? []
  const value = exact(number)
  return value && inMg({ value, unit: unit === 'mcg' ? 'ug' : unit })
}, 'an amount such as 57 mg or 20 mcg')

const Decimal = read((text) => exact(text), 'a decimal')

const Measured = read((text) => {
  const [number = '', unit = '{score}'] = text.split(' ')
  const value = exact(number)
  return value && { value, unit }
}, 'a result such as -2.8 or 9.1 mg/dL')

const Recorded = z.union([z.literal('not recorded'), Mass])

/** `not recorded` unless the case gives another reason. */
const Why = z.union([
  z.string().transform((says) => ({ because: 'not-recorded' as const, says })),
  z.strictObject({ because: z.enum(MISSING_BECAUSE), says: z.string() }),
])

const Code = z.strictObject({ code: z.string(), display: z.string() }).partial()

const Given = z
  .strictObject({
    status: z.enum(STATUSES),
    on: Day,
    when: z
      .strictObject({
        at: z.string(),
        until: z.string(),
        visit: z.strictObject({ from: z.string(), until: z.string(), unread: z.string() }).partial(),
        died: z.string(),
        born: z.string(),
        sex: z.enum(['female', 'male']),
        dayStatedBy: z.string(),
        hasPatient: z.boolean(),
      })
      .partial(),
    judgedAt: z.string(),
    ndcs: z.array(z.string()),
    product: oneOf(PRODUCTS),
    recognisedBy: z.enum(['ndc', 'rxnorm', 'hcpcs', 'text']),
    dose: z
      .strictObject({
        given: Recorded,
        opened: Recorded,
        discarded: Recorded,
        inDoses: z.int().min(1),
        extraBecause: z.string(),
      })
      .partial(),
    codes: z.array(z.strictObject({ code: z.string(), by: z.enum(['the administration', 'a charge', 'the request']) })),
    modifiers: z.array(
      z.strictObject({ on: z.array(z.string()), by: z.enum(['a charge', 'the request', 'a statement']) }),
    ),
    minutes: z.union([z.int().min(0), z.array(z.int().min(0))]),
    visitGiving: z
      .strictObject({
        others: z.array(z.strictObject({ name: z.string(), minutes: z.int(), isInitial: z.boolean() }).partial()),
        charged: z.array(z.string()),
        unnamed: z.array(z.string()),
        beside: z.array(z.string()),
        isInitial: z.boolean(),
      })
      .partial(),
    acquired: z.enum(ACQUISITIONS),
    diagnoses: z.array(
      z
        .strictObject({
          icd10cm: z.string(),
          words: z.string(),
          snomed: z.string(),
          because: z.string(),
          doubt: z.string(),
          names: z.array(z.string()),
          from: z.enum(['reason', 'encounter', 'problem-list', 'attested']),
          chosen: z.literal(true),
        })
        .partial(),
    ),
    coverage: z
      .strictObject({ status: z.string(), from: Day, until: Day, unreadablePeriod: z.string(), doubt: z.string() })
      .partial(),
    benefit: z.enum(BENEFITS),
    lastDose: z.union([z.literal('none'), Day, z.strictObject({ on: Day, perhaps: z.string() })]),
    earlierDoses: z.array(z.union([Day, z.strictObject({ on: Day, perhaps: z.string() })])),
    dispensed: z.array(z.string()),
    sameDay: z.array(
      z.strictObject({
        administration: z.string(),
        given: Recorded,
        brand: z.string().optional(),
        sameTime: z.literal(true).optional(),
        perhaps: z.string().optional(),
      }),
    ),
    labelledLeast: Mass,
    labelledMost: Mass,
    dailyDoseReason: z.string(),
    otherProducts: z.array(
      z.strictObject({
        brand: z.string(),
        group: z.string(),
        on: Day,
        nextDue: Day.optional(),
        perhaps: z.string().optional(),
        for: z.array(z.string()).optional(),
      }),
    ),
    drugChangeReason: z.string(),
    documentation: z
      .strictObject({
        lot: z.string(),
        expires: Day,
        route: z.string(),
        site: z.string(),
        person: z.string(),
        layPerson: z.string(),
        order: z.string(),
      })
      .partial(),
    texts: z
      .strictObject({
        note: z.string(),
        dosage: z.string(),
        name: z.string(),
        stated: z.array(z.enum(['given', 'acquired', 'reviewed'])),
        reviewed: z.literal(true),
      })
      .partial(),
    order: z
      .strictObject({
        isInTheChart: z.boolean(),
        status: z.string(),
        intent: z.string(),
        authored: z.string(),
        product: z.union([z.enum(['another', 'unknown']), oneOf(PRODUCTS)]),
        named: z.string(),
        mg: Mass,
        route: z.string(),
        directions: z.string(),
        note: z.string(),
        against: z.string(),
        reasons: z.array(
          z.strictObject({ icd10cm: z.string(), words: z.string(), names: z.array(z.string()) }).partial(),
        ),
        changedOn: Day,
        isReviewed: z.literal(true),
        modified: z.string(),
        validFrom: Day,
        validUntil: Day,
        statusReason: z.string(),
        asWritten: z.literal(true),
      })
      .partial(),
    statedAt: z.string(),
    visitType: z.string(),
    visitAgainst: z.string(),
    visit: z.union([z.enum(VISIT_STATUSES), z.literal('not in the chart')]),
    setting: z.strictObject({
      kind: z.enum(SETTINGS),
      claim: z.string().optional(),
      asks: z.string().optional(),
      oneOf: z.array(z.string()).optional(),
      /** Only a person says so. */
      stated: z.literal(true).optional(),
    }),
    stays: z.array(
      z.strictObject({
        reference: z.string(),
        kind: z.enum(STAY_KINDS).optional(),
        written: z.string().optional(),
        period: z.string().optional(),
        admittedOn: Day.optional(),
        dischargedOn: Day.optional(),
        isCertain: z.boolean(),
        isParent: z.boolean(),
      }),
    ),
    treatments: z.array(
      z.strictObject({
        is: z.array(z.string()),
        name: z.string(),
        from: Day.optional(),
        until: Day.optional(),
        notTolerated: z.literal(true).optional(),
        doubt: z.string().optional(),
      }),
    ),
    results: z.array(
      z.strictObject({
        result: z.string(),
        label: z.string(),
        on: Day.optional(),
        value: Measured.optional(),
        words: z.string().optional(),
        low: z.literal(true).optional(),
      }),
    ),
    weight: z.strictObject({ kg: Decimal, on: Day }),
    judgedOn: Day,
    otherCoverages: z.array(z.strictObject({ order: z.int(), status: z.string(), from: Day, until: Day }).partial()),
    authorizations: z.array(
      z
        .strictObject({
          reference: z.string(),
          units: z.int(),
          visits: z.int(),
          number: z.string(),
          outcome: z.enum(['approved', 'modified', 'partly approved', 'denied', 'pending', 'cancelled', 'unknown']),
          doubt: z.string(),
          elsewhere: z.string(),
          otherDiagnosis: z.string(),
          answeredOn: Day,
          from: Day,
          until: Day,
          codes: z.array(Code),
          request: z.string(),
          isForThisDose: z.literal(true),
          isWithoutDays: z.literal(true),
          namesOthers: z.array(z.string()),
          isPredetermination: z.literal(true),
        })
        .partial(),
    ),
    coverageStatements: z.array(
      z.strictObject({ covered: z.string(), authorization: z.string(), on: Day, codes: z.array(Code) }).partial(),
    ),
    restOfTheLine: z.array(
      z.strictObject({
        administration: z.string(),
        open: z
          .strictObject({
            outcome: z.enum(['fails', 'cannot-tell']),
            text: z.string(),
            remedy: z.string().exactOptional(),
          })
          .exactOptional(),
      }),
    ),
    records: z.array(
      z.strictObject({
        kind: z.enum(RECORD_KINDS),
        reference: z.string().optional(),
        says: z.string(),
        isCertain: z.literal(true).optional(),
      }),
    ),
    charges: z.array(
      z.strictObject({
        reference: z.string(),
        item: z.int().optional(),
        status: z.string(),
        units: z.int().optional(),
        code: Code,
        perhaps: z.string().optional(),
        notBillable: z.literal(true).optional(),
        administeredUnits: z.int().optional(),
      }),
    ),
    gaps: z.array(z.strictObject({ kind: z.enum(GAP_KINDS), type: z.string().optional(), says: z.string() })),
    missing: z.partialRecord(z.enum(FACTS), Why),
  })
  .partial() satisfies z.ZodType<DoseGiven>

const Indications = z.array(
  z
    .strictObject({
      label: z.string(),
      anyOf: z.array(z.string()).min(1),
      with: z.array(z.string()).default([]),
      second: z.array(z.string()).optional(),
      characters: z.int().optional(),
      offLabel: z.literal(true).optional(),
      sex: z.enum(['female', 'male']).optional(),
      fromAge: z.int().optional(),
      asGivenFor: z.literal(true).optional(),
    })
    .transform((each) => ({ id: each.label, ...each })),
)

const Steps = z.array(
  z.strictObject({
    label: z.string(),
    treatments: z.array(z.string()),
    how: z.enum(['any', 'all']).default('any'),
    indications: z.array(z.string()).optional(),
    months: z.int().optional(),
    unlessGivenWithinDays: z.int().optional(),
    unlessResult: z.strictObject({ result: z.string(), below: Decimal }).optional(),
    unlessDiagnoses: z.array(z.string()).optional(),
  }),
)

const InForceGiven = z
  .strictObject({
    hcpcs: oneOf(CODES),
    meaning: oneOf(MEANINGS),
    discard: z.enum(DISCARD_POLICIES),
    priorAuthorization: z.enum(['required', 'not required']),
    mue: z.strictObject({ units: z.int(), mai: z.literal([1, 2, 3]) }),
    administration: z.union([
      z.strictObject({ way: z.literal('injection'), code: z.string(), sequential: z.string().optional() }),
      z.strictObject({
        way: z.literal('infusion'),
        code: z.string(),
        fromMinutes: z.int(),
        further: z.string(),
        furtherFromMinutes: z.int(),
        usualMinutes: z.strictObject({ atLeast: z.int(), atMost: z.int() }).optional(),
        push: z.string().optional(),
      }),
    ]),
    interval: z.strictObject({
      every: z.int(),
      unit: z.enum(['months', 'days']),
      earlyDays: z.int().default(0),
      loading: z.strictObject({ days: z.array(z.int()), indications: Indications }).optional(),
      shorter: z
        .array(z.strictObject({ indications: Indications, every: z.int(), unit: z.enum(['months', 'days']) }))
        .optional(),
    }),
    course: z.strictObject({ doses: z.int() }),
    indications: Indications,
    icd10cm: z
      .strictObject({ fiscalYear: z.string(), codes: z.array(z.string()), without: z.string().optional() })
      .transform(({ fiscalYear, codes, without }) => ({
        fiscalYear,
        ...(without !== undefined && { without }),
        holds: (code: string) => codes.includes(code),
        below: (code: string) => codes.filter((each) => each.startsWith(code) && each !== code),
      })),
    marketing: z
      .strictObject({
        day: Day,
        ndcs: z.record(
          z.string(),
          z.union([
            z.strictObject({ kind: z.literal('marketed') }),
            z.strictObject({ kind: z.enum(['ended', 'not begun']), on: Day }),
            z.strictObject({ kind: z.literal('left out'), flag: z.string() }),
          ]),
        ),
      })
      .transform(({ day, ndcs }) => ({ day, of: (ndc: string) => ndcs[ndc] })),
    pairedCodes: z
      .strictObject({
        from: Day,
        edits: z.array(z.strictObject({ paid: z.string(), notPaid: z.string(), withModifier: z.boolean() })),
      })
      .transform(({ from, edits }) => ({
        from,
        of: (one: string, other: string) =>
          edits.find(({ paid, notPaid }) => [paid, notPaid].every((code) => [one, other].includes(code))),
      })),
    siblings: z.array(
      z.strictObject({ group: z.string().default('another'), label: z.string(), indications: Indications }),
    ),
    sizes: z.array(
      z
        .strictObject({ brand: z.string(), mg: Decimal })
        .transform(({ brand, mg }) => ({ brand, amountPerContainer: mg })),
    ),
    notTogether: z.array(z.string()),
    modifier340B: z.string(),
    route: z.union([z.enum([...ROUTES, 'any']), z.array(z.enum(ROUTES))]),
    labelledDose: z.union([
      z.strictObject({ mg: Decimal }),
      z.strictObject({ mgPerKg: Decimal, within: Decimal }),
      z.strictObject({ askedAbove: z.int() }),
    ]),
    warnings: z.array(
      z.strictObject({ result: z.string(), label: z.string(), below: Decimal.optional(), says: z.string() }),
    ),
    contractorPriced: z.literal(true),
    stepTherapy: Steps,
    preferred: Steps,
    evidence: z.array(
      z.strictObject({
        result: z.string(),
        label: z.string(),
        atMost: Decimal.optional(),
        atLeast: Decimal.optional(),
        withinMonths: z.int().optional(),
        orDiagnoses: z.array(z.string()).default([]),
        indications: z.array(z.string()).optional(),
      }),
    ),
    maximum: z.strictObject({ units: z.int(), says: z.string() }),
    timelyFiling: z.strictObject({
      within: z.int(),
      unit: z.enum(['months', 'days']),
      isOfOthers: z.literal(true).optional(),
    }),
    paymentWindow: z.strictObject({ days: z.int() }),
    discardNotIn: z.array(z.enum(SETTINGS)),
    packagedIn: z.array(z.enum(SETTINGS)),
    selfAdministered: z.string(),
    notPublished: z.partialRecord(z.enum(PUBLISHED_NAMES), z.string()),
    silent: z.partialRecord(z.enum(PUBLISHED_NAMES), z.string()),
  })
  .partial() satisfies z.ZodType<PublishedGiven>

/** One case of a rule: what is given, what the rule finds, and in which words. A key it does not know is refused. */
export const RuleCase = z.strictObject({
  name: z.string(),
  given: Given.default({}),
  published: InForceGiven.default({}),
  finding: z.enum(OUTCOMES),
  says: z.string(),
  severity: z.enum(SEVERITIES).default('required'),
  noCharge: z.boolean().default(false),
  remedy: z.string().optional(),
  who: z.string().optional(),
  /** Why this is right, where the case does not show it. */
  because: z.string().optional(),
})
export type RuleCase = z.infer<typeof RuleCase>

/** The cases of a file. Throws an Error that names the file, the line, the element and what to do. */
export const ruleCases = (yaml: string, file: string): RuleCase[] => readYamlFile(file, yaml, z.array(RuleCase).min(1))

/** What the rule says of a case. */
export function findingOf(rule: Rule, { given, published }: Pick<RuleCase, 'given' | 'published'>) {
  return rule.run(aDose(given), anEdition(published))
}

/** Where the rule does not say what the case expects, in the case's own words. */
export function differences(rule: Rule, expected: RuleCase): string[] {
  const found = findingOf(rule, expected)
  const compared: readonly [string, unknown, unknown][] = [
    ['finding', expected.finding, found.outcome],
    ['says', expected.says, found.text],
    ['severity', expected.severity, found.severity],
    ['noCharge', expected.noCharge, found.noCharge ?? false],
    ['remedy', expected.remedy ?? found.remedy, found.remedy],
    ['who', expected.who ?? found.who, found.who],
  ]
  return compared
    .filter(([, wanted, got]) => wanted !== got)
    .map(([key, wanted, got]) => `${key} is “${String(got)}”, not “${String(wanted)}”`)
}
