import type { Bundle, Flag } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { launched, startedSandbox } from '../src/testing/launch.ts'
import { fhirClient, flagFor } from './support/fhir-client.ts'

let sandbox: Sandbox
let ehr: ReturnType<typeof fhirClient>

beforeAll(async () => {
  sandbox = await startedSandbox()
  ehr = fhirClient(sandbox, (await launched(sandbox, 'launch user/*.cruds')).access_token)
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

describe('given a resource that was created', () => {
  test('then it has an id, a version, an ETag and a Location, and reads back the same', async () => {
    const created = await ehr.post<Flag>('Flag', { ...flagFor('ana'), id: 'mine' })
    expect(created.status).toBe(201)
    expect(created.body.id).not.toBe('mine')
    expect(created.headers.get('etag')).toBe('W/"1"')
    const at = `${sandbox.fhirBase}/Flag/${created.body.id}/_history/1`
    expect(created.headers.get('location')).toBe(at)
    expect((await ehr.get(at)).body).toEqual(created.body)
    expect((await ehr.get(`Flag/${created.body.id}`)).body).toEqual(created.body)
    expect((await ehr.get(`Flag/${created.body.id}`, { 'if-none-match': 'W/"1"' })).status).toBe(304)
  })

  test.each([
    ['minimal', undefined],
    ['representation', 'Flag'],
    ['OperationOutcome', 'OperationOutcome'],
  ])('when return=%s is preferred, then the body is %s', async (prefer, type) => {
    const created = await ehr.post('Flag', flagFor('ana'), { prefer: `return=${prefer}` })
    expect(created.status).toBe(201)
    expect(created.body?.resourceType).toBe(type)
  })
})

describe('given updates', () => {
  test('then each one adds a version, and the history is newest first however often it is asked', async () => {
    const { body } = await ehr.post<Flag>('Flag', flagFor('ana'))
    await ehr.put(`Flag/${body.id}`, { ...body, status: 'inactive' })
    for (let n = 0; n < 2; n++) {
      const history = await ehr.get<Bundle<Flag>>(`Flag/${body.id}/_history`)
      expect(history.body.entry?.map((one) => one.resource?.meta?.versionId)).toEqual(['2', '1'])
    }
    expect((await ehr.get<Flag>(`Flag/${body.id}/_history/1`)).body.status).toBe('active')
  })

  test('when If-Match names an old version, then 412 and nothing changes', async () => {
    const { body } = await ehr.post<Flag>('Flag', flagFor('ana'))
    expect((await ehr.put(`Flag/${body.id}`, body, { 'if-match': 'W/"1"' })).status).toBe(200)
    const late = await ehr.put(`Flag/${body.id}`, { ...body, status: 'inactive' }, { 'if-match': 'W/"1"' })
    expect(late.status).toBe(412)
    expect(late.outcome.resourceType).toBe('OperationOutcome')
    expect((await ehr.get<Flag>(`Flag/${body.id}`)).body.status).toBe('active')
    expect((await ehr.put('Flag/new', { ...flagFor('ana'), id: 'new' }, { 'if-match': 'W/"1"' })).status).toBe(412)
    expect((await ehr.put(`Flag/${body.id}`, body, { 'if-match': 'one' })).status).toBe(400)
  })

  test('when PUT meets an id that is free, then it creates with 201', async () => {
    const flag = { ...flagFor('ana'), id: 'chosen-by-the-client' }
    expect((await ehr.put('Flag/chosen-by-the-client', flag)).status).toBe(201)
    expect((await ehr.put('Flag/chosen-by-the-client', flag)).status).toBe(200)
    expect((await ehr.put('Flag/another', flag)).status).toBe(400)
  })

  test('when a JSON Patch or a FHIRPath Patch is sent, then it is applied, and a failing test leaves all as it was', async () => {
    const { body } = await ehr.post<Flag>('Flag', flagFor('ana'))
    const send = (patch: unknown, type = 'application/json-patch+json') =>
      ehr.send<Flag>('PATCH', `Flag/${body.id}`, patch, { 'content-type': type })
    const inactive = { op: 'replace', path: '/status', value: 'inactive' }
    expect((await send([inactive])).body.status).toBe('inactive')
    const failing = await send([
      { op: 'test', path: '/status', value: 'active' },
      { ...inactive, value: 'active' },
    ])
    expect(failing.status).toBe(422)
    expect((await send([{ ...inactive, value: 'banana' }])).status).toBe(400)
    const part = [
      { name: 'type', valueCode: 'replace' },
      { name: 'path', valueString: 'Flag.status' },
      { name: 'value', valueCode: 'entered-in-error' },
    ]
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'operation', part }] }
    expect((await send(parameters, 'application/fhir+json')).body.status).toBe('entered-in-error')
  })
})

describe('given a deleted resource', () => {
  test('then it is gone, its history stays, deleting again is no error, and it can come back', async () => {
    const { body } = await ehr.post<Flag>('Flag', flagFor('ana'))
    const at = `Flag/${body.id}`
    expect((await ehr.send('DELETE', at)).status).toBe(204)
    expect((await ehr.get(at)).status).toBe(410)
    expect((await ehr.get(`${at}/_history/2`)).status).toBe(410)
    expect((await ehr.get<Bundle>(`${at}/_history`)).body.entry).toHaveLength(2)
    expect((await ehr.send('DELETE', at)).status).toBe(204)
    const again = await ehr.put(at, body)
    expect(again.status).toBe(201)
    expect(again.headers.get('etag')).toBe('W/"3"')
  })
})

describe('given conditions', () => {
  const same = { 'if-none-exist': 'identifier=urn:test|flag-1' }

  test('when 20 identical conditional creates arrive at once, then one resource exists and all get it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ehr.post<Flag>('Flag', flagFor('ana'), same)))
    expect(answers.map((one) => one.status).sort()).toEqual([...Array(19).fill(200), 201])
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(1)
    expect((await ehr.search('Flag?identifier=urn:test|flag-1')).body.total).toBe(1)
  })

  test('when several match, then 412; when the condition is not understood, then 400', async () => {
    await ehr.post('Flag', flagFor('ana'))
    await ehr.post('Flag', flagFor('ana'))
    expect((await ehr.post('Flag', flagFor('ana'), same)).status).toBe(412)
    expect((await ehr.post('Flag', flagFor('ana'), { 'if-none-exist': 'status=active' })).status).toBe(400)
    expect((await ehr.send('DELETE', 'Flag?identifier=urn:test|flag-1')).status).toBe(412)
    expect((await ehr.send('DELETE', 'Flag')).status).toBe(412)
  })

  test('when PUT has a condition, then it creates once and updates afterwards', async () => {
    const put = (status: string) => ehr.put<Flag>('Flag?identifier=urn:test|flag-1', { ...flagFor('ana'), status })
    const first = await put('active')
    expect(first.status).toBe(201)
    const second = await put('inactive')
    expect(second.status).toBe(200)
    expect(second.body.id).toBe(first.body.id)
    expect((await ehr.send('DELETE', 'Flag?identifier=urn:test|flag-1')).status).toBe(204)
    expect((await ehr.get(`Flag/${first.body.id}`)).status).toBe(410)
  })
})
