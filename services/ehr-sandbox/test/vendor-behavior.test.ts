import type { Condition, FhirResource, OperationOutcome, Provenance } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BEHAVIORS } from '../src/behaviors/index.ts'
import type { PersonalityKey, Sandbox, SandboxScenario } from '../src/index.ts'
import { full } from '../src/personalities/full.ts'
import { PERSONALITIES } from '../src/personalities/index.ts'
import { charts } from '../src/testing/charts.ts'
import { at, launched, startedSandbox } from '../src/testing/launch.ts'
import { bundleOf, fhirClient, flagFor, ids, posting } from './support/fhir-client.ts'
import { documentFor, FULL_SCOPES, provenanceOf } from './support/write-backs.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startedSandbox({ timing: { raceMs: 100 }, scenarios: [...charts, longChart('lia', 1001)] })
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

async function client(key: PersonalityKey, patient = 'ana') {
  const place = at(sandbox, key)
  return fhirClient(place, (await launched(place, FULL_SCOPES[key], { patient })).access_token)
}

const LIKE = PERSONALITIES.filter(({ key }) => /-(like|ai)$/.test(key))
const condition = { resourceType: 'Condition', subject: { reference: 'Patient/ana' }, code: { text: 'Osteoporosis' } }

describe('every EHR that is like one of a vendor', () => {
  test.each(LIKE)(
    '$key: a page holds what the row says where _count is left out, and no more where it asks for more',
    async (ehr) => {
      const { usual, most, over } = ehr.pages
      const fhir = await client(ehr.key, 'lia')
      expect(ids((await fhir.search('Condition?patient=lia')).body)).toHaveLength(usual)
      const { body } = await fhir.search(`Condition?patient=lia&_count=${most + 5}`)
      expect(ids(body)).toHaveLength(most)
      const self = body.link?.find(({ relation }) => relation === 'self')?.url
      expect(self).toContain(`_count=${over === 'self link' ? most : most + 5}`)
      const outcomes = (body.entry ?? []).filter(({ search }) => search?.mode === 'outcome')
      expect(outcomes.map(({ resource }) => (resource as OperationOutcome).issue[0]?.severity)).toEqual(
        over === 'outcome' ? ['information'] : [],
      )
    },
  )

  test.each(LIKE)(
    '$key: a page names the next one, and another one only where the row says so',
    async ({ key, pages }) => {
      const fhir = await client(key, 'lia')
      const { body } = await fhir.search('Condition?patient=lia')
      const relations = (body.link ?? []).map(({ relation }) => relation)
      expect(relations).toContain('next')
      expect(relations.includes('last')).toBe(pages.links === 'all')
      const next = body.link?.find(({ relation }) => relation === 'next')?.url ?? ''
      expect(ids((await fhir.search(next)).body)).toHaveLength(pages.usual)
    },
  )

  test.each(LIKE)('$key: a total is given always, or only when it is asked for', async ({ key, pages }) => {
    const fhir = await client(key)
    expect(typeof (await fhir.search('Condition?patient=ana')).body.total).toBe(
      pages.total === 'always' ? 'number' : 'undefined',
    )
    expect(typeof (await fhir.search('Condition?patient=ana&_total=accurate')).body.total).toBe('number')
  })

  test.each(LIKE)('$key: a page of another origin may send and read the headers of the row', async ({ key, cors }) => {
    const base = sandbox.ehr(key).fhirBase
    const origin = 'https://app.example'
    const asked = await fetch(`${base}/Flag`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'if-none-exist' },
    })
    expect(asked.headers.get('access-control-allow-headers')?.split(',')).toEqual(cors.requestHeaders)
    const read = await fetch(`${base}/metadata`, { headers: { origin } })
    expect(read.headers.get('access-control-expose-headers')?.split(',')).toEqual(cors.exposedHeaders)
  })
})

describe.each(LIKE.filter(({ raceMs }) => raceMs !== undefined))('$key', ({ key }) => {
  test('two conditional creates at once both create', async () => {
    const fhir = await client(key)
    const once = { 'if-none-exist': 'identifier=urn:test|flag-1' }
    await Promise.all([fhir.post('Flag', flagFor('ana'), once), fhir.post('Flag', flagFor('ana'), once)])
    expect(sandbox.ehr(key).stored('Flag')).toHaveLength(2)
  })
})

describe('HAPI-like', () => {
  test('a reference to a version loses it', async () => {
    const { body } = await (await client('hapi-like')).post<Provenance>('Provenance', {
      ...provenanceOf('Patient/ana'),
      entity: [{ role: 'source', what: { reference: 'MedicationAdministration/ana-dose-1/_history/1' } }],
    })
    expect(body.entity?.[0]?.what.reference).toBe('MedicationAdministration/ana-dose-1')
  })

  test('a transaction whose Provenance names somebody who is not there is refused whole', async () => {
    const provenance = { ...provenanceOf('Patient/ana'), agent: [{ who: { reference: 'Practitioner/elsewhere' } }] }
    const fhir = await client('hapi-like')
    const { status } = await fhir.post('', bundleOf('transaction', [posting(flagFor('ana')), posting(provenance)]))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(sandbox.ehr('hapi-like').stored('Flag')).toEqual([])
  })
})

describe.each(['oracle-like', 'oracle-ai'] as const)('%s', (key) => {
  test('a search by _id takes no other parameter', async () => {
    const fhir = await client(key)
    const dose = 'MedicationAdministration?_id=ana-dose-1'
    expect((await fhir.search(`${dose}&patient=ana`)).status).toBe(400)
    expect((await fhir.search(dose)).status).toBe(200)
  })
})

test.each([
  ['oracle-like', 409],
  ['microsoft-like', 412],
] as const)('%s: a change to a version that is gone is refused with the status of the row', async (key, status) => {
  const fhir = await client(key)
  const change = { ...condition, id: 'ana-bones' }
  const { headers } = await fhir.get('Condition/ana-bones')
  const first = headers.get('etag') ?? ''
  expect((await fhir.put('Condition/ana-bones', change, { 'if-match': first })).status).toBe(200)
  expect((await fhir.put('Condition/ana-bones', change, { 'if-match': first })).status).toBe(status)
})

describe('Oracle’s newer platform', () => {
  test('a resource that does not conform is left out of a search, and only an OperationOutcome says so', async () => {
    const [newer, older] = [await client('oracle-ai'), await client('oracle-like')]
    expect((await older.search('Coverage?patient=ana')).body.total).toBe(1)
    const { status, body } = await newer.search('Coverage?patient=ana')
    expect([status, body.total]).toEqual([200, 0])
    const [entry] = body.entry ?? []
    expect(entry).toMatchObject({ search: { mode: 'outcome' }, resource: { resourceType: 'OperationOutcome' } })
    expect(JSON.stringify(entry)).not.toMatch(/ana-cover|relationship/)
    expect((await newer.get('Coverage/ana-cover')).status).toBe(200)
  })

  test('what conforms is there, and nothing is said', async () => {
    const { body } = await (await client('oracle-ai')).search('Patient?_id=ana')
    expect([body.total, ids(body, 'outcome')]).toEqual([1, []])
  })

  test('what is written must conform to US Core', async () => {
    const [newer, older] = [await client('oracle-ai'), await client('oracle-like')]
    const bare = documentFor('ana')
    expect((await older.post('DocumentReference', bare)).status).toBe(201)
    const refused = await newer.post<OperationOutcome>('DocumentReference', bare)
    expect(refused.status).toBe(422)
    expect(refused.outcome.issue.flatMap(({ expression }) => expression ?? [])).toContain('DocumentReference.category')
  })
})

describe('the table', () => {
  test('drives the EHRs: each that is like a vendor’s plays every row of it that can be played', () => {
    const traits = BEHAVIORS.flatMap(({ vendor, id, plays = {} }) =>
      Object.keys(plays).flatMap((trait) => (trait === 'types' ? [] : [{ vendor, id, trait }])),
    )
    expect(traits.length).toBeGreaterThan(15)
    const differ = LIKE.flatMap((ehr) =>
      (Object.keys(ehr) as (keyof typeof ehr)[])
        .filter((trait) => ehr[trait] !== full[trait])
        .map((trait) => `${ehr.key} ${trait}`),
    )
    const named = new Set(['key', 'label', 'says', 'types', ...traits.map(({ trait }) => trait)])
    // Whatever an EHR does otherwise than the full one stands in a row.
    expect(differ.filter((each) => !named.has(each.split(' ')[1] ?? ''))).toEqual([])
  })
})

/** A patient with more conditions than any page holds; each conforms to US Core. */
function longChart(id: string, count: number): SandboxScenario {
  const patient: FhirResource = {
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'urn:oid:1.2.3', value: id }],
    name: [{ family: 'Long' }],
    gender: 'female',
  }
  const category = [{ text: 'Problem list' }]
  const conditions = Array.from({ length: count }, (_, n): Condition => {
    const subject = { reference: `Patient/${id}` }
    return { resourceType: 'Condition', id: `${id}-${n}`, category, code: { text: 'Osteoporosis' }, subject }
  })
  const entry = [patient, ...conditions].map((resource) => ({ resource }))
  return { name: id, title: 'A long record', book: 'cms', chart: { resourceType: 'Bundle', type: 'collection', entry } }
}
