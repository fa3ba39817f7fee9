import { randomUUID } from 'node:crypto'
import { loadCodebook } from '@doseline/codebook'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import {
  createApp,
  createEngine,
  createMetrics,
  issuerKeys,
  judgingHere,
  openLedger,
  startSender,
  Tenants,
} from '@doseline/rules-service'
import { billingListener } from '@doseline/testkit/billing-listener'
import { javaTools } from '@doseline/testkit/hapi'
import { afterEach, expect, test } from 'vitest'

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-attested'))
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const each of cleanUps.splice(0).toReversed()) await each()
})

const profileOf = (port: number, version: '2.3.1' | '2.5.1') => ({
  version,
  sendingApplication: 'DOSELINE',
  sendingFacility: 'RIVERSIDE',
  receivingApplication: 'BILLING',
  receivingFacility: 'RIVERSIDE',
  identifiers: { mrn: { type: 'MR' }, account: { type: 'AN' } },
  creditType: 'CR',
  ndc: version === '2.5.1' ? 'FT1-29' : 'FT1-7.4',
  procedures: true,
  delivery: { by: 'mllp', host: '127.0.0.1', port },
})

/** A site whose billing system is HAPI HL7v2. */
async function aSite(version: '2.3.1' | '2.5.1', refuses = '') {
  const tools = await javaTools()
  if (typeof tools === 'string') throw new Error(`HAPI HL7v2 cannot be started: ${tools}.`)
  const listener = await billingListener(tools, { refuses })
  const ledger = await openLedger({ kind: 'memory' }, { reserved: 60, sent: 0 })
  const issuer = { key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir', clientId: 'doseline' }
  const tenants = Tenants.parse({
    tenants: [
      {
        key: 'default',
        label: 'Riverside',
        issuers: [{ ...issuer, billingInterface: profileOf(listener.port, version) }],
      },
    ],
  })
  const now = () => '2026-03-03T10:00:00Z'
  const engine = createEngine({ codebook: loadCodebook(), now, version: 'test' })
  const log = { request: () => undefined, fault: ({ error }: { readonly error: unknown }) => console.error(error) }
  const about = { ledger, tenants, log }
  const service = createApp(
    {
      ...about,
      engine,
      judging: judgingHere(engine),
      demo: true,
      publicUrl: 'https://doseline.example',
      metrics: createMetrics(),
      issuerKeys: issuerKeys(),
    },
    { ratePerMinute: 1_000_000, concurrency: 1000 },
  )
  const sender = startSender({ ...about, now })
  cleanUps.push(
    () => ledger.close(),
    () => listener.stop(),
    () => sender.stop(),
  )
  const billedPatient = {
    identifiers: [{ type: 'MR', value: '4711' }],
    family: 'O’Brién & Sons^one|two',
    account: [{ type: 'AN', value: 'A-1' }],
  }
  const by = { reference: 'Practitioner/biller', display: 'Biller' }
  const reserve = (act: 'approve' | 'void') =>
    service.request('http://localhost/v1/write-backs', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${randomUUID()}"` },
      body: JSON.stringify({ ...MEPSEVII, writeBack: { act, by, server: 'ehr', channels: ['hl7v2'], billedPatient } }),
    })
  const settled = (state: string) =>
    expect
      .poll(async () => [...new Set((await ledger.outbox({ tenant: 'default' })).map((each) => each.state))], {
        timeout: 30_000,
      })
      .toEqual([state])
  return { ledger, listener, reserve, settled }
}

test.each(['2.5.1', '2.3.1'] as const)(
  'HAPI HL7v2 validates and posts exactly the approved lines of version %s, and their credits',
  async (version) => {
    const { listener, reserve, settled } = await aSite(version)
    expect((await reserve('approve')).status).toBe(201)
    await settled('accepted')
    const charged = listener.read()
    expect(
      charged.map(({ type, code, units, firstModifier, date }) => [type, code, units, firstModifier, date]),
    ).toEqual([
      ['CG', 'J3397', '88', '', '20260302'],
      ['CG', 'J3397', '2', 'JW', '20260302'],
      ['CG', '96365', '1', '', '20260302'],
      ['CG', '96366', '3', '', '20260302'],
    ])
    expect(charged[0]).toMatchObject({ mrn: '4711', account: 'A-1', family: 'O’Brién & Sons^one|two' })
    expect((await reserve('void')).status).toBe(201)
    await settled('accepted')
    const credits = listener.read().slice(4)
    expect(credits.map(({ type }) => type)).toEqual(['CR', 'CR', 'CR', 'CR'])
    expect(credits.map(({ charge }) => charge).toSorted()).toEqual(charged.map(({ number }) => number).toSorted())
  },
)

test('what HAPI HL7v2 refuses is parked with its words', async () => {
  const { ledger, reserve, settled } = await aSite('2.5.1', '96366')
  await reserve('approve')
  await settled('refused')
  const [message] = await ledger.outbox({ tenant: 'default' })
  expect([message?.code, message?.words]).toEqual(['AE', expect.stringMatching(/103 Table value not found/)])
})
