import type { BundleEntry, FhirResource } from 'fhir/r4'
import { text } from '../../shape.ts'
import type { ChannelRequest, PlannedWrite } from '../../write-back-request.ts'
import { searchFor } from '../identities.ts'
import { allButCredits, type Carried, type ChannelWriter, STORED_BACK } from './channel.ts'

/** The resources of the plan one by one, each with the condition it has in the transaction. */
export const single: ChannelWriter = {
  refuses: allButCredits,
  loses: () => ['The parts go one by one: where the EHR refuses one, those before it stay written.'],
  requests: ({ plan }: Carried) =>
    plan.steps
      .toSorted((a, b) => turnOf(a.write) - turnOf(b.write))
      .flatMap(({ write, entry }) => requestFor(write, entry)),
}

/**
 * What is voided goes first and what takes its place after it: cut off in between, a dose is charged once or not at
 * all, never twice. The Flag comes when the lines stand, and Provenance when everything it names has its id.
 */
function turnOf({ what, act }: PlannedWrite): number {
  if (what === 'Provenance') return TURNS.length + 1
  if (what === 'Flag') return TURNS.length
  return TURNS.indexOf(act)
}
const TURNS: readonly PlannedWrite['act'][] = ['void', 'update', 'create']

function requestFor(write: PlannedWrite, entry?: BundleEntry<FhirResource>): ChannelRequest[] {
  const { fullUrl, resource, request } = entry ?? {}
  if (!resource || !request || (request.method !== 'POST' && request.method !== 'PUT')) return []
  const unless = text(request.ifNoneExist)
  return [
    {
      method: request.method,
      url: request.url,
      headers: {
        ...STORED_BACK,
        ...(unless && { 'if-none-exist': unless }),
        ...(request.ifMatch && { 'if-match': request.ifMatch }),
      },
      body: resource,
      says: write.text,
      ...(write.identifier && { identity: write.identifier.value }),
      ...(unless && { search: searchFor(resource.resourceType, unless) }),
      ...(fullUrl && { fullUrl }),
    },
  ]
}
