import type { FactAnswer, FindingAnswer } from '@doseline/contract'
import type { AttestField } from '../../events/jump-asked.ts'
import { answeringField } from '../to-do/answering-field.ts'

/** What is asked for together: one is of little use without the others. */
const TOGETHER: Partial<Readonly<Record<AttestField, readonly AttestField[]>>> = {
  authorization: ['from', 'until', 'units', 'visits'],
  // Where no source says what a container holds, the amount that was opened is stated, not their count.
  containers: ['opened', 'discarded'],
  coverage: ['payer'],
  // A policy is met for the diagnosis that the dose was given for.
  policyMet: ['diagnoses'],
}

const isOpen = ({ outcome }: FindingAnswer): boolean => outcome === 'fails' || outcome === 'cannot-tell'

/** The fields that would answer what the open checks ask for. */
export function askedFields(
  findings: readonly FindingAnswer[],
  facts: readonly FactAnswer[],
): ReadonlySet<AttestField> {
  const asked = findings.filter(isOpen).flatMap(({ id: rule, remedy }) => {
    const field = remedy === undefined ? undefined : answeringField({ rule, remedy }, facts)
    return field ? [field, ...(TOGETHER[field] ?? [])] : []
  })
  return new Set(asked)
}
