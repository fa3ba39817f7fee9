import type { FactAnswer } from '@doseline/contract'
import type { AttestField } from '../../events/jump-asked.ts'

/** Fields that would answer what a rule asks, each with the fact it fills in; the first unknown fact is what is asked. */
const ANSWERED_BY: Readonly<Record<string, readonly (readonly [fact: string, field: AttestField])[]>> = {
  'administration/has-a-date-of-service': [['administeredOn', 'dateOfService']],
  'administration/is-within-its-visit': [['administeredOn', 'dateOfService']],
  'administration/infusion-time-is-charted': [
    ['minutes', 'infusionMinutes'],
    ['visitGiving', 'isInitialInfusion'],
  ],
  'amount/units-are-exact-and-whole': [['administeredAmount', 'given']],
  'amount/discard-is-documented': [
    ['openedAmount', 'containers'],
    ['discardedAmount', 'discarded'],
  ],
  'administration/was-bought': [['acquired', 'acquired']],
  'administration/fits-its-order': [['administeredAmount', 'given']],
  'charges/not-already-charged': [['charges', 'notCharged']],
  'administration/is-charted-once': [['dailyDoseReason', 'dailyDoseReason']],
  'amount/is-the-labelled-dose': [['dailyDoseReason', 'dailyDoseReason']],
  'coverage/payer-is-known': [
    ['coverage', 'coverage'],
    ['payer', 'payer'],
  ],
  'coverage/was-active-that-day': [['coverage', 'coverage']],
  'coverage/pays-first': [['coverage', 'coverage']],
  'coverage/is-a-medical-benefit': [['coverage', 'coverage']],
  'modifiers/names-a-340b-drug': [['acquired', 'acquired']],
  'coverage/was-not-declined': [['authorizations', 'authorization']],
  'coverage/prior-authorization-is-on-file': [['authorizations', 'authorization']],
  'necessity/earlier-treatment-was-tried': [['treatments', 'treatments']],
  'necessity/preferred-product-was-tried': [['treatments', 'treatments']],
  'necessity/diagnosis-supports-the-product': [['diagnoses', 'diagnoses']],
  'necessity/diagnosis-codes-exist': [['diagnoses', 'diagnoses']],
}

/** Of what is wrong with a chart only what was not read can be stated away, and then the remedy asks for it. */
const ASKS_FOR_A_STATEMENT = /\bstate that it does not bear on this dose\b/

/** What a remedy asks somebody to look up, and where that is stated. */
const LOOKED_UP: readonly (readonly [asks: RegExp, field: AttestField])[] = [
  [/\bstate the amount given\b/, 'given'],
  [/\bstate why more (containers )?were opened\b/i, 'extraContainersReason'],
  [/\bstate the minutes\b|\bstate how long it ran\b/, 'infusionMinutes'],
  [/\bis the initial service of the visit\b/, 'isInitialInfusion'],
  [/\bstate the number by which the payer approved\b/, 'authorization'],
  [/\bstate the amount discarded, or that none was\b/, 'discarded'],
  [/\bState whether the drug was bought\b/, 'acquired'],
  [/\bstate what it asks about discarded drug\b/, 'discardAsked'],
  [/\bstate its number or that none is needed\b/, 'noAuthorizationNeeded'],
  [/\bstate that the drug is charged by itself\b/, 'chargedAt'],
  [/\btakes a claim, and state them\b/, 'filingDays'],
  [/\bstate that diagnosis, amount and time since the last dose meet them\b/, 'policyMet'],
  [/\bwhether it is for a single dose, and state it\b/, 'container'],
  [/\blook the code up and state it\b/, 'effectiveCode'],
  [/\bwhether the department is excepted, and state\b/, 'departmentModifier'],
  [/\bstate where (it|the dose) was given\b/i, 'setting'],
  [/\bstate the code\b|\bit has no code of its own, state\b/, 'effectiveCode'],
  [/\byour hospital reported that day\b/, 'modifier340B'],
  [
    /\bwhether the drug was changed, and state why\b|\bor why the drug was changed\b|\bstate why it came early\b/,
    'drugChangeReason',
  ],
]

/** A remedy that asks a person for something, and not only for a correction of the chart, a call or a registration. */
const ASKS_A_PERSON = /\b(state|enter|choose|record|authoriz\w+)\b/i
/** Where what it asks for has to go: no field takes it there. */
const GOES_ELSEWHERE = /\bin(to)? the (chart|code book)\b/

/** What asks a person to look at a record, and to state that it changes nothing. */
export const asksToReview = (remedy: string): boolean => /\b(?:does not bear on this dose|was reviewed)\b/.test(remedy)

/** The field in which a person can state what the rule misses; undefined where only the chart itself can be corrected. */
export function answeringField(
  { rule, remedy }: { readonly rule: string; readonly remedy: string },
  facts: readonly FactAnswer[],
): AttestField | undefined {
  const lookedUp = LOOKED_UP.find(([asks]) => asks.test(remedy))?.[1]
  if (lookedUp) return lookedUp
  if (rule === 'chart/is-wholly-read') return ASKS_FOR_A_STATEMENT.test(remedy) ? 'wholeChart' : undefined
  // Looking at a record is stated of the record, in no field.
  if (asksToReview(remedy)) return undefined
  const fields = ANSWERED_BY[rule] ?? []
  const isMissing = (name: string): boolean => facts.some(({ fact, known }) => fact === name && !known)
  const missing = fields.find(([fact]) => isMissing(fact))
  if (missing) return missing[1]
  return ASKS_A_PERSON.test(remedy) && !GOES_ELSEWHERE.test(remedy) ? fields.at(-1)?.[1] : undefined
}
