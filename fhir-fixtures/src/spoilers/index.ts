import { AMOUNTS, MODIFIERS } from './amounts.ts'
import { AUTHORIZATIONS } from './authorizations.ts'
import { BESIDE_THE_VISIT, BESIDE_THE_VISIT_ELSEWHERE } from './beside-the-visit.ts'
import { CHARGED_ELSEWHERE } from './charged-elsewhere.ts'
import { CHARGES, SAME_DOSE } from './charges.ts'
import { COPIES } from './copies.ts'
import { DATES } from './dates.ts'
import { DIAGNOSES } from './diagnoses.ts'
import { DIAGNOSIS_LIST } from './diagnosis-list.ts'
import { DISPENSES } from './dispenses.ts'
import { BESIDE_THE_DOSE, DRUG } from './drug.ts'
import { ELEMENTS } from './elements.ts'
import { HISTORY } from './history.ts'
import { LISTED_DRUGS } from './listed-drugs.ts'
import { MODIFIER_ELEMENTS } from './modifier-elements.ts'
import { NOTES_OF_THE_LABEL } from './notes-of-the-label.ts'
import { ONE_CHART } from './one-chart.ts'
import { ORDERED_OTHERWISE, PRESCRIBERS } from './ordered-otherwise.ts'
import { OTHER_PAYERS } from './other-payers.ts'
import { OWN_ELEMENTS } from './own-elements.ts'
import { PAID_OTHERWISE, PAID_OTHERWISE_ELSEWHERE } from './paid-otherwise.ts'
import { PAYERS } from './payers.ts'
import { PLACES } from './places.ts'
import { READ_BY_A_PERSON, READ_IN_OTHER_TYPES } from './read-by-a-person.ts'
import { RECORDS } from './records.ts'
import { REGISTRATION } from './registration.ts'
import { SAID_IN_TWO_PLACES } from './said-in-two-places.ts'
import type { Spoiler } from './spoiler.ts'
import { STATUSES } from './statuses.ts'
import { STOPPED } from './stopped.ts'
import { ORDERS, TEXTS } from './texts.ts'
import { TOLD_ELSEWHERE, TOLD_IN_OTHER_TYPES } from './told-elsewhere.ts'
import { VISITS } from './visits.ts'
import { IN_OTHER_TYPES, WORDS_ELSEWHERE } from './words-elsewhere.ts'
import { WORDS_OF_THE_DRUG } from './words-of-the-drug.ts'

export { HARMLESS } from './harmless.ts'
export { RICH, recordsOf } from './harmless-elements.ts'
export { type Harmless, SpoiledChart, type Spoiler } from './spoiler.ts'

/** Every way to spoil a chart that is known here: a new fault is a new row. */
export const SPOILERS: readonly Spoiler[] = [
  ...BESIDE_THE_VISIT,
  ...STATUSES,
  ...STOPPED,
  ...MODIFIER_ELEMENTS,
  ...ONE_CHART,
  ...COPIES,
  ...DATES,
  ...PAYERS,
  ...REGISTRATION,
  ...CHARGES,
  ...CHARGED_ELSEWHERE,
  ...PAID_OTHERWISE,
  ...SAME_DOSE,
  ...AMOUNTS,
  ...MODIFIERS,
  ...DRUG,
  ...BESIDE_THE_DOSE,
  ...TEXTS,
  ...ORDERS,
  ...DISPENSES,
  ...OWN_ELEMENTS,
  ...ELEMENTS,
  ...HISTORY,
  ...DIAGNOSES,
  ...DIAGNOSIS_LIST,
  ...LISTED_DRUGS,
  ...NOTES_OF_THE_LABEL,
  ...AUTHORIZATIONS,
  ...PLACES,
  ...VISITS,
  ...RECORDS,
  ...WORDS_ELSEWHERE,
  ...WORDS_OF_THE_DRUG,
  ...ORDERED_OTHERWISE,
  ...OTHER_PAYERS,
  ...TOLD_ELSEWHERE,
  ...SAID_IN_TWO_PLACES,
  ...READ_BY_A_PERSON,
]

/** Ways to spoil a chart that no EHR is asked about: records of types that only another caller sends. */
export const SPOILERS_OF_OTHER_TYPES: readonly Spoiler[] = [
  ...IN_OTHER_TYPES,
  ...BESIDE_THE_VISIT_ELSEWHERE,
  ...PRESCRIBERS,
  ...TOLD_IN_OTHER_TYPES,
  ...READ_IN_OTHER_TYPES,
  ...PAID_OTHERWISE_ELSEWHERE,
]
