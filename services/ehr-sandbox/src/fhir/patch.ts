import type { WithId } from '@medplum/core'
import { MemoryRepository } from '@medplum/fhir-router'
import type { Resource } from '@medplum/fhirtypes'
import { asFhirError, refusal } from './outcome.ts'

/** The resource after a JSON Patch (an array) or a FHIRPath Patch (Parameters), before validation. */
export async function patched(current: WithId<Resource>, patch: unknown): Promise<WithId<Resource>> {
  const isParameters = (patch as { resourceType?: string } | undefined)?.resourceType === 'Parameters'
  if (!Array.isArray(patch) && !isParameters) {
    throw refusal(400, 'structure', 'A patch is a JSON Patch array or a Parameters resource with FHIRPath Patch')
  }
  // The library patches inside its repository only; a scratch one keeps the result away from the record.
  const scratch = new MemoryRepository()
  await scratch.updateResource(structuredClone(current))
  try {
    return (await scratch.patchResource(current.resourceType, current.id, patch as never)) as WithId<Resource>
  } catch (thrown) {
    throw asFhirError(thrown, 422)
  }
}
