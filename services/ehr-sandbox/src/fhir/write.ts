import { randomUUID } from 'node:crypto'
import type { WithId } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import type { Reach } from '../smart/access.ts'
import { type Answer, type Context, isWithin, requireReach, requireWithin } from './context.ts'
import type { Interaction } from './interaction.ts'
import { refusal } from './outcome.ts'
import { patched } from './patch.ts'
import { existing } from './read.ts'
import { withReferences } from './references.ts'
import { assertIfMatch, assertTargets } from './refuse.ts'
import { matchesFor } from './search.ts'
import { assertConforms } from './validation/us-core.ts'
import { assertValid } from './validation/validate.ts'
import { assertMatches } from './version-tags.ts'

/** What a write left behind; the unit of work checks `written` before it lets it stand. */
export interface Written {
  readonly answer: Answer
  readonly written?: { readonly resource: Resource; readonly reach: Reach }
}

/** POST [type], with If-None-Exist where the caller gave one. `id` is set where a transaction chose it beforehand. */
export async function create(
  interaction: Interaction,
  context: Context,
  id = randomUUID() as string,
): Promise<Written> {
  const reach = requireReach(context, interaction.type, 'c')
  const resource = bodyOf(interaction, context)
  if (interaction.ifNoneExist !== undefined) {
    const found = onlyMatch(
      await matchesFor(interaction.type, conditionOf(interaction.ifNoneExist), context, context.seen),
    )
    if (found) {
      const withheld = !isWithin(context, context.access.reach(interaction.type, 'r'), found)
      return { answer: { status: 200, resource: found, withheld, kind: 'record' } }
    }
  }
  return store({ ...resource, id }, 'POST', reach, context)
}

/** PUT [type]/[id], or PUT [type]?criteria. Creates where there is nothing to update. */
export async function update(interaction: Interaction, context: Context): Promise<Written> {
  const { type } = interaction
  const reach = requireReach(context, type, 'u')
  const resource = bodyOf(interaction, context)
  const id = interaction.id ?? (await conditionalTarget(interaction, context))?.id ?? resource.id ?? randomUUID()
  if (resource.id !== undefined && resource.id !== id) {
    throw refusal(400, 'invalid', `The body has id ${resource.id}, the address says ${id}`, `${type}.id`)
  }
  if (interaction.id !== undefined && resource.id === undefined) {
    throw refusal(400, 'required', 'The body of an update must carry its id', `${type}.id`)
  }
  const current = context.store.current(type, id)
  if (!current && !context.ehr.createsByUpdate) {
    const error = refusal(405, 'not-supported', `There is no ${type}/${id}, and this server lets no one choose an id`)
    error.headers.Allow = 'GET'
    throw error
  }
  if (current) requireWithin(context, reach, current)
  assertIfMatch(interaction, context.ehr)
  assertMatches(interaction.ifMatch, current, context.ehr.staleVersion)
  return store({ ...resource, id }, 'PUT', reach, context, current === undefined)
}

/** PATCH [type]/[id], or PATCH [type]?criteria. */
export async function patch(interaction: Interaction, context: Context): Promise<Written> {
  const { type } = interaction
  const reach = requireReach(context, type, 'u')
  const target = interaction.id ? undefined : await conditionalTarget(interaction, context)
  const current = target ?? existing(context, type, interaction.id ?? nothingMatches(type))
  requireWithin(context, reach, current)
  assertIfMatch(interaction, context.ehr)
  assertMatches(interaction.ifMatch, current, context.ehr.staleVersion)
  const result = local(await patched(current as WithId<Resource>, interaction.body), context)
  if (result.id !== current.id || result.resourceType !== type) {
    throw refusal(422, 'business-rule', 'A patch may not change the id or the type of a resource', `${type}.id`)
  }
  assertValid(result)
  return store(result, 'PUT', reach, context)
}

/** DELETE [type]/[id], or DELETE [type]?criteria. Deleting what is not there is no error. */
export async function remove(interaction: Interaction, context: Context): Promise<Written> {
  const { type } = interaction
  const reach = requireReach(context, type, 'd')
  const id = interaction.id ?? (await conditionalTarget(interaction, context))?.id
  const current = id === undefined ? undefined : context.store.current(type, id)
  if (current) {
    requireWithin(context, reach, current)
    assertMatches(interaction.ifMatch, current, context.ehr.staleVersion)
    context.store.remove(type, current.id)
  }
  return { answer: { status: 204, kind: 'nothing' } }
}

function store(
  resource: WithId<Resource>,
  method: 'POST' | 'PUT',
  reach: Reach,
  context: Context,
  isNew = method === 'POST',
): Written {
  const stored = context.store.put(resource, method)
  return {
    answer: { status: isNew ? 201 : 200, resource: stored, kind: 'record' },
    written: { resource: stored, reach },
  }
}

/** The resource in the body: of the right type, valid, and with references to this server made relative. */
function bodyOf({ body, type }: Interaction, context: Context): Resource {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refusal(400, 'structure', `The body must be a ${type} resource`)
  }
  const resource = body as Resource
  if (resource.resourceType !== type) {
    const text = `The body is a ${resource.resourceType ?? 'thing without resourceType'}, the address says ${type}`
    throw refusal(400, 'invalid', text, 'resourceType')
  }
  const own = local(resource, context)
  assertValid(own)
  if (context.ehr.writesConformTo === 'US Core') assertConforms(own)
  assertTargets(own, context.ehr)
  return own
}

/** The same resource with references to this server made relative. */
export function local<T extends Resource>(resource: T, { base, ehr }: Context): T {
  const unversioned = (one: string): string => (ehr.versionedReferences === 'kept' ? one : one.replace(VERSION, ''))
  return withReferences(resource, (one) => unversioned(one.startsWith(`${base}/`) ? one.slice(base.length + 1) : one))
}

const VERSION = /\/_history\/[A-Za-z0-9\-.]{1,64}$/

async function conditionalTarget({ type, query }: Interaction, context: Context) {
  return onlyMatch(await matchesFor(type, query, context))
}

function onlyMatch<T>(matches: readonly T[]): T | undefined {
  if (matches.length > 1) throw refusal(412, 'multiple-matches', `${matches.length} resources match the condition`)
  return matches[0]
}

function conditionOf(ifNoneExist: string): URLSearchParams {
  return new URLSearchParams(ifNoneExist.slice(ifNoneExist.indexOf('?') + 1))
}

function nothingMatches(type: string): never {
  throw refusal(404, 'not-found', `No ${type} matches the condition`)
}
