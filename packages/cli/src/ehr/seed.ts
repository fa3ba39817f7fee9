import { type Connection, Failure } from '@doseline/ehr-client'
import type { Scenario } from '@doseline/fhir-fixtures'
import type { Bundle, FhirResource } from 'fhir/r4'
import { keyIn, keysIn } from './answer-keys.ts'
import { type Run, why } from './run.ts'

/** Where the resources of a scenario went: `Patient/p1` → `Patient/8831`. */
export type Seeded = ReadonlyMap<string, string>

/**
 * Puts the chart of a scenario into a server as new resources: with the tag of the run, identifiers of their own, and
 * references rewritten. In one transaction where the server takes such, else one by one. What was made is remembered
 * by the run, also where this throws.
 */
export async function seed(line: Connection, run: Run, scenario: Scenario, inOne: boolean): Promise<Seeded> {
  const resources = (scenario.chart.entry ?? []).flatMap(({ resource }) => (resource ? [fresh(resource, run)] : []))
  return inOne ? seedTransaction(line, run, resources) : seedOneByOne(line, run, resources)
}

function fresh(resource: FhirResource, run: Run): FhirResource {
  const tagged = run.tagged(resource)
  if (!('identifier' in tagged) || !Array.isArray(tagged.identifier)) return tagged
  const identifier = tagged.identifier.map((one) => ({ ...one, value: `${one.value}-${run.name}` }))
  return { ...tagged, identifier } as FhirResource
}

const keyOf = ({ resourceType, id }: FhirResource): string => `${resourceType}/${id}`

async function seedTransaction(line: Connection, run: Run, resources: readonly FhirResource[]): Promise<Seeded> {
  const urns = new Map(resources.map((resource) => [keyOf(resource), `urn:uuid:${crypto.randomUUID()}`]))
  const entry = resources.map((resource) => ({
    fullUrl: urns.get(keyOf(resource)) ?? '',
    resource: withoutId(rewritten(resource, urns)),
    request: { method: 'POST' as const, url: resource.resourceType },
  }))
  const body: Bundle<FhirResource> = { resourceType: 'Bundle', type: 'transaction', entry }
  const types = [...new Set(resources.map(({ resourceType }) => resourceType))]
  const answer = await run.making(types, () => line.send('', { method: 'POST', body }))
  const keys = keysIn(answer.body)
  for (const key of keys) run.remember(key)
  if (keys.length !== resources.length) {
    throw new Failure('ehr-error', {
      detail: `${keys.length} of ${resources.length} resources of the transaction came back`,
    })
  }
  return new Map(resources.map((resource, at) => [keyOf(resource), keys[at] ?? '']))
}

async function seedOneByOne(line: Connection, run: Run, resources: readonly FhirResource[]): Promise<Seeded> {
  const keys = new Map<string, string>()
  const waiting = new Map(resources.map((resource) => [keyOf(resource), resource]))
  while (waiting.size > 0) {
    const [next] = [...waiting].find(([, resource]) => !refersTo(resource, waiting)) ?? []
    const resource = waiting.get(next ?? '')
    if (!next || !resource) throw new Failure('ehr-error', { detail: 'the chart refers to itself in a circle' })
    const body = withoutId(rewritten(resource, keys))
    const { resourceType } = resource
    const answer = await run
      .making([resourceType], () => line.send(resourceType, { method: 'POST', body }))
      .catch((thrown: unknown) => {
        throw new Failure('ehr-error', { detail: `a ${resourceType} cannot be created: ${why(thrown)}` })
      })
    const key = keyIn(answer, resource.resourceType)
    if (!key) throw new Failure('ehr-error', { detail: `a ${resource.resourceType} was created without saying where` })
    run.remember(key)
    keys.set(next, key)
    waiting.delete(next)
  }
  return keys
}

const refersTo = (resource: FhirResource, waiting: ReadonlyMap<string, FhirResource>): boolean =>
  [...referencesOf(resource)].some((reference) => reference !== keyOf(resource) && waiting.has(reference))

function* referencesOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('reference' in value && typeof value.reference === 'string') yield value.reference
  for (const below of Object.values(value)) yield* referencesOf(below)
}

/** The resource with its references as the map has them; what it does not name stays. */
function rewritten(resource: FhirResource, keys: ReadonlyMap<string, string>): FhirResource {
  return JSON.parse(JSON.stringify(resource), (name, value: unknown) =>
    name === 'reference' && typeof value === 'string' ? (keys.get(value) ?? value) : value,
  ) as FhirResource
}

function withoutId({ id: _, ...resource }: FhirResource): FhirResource {
  return resource as FhirResource
}
