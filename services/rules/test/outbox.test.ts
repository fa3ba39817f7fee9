import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { type BillingReceiver, billingReceiver, type ReceiverAct } from '@doseline/testkit/billing-receiver'
import { afterEach, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { type Pace, startSender } from '../src/outbox/sender.ts'
import { Tenants } from '../src/tenants.ts'
import { get, post, send, testedOn } from './a-service.ts'

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-attested'))
/** The infusion ends an hour earlier. */
const LESS_TIME = ['"end":"2026-03-02T13:30:00-05:00"', '"end":"2026-03-02T12:30:00-05:00"'] as const
const PATIENT = {
  identifiers: [{ system: 'urn:oid:1.2.3', type: 'MR', value: '4711' }],
  family: 'Lovelace',
  given: ['Ada'],
  account: [{ type: 'AN', value: 'A-1' }],
}
const FAST: Pace = { lookEvery: 5, firstWait: 0.02, longestWait: 0.05, afterFault: 5 }

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const each of cleanUps.splice(0).toReversed()) await each()
})

const interfaceTo = (delivery: object, differs: object = {}) => ({
  version: '2.5.1',
  sendingApplication: 'DOSELINE',
  sendingFacility: 'R',
  receivingApplication: 'BILLING',
  receivingFacility: 'R',
  identifiers: { mrn: { type: 'MR' }, account: { type: 'AN' } },
  creditType: 'CR',
  ndc: 'FT1-29',
  delivery,
  answerWithin: 1,
  ...differs,
})

interface Site {
  readonly delivery?: object
  readonly differs?: object
  readonly ledger?: Ledger
}

/** A site that charges by HL7 v2, its ledger, and a sender that is started when the test says so. */
async function aSite({ delivery = { by: 'folder', folder: '/nowhere' }, differs, ledger: given }: Site = {}) {
  const ledger = given ?? (await openLedger({ kind: 'memory' }, { reserved: 60, sent: 0 }))
  if (!given) cleanUps.push(() => ledger.close())
  const issuer = { key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir', clientId: 'doseline' }
  const tenants = [
    { key: 'default', label: 'Riverside', issuers: [{ ...issuer, billingInterface: interfaceTo(delivery, differs) }] },
  ]
  const service = testedOn(ledger, tenants)
  const about = {
    by: { reference: 'Practitioner/biller', display: 'Biller' },
    server: 'ehr',
    channels: ['hl7v2'],
    billedPatient: PATIENT,
  }
  const plans = async (acts: readonly string[], more: object = {}) => {
    const body = { ...MEPSEVII, ...more, writeBack: { ...about, acts } }
    return (await post(service, '/v1/plans', body)).body.plans
  }
  const reserve = (act: string, more: object = {}, key: string = randomUUID()) =>
    send(service, 'POST', '/v1/write-backs', {
      body: { ...MEPSEVII, ...more, writeBack: { ...about, act } },
      headers: { 'idempotency-key': `"${key}"` },
    })
  const messages = async () => (await get(service, '/v1/outbox')).body.messages
  const startSending = () => {
    const log = { fault: ({ error }: { error: unknown }) => console.error(error) }
    const now = () => '2026-03-03T10:00:00Z'
    const sender = startSender({ ledger, tenants: Tenants.parse({ tenants }), log, now, pace: FAST })
    cleanUps.push(() => sender.stop())
    return sender
  }
  return { ledger, service, plans, reserve, messages, startSending }
}

async function aReceiver(actFor?: (control: string, times: number) => ReceiverAct): Promise<BillingReceiver> {
  const receiver = await billingReceiver(actFor)
  cleanUps.push(() => receiver.stop())
  return receiver
}
const to = ({ port }: BillingReceiver) => ({ by: 'mllp', host: '127.0.0.1', port })

const accepted = (site: Awaited<ReturnType<typeof aSite>>, count = 1) =>
  expect
    .poll(async () => (await site.messages()).map(({ state }: { state: string }) => state), { timeout: 10_000 })
    .toEqual(Array.from({ length: count }, () => 'accepted'))

test('an approval says before the click where its charges go, and queues them with the reservation', async () => {
  const { plans, reserve, messages, ledger } = await aSite()
  const [plan] = await plans(['approve'])
  expect(plan).toMatchObject({ channel: 'hl7v2', act: 'approve' })
  expect(plan.requests).toBeUndefined()
  expect(plan.lost).toContain('The charges go to the billing system, and the chart does not show them.')
  const { status, body } = await reserve('approve')
  expect([status, body.writeBack.state]).toEqual([201, 'confirmed'])
  const [message] = await messages()
  expect(message).toMatchObject({ state: 'queued', charges: 4, credits: 0, writeBack: body.writeBack.id })
  expect(JSON.stringify(message)).not.toMatch(/Lovelace|4711/)
  expect((await ledger.verify()).intact).toBe(true)
})

test('the receiver holds exactly the approved lines, and the state is accepted', async () => {
  const receiver = await aReceiver()
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  site.startSending()
  await accepted(site)
  expect(
    receiver.held.map(({ type, code, units, modifiers, account }) => [type, code, units, modifiers, account]),
  ).toEqual([
    ['CG', 'J3397', '88', '', 'A-1'],
    ['CG', 'J3397', '2', 'JW', 'A-1'],
    ['CG', '96365', '1', '', 'A-1'],
    ['CG', '96366', '3', '', 'A-1'],
  ])
})

test('what went to the billing system is neither offered again nor reserved again, and its state is told', async () => {
  const receiver = await aReceiver(() => ({ does: 'answer', code: 'AE', words: 'J3397 is not in the charge master' }))
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  expect((await site.plans(['approve']))[0].postedCharges[0].message).toEqual({ state: 'queued' })
  site.startSending()
  await expect.poll(async () => (await site.messages())[0].state).toBe('refused')
  const [plan] = await site.plans(['approve'])
  expect(plan.transaction).toBeUndefined()
  expect(plan.postedCharges[0].message).toEqual({ state: 'refused', words: 'J3397 is not in the charge master' })
  expect((await site.reserve('approve')).body.writeBack).toBeUndefined()
})

test('a void is a credit that names its charge, after it; approved again, the dose is charged once more under another number', async () => {
  const receiver = await aReceiver()
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  const [plan] = await site.plans(['void'])
  expect(plan.writes.filter(({ act }: { act: string }) => act === 'void')).toHaveLength(4)
  expect((await site.reserve('void')).body.writeBack.state).toBe('confirmed')
  expect((await site.plans(['void']))[0].transaction).toBeUndefined()
  expect((await site.reserve('approve')).status).toBe(201)
  site.startSending()
  await accepted(site, 3)
  expect(receiver.held.map(({ type }) => type).join('')).toBe('CG'.repeat(4) + 'CR'.repeat(4) + 'CG'.repeat(4))
  expect(
    receiver.held
      .slice(4, 8)
      .map(({ charge }) => charge)
      .toSorted(),
  ).toEqual(
    receiver.held
      .slice(0, 4)
      .map(({ number }) => number)
      .toSorted(),
  )
  expect(new Set(receiver.held.map(({ number }) => number)).size).toBe(12)
  expect(receiver.owed()).toHaveLength(4)
  expect((await site.ledger.verify()).intact).toBe(true)
})

test('two people who void at once credit once', async () => {
  const site = await aSite()
  await site.reserve('approve')
  const answers = await Promise.all([site.reserve('void'), site.reserve('void')])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect((await site.messages()).map(({ credits }: { credits: number }) => credits)).toEqual([4, 0])
})

test('a line that is charged otherwise is credited and charged in one message, the credit first', async () => {
  const receiver = await aReceiver()
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  const bundle = JSON.parse(JSON.stringify(MEPSEVII.bundle).replaceAll(...LESS_TIME))
  const changed = { bundle }
  const [plan] = await site.plans(['approve'], changed)
  expect(plan.warnings).toEqual([
    '96366 × 3 is to be credited in the billing system: it is replaced, because what it charges has changed.',
  ])
  expect((await site.reserve('approve', changed)).status).toBe(201)
  site.startSending()
  await accepted(site, 2)
  expect(receiver.messages[1]?.lastIndexOf('|CR|')).toBeLessThan(receiver.messages[1]?.indexOf('|CG|') ?? 0)
  expect(receiver.owed().map(({ code, units }) => `${code} ${units}`)).toEqual([
    'J3397 88',
    'J3397 2',
    '96365 1',
    '96366 2',
  ])
})

test.each<[string, ReceiverAct]>([
  ['loses its answer', { does: 'lose' }],
  ['hangs up in the middle', { does: 'cut' }],
  ['answers too late', { does: 'late', milliseconds: 1500 }],
])(
  'a receiver that %s at first is sent the very same message until it answers, and posts it once',
  async (_, first) => {
    const receiver = await aReceiver((_control, times) => (times < 3 ? first : { does: 'answer', code: 'AA' }))
    const site = await aSite({ delivery: to(receiver) })
    await site.reserve('approve')
    site.startSending()
    await accepted(site)
    expect(receiver.messages.length).toBeGreaterThan(2)
    expect(new Set(receiver.messages).size).toBe(1)
    expect(receiver.owed()).toHaveLength(4)
  },
)

test('an answer about another message is no answer to this one', async () => {
  const receiver = await aReceiver(() => ({ does: 'stray' }))
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  site.startSending()
  await accepted(site)
  expect((await site.messages())[0].attempts).toBe(1)
})

test.each([
  ['accept', { does: 'answer', code: 'CA' }, 'accepted'],
  ['accept', { does: 'answer', code: 'CR' }, 'refused'],
  ['enhanced', { does: 'keep-and-answer' }, 'accepted'],
  ['enhanced', { does: 'answer', code: 'CE' }, 'refused'],
  ['original', { does: 'answer', code: 'AR' }, 'refused'],
] as const)('in %s mode %j is %s', async (acknowledgment, act, state) => {
  const receiver = await aReceiver(() => act)
  const site = await aSite({ delivery: to(receiver), differs: { acknowledgment } })
  await site.reserve('approve')
  site.startSending()
  await expect.poll(async () => (await site.messages())[0].state).toBe(state)
})

test('in enhanced mode a message that is kept and not answered is sent again', async () => {
  const receiver = await aReceiver((_, times) =>
    times === 1 ? { does: 'answer', code: 'CA' } : { does: 'keep-and-answer' },
  )
  const site = await aSite({ delivery: to(receiver), differs: { acknowledgment: 'enhanced' } })
  await site.reserve('approve')
  site.startSending()
  await accepted(site)
  expect(receiver.messages).toHaveLength(2)
  expect(receiver.owed()).toHaveLength(4)
})

test('nobody listens: the message waits, and says why', async () => {
  const receiver = await aReceiver()
  await receiver.stop()
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  site.startSending()
  await expect.poll(async () => (await site.messages())[0].words).toMatch(/^There is no listener\./)
  expect((await site.messages())[0].state).toBe('sent')
})

test('a refused message keeps its account waiting until a person decides: retry sends the same message', async () => {
  let isReady = false
  const receiver = await aReceiver(() => ({ does: 'answer', code: isReady ? 'AA' : 'AE', words: 'closed' }))
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  await site.reserve('void')
  site.startSending()
  await expect
    .poll(async () => (await site.messages()).map(({ state }: { state: string }) => state))
    .toEqual(['queued', 'refused'])
  isReady = true
  const [, refused] = await site.messages()
  const decision = { decision: 'retry', reason: 'The day is open again.' }
  expect((await post(site.service, `/v1/outbox/${refused.id}`, decision)).body.state).toBe('queued')
  await accepted(site, 2)
  expect(new Set(receiver.messages).size).toBe(2)
  expect(receiver.owed()).toEqual([])
})

test('a withdrawn message frees its lines, and they are approved again', async () => {
  const receiver = await aReceiver((_, times) => ({ does: 'answer', code: times > 0 ? 'AE' : 'AA' }))
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  const early = (await site.messages())[0]
  const decision = { decision: 'withdraw', reason: 'The account is closed.' }
  expect((await post(site.service, `/v1/outbox/${early.id}`, decision)).body.code).toBe('message-not-refused')
  site.startSending()
  await expect.poll(async () => (await site.messages())[0].state).toBe('refused')
  expect((await post(site.service, `/v1/outbox/${early.id}`, decision)).body.state).toBe('withdrawn')
  expect((await site.plans(['approve']))[0].transaction).toBeDefined()
  expect((await site.reserve('approve')).status).toBe(201)
  expect((await site.ledger.verify()).intact).toBe(true)
})

test('a refused credit is settled by a person, never withdrawn: the billing system still has the charge', async () => {
  const receiver = await aReceiver((control) => ({ does: 'answer', code: control === first ? 'AA' : 'AE' }))
  const site = await aSite({ delivery: to(receiver) })
  await site.reserve('approve')
  const first = (await site.messages())[0].controlId
  await site.reserve('void')
  site.startSending()
  await expect.poll(async () => (await site.messages())[0].state).toBe('refused')
  const { id } = (await site.messages())[0]
  const withdrawn = await post(site.service, `/v1/outbox/${id}`, { decision: 'withdraw', reason: 'not wanted' })
  expect([withdrawn.status, withdrawn.body.detail]).toEqual([409, expect.stringMatching(/settle it/)])
  expect((await post(site.service, `/v1/outbox/${id}`, { decision: 'settle', reason: 'by hand' })).body.state).toBe(
    'accepted',
  )
})

test('a folder holds each message as one whole file, however often it is put there', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'doseline-')), 'out')
  const site = await aSite({ delivery: { by: 'folder', folder } })
  await site.reserve('approve')
  site.startSending()
  await accepted(site)
  const files = readdirSync(folder)
  expect(files).toEqual([expect.stringMatching(/^\d{12}-[0-9A-Z]{20}\.hl7$/)])
  expect(readFileSync(join(folder, files[0] ?? ''), 'utf8')).toMatch(/^MSH\|[^\n]*\rEVN[^\n]*FT1\|4\|/)
})

test('a retry of the reservation queues nothing more', async () => {
  const site = await aSite()
  const key = randomUUID()
  const once = await site.reserve('approve', {}, key)
  const again = await site.reserve('approve', {}, key)
  expect([again.status, again.body.writeBack.id]).toEqual([200, once.body.writeBack.id])
  expect(await site.messages()).toHaveLength(1)
})

test.each([
  ['no MRN', { billedPatient: { ...PATIENT, identifiers: [] } }, /PID-3: The chart has no MRN/],
  ['no account', { billedPatient: { ...PATIENT, account: undefined } }, /PID-18: The chart has no account number/],
  ['an EHR without an interface', { server: 'other' }, /no interface to a billing system is set up/],
])('%s is said before the click, and the lines go by hand', async (_, differs, words) => {
  const { service } = await aSite()
  const about = { by: { display: 'Biller' }, server: 'ehr', channels: ['hl7v2'], billedPatient: PATIENT, ...differs }
  const { body } = await post(service, '/v1/plans', { ...MEPSEVII, writeBack: { ...about, acts: ['approve'] } })
  expect(body.plans[0].channel).toBe('by-hand')
  expect(body.plans[0].lost[0]).toMatch(words)
})
