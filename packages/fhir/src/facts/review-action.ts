import type { Authorization } from '@doseline/dose'
import type { ClaimResponse, ClaimResponseAddItem, ClaimResponseItem, CodeableConcept, Period, Quantity } from 'fhir/r4'
import { firstCode } from '../concepts.ts'
import { type Extensible, extensionsEnding } from '../extensions.ts'
import { list, text } from '../shape.ts'

/** How a payer decided. */
export type Outcome = Authorization['outcome']

/**
 * X12 306, the payer's decision on one item. Partly certified (A2) and modified (A6) approve something else than was
 * asked for: what it is has to be stated.
 * @see https://hl7.org/fhir/us/davinci-pas/StructureDefinition-extension-reviewAction.html
 */
const REVIEW_ACTIONS: Readonly<Record<string, Outcome>> = {
  A1: 'approved',
  A2: 'partly approved',
  A3: 'denied',
  A4: 'pending',
  A6: 'modified',
  C: 'cancelled',
  CT: 'pending',
}

/** What was decided about one item: no outcome where nothing was. */
export interface Reviewed {
  readonly outcome: Outcome | undefined
  readonly number: string | undefined
  readonly period: Period | undefined
  /** How much of what was certified, where the answer states it. */
  readonly quantities: readonly Quantity[]
  readonly products: readonly CodeableConcept[]
}

/** Reads the Da Vinci PAS extensions of an item: review action, number, period, and what was certified. */
export function reviewed(item: ClaimResponseItem | ClaimResponseAddItem): Reviewed {
  const actions = [item, ...list(item.adjudication)].flatMap((element) =>
    extensionsEnding(element, '/extension-reviewAction'),
  )
  const codes = actions.flatMap((action) => {
    const own: Extensible = action
    return [...extensionsEnding(own, 'reviewActionCode'), ...extensionsEnding(own, 'code')]
  })
  const decisions = codes.map(
    ({ valueCodeableConcept }) => REVIEW_ACTIONS[firstCode(valueCodeableConcept) ?? ''] ?? 'unknown',
  )
  const numbers = [
    ...actions.flatMap((action) => extensionsEnding(action, 'number')),
    ...extensionsEnding(item, '/extension-authorizationNumber'),
  ]
  const details = extensionsEnding(item, '/extension-itemAuthorizedDetail')
  const inDetails = (name: string) => details.flatMap((detail) => extensionsEnding(detail satisfies Extensible, name))
  return {
    outcome:
      decisions.length === 0 ? undefined : decisions.every((one) => one === decisions[0]) ? decisions[0] : 'unknown',
    number: numbers.map(({ valueString }) => text(valueString)).find((number) => number !== undefined),
    period: [
      ...extensionsEnding(item, '/extension-itemPreAuthPeriod'),
      ...extensionsEnding(item, '/extension-itemAuthorizedDate'),
      // Without days that were granted, those that were asked for.
      ...extensionsEnding(item, '/extension-itemRequestedServiceDate'),
    ].flatMap(
      ({ valuePeriod, valueDate }) => valuePeriod ?? (valueDate ? { start: valueDate, end: valueDate } : []),
    )[0],
    quantities: inDetails('quantity').flatMap(({ valueQuantity }) => valueQuantity ?? []),
    products: inDetails('productOrServiceCode').flatMap(({ valueCodeableConcept }) => valueCodeableConcept ?? []),
  }
}

const SAYS_NO = /\b(den(y|ied|ial)|not (approved|certified|covered|authorized)|reject(ed|ion)?|disapproved)\b/i
const SAYS_WAIT = /\b(pend(ed|ing)?|in review|under review|awaiting)\b/i

const SAYS_CANCELLED = /\b(cancel(l)?ed|cancel(l)?ation|void(ed)?|withdrawn|rescinded|revoked|expired|terminated)\b/i
const SAYS_CHANGED = /\b(modified|modification|with changes|changed)\b/i
const SAYS_IN_PART = /\b(partial|partially|in part|partly)\b/i

/** Words that approve, and those that may stand beside one without saying anything else. X12 306 A1 is “Certified in total”. */
const APPROVES: ReadonlySet<string> = new Set(['approved', 'certified', 'authorized', 'granted'])
const BESIDE_APPROVED: ReadonlySet<string> = new Set(
  `a1 in total full fully as requested submitted prior pre authorization preauthorization auth pa certification request
   requests service services item items all the this your of for was is has have been are by payer plan insurer status
   medication drug medical review after response determination decision number`
    .split(/\s/)
    .filter((word) => word !== ''),
)

/** Whether every word is known, and one of them approves; the number of the answer may stand among them. */
export function saysApproved(words: string, number: string): boolean {
  const own = new Set(wordsIn(number))
  const all = wordsIn(words)
  return (
    all.some((word) => APPROVES.has(word)) &&
    all.every((word) => APPROVES.has(word) || BESIDE_APPROVED.has(word) || own.has(word))
  )
}

const wordsIn = (words: string): readonly string[] =>
  words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]/u)
    .filter((word) => word !== '')

/**
 * The decision of an answer without review actions: complete, with a number, and a disposition of words that are known to
 * approve, or none. Words that are not known say nothing.
 */
export function outcomeOf(response: ClaimResponse): Outcome {
  const words = text(response.disposition) ?? ''
  if (SAYS_NO.test(words)) return 'denied'
  if (SAYS_CANCELLED.test(words)) return 'cancelled'
  if (response.outcome === 'queued' || SAYS_WAIT.test(words)) return 'pending'
  if (SAYS_CHANGED.test(words)) return 'modified'
  if (SAYS_IN_PART.test(words)) return 'partly approved'
  const number = text(response.preAuthRef)
  if (response.outcome !== 'complete' || number === undefined) return 'unknown'
  return words === '' || saysApproved(words, number) ? 'approved' : 'unknown'
}
