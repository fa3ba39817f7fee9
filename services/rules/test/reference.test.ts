import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import type { Bundle, CodeSystem, FhirResource, OperationOutcome } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { aService, get } from './a-service.ts'

const service = await aService()
const withHeaders = async (path: string, headers: Record<string, string>) => service.request(path, { headers })

describe('what the service knows without a chart', () => {
  test('J3397 is vestronidase alfa, and J0897 is denosumab, on the day that is asked about', async () => {
    const { body: mepsevii } = await get(service, '/v1/codes/j3397?on=2026-03-02')
    expect(mepsevii).toMatchObject({
      code: 'J3397',
      generic: 'vestronidase alfa-vjbk',
      on: '2026-03-02',
      bills: [{ product: 'mepsevii', brand: 'Mepsevii', unit: '1 mg' }],
      mue: { says: expect.stringMatching(/^600 units a day/), source: { id: 'ncci-mue-2024-q3' } },
    })
    const { body: denosumab } = await get(service, '/v1/codes/J0897?on=2026-03-02')
    expect(denosumab.bills.map(({ brand }: { brand: string }) => brand)).toEqual(['Prolia', 'Xgeva'])
    expect(denosumab.paymentLimit).toMatchObject({ says: '$29.457 a unit' })
  })

  test('a code bills nothing before its day, and today is the day where none is asked', async () => {
    expect((await get(service, '/v1/codes/J3397?on=2018-12-31')).body.bills).toEqual([])
    expect((await get(service, '/v1/codes/J3397')).body.on).toBe('2026-03-03')
  })

  test.each([
    ['/v1/codes/J9998', 404, 'code-unknown'],
    ['/v1/codes/J3397?on=2026-02-30', 400, 'day-unknown'],
    ['/v1/rules?payer=nobody', 404, 'payer-unknown'],
  ])('%s is answered %i %s, with what to do', async (path, status, code) => {
    const { status: got, body } = await get(service, path)
    expect([got, body.code]).toEqual([status, code])
    expect(body.errors[0].remedy).toBeTruthy()
  })

  test('products carry exact amounts as text', async () => {
    const { body } = await get(service, '/v1/products')
    expect(body.find(({ id }: { id: string }) => id === 'xgeva')).toMatchObject({
      mgPerContainer: '120',
      mlPerContainer: '1.7',
      ndcs: ['55513073001', '55513073021'],
    })
  })

  test('rules say what they ask, and weigh what they weigh for the payer', async () => {
    const severityOf = async (payer: string) =>
      (await get(service, `/v1/rules${payer}`)).body.find(
        ({ id }: { id: string }) => id === 'amount/is-within-the-payers-limit',
      )
    expect(await severityOf('')).toMatchObject({ severity: 'advisory', asks: expect.stringMatching(/\?$/) })
    expect(await severityOf('?payer=blue-cross-alabama')).toMatchObject({ severity: 'required' })
  })

  test('code books say whether they may be used here', async () => {
    const allowed = async (allowArticle: boolean) =>
      (await get(await aService({ allowArticle }), '/v1/codebooks')).body.map(
        ({ id, allowed: may }: { id: string; allowed: boolean }) => `${id} ${may}`,
      )
    expect(await allowed(true)).toEqual(['cms true', 'article true'])
    expect(await allowed(false)).toEqual(['cms true', 'article false'])
  })

  test('all of it is described', async () => {
    const { body } = await get(service, '/openapi.json')
    expect(Object.keys(body.paths).toSorted()).toEqual([
      '/v1/assessments',
      '/v1/assessments/{id}',
      '/v1/codebooks',
      '/v1/codes/{code}',
      '/v1/doses/history',
      '/v1/feedback',
      '/v1/outbox',
      '/v1/outbox/{id}',
      '/v1/plans',
      '/v1/products',
      '/v1/rules',
      '/v1/sessions',
      '/v1/sessions/current',
      '/v1/worklist',
      '/v1/worklist.csv',
      '/v1/worklist/doses',
      '/v1/worklist/events',
      '/v1/worklist/scans',
      '/v1/worklist/search',
      '/v1/worklist/totals',
      '/v1/worklist/{id}',
      '/v1/write-backs',
      '/v1/write-backs/{id}',
    ])
  })
})

describe('what is published as FHIR', () => {
  const read = async (path: string): Promise<FhirResource> => (await get(service, path)).body

  test('the server says what it can do, and the operation what it takes; both are valid R4', async () => {
    const [metadata, operation] = [
      await read('/fhir/metadata'),
      await read('/fhir/OperationDefinition/billing-readiness'),
    ]
    expect([...problemsIn(metadata), ...problemsIn(operation)]).toEqual([])
    expect(metadata).toMatchObject({
      fhirVersion: '4.0.1',
      rest: [{ operation: [{ name: 'billing-readiness', definition: 'url' in operation ? operation.url : '' }] }],
    })
  })

  test('every type it names can be searched, and every resource found can be read', async () => {
    const metadata = await read('/fhir/metadata')
    const types = metadata.resourceType === 'CapabilityStatement' ? (metadata.rest?.[0]?.resource ?? []) : []
    expect(types.length).toBeGreaterThan(4)
    for (const { type } of types) {
      const bundle = (await read(`/fhir/${type}`)) as Bundle<FhirResource>
      expect(problemsIn(bundle)).toEqual([])
      expect(bundle.total).toBeGreaterThan(0)
      for (const { fullUrl = '', resource } of bundle.entry ?? []) {
        expect(await read(new URL(fullUrl).pathname)).toEqual(resource)
      }
    }
  })

  test('the code of a refusal is one of a system that is served', async () => {
    const refused = (await read('/fhir/CodeSystem/nowhere')) as OperationOutcome
    const [{ system = '', code } = {}] = refused.issue[0]?.details?.coding ?? []
    const found = (await read(`/fhir/CodeSystem?url=${encodeURIComponent(system)}`)) as Bundle<CodeSystem>
    expect(found.entry?.[0]?.resource?.concept?.map((each) => each.code)).toContain(code)
  })

  test('a definition is found by its address', async () => {
    const j3397 = await read('/fhir/ChargeItemDefinition/J3397')
    const url = 'url' in j3397 ? (j3397.url ?? '') : ''
    const found = (await read(`/fhir/ChargeItemDefinition?url=${encodeURIComponent(url)}`)) as Bundle<FhirResource>
    expect(found.entry?.map(({ resource }) => resource?.id)).toEqual(['J3397'])
    expect(((await read('/fhir/ChargeItemDefinition?_id=nothing')) as Bundle).total).toBe(0)
  })

  test('a parameter it does not know is left out and not claimed, or refused where the caller is strict', async () => {
    const lenient = await withHeaders('/fhir/ValueSet?colour=blue&status=active', {})
    expect(((await lenient.json()) as Bundle).link?.[0]?.url).toMatch(/\/fhir\/ValueSet\?status=active$/)
    const strict = await withHeaders('/fhir/ValueSet?colour=blue', { prefer: 'handling=strict' })
    expect([strict.status, ((await strict.json()) as FhirResource).resourceType]).toEqual([400, 'OperationOutcome'])
  })

  test.each([
    ['/fhir/metadata', 'application/fhir+json', 200],
    ['/fhir/metadata', 'text/html, */*;q=0.1', 200],
    ['/fhir/metadata', 'application/fhir+xml', 406],
    ['/fhir/metadata?_format=json', 'application/fhir+xml', 200],
    ['/fhir/metadata?_format=xml', 'application/fhir+json', 406],
  ])('%s asked for as %s is answered %i', async (path, accept, status) => {
    const answer = await withHeaders(path, { accept })
    expect(answer.status).toBe(status)
    if (status === 406) expect(((await answer.json()) as FhirResource).resourceType).toBe('OperationOutcome')
  })

  test('what has not changed is not sent again', async () => {
    const first = await withHeaders('/fhir/ChargeItemDefinition/J0897', {})
    const again = await withHeaders('/fhir/ChargeItemDefinition/J0897', {
      'if-none-match': first.headers.get('etag') ?? '',
    })
    expect([first.status, again.status, await again.text()]).toEqual([200, 304, ''])
  })

  test('pretty is for people', async () => {
    expect(await (await withHeaders('/fhir/metadata?_pretty=true', {})).text()).toContain('\n  "resourceType"')
  })

  test('what is not published is not there, and nothing can be written', async () => {
    expect((await get(service, '/fhir/ChargeItemDefinition/J9999')).status).toBe(404)
    expect((await get(service, '/fhir/Patient')).status).toBe(404)
    const answer = await service.request('/fhir/metadata', { method: 'POST', body: '{}' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
  })
})
