import type { Bundle, OperationOutcome, Provenance } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { launched, startedSandbox } from '../src/testing/launch.ts'
import { bundleOf, chargeFor, fhirClient, flagFor, posting } from './support/fhir-client.ts'

let sandbox: Sandbox
let ehr: ReturnType<typeof fhirClient>

beforeAll(async () => {
  sandbox = await startedSandbox()
  ehr = fhirClient(sandbox, (await launched(sandbox, 'launch user/*.cruds')).access_token)
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const FLAG = 'urn:uuid:0b0d1c3e-2f8e-4c55-9a2e-0a5c3f0e0001'
const CHARGE = 'urn:uuid:0b0d1c3e-2f8e-4c55-9a2e-0a5c3f0e0002'
const provenance = {
  resourceType: 'Provenance',
  target: [{ reference: FLAG }, { reference: CHARGE }],
  recorded: '2026-03-02T10:00:00Z',
  agent: [{ who: { reference: 'Practitioner/dr-lee' } }],
}
const writeBack = () => [
  posting(provenance),
  posting(flagFor('ana'), { ifNoneExist: 'identifier=urn:test|flag-1' }, FLAG),
  posting(chargeFor('ana'), { ifNoneExist: 'identifier=urn:test|charge-1' }, CHARGE),
]
const total = async (query: string) => (await ehr.search(`${query}&_summary=count`)).body.total

describe('given a transaction', () => {
  test('then urn references become real ones, and the answers stand in the order of the entries', async () => {
    const answer = await ehr.post<Bundle>('', bundleOf('transaction', writeBack()), { prefer: 'return=representation' })
    expect(answer.status).toBe(200)
    expect(answer.body.type).toBe('transaction-response')
    const [first, second, third] = answer.body.entry ?? []
    expect([first, second, third].map((one) => one?.response?.status)).toEqual(Array(3).fill('201 Created'))
    expect(second?.response?.etag).toBe('W/"1"')
    const stored = (await ehr.get<Provenance>(`${first?.response?.location}`)).body
    expect(stored.target.map((one) => one.reference)).toEqual([
      `Flag/${second?.resource?.id}`,
      `ChargeItem/${third?.resource?.id}`,
    ])
  })

  test('when it is sent again, then nothing is duplicated but the Provenance, which had no condition', async () => {
    await ehr.post('', bundleOf('transaction', writeBack()))
    const again = await ehr.post<Bundle>('', bundleOf('transaction', writeBack()))
    expect(again.body.entry?.map((one) => one.response?.status)).toEqual(['201 Created', '200 OK', '200 OK'])
    expect(await total('Flag?patient=ana')).toBe(1)
    expect(await total('ChargeItem?patient=ana')).toBe(1)
  })

  test('when ten of them arrive at once, then there is still one Flag and one ChargeItem', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ehr.post('', bundleOf('transaction', writeBack()))))
    expect(await total('Flag?patient=ana')).toBe(1)
    expect(await total('ChargeItem?patient=ana')).toBe(1)
  })

  const flagUrl = 'Flag/kept'
  test.each<[string, number, string, object]>([
    [
      'an invalid resource',
      400,
      'Bundle.entry[3].resource.status',
      posting({ ...flagFor('ana'), status: 'banana' } as never),
    ],
    ['a dangling reference', 422, 'Bundle.entry[3].resource.subject.reference', posting(flagFor('nobody'))],
    [
      'a urn nobody has',
      422,
      'Bundle.entry[3].resource.author.reference',
      posting({ ...flagFor('ana'), author: { reference: 'urn:uuid:0b0d1c3e-2f8e-4c55-9a2e-0a5c3f0e0009' } } as never),
    ],
    [
      'an old version',
      412,
      'Bundle.entry[3]',
      { resource: { ...flagFor('ana'), id: 'kept' }, request: { method: 'PUT', url: flagUrl, ifMatch: 'W/"7"' } },
    ],
    ['a read of nothing', 404, 'Bundle.entry[3]', { request: { method: 'GET', url: 'Patient/nobody' } }],
    ['an unknown type', 404, 'Bundle.entry[3]', { request: { method: 'GET', url: 'Banana/1' } }],
    ['a missing method', 400, 'Bundle.entry[3].request.method', { request: { url: 'Flag' } }],
    [
      'a condition twice',
      400,
      'Bundle.entry[3]',
      posting(flagFor('ana'), { ifNoneExist: 'identifier=urn:test|flag-1' }),
    ],
    ['one resource twice', 400, 'Bundle.entry[4]', { request: { method: 'DELETE', url: flagUrl } }],
  ])('when one entry has %s, then %i names it and nothing at all is left', async (_name, status, element, entry) => {
    await ehr.put(flagUrl, { ...flagFor('ben', 'kept'), id: 'kept' })
    const before = await ehr.get(flagUrl)
    const entries = [...writeBack(), entry, ...(element.includes('[4]') ? [entry] : [])]
    const answer = await ehr.post<OperationOutcome>('', bundleOf('transaction', entries))
    expect(answer.body.resourceType).toBe('OperationOutcome')
    expect(answer.body.issue[0]?.expression?.[0]).toBe(element)
    expect(answer.status).toBe(status)
    for (const type of ['Flag', 'ChargeItem', 'Provenance']) expect(await total(`${type}?patient=ana`)).toBe(0)
    expect(await total('Provenance?recorded=2026-03-02')).toBe(0)
    expect((await ehr.get(flagUrl)).body).toEqual(before.body)
  })

  test('then deletions come before creations, and reads see what was written', async () => {
    await ehr.put(flagUrl, { ...flagFor('ana'), id: 'kept' })
    const answer = await ehr.post<Bundle>(
      '',
      bundleOf('transaction', [
        { request: { method: 'GET', url: 'Flag?identifier=urn:test|flag-1' } },
        {
          resource: { ...flagFor('ana', 'flag-2'), status: 'inactive' },
          request: { method: 'PUT', url: 'Flag?identifier=urn:test|flag-2' },
        },
        { request: { method: 'DELETE', url: flagUrl } },
      ]),
    )
    expect(answer.body.entry?.[0]?.resource).toMatchObject({ total: 0 })
    expect(answer.body.entry?.[2]?.response?.status).toBe('204 No Content')
    expect(await total('Flag?patient=ana')).toBe(1)
  })

  test('then conditional references are resolved', async () => {
    const flag = { ...flagFor('ana'), subject: { reference: 'Patient?identifier=urn:oid:1.2.3|MRN-ben' } }
    await ehr.post('', bundleOf('transaction', [posting(flag)]))
    expect(await total('Flag?patient=ben')).toBe(1)
    const nobody = { ...flag, subject: { reference: 'Patient?identifier=urn:oid:1.2.3|none' } }
    expect((await ehr.post('', bundleOf('transaction', [posting(nobody)]))).status).toBe(412)
  })
})

describe('given a batch', () => {
  test('then each entry stands or falls on its own', async () => {
    const answer = await ehr.post<Bundle>(
      '',
      bundleOf('batch', [
        posting(flagFor('ana')),
        posting(flagFor('nobody')),
        { request: { method: 'GET', url: 'Patient/ana' } },
        { request: { method: 'GET', url: 'Banana/1' } },
      ]),
    )
    expect(answer.body.type).toBe('batch-response')
    expect(answer.body.entry?.map((one) => one.response?.status.slice(0, 3))).toEqual(['201', '422', '200', '404'])
    expect(answer.body.entry?.[1]?.response?.outcome?.resourceType).toBe('OperationOutcome')
    expect(answer.body.entry?.[2]?.resource?.resourceType).toBe('Patient')
    expect(await total('Flag?patient=ana')).toBe(1)
  })

  test.each(['collection', 'searchset'])('while a %s cannot be posted', async (type) => {
    expect((await ehr.post('', bundleOf(type as 'batch', []))).status).toBe(400)
  })
})
