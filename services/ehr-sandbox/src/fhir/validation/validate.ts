import { OperationOutcomeError, validateResource } from '@medplum/core'
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'
import { FhirError, issue } from '../outcome.ts'
import { codesOf } from './value-sets.ts'
import { walk } from './walk.ts'

/** The library only warns about these; R4 forbids them. It cannot judge where absolute references lead, and nor can we. */
const ERRORS_CALLED_WARNINGS = /^(Invalid reference: got "(?!https?:|urn:|#)|Conflicting choice)/

/** Everything wrong with the structure of a resource: elements, cardinality, types, invariants, required codes. */
export function structuralIssues(resource: Resource): OperationOutcomeIssue[] {
  return [...libraryIssues(resource), ...bindingIssues(resource), ...idIssues(resource)]
}

/** Throws 400 naming every element that is wrong. */
export function assertValid(resource: Resource): void {
  const issues = structuralIssues(resource)
  if (issues.length > 0) throw new FhirError(400, issues)
}

function libraryIssues(resource: Resource): OperationOutcomeIssue[] {
  let found: OperationOutcomeIssue[]
  try {
    found = validateResource(resource)
  } catch (thrown) {
    if (!(thrown instanceof OperationOutcomeError)) throw thrown
    found = thrown.outcome.issue
  }
  return found.flatMap((one) => {
    const text = one.details?.text ?? one.diagnostics ?? 'Invalid'
    if (one.severity !== 'error' && !ERRORS_CALLED_WARNINGS.test(text)) return []
    return [issue(one.code, text, qualified(one.expression?.[0], resource.resourceType))]
  })
}

/** A few messages of the library name the element without its resource type. */
function qualified(expression: string | undefined, type: string): string {
  if (!expression) return type
  return expression.startsWith(type) ? expression : `${type}.${expression}`
}

/** Codes outside a required value set, such as a Flag whose status is `banana`. */
function bindingIssues(resource: Resource): OperationOutcomeIssue[] {
  const issues: OperationOutcomeIssue[] = []
  for (const { value, type, element, path } of walk(resource, resource.resourceType)) {
    if (type !== 'code' || element.binding?.strength !== 'required' || !element.binding.valueSet) continue
    const codes = codesOf(element.binding.valueSet)
    if (!codes || typeof value !== 'string' || codes.has(value)) continue
    const allowed = codes.size <= 12 ? `: ${[...codes].join(', ')}` : ` of ${element.binding.valueSet}`
    issues.push(issue('code-invalid', `This code is not one of the ${codes.size} allowed codes${allowed}`, path))
  }
  return issues
}

function idIssues({ resourceType, id }: Resource): OperationOutcomeIssue[] {
  if (id === undefined || /^[A-Za-z0-9\-.]{1,64}$/.test(id)) return []
  return [issue('value', 'An id has 1 to 64 letters, digits, hyphens and dots', `${resourceType}.id`)]
}
