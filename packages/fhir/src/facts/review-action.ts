import type { Authorization } from '@doseline/dose'
import type { ClaimResponse, ClaimResponseAddItem, ClaimResponseItem, Period } from 'fhir/r4'
import { firstCode } from '../concepts.ts'
import { type Extensible, extensionsEnding } from '../extensions.ts'
import { list, text } from '../shape.ts'

/** How a payer decided. */
export type Outcome = Authorization['outcome']

/**
 * X12 306, the payer's decision on one item. Partly certified (A2) and modified (A6) leave open whether this dose is
 * certified, so they are not taken for approval.
 * @see https://hl7.org/fhir/us/davinci-pas/StructureDefinition-extension-reviewAction.html
 */
const REVIEW_ACTIONS: Readonly<Record<string, Outcome>> = {
  A1: 'approved',
  A3: 'denied',
  A4: 'pending',
  C: 'denied',
  CT: 'pending',
}

/** What was decided about one item: no outcome where nothing was. */
export interface Reviewed {
  readonly outcome: Outcome | undefined
  readonly number: string | undefined
  readonly period: Period | undefined
}

/** Reads the Da Vinci PAS extensions of an item: review action, authorization number and period. */
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
  return {
    outcome:
      decisions.length === 0 ? undefined : decisions.every((one) => one === decisions[0]) ? decisions[0] : 'unknown',
    number: numbers.map(({ valueString }) => text(valueString)).find((number) => number !== undefined),
    period: extensionsEnding(item, '/extension-itemPreAuthPeriod')[0]?.valuePeriod,
  }
}

const SAYS_NO = /\b(den(y|ied|ial)|not (approved|certified|covered|authorized)|reject(ed|ion)?|disapproved)\b/i
const SAYS_WAIT = /\b(pend(ed|ing)?|in review|under review|awaiting)\b/i

/** The decision of an answer without review actions: complete, with a number, and nothing that says no. */
export function outcomeOf(response: ClaimResponse): Outcome {
  const words = text(response.disposition) ?? ''
  if (SAYS_NO.test(words)) return 'denied'
  if (response.outcome === 'queued' || SAYS_WAIT.test(words)) return 'pending'
  return response.outcome === 'complete' && text(response.preAuthRef) ? 'approved' : 'unknown'
}
