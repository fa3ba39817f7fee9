import { randomUUID } from 'node:crypto'
import { type PlanAnswer, PlansAnswer, PlansRequest } from '@doseline/contract'
import { requestFor, SHAPES, scenario } from '@doseline/fhir-fixtures'
import type { FhirResource } from 'fhir/r4'
import { afterAll, describe, expect, test } from 'vitest'
import { createEngine } from '../src/engine.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { type Tenant, Tenants } from '../src/tenants.ts'
import { aService, codebook, get, send } from './a-service.ts'

const billCodesOf = (kind: string) => ({
  system: `https://fhir.example/tenant/CodeSystem/BillCodes-${kind}`,
  schedule: { system: 'https://fhir.example/tenant/codeSet/14002', code: '615215' },
})
const BILL_CODES = { hcpcs: billCodesOf('HCPCS'), cpt: billCodesOf('CPT'), modifier: billCodesOf('MODIFIER') }
const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-attested'))
const by = { reference: 'Practitioner/biller', display: 'Biller' }

function resourcesIn({ bundle }: typeof MEPSEVII): { resourceType: string; id?: string }[] {
  return ((bundle?.entry ?? []) as { resource: { resourceType: string } }[]).map(({ resource }) => resource)
}

/** A service, and an EHR that nobody has written to yet. */
let hasty: Ledger | undefined
afterAll(() => hasty?.close())

/** `hasten`: what was sent has arrived at once, and can be found. */
async function aFreshService({ hasten = false } = {}) {
  if (hasten) hasty ??= await openLedger({ kind: 'memory' }, { reserved: 60, sent: 0 })
  const service = await aService(hasten && hasty ? { ledger: hasty } : {})
  const writeBack = { act: 'approve', by, server: randomUUID() } as const
  const reserve = (more: object = {}, key: string | undefined = randomUUID()) =>
    send(service, 'POST', '/v1/write-backs', {
      body: { ...MEPSEVII, writeBack, ...more },
      headers: key === undefined ? {} : { 'idempotency-key': `"${key}"` },
    })
  const step = (id: string, body: object) => send(service, 'PATCH', `/v1/write-backs/${id}`, { body })
  return { service, writeBack, reserve, step }
}

describe('reserve → sent → confirmed', () => {
  test('a reservation judges, plans, and is granted with what to send', async () => {
    const { service, reserve, step } = await aFreshService()
    const { status, body } = await reserve()
    expect(status).toBe(201)
    expect(body.writeBack).toMatchObject({ state: 'reserved', fencing: 1 })
    expect(body.assessment.plans[0].transaction.resourceType).toBe('Bundle')
    expect(body.assessment.assessments[0].verdict).toBe('ready')
    const { id } = body.writeBack
    expect((await step(id, { state: 'sent', fencing: 1 })).body.state).toBe('sent')
    expect((await step(id, { state: 'confirmed', fencing: 1 })).body.state).toBe('confirmed')
    expect((await get(service, `/v1/write-backs/${id}`)).body).toMatchObject({ id, state: 'confirmed' })
  })

  test('a second person is told who writes, and when to come back', async () => {
    const { reserve } = await aFreshService()
    await reserve()
    const second = await reserve()
    expect([second.status, second.body.code]).toEqual([409, 'write-back-under-way'])
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('the same key is the same reservation, with the same plan; with another request it is refused', async () => {
    const { reserve } = await aFreshService()
    const key = randomUUID()
    const first = await reserve({}, key)
    const again = await reserve({}, key)
    expect([again.status, again.body]).toEqual([200, first.body])
    const other = await reserve({ codebook: 'article' }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
  })

  test('a reservation without a key is refused, because a retry of it could be a second one', async () => {
    const { service, writeBack } = await aFreshService()
    const { status, body } = await send(service, 'POST', '/v1/write-backs', { body: { ...MEPSEVII, writeBack } })
    expect([status, body.code]).toEqual([400, 'idempotency-key-missing'])
  })

  test('a chart that does not show what was written is no license to write it again', async () => {
    const { reserve, step } = await aFreshService()
    const { id } = (await reserve()).body.writeBack
    await step(id, { state: 'sent', fencing: 1 })
    await step(id, { state: 'confirmed', fencing: 1 })
    const stale = await reserve()
    expect([stale.status, stale.body.code, stale.body.earlier[0].id]).toEqual([409, 'already-written', id])
  })

  test('what is known to be gone may be written again, once it would be found if it were there', async () => {
    for (const hasten of [false, true]) {
      const { reserve, step } = await aFreshService({ hasten })
      const { id } = (await reserve()).body.writeBack
      await step(id, { state: 'sent', fencing: 1 })
      await step(id, { state: 'confirmed', fencing: 1 })
      expect((await reserve()).body.code).toBe('already-written')
      const again = await reserve({ overrideEarlier: [id] })
      if (hasten) expect(again.status).toBe(201)
      else {
        expect([again.status, again.body.code]).toEqual([409, 'already-written'])
        expect(again.body.detail).toMatch(/Until .* they may still arrive, or not be found yet\./)
        expect(again.body.errors[0].remedy).toMatch(/^Wait until then/)
        expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(60)
      }
    }
  })

  test('what the EHR refused is void with its reason, and the visit is free at once', async () => {
    const { reserve, step } = await aFreshService()
    const { id } = (await reserve()).body.writeBack
    expect((await step(id, { state: 'void', fencing: 1 })).body.errors[0].pointer).toBe('/reason')
    expect((await step(id, { state: 'void', fencing: 1, reason: 'the EHR answered 403' })).body.state).toBe('void')
    expect((await reserve()).status).toBe(201)
  })

  test('what was sent and never confirmed is not written again without a word', async () => {
    const { reserve, step } = await aFreshService()
    const { id } = (await reserve()).body.writeBack
    await step(id, { state: 'sent', fencing: 1 })
    expect((await reserve()).body.code).toBe('write-back-under-way')
    expect((await step(id, { state: 'unconfirmed', fencing: 1, reason: 'the connection broke' })).status).toBe(200)
    const next = await reserve()
    expect([next.status, next.body.code]).toEqual([409, 'already-written'])
    expect(next.body.earlier).toEqual([
      { id, state: 'unconfirmed', who: expect.any(String), changed: expect.any(String) },
    ])
    expect(next.body.detail).toMatch(/may have written/)
  })

  test('only what was stored counts as written, where it is known', async () => {
    const { reserve, step, writeBack } = await aFreshService()
    const first = (await reserve({ writeBack: { ...writeBack, channels: ['single'] } })).body
    const { id } = first.writeBack
    const [line, ...others] = first.assessment.plans[0].requests
    expect(others.length).toBeGreaterThan(1)
    await step(id, { state: 'sent', fencing: 1 })
    const early = await step(id, { state: 'void', fencing: 1, reason: 'refused', written: [line.identity] })
    expect(early.body.errors[0].pointer).toBe('/written')
    await step(id, { state: 'confirmed', fencing: 1, written: [] })
    expect((await reserve()).status).toBe(201)
  })

  test.each(['task', 'communication', 'document'])(
    'a visit is told about by one %s, whatever the channel',
    async (channel) => {
      const { reserve, step, writeBack } = await aFreshService()
      const first = (await reserve({ writeBack: { ...writeBack, channels: [channel] } })).body
      expect([first.assessment.plans[0].channel, first.assessment.plans[0].lost.length > 1]).toEqual([channel, true])
      const { id } = first.writeBack
      const [message] = first.assessment.plans[0].requests
      await step(id, { state: 'sent', fencing: 1 })
      await step(id, { state: 'confirmed', fencing: 1, written: [message.identity] })
      for (const channels of [['task'], ['communication'], ['document'], ['transaction'], ['by-hand']]) {
        const again = await reserve({ writeBack: { ...writeBack, channels } })
        expect([channels, again.body.code]).toEqual([channels, 'already-written'])
      }
    },
  )

  describe('of charges that Oracle made in part', () => {
    const sentInPart = async (how: 'refused' | 'open') => {
      const { reserve, step, writeBack, service } = await aFreshService({ hasten: true })
      const oracle = { ...writeBack, billCodes: BILL_CODES, channels: ['oracle-create', 'document'] }
      const first = (await reserve({ writeBack: oracle })).body
      const [stored, ...rest] = first.assessment.plans[0].requests.map(({ says }: { says: string }) => says)
      const [{ identity }] = first.assessment.plans[0].requests
      const { id } = first.writeBack
      await step(id, { state: 'sent', fencing: 1 })
      const written = [identity]
      await step(id, { state: how === 'open' ? 'unconfirmed' : 'confirmed', fencing: 1, written })
      const plan = async () => {
        const { act, ...about } = oracle
        const { body } = await send(service, 'POST', '/v1/plans', {
          body: { ...MEPSEVII, server: writeBack.server, writeBack: { ...about, acts: [act] } },
        })
        return (body.plans[0].requests ?? []).map(({ says }: { says: string }) => says)
      }
      return { reserve, step, id, identity, oracle, stored, rest, plan }
    }

    test('where the rest was refused, the rest alone is offered and may be sent', async () => {
      const { reserve, step, oracle, rest, plan } = await sentInPart('refused')
      expect(await plan()).toEqual(rest)
      const next = await reserve({ writeBack: oracle })
      expect(next.status).toBe(201)
      expect(next.body.assessment.plans[0].requests.map(({ says }: { says: string }) => says)).toEqual(rest)
      const { id, fencing } = next.body.writeBack
      await step(id, { state: 'sent', fencing })
      await step(id, { state: 'confirmed', fencing })
      expect(await plan()).toEqual([])
    })

    test('where the rest is open, what is known to stand is not sent again, whatever is said of the rest', async () => {
      const { reserve, id, oracle, rest, plan } = await sentInPart('open')
      expect(await plan()).toEqual(rest)
      expect((await reserve({ writeBack: oracle })).body.code).toBe('already-written')
      const again = await reserve({ writeBack: oracle, overrideEarlier: [id] })
      expect(again.status).toBe(201)
      expect(again.body.assessment.plans[0].requests.map(({ says }: { says: string }) => says)).toEqual(rest)
    })

    test('what was taken back there may be given again, and nothing else', async () => {
      const { reserve, oracle, rest, stored, identity } = await sentInPart('refused')
      const again = await reserve({ writeBack: { ...oracle, reversedCharges: [identity] } })
      expect(again.body.assessment.plans[0].requests.map(({ says }: { says: string }) => says)).toEqual([
        stored,
        ...rest,
      ])
    })

    test.each(SHAPES)('a line whose doses became more is not given a second time: $name', async ({ of }) => {
      const { reserve, oracle, stored } = await sentInPart('refused')
      const resources = resourcesIn(MEPSEVII)
      const [dose] = resources.filter(({ resourceType }) => resourceType === 'MedicationAdministration')
      resources.push({ ...dose, resourceType: 'MedicationAdministration', id: 'ma-second' })
      const entry = resources.map((resource) => ({ resource: resource as FhirResource }))
      const shaped = of({ resourceType: 'Bundle', type: 'collection', entry })
      const { body } = await reserve({ bundle: undefined, ...shaped, writeBack: oracle })
      const { requests = [], warnings } = body.assessment.plans[0]
      expect(requests.map(({ says }: { says: string }) => says)).not.toContain(stored)
      expect(warnings.join()).toMatch(/was charged by the EHR’s own operation/)
    })

    test.each<[string, (ma: object) => readonly object[]]>([
      ['in place of the old record', (ma) => [{ ...ma, id: 'charted-again' }]],
      [
        'beside the old record in error',
        (ma) => [
          { ...ma, status: 'entered-in-error' },
          { ...ma, id: 'charted-again' },
        ],
      ],
    ])('a dose that was charted again %s is not charged again', async (_, anew) => {
      const { reserve, oracle } = await sentInPart('refused')
      const resources = resourcesIn(MEPSEVII).flatMap((each) =>
        `MedicationAdministration/${each.id}` === MEPSEVII.focus ? anew(each) : [each],
      )
      const focus = 'MedicationAdministration/charted-again'
      const [stated] = Object.values(MEPSEVII.attested ?? {})
      const about = { bundle: undefined, resources, focus, attested: { [focus]: stated } }
      const { body } = await reserve({ ...about, writeBack: oracle })
      expect(body.assessment.assessments[0].verdict).toBe('needs-information')
      expect(JSON.stringify(body.assessment.assessments[0].findings)).toMatch(
        /was charged for MedicationAdministration/,
      )
      const lines = body.assessment.plans[0].writes.filter(({ what }: { what: string }) => what === 'ChargeItem')
      expect(lines).toEqual([])
    })
  })

  describe('a message that says something else than the one before', () => {
    const told = async () => {
      const { reserve, step, writeBack } = await aFreshService()
      const asMessage = { ...writeBack, channels: ['communication', 'task'] }
      const attest = (discardedMg: string) =>
        Object.fromEntries(
          Object.entries(MEPSEVII.attested ?? {}).map(([dose, stated]) => [dose, { ...stated, discardedMg }]),
        )
      const send = async (discardedMg: string, to: 'confirmed' | 'unconfirmed' | 'void' = 'confirmed') => {
        const { status, body } = await reserve({ attested: attest(discardedMg), writeBack: asMessage })
        if (status !== 201) return { status, code: body.code }
        const { id, fencing } = body.writeBack
        await step(id, { state: 'sent', fencing })
        const end = (state: 'confirmed' | 'unconfirmed' | 'void') =>
          step(id, { state, fencing, ...(state === 'void' && { reason: 'the EHR refused it' }) })
        await end(to)
        return { status, end, content: body.assessment.plans[0].requests[0].search.split('|').at(-1) }
      }
      return { reserve, send, writeBack }
    }

    test('takes its place; the same again is asked about', async () => {
      const { send } = await told()
      expect((await send('2')).status).toBe(201)
      expect((await send('2')).code).toBe('already-written')
      expect((await send('1')).status).toBe(201)
      expect((await send('1')).code).toBe('already-written')
    })

    test('and one that says again what was corrected in between is a new message', async () => {
      const { send } = await told()
      const [first, , third] = [await send('2'), await send('1'), await send('2')]
      expect(third.status).toBe(201)
      expect(third.content).not.toBe(first.content)
      expect((await send('2')).code).toBe('already-written')
    })

    test('and the one after it, both refused, leave the first where it is', async () => {
      const { send, reserve, writeBack } = await told()
      await send('2')
      const second = await send('1', 'unconfirmed')
      expect((await send('0', 'void')).status).toBe(201)
      await second.end?.('void')
      expect((await send('2')).code).toBe('already-written')
      expect((await reserve({ writeBack })).body.code).toBe('already-written')
    })

    test('and is refused leaves the first where it is, with what it told', async () => {
      const { send, reserve, writeBack } = await told()
      await send('2')
      expect((await send('1', 'void')).status).toBe(201)
      expect((await send('2')).code).toBe('already-written')
      expect((await reserve({ writeBack })).body.code).toBe('already-written')
    })
  })

  test('where nothing would change nothing is reserved', async () => {
    const { reserve, writeBack } = await aFreshService()
    const { status, body } = await reserve({ writeBack: { ...writeBack, act: 'void' } })
    expect([status, body.writeBack, body.assessment.plans[0].writes]).toEqual([200, undefined, []])
  })

  test.each([
    ['no act', { writeBack: { by, server: 'x' } }, '/writeBack/act'],
    ['no write-back', { writeBack: undefined }, '/writeBack'],
    ['something unknown', { extra: 1 }, '/extra'],
    ['no list of ids', { overrideEarlier: 'x' }, '/overrideEarlier'],
  ])('%s is refused by its element', async (_, more, pointer) => {
    const { reserve } = await aFreshService()
    const { status, body } = await reserve(more)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })

  test('nobody can step what is not there', async () => {
    const { service, step } = await aFreshService()
    expect((await step('nowhere', { state: 'sent', fencing: 1 })).status).toBe(404)
    expect((await get(service, '/v1/write-backs/nowhere')).status).toBe(404)
  })
})

describe('what was decided can be asked for again', () => {
  test('byte for byte, by its id', async () => {
    const { service } = await aFreshService()
    const first = await send(service, 'POST', '/v1/assessments', { body: MEPSEVII })
    expect(first.headers.get('location')).toBe(`/v1/assessments/${first.body.id}`)
    expect((await get(service, `/v1/assessments/${first.body.id}`)).body).toEqual(first.body)
    expect((await get(service, '/v1/assessments/assessment-0')).status).toBe(404)
  })

  test('a retry with its key is judged at the moment of the first', async () => {
    let now = '2026-03-03T10:00:00Z'
    const service = await aService({ now: () => now })
    const { asOf: _, ...request } = MEPSEVII
    const headers = { 'idempotency-key': `"${randomUUID()}"` }
    const ask = (body: object) => send(service, 'POST', '/v1/assessments', { body, headers })
    const first = await ask(request)
    now = '2026-03-04T10:00:00Z'
    expect((await ask(request)).body).toEqual(first.body)
    expect((await ask({ ...request, codebook: 'article' })).body.code).toBe('idempotency-key-reused')
    const unreadable = await send(service, 'POST', '/v1/assessments', {
      body: request,
      headers: { 'idempotency-key': '"a" "b"' },
    })
    expect([unreadable.status, unreadable.body.code]).toEqual([400, 'idempotency-key-unreadable'])
  })
})

describe('what each act would write', () => {
  const ACTS = ['approve', 'suggest', 'void'] as const
  const server = 'ehr-of-plans'
  const asked = (more: object = {}) => ({ ...MEPSEVII, writeBack: { acts: ACTS, by, server, ...more } })
  const plan = (service: Awaited<ReturnType<typeof aService>>, body: object) =>
    send(service, 'POST', '/v1/plans', { body })
  const actsIn = (plans: readonly PlanAnswer[]) => plans.map(({ act }) => act)

  test('is planned for all of them at once, and the charges of each have the status of its act', async () => {
    const { status, body } = await plan(await aService(), asked())
    expect([status, PlansAnswer.safeParse(body).error]).toEqual([200, undefined])
    const plans: PlanAnswer[] = body.plans
    expect(actsIn(plans)).toEqual(ACTS)
    const statuses = plans.map(({ writes }) =>
      writes.flatMap(({ what, status: written }) => (what === 'ChargeItem' ? [written] : [])),
    )
    expect(statuses.map((each) => [...new Set(each)])).toEqual([['billable'], ['planned'], []])
  })

  test('is the same beside the verdicts of an assessment, for the dose that is named there', async () => {
    const service = await aService()
    const alone = await plan(service, asked())
    const { focus, ...whole } = asked({ focus: MEPSEVII.focus })
    const beside = await send(service, 'POST', '/v1/assessments', { body: whole })
    expect(focus).toBe(MEPSEVII.focus)
    expect(beside.body.assessments.length).toBeGreaterThan(0)
    const told = (plans: readonly PlanAnswer[]) => plans.map(({ act, writes, doses }) => ({ act, writes, doses }))
    expect(told(beside.body.plans)).toEqual(told(alone.body.plans))
  })

  test('is no decision: the history of the dose knows nothing of it', async () => {
    const service = await aService()
    await plan(service, asked({ server: 'planned-only' }))
    const body = { dose: MEPSEVII.focus, server: 'planned-only' }
    expect((await send(service, 'POST', '/v1/doses/history', { body })).body.events).toEqual([])
  })

  test('reserves nothing: who plans keeps nobody from writing', async () => {
    const { service, reserve, writeBack } = await aFreshService()
    await plan(service, asked({ server: writeBack.server }))
    expect((await reserve()).status).toBe(201)
  })

  test.each([
    ['no act', { acts: [] }, 400, '/writeBack/acts'],
    ['an act twice', { acts: ['approve', 'approve'] }, 400, '/writeBack/acts'],
    ['an act there is not', { acts: ['bill'] }, 400, '/writeBack/acts/0'],
    ['a dose that is not in the chart', { focus: 'MedicationAdministration/none' }, 422, '/writeBack/focus'],
  ])('%s is refused by its element', async (_, more, refused, pointer) => {
    const { status, body } = await plan(await aService(), asked(more))
    expect([status, body.errors[0].pointer]).toEqual([refused, pointer])
  })
})

describe('the history of a dose', () => {
  const dose = MEPSEVII.focus ?? ''
  const history = (service: Awaited<ReturnType<typeof aService>>, server?: string) =>
    send(service, 'POST', '/v1/doses/history', { body: { dose, server } })

  test('what was judged and what was written, with what it was worth knowing by', async () => {
    const { service, reserve, step, writeBack } = await aFreshService()
    const { server } = writeBack
    for (const _ of [1, 2]) await send(service, 'POST', '/v1/assessments', { body: { ...MEPSEVII, server } })
    const { id } = (await reserve({ writeBack: { ...writeBack, channels: ['single'] } })).body.writeBack
    await step(id, { state: 'sent', fencing: 1 })
    await step(id, { state: 'void', fencing: 1, reason: 'the EHR answered 403' })
    const { status, body } = await history(service, server)
    expect([status, body.dose, body.server]).toEqual([200, dose, server])
    expect(body.events).toMatchObject([
      { act: 'void', writeBack: id, reason: 'the EHR answered 403' },
      { act: 'sent', writeBack: id },
      { act: 'write-back reserved', channel: 'single', writeBack: id },
      { act: 'assessed', verdict: 'ready', codebook: 'cms', times: 3, lines: expect.arrayContaining(['J3397-JW × 2']) },
    ])
    expect(body.events[2].writes).toContainEqual({
      what: 'ChargeItem',
      act: 'create',
      status: 'billable',
      text: 'J3397-JW × 2 discarded',
      identity: expect.any(String),
    })
  })

  test('a reason to charge stands with the question it answers, whatever the answer was asked to include', async () => {
    const { service } = await aFreshService()
    const notReady = requestFor(scenario('medicare-mepsevii-discard-not-recorded'))
    const overrides = [{ rule: 'amount/discard-is-documented', reason: 'The pharmacy keeps the record of discards.' }]
    const body = { ...notReady, server: 'reasons', writeBack: { act: 'approve', by, server: 'reasons', overrides } }
    const headers = { 'idempotency-key': `"${randomUUID()}"` }
    expect((await send(service, 'POST', '/v1/write-backs', { body, headers })).status).toBe(201)
    const { events } = (
      await send(service, 'POST', '/v1/doses/history', { body: { dose: notReady.focus, server: 'reasons' } })
    ).body
    expect(JSON.stringify(events)).toContain('"asks":"Is the drug left in the container')
  })

  test('that somebody writes it is said until the chart is sure to show it', async () => {
    const { service, reserve, step, writeBack } = await aFreshService()
    const underWay = async () => (await history(service, writeBack.server)).body.underWay
    expect(await underWay()).toBeUndefined()
    const { id } = (await reserve()).body.writeBack
    expect(await underWay()).toMatchObject({ writeBack: id, state: 'reserved', seconds: expect.any(Number) })
    await step(id, { state: 'sent', fencing: 1 })
    await step(id, { state: 'unconfirmed', fencing: 1, reason: 'the connection broke' })
    expect(await underWay()).toMatchObject({ writeBack: id, state: 'unconfirmed', since: expect.any(String) })
    await step(id, { state: 'void', fencing: 1, reason: 'nothing of it is there' })
    expect(await underWay()).toBeUndefined()
  })

  test('the same id in two EHRs is two doses', async () => {
    const { service } = await aFreshService()
    const [one, other] = [randomUUID(), randomUUID()]
    await send(service, 'POST', '/v1/assessments', { body: { ...MEPSEVII, server: one } })
    expect((await history(service, one)).body.events).toHaveLength(1)
    expect((await history(service, other)).body.events).toEqual([])
  })

  test('which EHR has to be said, and said once', async () => {
    const { service, writeBack } = await aFreshService()
    const unnamed = await history(service)
    expect([unnamed.status, unnamed.body.code]).toEqual([400, 'server-missing'])
    const two = await send(service, 'POST', '/v1/write-backs', {
      body: { ...MEPSEVII, server: 'another', writeBack },
      headers: { 'idempotency-key': `"${randomUUID()}"` },
    })
    expect([two.status, two.body.code, two.body.errors[0].pointer]).toEqual([422, 'another-server', '/server'])
  })
})

test('the bill codes of a registered EHR are those of its charges', async () => {
  const billCodes = BILL_CODES
  const iss = 'https://fhir.example/r4/tenant'
  const issuers = [{ key: 'millennium', label: 'Millennium', iss, clientId: 'doseline', billCodes }]
  const engine = createEngine({ codebook, now: () => '2026-03-03T10:00:00Z', version: 'test' })
  const { tenants } = Tenants.parse({ tenants: [{ key: 'clinic', label: 'Clinic', issuers }] })
  const writeBack = { acts: ['approve'], by, server: 'millennium', channels: ['oracle-create'] } as const
  const [plan] = engine.plan(PlansRequest.parse({ ...MEPSEVII, writeBack }), tenants[0] as Tenant).plans
  const [first] = plan?.requests ?? []
  expect(JSON.stringify(first?.body)).toContain('BillCodes-HCPCS')
})
