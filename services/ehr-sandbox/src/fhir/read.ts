import type { Bundle, Resource } from '@medplum/fhirtypes'
import { type Answer, type Context, isWithin, requireReach, requireWithin } from './context.ts'
import type { Interaction } from './interaction.ts'
import { refusal } from './outcome.ts'
import { etag, sameVersion } from './version-tags.ts'

/** GET [type]/[id] */
export function read(interaction: Interaction, context: Context): Answer {
  const { type, id = '' } = interaction
  const reach = requireReach(context, type, 'r')
  const resource = existing(context, type, id)
  requireWithin(context, reach, resource)
  if (sameVersion(interaction.ifNoneMatch, resource)) return { status: 304, resource, kind: 'nothing' }
  return { status: 200, resource, kind: 'record' }
}

/** GET [type]/[id]/_history/[version] */
export function vread(interaction: Interaction, context: Context): Answer {
  const { type, id = '', version } = interaction
  const reach = requireReach(context, type, 'r')
  const found = context.store.versions(type, id).find((one) => one.versionId === version)
  if (!found) throw refusal(404, 'not-found', `${type}/${id} has no version ${version}`)
  if (!found.resource) throw refusal(410, 'deleted', `Version ${version} of ${type}/${id} is its deletion`)
  requireWithin(context, reach, found.resource)
  return { status: 200, resource: found.resource, kind: 'record' }
}

/** GET [type]/[id]/_history, newest first; the history of a deleted resource can still be read. */
export function history(interaction: Interaction, context: Context): Answer {
  const { type, id = '' } = interaction
  const reach = requireReach(context, type, 'r')
  const versions = context.store.versions(type, id)
  if (versions.length === 0) throw refusal(404, 'not-found', `There is no ${type}/${id}`)
  const last = versions.findLast((one) => one.resource)?.resource
  if (last) requireWithin(context, reach, last)
  const shown = versions.filter((one) => !one.resource || isWithin(context, reach, one.resource)).toReversed()
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'history',
    total: shown.length,
    link: [{ relation: 'self', url: `${context.base}/${type}/${id}/_history` }],
    entry: shown.map((one) => ({
      fullUrl: `${context.base}/${type}/${id}`,
      ...(one.resource && { resource: one.resource as Resource }),
      request: { method: one.method, url: one.method === 'POST' ? type : `${type}/${id}` },
      response: {
        status: one.method === 'DELETE' ? '204' : one.versionId === '1' ? '201' : '200',
        etag: etag(one.versionId),
        lastModified: one.lastUpdated,
      },
    })),
  }
  return { status: 200, resource: bundle, kind: 'page' }
}

/** The current resource, or 404, or 410 where it was deleted. */
export function existing(context: Context, type: string, id: string): Resource {
  const resource = context.store.current(type, id)
  if (resource) return resource
  if (context.store.versions(type, id).length > 0) throw refusal(410, 'deleted', `${type}/${id} was deleted`)
  throw refusal(404, 'not-found', `There is no ${type}/${id}`)
}
