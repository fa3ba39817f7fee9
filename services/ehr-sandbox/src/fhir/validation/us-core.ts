import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'
import { FhirError, issue } from '../outcome.ts'
import { structuralIssues } from './validate.ts'

/** Elements US Core wants beyond R4, or as R4 does, by type; of `oneOf` any will do. What it wants in slices is not asked. */
const US_CORE: Readonly<Record<string, { readonly needs: readonly string[]; readonly oneOf?: readonly string[] }>> = {
  AllergyIntolerance: { needs: ['code', 'patient'] },
  Condition: { needs: ['category', 'code', 'subject'] },
  Coverage: { needs: ['status', 'beneficiary', 'relationship', 'payor'], oneOf: ['subscriberId', 'identifier'] },
  DocumentReference: { needs: ['status', 'type', 'category', 'subject', 'content'] },
  Encounter: { needs: ['status', 'class', 'type', 'subject'] },
  Location: { needs: ['name'] },
  MedicationRequest: { needs: ['status', 'intent', 'subject'] },
  Observation: { needs: ['status', 'category', 'code', 'subject'] },
  Organization: { needs: ['name'] },
  Patient: { needs: ['identifier', 'name', 'gender'] },
  Practitioner: { needs: ['identifier', 'name'] },
  Procedure: { needs: ['status', 'code', 'subject'] },
}

/**
 * Where a resource does not conform to R4 and to the cardinalities of US Core 6.1.
 * @see https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-coverage-definitions.html
 */
export function nonConformities(resource: Resource): OperationOutcomeIssue[] {
  const { resourceType: type } = resource
  const { needs = [], oneOf = [] } = US_CORE[type] ?? {}
  const has = (name: string): boolean => isThere((resource as unknown as Record<string, unknown>)[name])
  const missing = needs.filter((name) => !has(name))
  const choice = oneOf.length > 0 && !oneOf.some(has) ? [oneOf.join(' or ')] : []
  return [
    ...structuralIssues(resource),
    ...[...missing, ...choice].map((name) => issue('required', `US Core wants ${type}.${name}`, `${type}.${name}`)),
  ]
}

/** Throws 422 naming every element that does not conform. */
export function assertConforms(resource: Resource): void {
  const issues = nonConformities(resource)
  if (issues.length > 0) throw new FhirError(422, issues)
}

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
