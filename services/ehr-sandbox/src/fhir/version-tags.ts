import type { Resource } from '@medplum/fhirtypes'
import { refusal } from './outcome.ts'

/** The weak ETag of a version id. */
export function etag(versionId: string): string {
  return `W/"${versionId}"`
}

/** Does an If-None-Match header name the version the caller would get? */
export function sameVersion(header: string | undefined, resource: Resource): boolean {
  if (!header) return false
  return header.trim() === '*' || tags(header).includes(resource.meta?.versionId ?? '')
}

/** Throws unless If-Match names the current version; absent, anything goes. */
export function assertMatches(header: string | undefined, current: Resource | undefined, stale: 409 | 412): void {
  if (header === undefined) return
  if (header.trim() === '*' && current) return
  const asked = tags(header)
  if (header.trim() !== '*' && asked.length === 0) {
    throw refusal(400, 'invalid', 'If-Match must hold an ETag such as W/"3"')
  }
  const now = current?.meta?.versionId
  if (now !== undefined && asked.includes(now)) return
  const state = current ? `the current version is ${now}` : 'there is no such resource'
  throw refusal(stale, 'conflict', `If-Match asked for version ${asked.join(', ') || '*'}, but ${state}`)
}

function tags(header: string): string[] {
  return [...header.matchAll(/(?:W\/)?"([^"]+)"/g)].map((match) => match[1] as string)
}
