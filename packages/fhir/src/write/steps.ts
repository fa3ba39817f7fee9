import type { BundleEntry, ChargeItem, FhirResource, Flag, Meta } from 'fhir/r4'
import { list, text } from '../shape.ts'
import type { PlannedWrite } from '../write-back-request.ts'
import { sealed, type Written } from './content.ts'
import { urnOf } from './identifiers.ts'
import type { Ours } from './ours.ts'

/** One thing a plan does: in words, and as the transaction entry that does it. `keep` has no entry. */
export interface Step {
  readonly write: PlannedWrite
  readonly entry?: BundleEntry<FhirResource>
  /** How Provenance refers to what is written. */
  readonly target?: string
}

/** Steps, and what a person should know before they are taken. */
export interface Planned {
  readonly steps: readonly Step[]
  readonly warnings: readonly string[]
}

/** Puts parts of a plan together. */
export const together = (parts: readonly Planned[]): Planned => ({
  steps: parts.flatMap(({ steps }) => steps),
  warnings: parts.flatMap(({ warnings }) => warnings),
})

/**
 * Creates a resource unless one with its identifier exists.
 * @see https://hl7.org/fhir/R4/http.html#ccreate
 */
export function create(resource: Flag | ChargeItem, words: string): Step {
  const identifier = identifierOf(resource)
  const fullUrl = urnOf(identifier.value)
  const ifNoneExist = `identifier=${identifier.system}|${identifier.value}`
  return {
    write: { what: resource.resourceType, act: 'create', status: resource.status, text: words, identifier },
    entry: {
      fullUrl,
      resource: sealed(resource),
      request: { method: 'POST', url: resource.resourceType, ifNoneExist },
    },
    target: fullUrl,
  }
}

/**
 * Changes a resource of ours at the version we read, or says why it cannot be changed safely.
 * @see https://hl7.org/fhir/R4/http.html#concurrency
 */
export function change<T extends Written>(ours: Ours<T>, content: T, act: 'update' | 'void', words: string): Planned {
  const version = text(ours.resource.meta?.versionId)
  if (version === undefined) {
    return kept(
      ours,
      words,
      `The EHR gave no version of ${ours.key}, so it cannot be changed safely and stays as it is.`,
    )
  }
  const id = ours.key.slice(ours.key.indexOf('/') + 1)
  const resource = sealed({ ...content, id, ...metaToKeep(ours.resource.meta) })
  const step: Step = {
    write: {
      what: resource.resourceType,
      act,
      status: resource.status,
      text: words,
      identifier: identifierOf(resource),
    },
    entry: { resource, request: { method: 'PUT', url: ours.key, ifMatch: `W/"${version}"` } },
    target: ours.key,
  }
  return { steps: [step], warnings: [] }
}

/** Leaves a resource of ours as it is. */
export function kept<T extends Written>({ resource }: Ours<T>, words: string, ...warnings: string[]): Planned {
  const identifier = identifierOf(resource)
  const write: PlannedWrite = {
    what: resource.resourceType,
    act: 'keep',
    status: resource.status,
    text: words,
    identifier,
  }
  return { steps: [{ write }], warnings }
}

/** Tags and labels are not ours to drop; version and time are the server's. */
function metaToKeep(meta: Meta | undefined): { readonly meta?: Meta } {
  const { versionId: _, lastUpdated: __, ...rest } = meta ?? {}
  return Object.keys(rest).length > 0 ? { meta: rest } : {}
}

function identifierOf(resource: Written): { readonly system: string; readonly value: string } {
  const identifier = list(resource.identifier).find(({ system, value }) => text(system) && text(value))
  return { system: identifier?.system ?? '', value: identifier?.value ?? '' }
}
