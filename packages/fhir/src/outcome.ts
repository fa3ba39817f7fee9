import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4'
import { PROBLEM } from './systems.ts'

/** One problem, as every API of the service tells it. */
export interface Problem {
  /** @see https://hl7.org/fhir/R4/valueset-issue-severity.html */
  readonly severity?: OperationOutcomeIssue['severity']
  /** @see https://hl7.org/fhir/R4/valueset-issue-type.html */
  readonly type: OperationOutcomeIssue['code']
  /** Stable, for programs: `element-is-unreadable`. */
  readonly code: string
  /** For people: what is wrong and what would mend it. Never a value out of the chart. */
  readonly says: string
  /** FHIRPath of the element in the caller's input. */
  readonly expression?: string
  /** More for a developer, such as a request id. Never a value out of the chart. */
  readonly diagnostics?: string
}

/** A problem as an issue of an OperationOutcome. */
export function issueFrom({ severity = 'error', type, code, says, ...more }: Problem): OperationOutcomeIssue {
  const { expression, diagnostics } = more
  return {
    severity,
    code: type,
    details: { coding: [{ system: PROBLEM, code }], text: says },
    ...(diagnostics && { diagnostics }),
    ...(expression && { expression: [expression] }),
  }
}

/** A sentence of a chart's or a plan's warnings as an issue, for an answer that stands all the same. */
export const warningFrom = (says: string): OperationOutcomeIssue =>
  issueFrom({ severity: 'warning', type: 'incomplete', code: 'chart-is-incomplete', says })

/**
 * Issues as an OperationOutcome; it always has one, as R4 demands.
 * @see https://hl7.org/fhir/R4/operationoutcome.html
 */
export function operationOutcome(issues: readonly OperationOutcomeIssue[]): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: issues.length > 0 ? [...issues] : [ALL_OK] }
}

const ALL_OK: OperationOutcomeIssue = { severity: 'information', code: 'informational', details: { text: 'All OK' } }
