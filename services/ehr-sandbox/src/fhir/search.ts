import type { WithId } from '@medplum/core'
import { getExtraEntries } from '@medplum/fhir-router'
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes'
import type { Reach } from '../smart/access.ts'
import { type Answer, type Context, isWithin, requireReach } from './context.ts'
import type { Interaction } from './interaction.ts'
import { outcomeOf, refusal, warning } from './outcome.ts'
import { assertSearchNeeds } from './refuse.ts'
import { type Criteria, criteriaFor, patientsNamed } from './search-criteria.ts'
import { pageLinks } from './search-links.ts'
import { subset } from './subset.ts'
import { nonConformities } from './validation/us-core.ts'

/** GET [type]?… and POST [type]/_search */
export async function search(interaction: Interaction, context: Context): Promise<Answer> {
  assertSearchNeeds(interaction, context.ehr)
  const criteria = criteriaFor(interaction.type, interaction.query, context)
  const found = await allMatches(criteria, context)
  const matches =
    context.ehr.nonConforming === 'shown' ? found : found.filter((one) => nonConformities(one).length === 0)
  const { count, offset, summary, saysTotal } = criteria
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    ...((saysTotal || summary === 'count') && { total: matches.length }),
    link: pageLinks(`${context.base}/${interaction.type}`, criteria, matches.length, context.ehr.pages),
  }
  if (summary === 'count') return { status: 200, resource: bundle, kind: 'page' }
  const page = matches.slice(offset, offset + count)
  const included = await includedWith(page, criteria, context)
  const entry: BundleEntry[] = [
    ...page.map((resource) => entryFor(context, subset(resource, criteria), 'match')),
    ...included.resources.map((resource) => entryFor(context, resource, 'include')),
  ]
  // Of which, and why, this server says nothing.
  const omitted = found.length > matches.length ? [warning('incomplete', OMITTED)] : []
  const issues = [...criteria.warnings, ...included.warnings, ...omitted]
  if (issues.length > 0) entry.push({ search: { mode: 'outcome' }, resource: outcomeOf(issues) })
  return { status: 200, resource: { ...bundle, ...(entry.length > 0 && { entry }) }, kind: 'page' }
}

const OMITTED = 'One or more resources were left out because they do not conform'

/** The resources a conditional interaction's criteria select, as far as the token sees. */
export async function matchesFor(
  type: Interaction['type'],
  query: URLSearchParams,
  context: Context,
  seen?: Context['seen'],
): Promise<WithId<Resource>[]> {
  // A condition that is silently ignored would match everything, so here unknown parameters are always refused.
  const criteria = criteriaFor(type, query, { ...context, handling: 'strict' })
  if ((criteria.request.filters ?? []).length === 0) throw refusal(412, 'incomplete', 'The condition selects nothing')
  return allMatches(criteria, context, seen)
}

async function allMatches(criteria: Criteria, context: Context, seen?: Context['seen']): Promise<WithId<Resource>[]> {
  const { request } = criteria
  const reach = requireReach(context, request.resourceType, 's')
  for (const type of criteria.chained) requireReach(context, type, 's')
  if (reach === 'own-patient') refuseOtherPatients(criteria, context)
  const matches = await context.store.matching(request, seen)
  return matches.filter((resource) => isWithin(context, reach, resource) && criteria.also(resource))
}

function refuseOtherPatients({ request }: Criteria, { access }: Context): void {
  const other = patientsNamed(request.resourceType, request.filters ?? []).find((id) => id !== access.patient)
  if (other === undefined) return
  throw refusal(
    403,
    'forbidden',
    `The patient/ scopes of this app end at Patient/${access.patient}, not Patient/${other}`,
  )
}

/** What `_include` and `_revinclude` add: only what the token may read, and a warning for what was left out. */
async function includedWith(page: Resource[], criteria: Criteria, context: Context) {
  const { include, revInclude } = criteria.request
  const entries: BundleEntry[] = []
  if (page.length > 0 && (include || revInclude)) {
    await getExtraEntries(context.store, criteria.request, page, entries)
  }
  const found = entries.flatMap((entry) => (entry.resource ? [entry.resource] : []))
  const reachOf = (type: string): Reach => context.access.reach(type, 'r')
  const resources = found.filter((resource) => isWithin(context, reachOf(resource.resourceType), resource))
  const leftOut = new Set(found.filter((one) => !resources.includes(one)).map((one) => one.resourceType))
  const warnings = [...leftOut].map((type) =>
    warning('forbidden', `Included ${type} resources were left out: the granted scopes do not reach them`),
  )
  return { resources, warnings }
}

function entryFor(context: Context, resource: Resource, mode: 'match' | 'include'): BundleEntry {
  return { fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`, resource, search: { mode } }
}
