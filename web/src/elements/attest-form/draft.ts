import type { Attested } from '@doseline/contract'
import {
  CONTAINER_KINDS,
  DEPARTMENT_MODIFIERS,
  MODIFIERS_340B,
  SETTINGS,
  SETTINGS_LOOKED_UP,
} from '@doseline/contract/enumerations'
import type { Statement } from '../../events/facts-attested.ts'
import type { AttestField } from '../../events/jump-asked.ts'
import { words } from '../../later-words.ts'
import { amountProblem, plainNumber } from './plain-number.ts'

export type Outcome = NonNullable<Attested['earlierTreatments']>[number]['outcome']

/** What stands in the fields, as it was typed. */
export interface Draft {
  dateOfService: string
  given: string
  infusionMinutes: string
  /** `yes`, `no`, or nothing. */
  isInitialInfusion: string
  extraContainersReason: string
  discarded: string
  opened: string
  containers: string
  acquired: string
  /** The kind of place, by its name. */
  setting: string
  /** The coverage that pays first, by reference, and who pays by it. */
  coverage: string
  payer: string
  authorization: string
  from: string
  until: string
  units: string
  visits: string
  /** Chosen diagnoses, dotted upper-case ICD-10-CM, the first being the reason. */
  diagnoses: readonly string[]
  /** Why more was given on that day than is labeled. */
  dailyDoseReason: string
  /** Earlier doses of which a person said that they were not given, or when. */
  earlierDoses: NonNullable<Attested['earlierDoses']>
  /** Records that somebody looked at and found to bear on nothing, by reference. */
  reviewed: readonly string[]
  drugChangeReason: string
  effectiveCode: string
  /** What was looked up of the payer and the day; empty where nothing was. */
  modifier340B: string
  departmentModifier: string
  discardAsked: string
  /** Days in which the payer takes a claim. */
  filingDays: string
  /** A kind of place at which the drug is charged by itself. */
  chargedAt: string
  noAuthorizationNeeded: boolean
  /** Somebody read the payer's policy for a drug of which none is loaded. */
  policyMet: boolean
  container: string
  /** Somebody looked in the billing system. */
  notCharged: boolean
  /** Somebody looked in the EHR for what was not read. */
  wholeChart: boolean
  treatments: readonly { readonly name: string; readonly outcome: Outcome }[]
}

/** What is wrong, at the field where it is. */
export type Problems = Partial<Record<AttestField | 'code' | 'form' | `treatment-${number}`, string>>

export const ACQUISITIONS = ['bought', '340B', 'supplied', 'free'] as const satisfies readonly Attested['acquired'][]
export const DISCARD_ASKED = [
  'JW or JZ',
  'JW when discarded',
  'not asked',
] as const satisfies readonly Attested['discardAsked'][]
export const OUTCOMES = Object.keys(words.attest.outcomes) as Outcome[]

const COUNT = /^\d{1,3}$/
const WHOLE = /^[1-9]\d{0,3}$/
const MANY = /^[1-9]\d{0,5}$/
const HCPCS = /^(?:[A-Za-z]\d{4}|\d{5})$/
const CODE = /^([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{1,4})?$/

/** Whole minutes, a day at most. */
const isMinutes = (written: string): boolean => WHOLE.test(written) && Number(written) <= 1440

/** Whole days, ten years at most. */
const isFilingTime = (written: string): boolean => WHOLE.test(written) && Number(written) <= 3660

/** The fields as a statement fills them. */
export function draftOf(stated: Statement | undefined): Draft {
  const { containersOpened, acquired, notCharged, authorization, diagnoses, earlierTreatments } = stated ?? {}
  const { dailyDoseReason, wholeChart } = stated ?? {}
  const { coverage, payer } = stated ?? {}
  const { dateOfService, infusionMinutes, isInitialInfusion, extraContainersReason } = stated ?? {}
  const text = (value: string | number | undefined): string => String(value ?? '')
  return {
    dateOfService: text(dateOfService),
    given: text(stated?.administeredMg ?? stated?.administered?.value),
    infusionMinutes: text(infusionMinutes),
    isInitialInfusion: isInitialInfusion === undefined ? '' : isInitialInfusion ? 'yes' : 'no',
    extraContainersReason: text(extraContainersReason),
    discarded: text(stated?.discardedMg ?? stated?.discarded?.value),
    opened: text(stated?.openedMg ?? stated?.opened?.value),
    containers: text(containersOpened),
    acquired: text(acquired),
    setting: text(stated?.setting),
    coverage: text(coverage),
    payer: text(payer),
    authorization: text(authorization?.number),
    from: text(authorization?.from),
    until: text(authorization?.until),
    units: text(authorization?.units),
    visits: text(authorization?.visits),
    notCharged: notCharged === true,
    wholeChart: wholeChart === true,
    dailyDoseReason: text(dailyDoseReason),
    earlierDoses: stated?.earlierDoses ?? [],
    reviewed: stated?.reviewed ?? [],
    drugChangeReason: text(stated?.drugChangeReason),
    effectiveCode: text(stated?.effectiveCode),
    modifier340B: text(stated?.modifier340B),
    departmentModifier: text(stated?.departmentModifier),
    discardAsked: text(stated?.discardAsked),
    filingDays: text(stated?.filingDays),
    chargedAt: text(stated?.chargedAt),
    noAuthorizationNeeded: stated?.noAuthorizationNeeded === true,
    policyMet: stated?.policyMet === true,
    container: text(stated?.container),
    diagnoses: diagnoses ?? [],
    treatments: earlierTreatments ?? [],
  }
}

/** The draft with what changed from one statement to the next; everything else stays as it was typed. */
export function movedOn(draft: Draft, before: Statement | undefined, after: Statement | undefined): Draft {
  const [old, fresh] = [draftOf(before), draftOf(after)]
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const changed = (Object.keys(fresh) as (keyof Draft)[]).filter((key) => !same(old[key], fresh[key]))
  return { ...draft, ...Object.fromEntries(changed.map((key) => [key, fresh[key]])) }
}

const COUNTED = ['infusionMinutes', 'containers', 'units', 'visits', 'filingDays'] as const
const MEASURED = ['given', 'discarded', 'opened'] as const

/** The draft with its numbers as a statement has them, whatever separates their thousands. */
const withPlainNumbers = (draft: Draft): Draft => ({
  ...draft,
  ...Object.fromEntries([...COUNTED, ...MEASURED].map((field) => [field, plainNumber(draft[field])])),
})

/** What is wrong with each amount that was typed. An amount that was given is more than nothing. */
function amountProblems(draft: Draft): Problems {
  const wrong = MEASURED.flatMap((field) => {
    const problem = draft[field] === '' ? undefined : amountProblem(draft[field], { aboveZero: field === 'given' })
    return problem === undefined ? [] : [[field, problem] as const]
  })
  return Object.fromEntries(wrong)
}

/** What is wrong with a draft; empty where it can be stated. */
export function problemsIn(typed: Draft): Problems {
  const draft = withPlainNumbers(typed)
  const { containers, payer, authorization, from, until, units, visits, treatments } = draft
  const ofAuthorization = [from, until, units, visits].some((value) => value !== '')
  return {
    ...amountProblems(draft),
    ...(draft.infusionMinutes && !isMinutes(draft.infusionMinutes) && { infusionMinutes: words.attest.badMinutes }),
    ...(draft.extraContainersReason &&
      draft.extraContainersReason.length < 3 && { extraContainersReason: words.attest.badReason }),
    ...(containers && !COUNT.test(containers) && { containers: words.attest.badCount }),
    ...(draft.drugChangeReason && draft.drugChangeReason.length < 3 && { drugChangeReason: words.attest.badReason }),
    ...(draft.filingDays && !isFilingTime(draft.filingDays) && { filingDays: words.attest.badDays }),
    ...(draft.effectiveCode && !HCPCS.test(draft.effectiveCode) && { effectiveCode: words.attest.badHcpcs }),
    ...(draft.dailyDoseReason && draft.dailyDoseReason.length < 3 && { dailyDoseReason: words.attest.badReason }),
    ...(payer.length === 1 && { payer: words.attest.badPayer }),
    ...(!authorization && ofAuthorization && { authorization: words.attest.badNumber }),
    ...(from && until && until < from && { until: words.attest.badDates }),
    ...(units && !MANY.test(units) && { units: words.attest.badWhole }),
    ...(visits && !WHOLE.test(visits) && { visits: words.attest.badWhole }),
    ...Object.fromEntries(
      treatments.flatMap(({ name }, at) => (name.length === 1 ? [[`treatment-${at}`, words.attest.badTreatment]] : [])),
    ),
  }
}

/** What a draft without problems states, its amounts in a measure; undefined where it states nothing. */
export function statementOf(typed: Draft, measure = 'mg'): Statement | undefined {
  const draft = withPlainNumbers(typed)
  const { discarded, opened, containers, authorization, from, until, units, visits, diagnoses } = draft
  const acquired = ACQUISITIONS.find((one) => one === draft.acquired)
  const setting = SETTINGS.find((one) => one === draft.setting)
  const treatments = draft.treatments.filter(({ name }) => name !== '')
  const modifier340B = MODIFIERS_340B.find((one) => one === draft.modifier340B)
  const departmentModifier = DEPARTMENT_MODIFIERS.find((one) => one === draft.departmentModifier)
  const container = CONTAINER_KINDS.find((one) => one === draft.container)
  const discardAsked = DISCARD_ASKED.find((one) => one === draft.discardAsked)
  const chargedAt = SETTINGS_LOOKED_UP.find((one) => one === draft.chargedAt)
  const { dateOfService, given, infusionMinutes, isInitialInfusion, extraContainersReason } = draft
  const statement: Statement = {
    ...(dateOfService && { dateOfService }),
    ...amountStated('administered', given, measure),
    ...(infusionMinutes && { infusionMinutes: Number(infusionMinutes) }),
    ...(isInitialInfusion && { isInitialInfusion: isInitialInfusion === 'yes' }),
    ...(extraContainersReason && { extraContainersReason }),
    ...amountStated('discarded', discarded, measure),
    ...amountStated('opened', opened, measure),
    ...(containers && { containersOpened: Number(containers) }),
    ...(acquired && { acquired }),
    ...(setting && { setting }),
    ...(draft.notCharged && { notCharged: true as const }),
    ...(draft.wholeChart && { wholeChart: true as const }),
    ...(draft.dailyDoseReason && { dailyDoseReason: draft.dailyDoseReason }),
    ...(draft.earlierDoses.length > 0 && { earlierDoses: [...draft.earlierDoses] }),
    ...(draft.reviewed.length > 0 && { reviewed: [...draft.reviewed] }),
    ...(draft.drugChangeReason && { drugChangeReason: draft.drugChangeReason }),
    ...(draft.effectiveCode && { effectiveCode: draft.effectiveCode.toUpperCase() }),
    ...(modifier340B && { modifier340B }),
    ...(departmentModifier && { departmentModifier }),
    ...(discardAsked && { discardAsked }),
    ...(draft.filingDays && { filingDays: Number(draft.filingDays) }),
    ...(chargedAt && { chargedAt }),
    ...(draft.noAuthorizationNeeded && { noAuthorizationNeeded: true as const }),
    ...(draft.policyMet && { policyMet: true as const }),
    ...(container && { container }),
    ...(draft.coverage && { coverage: draft.coverage }),
    ...(draft.payer && { payer: draft.payer }),
    ...(authorization && {
      authorization: {
        number: authorization,
        ...(from && { from }),
        ...(until && { until }),
        ...(units && { units: Number(units) }),
        ...(visits && { visits: Number(visits) }),
      },
    }),
    ...(diagnoses.length > 0 && { diagnoses: [...diagnoses] }),
    ...(treatments.length > 0 && { earlierTreatments: treatments.map((one) => ({ ...one })) }),
  }
  return Object.keys(statement).length > 0 ? statement : undefined
}

/** An amount as the request has it: mass in a field of its own. */
export function amountStated(
  field: 'administered' | 'discarded' | 'opened',
  value: string,
  measure: string,
): Pick<Statement, typeof field | `${typeof field}Mg`> {
  if (value === '') return {}
  return measure === 'mg' ? { [`${field}Mg`]: value } : { [field]: { value, unit: measure } }
}

/** The code as a claim shows it, upper case and dotted; undefined where it has not the form of ICD-10-CM. */
export function asIcd10cm(written: string): string | undefined {
  const parts = CODE.exec(written.toUpperCase().replace(/\s+/g, ''))
  if (!parts) return undefined
  return parts[2] ? `${parts[1]}.${parts[2]}` : parts[1]
}
