import type { Bundle, FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { aConnection } from '../testing/a-connection.ts'
import { Failure } from './failure.ts'
import { sendTransaction } from './write-back.ts'

type Entry = NonNullable<Bundle<FhirResource>['entry']>[number]
const flag = (subject = 'Patient/p1'): Entry => ({
  fullUrl: 'urn:uuid:1',
  resource: { resourceType: 'Flag', status: 'active', code: {}, subject: { reference: subject } },
  request: { method: 'POST', url: 'Flag', ifNoneExist: 'identifier=a|b' },
})
const provenance = (target: string): Entry => ({
  resource: { resourceType: 'Provenance', target: [{ reference: target }], recorded: '', agent: [] },
  request: { method: 'POST', url: 'Provenance' },
})
const transaction = (...entry: Entry[]): Bundle<FhirResource> => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry,
})

const sending = (plan: unknown, answer: unknown = {}) => {
  const connection = aConnection({ '': answer })
  return { connection, done: sendTransaction(connection, plan, 'p1') }
}

test('a plan for this patient is sent as one transaction', async () => {
  const { connection, done } = sending(transaction(flag(), provenance('urn:uuid:1')))
  await done
  expect(connection.sent).toHaveLength(1)
  expect(connection.sent[0]?.options).toMatchObject({ method: 'POST', headers: { prefer: 'return=representation' } })
})

const [ours] = [flag()]
const refused: Record<string, Entry> = {
  'another patient': flag('Patient/p2'),
  'a patient of another server': flag('https://other.example/fhir/Patient/p1'),
  'a resource we never write': { ...ours, resource: { resourceType: 'Patient' } },
  'a deletion': { ...ours, request: { method: 'DELETE', url: 'Flag/1' } },
  'a conditional update': { ...ours, request: { method: 'PUT', url: 'Flag?identifier=a|b' } },
  'an update without the version it changes': {
    resource: { resourceType: 'Flag', id: '1', status: 'active', code: {}, subject: { reference: 'Patient/p1' } },
    request: { method: 'PUT', url: 'Flag/1' },
  },
  'a provenance about something else': provenance('Patient/p1'),
}
test.each(Object.entries(refused))('%s is never sent', async (_, entry) => {
  const { connection, done } = sending(transaction(flag(), entry))
  await expect(done).rejects.toMatchObject({ kind: 'wrong-patient' })
  expect(connection.sent).toEqual([])
})

test.each([
  [403, 'write-refused'],
  [422, 'write-refused'],
  [409, 'chart-moved-on'],
  [412, 'chart-moved-on'],
  [500, 'write-unconfirmed'],
  [new Failure('ehr-unreachable'), 'write-unconfirmed'],
  [new Failure('session-ended'), 'session-ended'],
])('an EHR that answers %s', async (answer, kind) => {
  await expect(sending(transaction(flag()), answer).done).rejects.toMatchObject({ kind })
})
