import type { PlanAnswer } from '@doseline/contract'
import type { Bundle, ChargeItem, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { EhrRefusal } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'
import { Answered, aConnection } from '../testing/a-connection.ts'
import { type SendPatience, sendPlan } from './send.ts'
import type { Sendable } from './send-parts.ts'
import type { SendProgress } from './send-report.ts'

const SYSTEM = 'https://doseline.example/fhir/sid/charge'
const SEAL = 'https://doseline.example/fhir/StructureDefinition/written-digest'
const patient = { reference: 'Patient/p1' }

const charge = (value: string, differs: Partial<ChargeItem> = {}): ChargeItem => ({
  resourceType: 'ChargeItem',
  extension: [{ url: SEAL, valueString: value }],
  identifier: [{ system: SYSTEM, value }],
  status: 'billable',
  code: { text: value },
  subject: patient,
  ...differs,
})
type Request = NonNullable<PlanAnswer['requests']>[number]
const asRequest = (request: Omit<Request, 'body'> & { body: FhirResource }): Request => request as unknown as Request
const aCreate = (value: string): Request =>
  asRequest({
    method: 'POST',
    url: 'ChargeItem',
    headers: { 'if-none-exist': `identifier=${SYSTEM}|${value}` },
    body: charge(value),
    says: value,
    identity: value,
    search: searchFor(value),
    fullUrl: `urn:uuid:${value}`,
  })
const aChange = (id: string, version: string): Request =>
  asRequest({
    method: 'PUT',
    url: `ChargeItem/${id}`,
    headers: { 'if-match': `W/"${version}"` },
    body: charge(id, { id, status: 'entered-in-error' }),
    says: `void ${id}`,
    identity: id,
  })
const aProvenance = (...targets: string[]): Request =>
  asRequest({
    method: 'POST',
    url: 'Provenance',
    headers: {},
    body: { resourceType: 'Provenance', target: targets.map((reference) => ({ reference })), recorded: '', agent: [] },
    says: 'Provenance',
  })
const single = (...requests: Request[]): Sendable => ({ channel: 'single', requests })
type Entry = NonNullable<Bundle<FhirResource>['entry']>[number]
const asEntry = ({ method, url, headers, body, fullUrl }: Request): Entry => ({
  ...(fullUrl && { fullUrl }),
  resource: body as unknown as FhirResource,
  request: {
    method,
    url,
    ...(headers['if-none-exist'] && { ifNoneExist: headers['if-none-exist'] }),
    ...(headers['if-match'] && { ifMatch: headers['if-match'] }),
  },
})
const whole = (...requests: Request[]): Sendable => ({
  channel: 'transaction',
  transaction: { resourceType: 'Bundle', type: 'transaction', entry: requests.map(asEntry) },
})

const bundle = (...resources: FhirResource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
})
const searchFor = (value: string) => `ChargeItem?identifier=${encodeURIComponent(`${SYSTEM}|${value}`)}`
const searchOf = (value: string) => `GET ${searchFor(value)}`
const nothing = { 'GET ChargeItem': bundle() }
const created = (id: string) => new Answered({ status: 201, body: charge(id, { id }) })
const busy = (status: number, seconds?: number) =>
  new EhrRefusal(status, undefined, undefined, seconds === undefined ? undefined : seconds * 1000)
/** Unavailable, by the word of the FHIR server itself. */
const unavailable = (seconds?: number) =>
  new EhrRefusal(
    503,
    { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'transient' }] },
    undefined,
    seconds === undefined ? undefined : seconds * 1000,
  )
const cut = new Failure('ehr-unreachable')

/** One after the other, the last one over and over. */
const inTurn = (...answers: readonly unknown[]) => {
  let turn = 0
  return () => answers[Math.min(turn++, answers.length - 1)]
}

function sending(plan: Sendable, answers: Readonly<Record<string, unknown>>, provenance = true) {
  const connection = aConnection({ ...nothing, ...answers })
  const waits: number[] = []
  const told: SendProgress[] = []
  const patience: SendPatience = {
    tries: 4,
    backoffMs: 100,
    longestWaitMs: 10_000,
    looks: [10, 20],
    sleep: async (ms) => void waits.push(ms),
  }
  const onProgress = (progress: SendProgress) => void told.push(progress)
  const done = sendPlan(connection, plan, { patient: 'p1', provenance, onProgress, patience })
  const writes = () => connection.sent.filter(({ options }) => options.method !== undefined && options.method !== 'GET')
  return { connection, waits, told, done, writes }
}
const kinds = async ({ done }: { done: ReturnType<typeof sendPlan> }) =>
  (await done).sent.map(({ outcome }) => outcome.kind)

describe('one by one', () => {
  test('in order, and Provenance names what came back', async () => {
    const sent = sending(
      single(aChange('9', '1'), aCreate('a'), aCreate('b'), aProvenance('urn:uuid:a', 'urn:uuid:b', 'ChargeItem/9')),
      {
        'PUT ChargeItem/9': {},
        'POST ChargeItem': inTurn(
          created('1'),
          new Answered({ status: 201, location: 'https://ehr.example/fhir/ChargeItem/2/_history/1' }),
        ),
        'POST Provenance': { resourceType: 'Provenance', id: 'x' },
      },
    )
    expect(await sent.done).toMatchObject({ ended: 'stored', written: ['9', 'a', 'b'] })
    const last = sent.writes().at(-1)?.options.body as { target: unknown }
    expect(last.target).toEqual(['ChargeItem/1', 'ChargeItem/2', 'ChargeItem/9'].map((reference) => ({ reference })))
    expect(sent.told.map(({ at, of }) => `${at} of ${of}`)).toEqual(['1 of 4', '2 of 4', '3 of 4', '4 of 4'])
  })

  test('what is there already is not sent', async () => {
    const sent = sending(single(aCreate('a')), { [searchOf('a')]: bundle(charge('a', { id: '7' })) })
    expect((await sent.done).sent[0]?.outcome).toEqual({ kind: 'stored', key: 'ChargeItem/7', wasThere: true })
    expect(sent.writes()).toEqual([])
  })

  test('a server that leaves the identifier out of its search does not pass other things for ours', async () => {
    const sent = sending(single(aCreate('a')), {
      'GET ChargeItem': bundle(charge('other', { id: '3' })),
      'POST ChargeItem': created('1'),
    })
    expect(await kinds(sent)).toEqual(['stored'])
    expect(sent.writes()).toHaveLength(1)
  })

  test('a refusal ends it, and what stands until then is said', async () => {
    const sent = sending(single(aCreate('a'), aCreate('b'), aCreate('c')), {
      'POST ChargeItem': inTurn(created('1'), busy(422)),
    })
    expect(await sent.done).toMatchObject({ ended: 'refused', written: ['a'], failure: { kind: 'write-refused' } })
    expect(await kinds(sent)).toEqual(['stored', 'refused', 'not sent'])
  })

  test('an EHR that takes no Provenance stores the lines all the same', async () => {
    const refused = sending(single(aCreate('a'), aProvenance('urn:uuid:a')), {
      'POST ChargeItem': created('1'),
      'POST Provenance': busy(403),
    })
    expect(await refused.done).toMatchObject({ ended: 'stored', failure: undefined })
    expect(await kinds(refused)).toEqual(['stored', 'refused'])
    const leftOut = sending(single(aCreate('a'), aProvenance('urn:uuid:a')), { 'POST ChargeItem': created('1') }, false)
    expect(await kinds(leftOut)).toEqual(['stored'])
  })

  test('a later edit of somebody is never overwritten: both are shown', async () => {
    const theirs = charge('9', { id: '9', meta: { versionId: '5' }, extension: [] })
    const sent = sending(single(aChange('9', '1'), aCreate('b')), {
      'PUT ChargeItem/9': busy(412),
      'GET ChargeItem/9': theirs,
    })
    const report = await sent.done
    expect(report).toMatchObject({ ended: 'refused', failure: { kind: 'chart-moved-on' }, written: [] })
    expect(report.conflicts).toEqual([
      { says: 'void 9', wanted: charge('9', { id: '9', status: 'entered-in-error' }), now: theirs },
    ])
  })

  test('an answer of success that nobody can read is looked up', async () => {
    const found = inTurn(bundle(), bundle(), bundle(charge('a', { id: '4' })))
    const sent = sending(single(aCreate('a')), {
      'POST ChargeItem': new Answered({ status: 201 }),
      [searchOf('a')]: found,
    })
    expect((await sent.done).sent[0]?.outcome).toMatchObject({ kind: 'stored', key: 'ChargeItem/4' })
    expect(sent.writes()).toHaveLength(1)
  })
})

describe('a connection that breaks', () => {
  test.each([
    ['one by one', single(aCreate('a')), 'POST ChargeItem'],
    ['as a whole', whole(aCreate('a'), aCreate('b')), 'POST '],
  ])('%s, after it was stored: found, and not sent again', async (_, plan, path) => {
    const found = inTurn(
      ...(plan.channel === 'single' ? [bundle(), bundle()] : [bundle()]),
      bundle(charge('a', { id: '4' })),
    )
    const sent = sending(plan, { [path]: cut, [searchOf('a')]: found })
    expect(await sent.done).toMatchObject({ ended: 'stored' })
    expect(sent.writes()).toHaveLength(1)
    expect(sent.told.some(({ waits }) => waits?.because === 'looking')).toBe(true)
  })

  test.each([cut, busy(500), busy(502), busy(504)])(
    'and is found nowhere: open, and never sent again (%s)',
    async (thrown) => {
      const sent = sending(single(aCreate('a'), aCreate('b')), { 'POST ChargeItem': thrown })
      expect(await sent.done).toMatchObject({ ended: 'open', written: [], failure: { kind: 'write-unconfirmed' } })
      expect(await kinds(sent)).toEqual(['open', 'not sent'])
      expect(sent.writes()).toHaveLength(1)
      expect(sent.waits).toEqual([10, 20])
    },
  )

  test('while something is changed: its version and seal tell whether it was', async () => {
    const now = (differs: Partial<ChargeItem>) => charge('9', { id: '9', meta: { versionId: '2' }, ...differs })
    const change = (stands: ChargeItem) =>
      sending(whole(aChange('9', '1')), { 'POST ': cut, 'GET ChargeItem/9': stands }).done
    expect(await change(now({ status: 'entered-in-error' }))).toMatchObject({ ended: 'stored' })
    expect(await change(now({ meta: { versionId: '1' } }))).toMatchObject({ ended: 'open' })
    expect(await change(now({ status: 'billed' }))).toMatchObject({ ended: 'open' })
  })

  test('at an operation that cannot be searched: open at once', async () => {
    const body: FhirResource = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'transactionId', valueUuid: 'urn:uuid:1' },
        { name: 'chargeItem', resource: charge('a') },
      ],
    }
    const request = asRequest({
      method: 'POST',
      url: 'ChargeItem/$create',
      headers: {},
      body,
      says: 'a',
      identity: 'a',
    })
    const plan: Sendable = { channel: 'oracle-create', requests: [request] }
    const sent = sending(plan, { 'POST ChargeItem/$create': cut })
    expect(await sent.done).toMatchObject({ ended: 'open' })
    expect(sent.waits).toEqual([])
    const fine = sending(plan, { 'POST ChargeItem/$create': new Answered({ status: 200 }) })
    expect(await fine.done).toMatchObject({ ended: 'stored', written: ['a'] })
  })
})

describe('a busy EHR', () => {
  test('is waited for as long as it asks, looked at, and asked again', async () => {
    const sent = sending(single(aCreate('a')), { 'POST ChargeItem': inTurn(busy(429, 2), unavailable(), created('1')) })
    expect(await sent.done).toMatchObject({ ended: 'stored' })
    expect(sent.waits).toEqual([2000, 200, 10, 20])
    expect(sent.told.flatMap(({ waits }) => waits?.because ?? [])).toEqual(['busy', 'busy', 'looking', 'looking'])
    expect(sent.connection.asked.filter((path) => path.includes('identifier='))).toHaveLength(3)
  })

  test('three times, and no longer than a person waits', async () => {
    const often = sending(whole(aCreate('a')), { 'POST ': busy(429) })
    expect(await often.done).toMatchObject({
      ended: 'refused',
      failure: { kind: 'write-refused', about: { status: 429 } },
    })
    expect(often.writes()).toHaveLength(4)
    const long = sending(whole(aCreate('a')), { 'POST ': unavailable(60) })
    expect(await long.done).toMatchObject({ ended: 'refused' })
    expect(long.writes()).toHaveLength(1)
  })

  test('that did it after all is not asked again', async () => {
    const found = inTurn(bundle(charge('a', { id: '4' })))
    const sent = sending(whole(aCreate('a')), { 'POST ': busy(503), [searchOf('a')]: found })
    expect(await sent.done).toMatchObject({ ended: 'stored' })
    expect(sent.writes()).toHaveLength(1)
  })
})

describe('a 503, which may come after it was stored', () => {
  const parameters: FhirResource = {
    resourceType: 'Parameters',
    parameter: [{ name: 'transactionId' }, { name: 'chargeItem', resource: charge('a') }],
  }
  const create = asRequest({ method: 'POST', url: 'ChargeItem/$create', headers: {}, body: parameters, says: 'a' })

  test('of an operation that cannot be searched: open, and never sent again', async () => {
    const sent = sending({ channel: 'oracle-create', requests: [create] }, { 'POST ChargeItem/$create': busy(503) })
    expect(await sent.done).toMatchObject({ ended: 'open', failure: { kind: 'write-unconfirmed' } })
    expect(sent.writes()).toHaveLength(1)
  })

  test('of the same operation too many requests are: nothing was done, and it is sent again', async () => {
    const answers = { 'POST ChargeItem/$create': inTurn(busy(429), new Answered({ status: 200 })) }
    const sent = sending({ channel: 'oracle-create', requests: [create] }, answers)
    expect(await sent.done).toMatchObject({ ended: 'stored' })
    expect(sent.writes()).toHaveLength(2)
  })

  test('where the EHR refuses to be searched: open, and never sent again', async () => {
    const sent = sending(single(aCreate('a')), { 'POST ChargeItem': busy(503), 'GET ChargeItem': busy(403) })
    expect(await sent.done).toMatchObject({ ended: 'open' })
    expect(sent.writes()).toHaveLength(1)
  })

  test.each([
    ['a gateway', busy(503), 'open', 1],
    ['the FHIR server itself', unavailable(), 'stored', 2],
  ])('said by %s, and nothing is found', async (_, answer, ended, sendings) => {
    const sent = sending(single(aCreate('a')), { 'POST ChargeItem': inTurn(answer, created('1')) })
    expect((await sent.done).ended).toBe(ended)
    expect(sent.writes()).toHaveLength(sendings)
  })

  test('where the search lags: found at the last look, and not sent again', async () => {
    const found = inTurn(bundle(), bundle(), bundle(charge('a', { id: '4' })))
    const sent = sending(single(aCreate('a')), { 'POST ChargeItem': busy(503), [searchOf('a')]: found })
    expect(await sent.done).toMatchObject({ ended: 'stored' })
    expect(sent.writes()).toHaveLength(1)
  })
})

describe('something else under the same identifier', () => {
  const cancelled = charge('a', { id: '7', status: 'aborted' })
  const conflict = { ended: 'refused', written: [], failure: { kind: 'chart-moved-on' } }

  test('a line that a biller cancelled is not taken for written: both are shown', async () => {
    const sent = sending(single(aCreate('a')), { [searchOf('a')]: bundle(cancelled) })
    const report = await sent.done
    expect(report).toMatchObject(conflict)
    expect(report.conflicts).toEqual([{ says: 'a', wanted: charge('a'), now: cancelled }])
    expect(sent.writes()).toEqual([])
  })

  test('nor where the EHR names it instead of a creation', async () => {
    const sent = sending(single(aCreate('a')), { 'POST ChargeItem': new Answered({ status: 200, body: cancelled }) })
    expect(await sent.done).toMatchObject({ ...conflict, conflicts: [{ now: cancelled }] })
  })

  test.each([
    ['with the resource', cancelled],
    ['without it', undefined],
  ])('nor where a transaction answers that it was there, %s', async (_, resource) => {
    const entry = [{ response: { status: '201' } }, { response: { status: '200' }, resource }]
    const answers = { 'POST ': { resourceType: 'Bundle', entry }, [searchOf('a')]: bundle(cancelled) }
    const report = await sending(whole(aCreate('b'), aCreate('a')), answers).done
    expect(report).toMatchObject({ ...conflict, written: ['b'], conflicts: [{ says: 'a', now: cancelled }] })
  })

  test('nor where it is found after the connection broke', async () => {
    const sent = sending(whole(aCreate('a')), { 'POST ': cut, [searchOf('a')]: bundle(cancelled) })
    expect(await sent.done).toMatchObject({ ...conflict, conflicts: [{ now: cancelled }] })
  })

  test('other units are another line; another person at another time is not', async () => {
    const wanted = { ...aCreate('a'), body: charge('a', { quantity: { value: 88 } }) } as unknown as Request
    const stands = (differs: Partial<ChargeItem>) =>
      sending(single(wanted), { [searchOf('a')]: bundle(charge('a', { id: '7', ...differs })) }).done
    expect(await stands({ quantity: { value: 90 } })).toMatchObject(conflict)
    const others = { quantity: { value: 88 }, enteredDate: '2026-01-01', extension: [{ url: SEAL, valueString: 'x' }] }
    expect(await stands(others)).toMatchObject({ ended: 'stored' })
  })
})

describe('one transaction', () => {
  test('an entry whose status cannot be read may be stored: it is open', async () => {
    const entry = [{ response: { status: '201' } }, {}]
    const report = await sending(whole(aCreate('a'), aCreate('b')), { 'POST ': { resourceType: 'Bundle', entry } }).done
    expect(report).toMatchObject({ ended: 'open', written: ['a'], failure: { kind: 'write-unconfirmed' } })
  })

  test('tells the id of each part', async () => {
    const entry = ['ChargeItem/1/_history/1', 'ChargeItem/2/_history/1'].map((location) => ({
      response: { status: '201 Created', location },
    }))
    const answer = { resourceType: 'Bundle', type: 'transaction-response', entry }
    const report = await sending(whole(aCreate('a'), aCreate('b')), { 'POST ': answer }).done
    expect(report.sent.map(({ outcome }) => outcome)).toMatchObject([{ key: 'ChargeItem/1' }, { key: 'ChargeItem/2' }])
  })

  test('a server that keeps one entry and refuses another is not believed to have stored all', async () => {
    const entry = [{ response: { status: '201' } }, { response: { status: '422' } }]
    const report = await sending(whole(aCreate('a'), aCreate('b')), { 'POST ': { resourceType: 'Bundle', entry } }).done
    expect(report).toMatchObject({ ended: 'refused', written: ['a'] })
  })

  test('a server that refuses it for its Provenance is sent all but that, and is said to have refused that', async () => {
    const stored = { resourceType: 'Bundle', entry: [{ response: { status: '201', location: 'ChargeItem/1' } }] }
    const sent = sending(whole(aProvenance('urn:uuid:a'), aCreate('a')), { 'POST ': inTurn(busy(403), stored) })
    const report = await sent.done
    expect(report).toMatchObject({ ended: 'stored', written: ['a'], failure: undefined })
    expect(report.sent.map(({ says, outcome }) => [says, outcome.kind])).toEqual([
      ['Provenance', 'refused'],
      ['a', 'stored'],
    ])
    const types = sent
      .writes()
      .map(({ options }) => (options.body as Bundle).entry?.map((one) => one.resource?.resourceType))
    expect(types).toEqual([['Provenance', 'ChargeItem'], ['ChargeItem']])
  })

  test('a server that refuses it without its Provenance as well refuses the lines', async () => {
    const sent = sending(whole(aCreate('a'), aProvenance('urn:uuid:a')), { 'POST ': busy(403) })
    expect(await sent.done).toMatchObject({ ended: 'refused', written: [], failure: { kind: 'write-refused' } })
    expect(sent.writes()).toHaveLength(2)
  })

  test.each([404, 405, 501])(
    'a server that takes none (%s) did nothing: another channel can be taken',
    async (status) => {
      expect(await sending(whole(aCreate('a')), { 'POST ': busy(status) }).done).toMatchObject({
        ended: 'refused',
        failure: { kind: 'channel-refused' },
      })
    },
  )

  test.each([
    [403, 'write-refused'],
    [422, 'write-refused'],
    [409, 'chart-moved-on'],
    [412, 'chart-moved-on'],
    [new Failure('session-ended'), 'session-ended'],
  ])('an EHR that answers %s', async (answer, kind) => {
    expect(await sending(whole(aCreate('a')), { 'POST ': answer }).done).toMatchObject({
      ended: 'refused',
      failure: { kind },
    })
  })
})

test('a session that ends while it is looked for leaves open what was sent', async () => {
  const over = new Failure('session-ended')
  const answers = { 'POST ': new Failure('ehr-unreachable'), 'GET ChargeItem': over }
  expect(await sending(whole(aCreate('a')), answers).done).toMatchObject({
    ended: 'open',
    failure: { kind: 'write-unconfirmed' },
  })
})

test('whatever ends the looking after something was sent leaves it open', async () => {
  const answers = { 'POST ': new Failure('ehr-unreachable'), 'GET ChargeItem': new Failure('wrong-patient') }
  expect(await sending(whole(aCreate('a')), answers).done).toMatchObject({ ended: 'open', written: [] })
})

const stranger = charge('a', { subject: { reference: 'Patient/p2' } })
const replaced = (body: FhirResource, differs: Partial<Request> = {}): Request =>
  asRequest({ ...aCreate('a'), ...differs, body })
const message = (type: 'Task' | 'Communication' | 'DocumentReference', subject: string): Request => {
  const about = type === 'Task' ? { for: { reference: subject } } : { subject: { reference: subject } }
  return replaced({ resourceType: type, ...about } as FhirResource, { url: type })
}
const parameters = (resource: FhirResource): Request =>
  replaced(
    { resourceType: 'Parameters', parameter: [{ name: 'transactionId' }, { name: 'chargeItem', resource }] },
    { url: 'ChargeItem/$create' },
  )
const REFUSED: Readonly<Record<string, Request>> = {
  'another patient': replaced(stranger),
  'a patient of another server': replaced(
    charge('a', { subject: { reference: 'https://other.example/fhir/Patient/p1' } }),
  ),
  'a type we never write': replaced({ resourceType: 'Patient' }, { url: 'Patient' }),
  'a conditional update': replaced(charge('a', { id: '1' }), { method: 'PUT', url: 'ChargeItem?identifier=a|b' }),
  'a change without the version it changes': replaced(charge('a', { id: '1' }), {
    method: 'PUT',
    url: 'ChargeItem/1',
    headers: {},
  }),
  'a Provenance about something else': aProvenance('Patient/p1'),
  'a task for another patient': message('Task', 'Patient/p2'),
  'a message about another patient': message('Communication', 'Patient/p2'),
  'a document about another patient': message('DocumentReference', 'Patient/p2'),
  'a change of a document': { ...message('DocumentReference', 'Patient/p1'), method: 'PUT' },
  'a charge for another patient in an operation': parameters(stranger),
  'something else in an operation': parameters({ resourceType: 'Flag', status: 'active', code: {}, subject: patient }),
}
describe('nothing is sent', () => {
  test.each(Object.entries(REFUSED))('of a write-back with %s', async (_, wrong) => {
    const plans = wrong.url.includes('$')
      ? [single(aCreate('b'), wrong)]
      : [single(aCreate('b'), wrong), whole(aCreate('b'), wrong)]
    for (const plan of plans) {
      const { done, connection } = sending(plan, {})
      await expect(done).rejects.toMatchObject({ kind: 'wrong-patient' })
      expect(connection.sent).toEqual([])
    }
  })

  test('where the token is for another patient than the screen', async () => {
    const connection = aConnection({}, { patient: 'p2' })
    await expect(sendPlan(connection, single(aCreate('a')), { patient: 'p1' })).rejects.toMatchObject({
      kind: 'wrong-patient',
    })
    expect(connection.sent).toEqual([])
  })

  test('by hand', async () => {
    await expect(sending({ channel: 'by-hand' }, {}).done).rejects.toMatchObject({ kind: 'service-error' })
  })
})
