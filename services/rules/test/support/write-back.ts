import { randomUUID } from 'node:crypto'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { fetched } from '@doseline/testkit/fetched'

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const by = { reference: 'Practitioner/biller', display: 'Biller' }

const send = (url: string, method: string, body: object, headers: Record<string, string> = {}) =>
  fetched(url, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

/** Asks to write the charges of one dose to an EHR. */
export const reserveAt = (address: string, server: string, key = randomUUID()): Promise<Response> =>
  send(
    `${address}/v1/write-backs`,
    'POST',
    { ...MEPSEVII, writeBack: { act: 'approve', by, server } },
    { 'idempotency-key': `"${key}"` },
  )

/** The next step of a write-back. */
export const stepAt = (address: string, id: string, state: 'sent' | 'confirmed'): Promise<Response> =>
  send(`${address}/v1/write-backs/${id}`, 'PATCH', { state, fencing: 1 })
