import type { FhirResource } from 'fhir/r4'
import type { Connection } from '../http/connection.ts'
import { asFailure, wasStopped } from '../http/failure.ts'
import { allPages } from '../read/pages.ts'
import { relativeTo } from '../read/references.ts'
import type { Part } from './send-parts.ts'
import { isAsWanted, statusOf } from './send-same.ts'

/** What of a part stands in the EHR now. */
export type Seen =
  /** What we wanted to write. */
  | { readonly kind: 'there'; readonly resource: FhirResource }
  /** `cannot tell` where the EHR cannot be asked, or does not answer. */
  | { readonly kind: 'not there' | 'cannot tell' }
  /** Somebody else’s version of it. */
  | { readonly kind: 'changed'; readonly resource: FhirResource }

/**
 * Looks for a part, by its identifier or at its address. An EHR that leaves an unknown search parameter out answers with
 * everything it has, so only what carries the identifier counts.
 */
export async function look(connection: Connection, part: Part): Promise<Seen> {
  try {
    return part.method === 'PUT' ? await lookAt(connection, part) : await lookFor(connection, part)
  } catch (thrown) {
    // A session that is over says nothing about what was sent before it ended.
    if (wasStopped(thrown) || asFailure(thrown).kind === 'wrong-patient') throw thrown
    return { kind: 'cannot tell' }
  }
}

async function lookFor(connection: Connection, { search, body }: Part): Promise<Seen> {
  const [, type, encoded = ''] = /^([A-Za-z]+)\?identifier=(.+)$/.exec(search ?? '') ?? []
  if (!search || !type) return { kind: 'cannot tell' }
  const criteria = decodeURIComponent(encoded)
  const { resources, incomplete } = await allPages(connection, search)
  const subject = subjectOf(connection, body)
  const ours = resources.filter(
    (resource) => isNamed(resource, criteria) && subjectOf(connection, resource) === subject,
  )
  const oldestFirst = ours.toSorted((a, b) => ((a.meta?.lastUpdated ?? '') < (b.meta?.lastUpdated ?? '') ? -1 : 1))
  const wanted = oldestFirst.find((resource) => isAsWanted(resource, body))
  if (wanted) return { kind: 'there', resource: wanted }
  const [other] = oldestFirst
  if (other) return { kind: 'changed', resource: other }
  return { kind: incomplete ? 'cannot tell' : 'not there' }
}

/** A change is there when the version moved on and the content is ours; the seal says so, whatever a server adds. */
async function lookAt(connection: Connection, { url, body, headers }: Part): Promise<Seen> {
  const now = (await connection.request(url)) as FhirResource | undefined
  if (!now || now.resourceType !== body.resourceType) return { kind: 'cannot tell' }
  if (`W/"${now.meta?.versionId}"` === headers['if-match']) return { kind: 'not there' }
  const isOurs = sealOf(now) === sealOf(body) && statusOf(now) === statusOf(body)
  return { kind: isOurs ? 'there' : 'changed', resource: now }
}

function isNamed(resource: FhirResource, criteria: string): boolean {
  const { identifier = [] } = resource as { identifier?: { system?: string; value?: string }[] }
  return Array.isArray(identifier) && identifier.some(({ system, value }) => `${system}|${value}` === criteria)
}

function subjectOf({ base }: Connection, resource: FhirResource): string | undefined {
  const { subject, for: whom } = resource as { subject?: { reference?: string }; for?: { reference?: string } }
  return relativeTo(base, (subject ?? whom)?.reference ?? '')
}

/** The digest Doseline leaves on what it writes. */
const SEAL = 'https://doseline.example/fhir/StructureDefinition/written-digest'

const sealOf = (resource: FhirResource): string | undefined =>
  (resource as { extension?: { url: string; valueString?: string }[] }).extension?.find(({ url }) => url === SEAL)
    ?.valueString
