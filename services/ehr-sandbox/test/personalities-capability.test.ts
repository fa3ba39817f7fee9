import type { CapabilityStatement, CapabilityStatementRestResource, OperationOutcome } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RESOURCE_TYPES } from '../src/fhir/resource-types.ts'
import type { PersonalityKey, Sandbox } from '../src/index.ts'
import { at, launched, startedSandbox } from '../src/testing/launch.ts'
import { bundleOf, fhirClient } from './support/fhir-client.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox()
})
afterAll(() => sandbox.close())

const OTHERS = ['epic-like', 'oracle-like', 'oracle-ai', 'athena-like', 'no-transaction'] as const

/** The widest scopes an EHR knows, so that only what it offers decides. */
function widest(key: PersonalityKey, types: readonly string[]): string {
  if (key === 'oracle-like' || key === 'oracle-ai')
    return ['launch', ...types.map((type) => `user/${type}.rs`)].join(' ')
  return key === 'athena-like' ? 'launch user/*.rs' : 'launch user/*.cruds'
}

async function stated(key: PersonalityKey) {
  const place = at(sandbox, key)
  const { body } = await fhirClient(place).get<CapabilityStatement>('metadata')
  const rest = body.rest?.[0]
  const resources = (rest?.resource ?? []) as CapabilityStatementRestResource[]
  const types = resources.filter((one) => can(one, 'search-type')).map((one) => one.type)
  const client = fhirClient(place, (await launched(place, widest(key, types))).access_token)
  return { client, rest, resources }
}

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))]
}

const can = (resource: CapabilityStatementRestResource | undefined, code: string) =>
  resource?.interaction?.some((one) => one.code === code) ?? false
const METHODS: Record<string, string> = { create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE' }

describe.each(OTHERS)('given the CapabilityStatement of the EHR %s', (key) => {
  test('then every search parameter it lists is understood, and one it does not list is not', async () => {
    const { client, resources } = await stated(key)
    const strict = { prefer: 'handling=strict' }
    for (const resource of resources.filter((one) => can(one, 'search-type'))) {
      const values: Record<string, string> = { date: 'ge2026-01-01T00:00:00Z', token: 'billable' }
      const [ids = [], others = []] = partition(resource.searchParam ?? [], ({ name }) => name === '_id')
      const query = others.map(({ name, type }) => `${name}=${values[type] ?? 'x'}`).join('&')
      // By id a search may take no other parameter.
      for (const each of [query, ...ids.map(() => '_id=x')]) {
        const answer = await client.search(`${resource.type}?${each}`, strict)
        expect([resource.type, each, answer.status]).toEqual([resource.type, each, 200])
      }
      const unlisted = await client.search(`${resource.type}?${query}&banana=1`, strict)
      expect([resource.type, unlisted.status]).toEqual([resource.type, 400])
    }
  })

  test('then a type it does not list is a 404, and an interaction it does not list a 404 or 405', async () => {
    const { client, resources } = await stated(key)
    for (const type of RESOURCE_TYPES) {
      const resource = resources.find((one) => one.type === type)
      if (!resource) {
        expect([type, (await client.get(`${type}/x`)).status]).toEqual([type, 404])
        continue
      }
      for (const [code, method] of Object.entries(METHODS)) {
        const path = code === 'create' ? type : `${type}/x`
        const { status, outcome } = await client.send<OperationOutcome>(method, path, '', {
          'content-type': 'application/fhir+json',
        })
        if (status >= 400) expect([type, code, outcome.resourceType]).toEqual([type, code, 'OperationOutcome'])
        // Where it is offered, only the empty body is wrong.
        if (!can(resource, code)) expect([type, code, [404, 405].includes(status)]).toEqual([type, code, true])
        else expect([type, code, [404, 405].includes(status)]).toEqual([type, code, false])
      }
    }
  }, 30_000)

  test('then Bundles are taken as it says', async () => {
    const { client, rest } = await stated(key)
    const listed = (rest?.interaction ?? []).map((one) => one.code)
    for (const type of ['transaction', 'batch'] as const) {
      const { status } = await client.post('', bundleOf(type, []))
      expect([type, status === 200]).toEqual([type, listed.includes(type)])
    }
  })
})

test('the Oracle-like EHR lists what it asks and what it takes', async () => {
  const { resources } = await stated('oracle-like')
  const charge = resources.find((one) => one.type === 'ChargeItem')
  expect(charge?.operation?.map((one) => one.name)).toEqual(['create'])
  expect(charge?.searchParam?.map((one) => one.name)).toContain('-status')
  const doses = resources.find((one) => one.type === 'MedicationAdministration')
  expect(doses?.searchParam?.map((one) => one.name).toSorted()).toEqual(
    ['_id', 'effective-time', 'patient', 'performer', 'status'].toSorted(),
  )
  expect(doses?.searchInclude).toBeUndefined()
  expect(resources.find((one) => one.type === 'Condition')).toMatchObject({
    versioning: 'versioned-update',
    conditionalCreate: false,
    updateCreate: false,
  })
})

test('the Epic-like EHR says that it keeps no conditions', async () => {
  const { resources } = await stated('epic-like')
  for (const one of resources) expect([one.type, one.conditionalCreate]).toEqual([one.type, false])
  expect(resources.find((one) => one.type === 'Task')?.interaction?.map((one) => one.code)).toEqual([
    'read',
    'search-type',
    'update',
  ])
})
