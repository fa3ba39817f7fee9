import { describe, expect, test } from 'vitest'
import { Failure } from '../http/failure.ts'
import { aConnection } from '../testing/a-connection.ts'
import { guardWrites, whileHeld } from './write-guard.ts'

const about = (reference: string) => ({ resourceType: 'Flag', subject: { reference } })
const BASE = 'https://ehr.example/fhir'

function aLine(assertStillHere = async () => {}) {
  const connection = aConnection({ Flag: {}, '': {}, 'Patient/p2': {} })
  return { connection, guarded: guardWrites(connection, { patient: 'p1', assertStillHere }) }
}

describe('a write leaves', () => {
  test.each([
    ['about this patient', about('Patient/p1')],
    ['about this patient, by the whole address', about(`${BASE}/Patient/p1`)],
    ['in a transaction', { entry: [{ resource: about('Patient/p1') }, { resource: { resourceType: 'Provenance' } }] }],
    ['of a Provenance, which names what it is about', { resourceType: 'Provenance', target: [] }],
  ])('%s', async (_, body) => {
    const { connection, guarded } = aLine()
    await guarded.send('Flag', { method: 'POST', body })
    expect(connection.sent).toHaveLength(1)
  })
})

describe('a write never leaves', () => {
  test.each([
    ['about another patient', about('Patient/p2')],
    ['about the patient of that id in another EHR', about('https://other.example/fhir/Patient/p1')],
    ['about whoever is found', about('Patient?identifier=1')],
    ['about nobody', { resourceType: 'Flag' }],
    ['of which one part is about another', { entry: [about('Patient/p1'), { resource: about('Patient/p2') }] }],
    ['of a Provenance about another', { resourceType: 'Provenance', target: [{ reference: 'Patient/p2' }] }],
  ])('%s', async (_, body) => {
    const { connection, guarded } = aLine()
    await expect(guarded.send('Flag', { method: 'POST', body })).rejects.toMatchObject({ kind: 'wrong-patient' })
    expect(connection.sent).toEqual([])
  })

  test('where this is no longer the launch it was made in', async () => {
    const { connection, guarded } = aLine(async () => {
      throw new Failure('wrong-patient')
    })
    await expect(guarded.request('Flag', { method: 'PUT', body: about('Patient/p1') })).rejects.toThrow()
    expect(connection.sent).toEqual([])
  })
})

test('while a write-back is under way each write asks first whether it may still be sent, and a read does not', async () => {
  const connection = aConnection({ Flag: {}, '': {}, 'Patient/p2': {} })
  let isHeld = true
  const held = whileHeld(connection, async () => {
    if (!isHeld) throw new Failure('somebody-writes')
  })
  await held.send('Flag', { method: 'POST', body: about('Patient/p1') })
  isHeld = false
  await held.request('Patient/p2')
  await expect(held.send('Flag', { method: 'POST', body: {} })).rejects.toMatchObject({ kind: 'somebody-writes' })
  await expect(held.request('Flag', { method: 'PUT', body: {} })).rejects.toMatchObject({ kind: 'somebody-writes' })
  expect(connection.sent).toHaveLength(2)
})

test('reads pass, batches of reads too', async () => {
  const { guarded, connection } = aLine(async () => {
    throw new Failure('wrong-patient')
  })
  await guarded.request('Patient/p2')
  await guarded.request('', { method: 'POST', body: {}, reads: true })
  expect(connection.sent).toHaveLength(2)
})
