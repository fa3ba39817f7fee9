import type { Resource } from '@medplum/fhirtypes'
import type { Answer } from './context.ts'
import { type FhirError, outcomeOf } from './outcome.ts'
import { type Preference, recordShown } from './preference.ts'
import { etag } from './version-tags.ts'

const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** The HTTP response of an interaction. */
export function respond(answer: Answer, base: string, prefer: Preference, pretty = false): Response {
  const { resource, status, kind } = answer
  if (kind === 'blank') return new Response('', { status, headers: { 'content-type': 'text/html' } })
  if (!resource || kind === 'page') return fhirJson(status, resource, {}, pretty)
  const shown = kind === 'nothing' ? undefined : recordShown(answer, prefer)
  return fhirJson(status, shown, versionHeaders(resource, base, status), pretty)
}

/** A refusal, always with an OperationOutcome. */
export function respondRefused(error: FhirError): Response {
  return fhirJson(error.status, outcomeOf(error.issues), error.headers)
}

/** Any resource as a response; without one the body is empty. */
export function fhirJson(
  status: number,
  resource?: Resource,
  headers: Record<string, string> = {},
  pretty = false,
): Response {
  const body = resource && status !== 304 ? JSON.stringify(resource, null, pretty ? 2 : undefined) : null
  return new Response(body, { status, headers: { ...headers, ...(body !== null && { 'content-type': FHIR_JSON }) } })
}

function versionHeaders(resource: Resource, base: string, status: number): Record<string, string> {
  const { versionId, lastUpdated } = resource.meta ?? {}
  if (!versionId) return {}
  const location = `${base}/${resource.resourceType}/${resource.id}/_history/${versionId}`
  return {
    ETag: etag(versionId),
    ...(lastUpdated && { 'Last-Modified': new Date(lastUpdated).toUTCString() }),
    ...(status === 201 && { Location: location }),
    'Content-Location': location,
  }
}
