import type { ChargeItem } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { at, launched, startedSandbox } from '../src/testing/launch.ts'
import { fhirClient } from './support/fhir-client.ts'
import { FULL_SCOPES } from './support/write-backs.ts'

let sandbox: Sandbox
let ehr: ReturnType<typeof fhirClient>

beforeAll(async () => {
  sandbox = await startedSandbox()
})
beforeEach(async () => {
  await sandbox.reset()
  const oracle = at(sandbox, 'oracle-like')
  ehr = fhirClient(oracle, (await launched(oracle, FULL_SCOPES['oracle-like'])).access_token)
})
afterAll(() => sandbox.close())

const STRUCTURES = 'https://fhir-ehr.cerner.com/r4/StructureDefinition'
const SYSTEMS = 'https://fhir.cerner.com/sandbox/CodeSystem'
const TRANSACTION = { name: 'transactionId', valueUuid: 'urn:uuid:0b8f3f6e-6a55-4d7b-9a55-7d1f0c0d0001' }
const coded = (kind: string, code: string) => ({ coding: [{ system: `${SYSTEMS}/BillCodes-${kind}`, code }] })
const modifier = (code: string, priority?: number) => ({
  url: `${STRUCTURES}/modifier-code`,
  extension: [
    { url: 'code', valueCodeableConcept: coded('MODIFIER', code) },
    ...(priority === undefined ? [] : [{ url: `${STRUCTURES}/priority`, valueUnsignedInt: priority }]),
  ],
})
const CHARGE = {
  resourceType: 'ChargeItem',
  status: 'unknown',
  extension: [modifier('PO', 2), modifier('JW', 1)],
  code: coded('HCPCS', 'J1745'),
  subject: { reference: 'Patient/ana' },
  context: { reference: 'Encounter/ana-visit' },
  occurrenceDateTime: '2026-03-02T15:30:00Z',
  quantity: { value: 4 },
}
const parametersOf = (charge: object, transaction: object = TRANSACTION) => ({
  resourceType: 'Parameters',
  parameter: [transaction, { name: 'chargeItem', resource: charge }],
})
const create = (body: unknown, headers?: Record<string, string>) =>
  ehr.send<never>('POST', 'ChargeItem/$create', body, headers)

describe('given a charge as Oracle wants it', () => {
  test('then the answer is an empty page, and the charge is in the chart, billable, its modifiers in order', async () => {
    const answer = await create(parametersOf(CHARGE))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.body).toBeUndefined()
    expect(answer.headers.get('location')).toBeNull()
    expect(sandbox.ehr('oracle-like').stored('ChargeItem')).toMatchObject([
      { status: 'billable', quantity: { value: 4 } },
    ])
    const chart = await (await fetch(`${sandbox.origin}/patients/ana/chart?ehr=oracle-like`)).text()
    expect(chart).toMatch(/data-key="ChargeItem\//)
    expect(chart.indexOf('>JW<')).toBeGreaterThan(0)
    expect(chart.indexOf('>JW<')).toBeLessThan(chart.indexOf('>PO<'))
  })

  test('then it is found among the billable charges of the visit', async () => {
    await create(parametersOf(CHARGE))
    const found = await ehr.search('ChargeItem?context=Encounter/ana-visit&-status=billable')
    expect(found.body.total).toBe(1)
    expect((await ehr.get<ChargeItem>(`ChargeItem/${found.body.entry?.[0]?.resource?.id}`)).body.code).toEqual(
      CHARGE.code,
    )
  })

  test('when it is sent twice, then there are two: nothing promises otherwise', async () => {
    await create(parametersOf(CHARGE))
    await create(parametersOf(CHARGE))
    expect(sandbox.ehr('oracle-like').stored('ChargeItem')).toHaveLength(2)
  })
})

describe('given a charge as Oracle does not want it, then it is refused and nothing is kept', () => {
  const two = { coding: [...coded('HCPCS', 'J1745').coding, ...coded('CPT', '96372').coding] }
  test.each<[string, number, string, unknown]>([
    ['a bare ChargeItem', 400, 'resourceType', CHARGE],
    [
      'no transactionId',
      422,
      'Parameters.parameter',
      { resourceType: 'Parameters', parameter: [{ name: 'chargeItem', resource: CHARGE }] },
    ],
    [
      'two transactionIds',
      422,
      'Parameters.parameter',
      { resourceType: 'Parameters', parameter: [TRANSACTION, TRANSACTION] },
    ],
    [
      'a transactionId that is text',
      422,
      'Parameters.parameter.valueUuid',
      parametersOf(CHARGE, { name: 'transactionId', valueString: 'x' }),
    ],
    [
      'a transactionId that is no uuid',
      422,
      'Parameters.parameter.valueUuid',
      parametersOf(CHARGE, { name: 'transactionId', valueUuid: 'urn:uuid:1' }),
    ],
    ['another resource', 422, 'Parameters.parameter.resource', parametersOf({ resourceType: 'Flag' })],
    ['the status planned', 422, 'ChargeItem.status', parametersOf({ ...CHARGE, status: 'planned' })],
    ['no subject', 422, 'ChargeItem.subject', parametersOf({ ...CHARGE, subject: undefined })],
    ['no visit', 422, 'ChargeItem.context', parametersOf({ ...CHARGE, context: undefined })],
    ['no time', 422, 'ChargeItem.occurrenceDateTime', parametersOf({ ...CHARGE, occurrenceDateTime: undefined })],
    ['no quantity', 422, 'ChargeItem.quantity.value', parametersOf({ ...CHARGE, quantity: undefined })],
    ['part of a unit', 422, 'ChargeItem.quantity.value', parametersOf({ ...CHARGE, quantity: { value: 3.6 } })],
    ['no code', 422, 'ChargeItem.code.coding', parametersOf({ ...CHARGE, code: { text: 'drug' } })],
    ['two codings', 422, 'ChargeItem.code.coding', parametersOf({ ...CHARGE, code: two })],
    [
      'the code system of CMS',
      422,
      'ChargeItem.code.coding',
      parametersOf({
        ...CHARGE,
        code: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J1745' }] },
      }),
    ],
    [
      'a modifier without its priority',
      422,
      'ChargeItem.extension[0]',
      parametersOf({ ...CHARGE, extension: [modifier('JW')] }),
    ],
    [
      'a modifier of another system',
      422,
      'ChargeItem.extension[0]',
      parametersOf({
        ...CHARGE,
        extension: [
          {
            ...modifier('JW', 1),
            extension: [
              { url: 'code', valueCodeableConcept: coded('HCPCS', 'JW') },
              { url: `${STRUCTURES}/priority`, valueUnsignedInt: 1 },
            ],
          },
        ],
      }),
    ],
    [
      'a visit that is not there',
      422,
      'ChargeItem.context.reference',
      parametersOf({ ...CHARGE, context: { reference: 'Encounter/none' } }),
    ],
    ['an element R4 does not know', 400, 'ChargeItem.colour', parametersOf({ ...CHARGE, colour: 'red' })],
  ])('%s: %i %s', async (_name, status, element, body) => {
    const { status: answered, outcome } = await create(body)
    expect(outcome.issue.map((one) => one.expression?.[0])).toContain(element)
    expect(answered).toBe(status)
    expect(sandbox.ehr('oracle-like').stored('ChargeItem')).toHaveLength(0)
  })

  test('application/json, another patient, a missing scope', async () => {
    expect((await create(parametersOf(CHARGE), { 'content-type': 'application/json' })).status).toBe(415)
    const oracle = at(sandbox, 'oracle-like')
    const reader = fhirClient(oracle, (await launched(oracle, 'launch user/ChargeItem.rs')).access_token)
    expect((await reader.post('ChargeItem/$create', parametersOf(CHARGE))).status).toBe(403)
    const hers = fhirClient(oracle, (await launched(oracle, 'launch patient/ChargeItem.crs')).access_token)
    const about = { subject: { reference: 'Patient/ben' }, context: { reference: 'Encounter/ben-visit' } }
    expect((await hers.post('ChargeItem/$create', parametersOf({ ...CHARGE, ...about }))).status).toBe(403)
    expect(sandbox.ehr('oracle-like').stored('ChargeItem')).toHaveLength(0)
  })
})
