import type { BundleEntry, ChargeItem, FhirResource, Meta } from 'fhir/r4'
import type { PlannedStep, PlannedWrite } from '../write-back-request.ts'
import { type Decision, identifierOf, type WrittenIdentifier } from './decide/decision.ts'
import { urnOf } from './identities.ts'
import { sealed, type Written } from './resources/content.ts'
import type { RecordedChange } from './resources/provenance.ts'
import type { ProvenanceTarget } from './targets/targets.ts'

/** The decisions as steps, and Provenance of those that change anything. */
export function render(decisions: readonly Decision[], about: ProvenanceTarget): readonly PlannedStep[] {
  const steps = decisions.map((decision) => ({ write: writeOf(decision), ...sendingOf(decision) }))
  const changes = decisions.flatMap(changeIn)
  if (changes.length === 0) return steps
  const write: PlannedWrite = { what: 'Provenance', act: 'create', text: about.words }
  const request = { method: 'POST', url: 'Provenance' } as const
  return [...steps, { write, entry: { fullUrl: about.urnFor(changes), resource: about.recordOf(changes), request } }]
}

/** A decision in words. */
function writeOf(decision: Decision): PlannedWrite {
  const { words: text } = decision
  if (decision.act === 'keep') {
    const { act, what, status, identifier } = decision
    return { what, act, status, text, identifier }
  }
  const { resource, bills } = decision
  const act = decision.act === 'credit' ? 'void' : decision.act
  const { resourceType: what, status } = resource
  return { what, act, status, text, identifier: identifierOf(resource), ...bills }
}

/** A decision as an entry of a transaction; `keep` sends nothing. */
function sendingOf(decision: Decision): Pick<PlannedStep, 'entry' | 'isCredit'> {
  if (decision.act === 'keep') return {}
  if (decision.act === 'credit') return { entry: creditOf(decision.resource), isCredit: true }
  return { entry: decision.act === 'create' ? creation(decision.resource) : changeOf(decision) }
}

/**
 * Creates a resource unless one with its identifier exists.
 * @see https://hl7.org/fhir/R4/http.html#ccreate
 */
function creation(resource: Written): BundleEntry<FhirResource> {
  const identifier = identifierOf(resource)
  return {
    fullUrl: urnOf(identifier.value),
    resource: sealed(resource),
    request: { method: 'POST', url: resource.resourceType, ifNoneExist: conditionOf(identifier) },
  }
}

const conditionOf = ({ system, value }: WrittenIdentifier): string => `identifier=${system}|${value}`

/**
 * Changes a resource at the version that was read.
 * @see https://hl7.org/fhir/R4/http.html#concurrency
 */
function changeOf({
  ours,
  version,
  resource,
}: Extract<Decision, { act: 'update' | 'void' }>): BundleEntry<FhirResource> {
  const id = ours.key.slice(ours.key.indexOf('/') + 1)
  return {
    resource: sealed({ ...resource, id, ...metaToKeep(ours.resource.meta) }),
    request: { method: 'PUT', url: ours.key, ifMatch: `W/"${version}"` },
  }
}

/** A credit in R4: the charge is void under its identifier, wherever that is. No EHR is sent this. */
const creditOf = (resource: ChargeItem): BundleEntry<FhirResource> => ({
  resource,
  request: { method: 'PUT', url: `ChargeItem?${conditionOf(identifierOf(resource))}` },
})

/** Tags and labels are not ours to drop; version and time are the server's. */
function metaToKeep(meta: Meta | undefined): { readonly meta?: Meta } {
  const { versionId: _, lastUpdated: __, ...rest } = meta ?? {}
  return Object.keys(rest).length > 0 ? { meta: rest } : {}
}

/** A decision as Provenance records it. */
function changeIn(decision: Decision): RecordedChange[] {
  if (decision.act === 'keep') return []
  if (decision.act === 'credit') return [{ act: 'void', target: urnOf(identifierOf(decision.resource).value) }]
  const target = decision.act === 'create' ? urnOf(identifierOf(decision.resource).value) : decision.ours.key
  return [{ act: decision.act, target }]
}
