import { OperationOutcomeError } from '@medplum/core'
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes'

type IssueCode = OperationOutcomeIssue['code']

/** An answer other than success, in the words of FHIR: an HTTP status and the issues that explain it. */
export class FhirError extends Error {
  readonly status: number
  readonly issues: OperationOutcomeIssue[]
  readonly headers: Record<string, string>

  constructor(status: number, issues: OperationOutcomeIssue[], headers: Record<string, string> = {}) {
    super(issues.map((issue) => issue.diagnostics ?? issue.details?.text ?? issue.code).join('; '))
    this.status = status
    this.issues = issues
    this.headers = headers
  }
}

/** One error issue; `element` is the FHIRPath of what is wrong. */
export function issue(code: IssueCode, text: string, element?: string): OperationOutcomeIssue {
  return { severity: 'error', code, details: { text }, diagnostics: text, ...(element && { expression: [element] }) }
}

/** Something the caller should know although the request succeeded. */
export function warning(code: IssueCode, text: string): OperationOutcomeIssue {
  return { ...issue(code, text), severity: 'warning' }
}

/** Something that changes nothing. */
export function information(text: string): OperationOutcomeIssue {
  return { ...issue('informational', text), severity: 'information' }
}

/** A refusal with a single issue, ready to be thrown. */
export function refusal(status: number, code: IssueCode, text: string, element?: string): FhirError {
  return new FhirError(status, [issue(code, text, element)])
}

/** The OperationOutcome that carries these issues. */
export function outcomeOf(issues: OperationOutcomeIssue[]): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: issues }
}

/** Whatever was thrown, as a FhirError; `status` is used for errors of the library, which know no better. */
export function asFhirError(thrown: unknown, status = 400): FhirError {
  if (thrown instanceof FhirError) return thrown
  if (thrown instanceof OperationOutcomeError) {
    const issues = thrown.outcome.issue.map((one) => ({
      ...one,
      diagnostics: one.diagnostics ?? one.details?.text ?? one.code,
    }))
    return new FhirError(status, issues)
  }
  // The message of an unexpected error may quote the record, so it stays here.
  return refusal(500, 'exception', 'The sandbox failed while handling this request.')
}
