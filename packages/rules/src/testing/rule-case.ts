import type { PublishedName } from '@doseline/codebook'
import {
  ACQUISITIONS,
  type AdministrationStatus,
  calendarDate,
  exact,
  inMg,
  type MissingBecause,
  ROUTES,
  SETTINGS,
} from '@doseline/dose'
import { parse } from 'yaml'
import { z } from 'zod'
import type { FactName } from '../dose-facts.ts'
import type { Rule } from '../rule.ts'
import { aDose, type DoseGiven } from './a-dose.ts'
import { anEdition, type InForce } from './an-edition.ts'
import { CODES, MEANINGS, PRODUCTS } from './products.ts'

const FACTS = [
  'status',
  'givenOn',
  'drug',
  'product',
  'codesNamed',
  'modifiersNamed',
  'givenMg',
  'day',
  'openedMg',
  'discardedMg',
  'minutes',
  'acquired',
  'diagnoses',
  'coverages',
  'coverage',
  'benefit',
  'payer',
  'previousDose',
  'earlierDoses',
  'otherProducts',
  'documentation',
  'setting',
  'treatments',
  'results',
  'weight',
  'judgedOn',
  'authorizations',
  'charges',
] as const satisfies readonly FactName[]

const VALUES = [
  'listing',
  'hcpcs',
  'meaning',
  'discard',
  'priorAuthorization',
  'mue',
  'paymentLimit',
  'interval',
  'indications',
  'icd10cm',
  'siblings',
  'notTogether',
  'administration',
  'modifier340B',
  'route',
  'labelledDose',
  'warnings',
  'contractorPriced',
  'stepTherapy',
  'preferred',
  'evidence',
  'maximum',
  'timelyFiling',
  'discardNotIn',
  'packagedIn',
] as const satisfies readonly PublishedName[]

const STATUSES = [
  'in-progress',
  'not-done',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'unknown',
] as const satisfies readonly AdministrationStatus[]

const REASONS = [
  'not-recorded',
  'unreadable',
  'contradictory',
  'refused',
  'not-offered',
  'failed',
] as const satisfies readonly MissingBecause[]

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
  z.strictObject({ because: z.enum(REASONS), says: z.string() }),
])

const Code = z.strictObject({ code: z.string(), display: z.string() }).partial()

const Given = z
  .strictObject({
    status: z.enum(STATUSES),
    on: Day,
    product: oneOf(PRODUCTS),
    recognisedBy: z.enum(['ndc', 'rxnorm', 'hcpcs', 'text']),
    dose: z.strictObject({ given: Recorded, opened: Recorded, discarded: Recorded, inDoses: z.int().min(1) }).partial(),
    codes: z.array(z.strictObject({ code: z.string(), by: z.enum(['the administration', 'a charge', 'the request']) })),
    modifiers: z.array(z.strictObject({ on: z.array(z.string()), by: z.enum(['a charge', 'the request']) })),
    minutes: z.int().min(0),
    acquired: z.enum(ACQUISITIONS),
    diagnoses: z.array(
      z
        .strictObject({
          icd10cm: z.string(),
          words: z.string(),
          snomed: z.string(),
          because: z.string(),
          from: z.enum(['reason', 'encounter', 'problem-list', 'attested']),
          chosen: z.literal(true),
        })
        .partial(),
    ),
    coverage: z.strictObject({ status: z.string(), from: Day, until: Day, unreadablePeriod: z.string() }).partial(),
    benefit: z.enum(['medical', 'pharmacy', 'self-pay']),
    lastDose: z.union([z.literal('none'), Day, z.strictObject({ on: Day, perhaps: z.string() })]),
    earlierDoses: z.array(Day),
    otherProducts: z.array(z.strictObject({ brand: z.string(), group: z.string(), on: Day, nextDue: Day.optional() })),
    documentation: z
      .strictObject({
        lot: z.string(),
        expires: Day,
        route: z.string(),
        site: z.string(),
        person: z.string(),
        order: z.string(),
      })
      .partial(),
    setting: z.strictObject({ kind: z.enum(SETTINGS), claim: z.string().optional() }),
    treatments: z.array(
      z.strictObject({
        is: z.array(z.string()),
        name: z.string(),
        from: Day.optional(),
        until: Day.optional(),
        notTolerated: z.literal(true).optional(),
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
          outcome: z.enum(['approved', 'denied', 'pending', 'unknown']),
          from: Day,
          until: Day,
          codes: z.array(Code),
        })
        .partial(),
    ),
    charges: z.array(
      z.strictObject({
        reference: z.string(),
        status: z.string(),
        units: z.int().optional(),
        code: Code,
        perhaps: z.string().optional(),
      }),
    ),
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
    discard: z.enum(['not asked', 'JW when discarded', 'JW or JZ']),
    priorAuthorization: z.enum(['required', 'not required']),
    mue: z.strictObject({ units: z.int(), mai: z.literal([1, 2, 3]) }),
    interval: z.strictObject({
      every: z.int(),
      unit: z.enum(['months', 'days']),
      earlyDays: z.int().default(0),
      loading: z.strictObject({ days: z.array(z.int()), indications: Indications }).optional(),
    }),
    indications: Indications,
    icd10cm: z
      .strictObject({ fiscalYear: z.string(), codes: z.array(z.string()) })
      .transform(({ fiscalYear, codes }) => ({ fiscalYear, holds: (code: string) => codes.includes(code) })),
    siblings: z.array(z.strictObject({ label: z.string(), indications: Indications })),
    notTogether: z.array(z.string()),
    modifier340B: z.string(),
    route: z.enum(ROUTES),
    labelledDose: z.union([z.strictObject({ mg: Decimal }), z.strictObject({ mgPerKg: Decimal, within: Decimal })]),
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
    timelyFiling: z.strictObject({ within: z.int(), unit: z.enum(['months', 'days']) }),
    discardNotIn: z.array(z.enum(SETTINGS)),
    packagedIn: z.array(z.enum(SETTINGS)),
    notPublished: z.partialRecord(z.enum(VALUES), z.string()),
    silent: z.partialRecord(z.enum(VALUES), z.string()),
  })
  .partial() satisfies z.ZodType<InForce>

/** One case of a rule: what is given, what the rule finds, and in which words. A key it does not know is refused. */
export const RuleCase = z.strictObject({
  name: z.string(),
  given: Given.default({}),
  inForce: InForceGiven.default({}),
  finding: z.enum(['passes', 'fails', 'cannot-tell', 'does-not-apply']),
  says: z.string(),
  weight: z.enum(['required', 'advice']).default('required'),
  noCharge: z.boolean().default(false),
  remedy: z.string().optional(),
  who: z.string().optional(),
  /** Why this is right, where the case does not show it. */
  because: z.string().optional(),
})
export type RuleCase = z.infer<typeof RuleCase>

/** The cases of a file. Throws an Error that names the file, the case and what was not understood. */
export function ruleCases(yaml: string, file: string): RuleCase[] {
  const cases: unknown = parse(yaml)
  if (!Array.isArray(cases) || cases.length === 0) throw new Error(`${file} holds no list of cases`)
  return cases.map((each: unknown, at) => {
    const result = RuleCase.safeParse(each)
    if (result.success) return result.data
    throw new Error(`${file}, case ${at + 1}: ${z.prettifyError(result.error)}`)
  })
}

/** What the rule says of a case. */
export function findingOf(rule: Rule, { given, inForce }: Pick<RuleCase, 'given' | 'inForce'>) {
  return rule.run(aDose(given), anEdition(inForce))
}

/** Where the rule does not say what the case expects, in the case's own words. */
export function differences(rule: Rule, expected: RuleCase): string[] {
  const found = findingOf(rule, expected)
  const compared: readonly [string, unknown, unknown][] = [
    ['finding', expected.finding, found.outcome],
    ['says', expected.says, found.text],
    ['weight', expected.weight, found.weight],
    ['noCharge', expected.noCharge, found.noCharge ?? false],
    ['remedy', expected.remedy ?? found.remedy, found.remedy],
    ['who', expected.who ?? found.who, found.who],
  ]
  return compared
    .filter(([, wanted, got]) => wanted !== got)
    .map(([key, wanted, got]) => `${key} is “${String(got)}”, not “${String(wanted)}”`)
}
