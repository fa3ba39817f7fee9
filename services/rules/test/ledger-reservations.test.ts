import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import type { Place } from '../src/ledger/open-database.ts'
import type { PlannedIdentity } from '../src/ledger/write-back.ts'
import { places } from './support/a-place.ts'
import { aReservation, aStep, DRUG_LINE } from './support/an-audit-entry.ts'
import { SHORT, timeIsOver } from './support/short-leases.ts'

const { each } = places()

describe.each(each)('a visit is written by one at a time on %s', (_, place) => {
  let ledger: Ledger
  let at: Place
  beforeAll(async () => {
    at = await place()
    ledger = await openLedger(at, SHORT)
  })
  afterAll(() => ledger.close())

  test('whoever waits too long is outranked by the next, and can do no more', async () => {
    const first = await ledger.reserve(aReservation({ visit: 'slow', key: 's1' }))
    expect(await ledger.reserve(aReservation({ visit: 'slow', key: 's2' }))).toMatchObject({ kind: 'held', seconds: 2 })
    await timeIsOver()
    const second = await ledger.reserve(aReservation({ visit: 'slow', key: 's3' }))
    expect(second).toMatchObject({ kind: 'reserved', writeBack: { fencing: 2 }, previous: { state: 'reserved' } })
    if (first.kind !== 'reserved' || second.kind !== 'reserved') throw new Error('both were granted')
    expect(await ledger.step(aStep(first.writeBack.id, 'sent'))).toMatchObject({ kind: 'superseded' })
    expect(await ledger.step(aStep(second.writeBack.id, 'sent', 1))).toMatchObject({ kind: 'superseded' })
    expect(await ledger.step(aStep(second.writeBack.id, 'sent', 2))).toMatchObject({ kind: 'done' })
  })

  test('whoever says late once more that it is sent is asked whether the visit is still theirs', async () => {
    const writes = [{ ...DRUG_LINE, identity: 'sent-late' }]
    const first = await ledger.reserve(aReservation({ visit: 'sent-late', key: 'sent-late-1', writes }))
    if (first.kind !== 'reserved') throw new Error('granted')
    const again = () => ledger.step(aStep(first.writeBack.id, 'sent'))
    expect([(await again()).kind, (await again()).kind]).toEqual(['done', 'done'])
    await timeIsOver()
    // Asking again extends the time: only after that time is over may somebody else have it.
    expect((await again()).kind).toBe('done')
    await timeIsOver()
    const second = await ledger.reserve(
      aReservation({ visit: 'sent-late', key: 'sent-late-2', writes, overrideEarlier: [first.writeBack.id] }),
    )
    expect(second).toMatchObject({ kind: 'reserved' })
    expect((await again()).kind).toBe('superseded')
  })

  test('reserved → sent → confirmed, each step once, and nothing after the end', async () => {
    const reservation = await ledger.reserve(
      aReservation({ visit: 'steps', key: 'st', writes: [{ ...DRUG_LINE, identity: 'st' }] }),
    )
    if (reservation.kind !== 'reserved') throw new Error('granted')
    const { id } = reservation.writeBack
    const step = async (to: Parameters<typeof aStep>[1]) => (await ledger.step(aStep(id, to))).kind
    expect([await step('confirmed'), await step('sent'), await step('sent')]).toEqual(['wrong order', 'done', 'done'])
    expect([await step('confirmed'), await step('confirmed'), await step('void')]).toEqual([
      'done',
      'done',
      'wrong order',
    ])
    expect(await ledger.step(aStep('nowhere', 'sent'))).toEqual({ kind: 'unknown' })
    expect((await ledger.writeBack('clinic', id))?.state).toBe('confirmed')
    expect(await ledger.writeBack('another', id)).toBeUndefined()
  })

  test('what was written is not created again, but for somebody who knows that it is gone', async () => {
    const again = (more: Partial<Parameters<typeof aReservation>[0]>) =>
      ledger.reserve(
        aReservation({ visit: 'twice', writes: [{ ...DRUG_LINE, identity: 'twice' }], reserves: [DOSE], ...more }),
      )
    const DOSE = 'MedicationAdministration/twice'
    const first = await again({ key: 't1' })
    if (first.kind !== 'reserved') throw new Error('granted')
    const { id } = first.writeBack
    await ledger.step(aStep(id, 'sent'))
    await ledger.step(aStep(id, 'confirmed'))
    expect(await again({ key: 't2' })).toMatchObject({ kind: 'written', by: [{ id }] })
    expect(await again({ key: 't3', overrideEarlier: ['00000000-0000-4000-8000-000000000000'] })).toMatchObject({
      kind: 'written',
    })
    // As long as it may not be found yet, nobody can know that.
    expect(await again({ key: 't4', overrideEarlier: [id] })).toMatchObject({ kind: 'written', by: [{ id, time: {} }] })
    await timeIsOver()
    expect(await again({ key: 't5' })).toMatchObject({ kind: 'written', by: [{ id }] })
    expect(await again({ key: 't6', overrideEarlier: [id] })).toMatchObject({ kind: 'reserved' })
  })

  test('what was voided may be written again; a change of what is there needs no word', async () => {
    const line = { ...DRUG_LINE, identity: 'voided' }
    const write = async (key: string, act: 'create' | 'update' | 'void') => {
      const reservation = await ledger.reserve(aReservation({ visit: 'voided', key, writes: [{ ...line, act }] }))
      if (reservation.kind !== 'reserved') return reservation.kind
      await ledger.step(aStep(reservation.writeBack.id, 'sent', reservation.writeBack.fencing))
      await ledger.step(aStep(reservation.writeBack.id, 'confirmed', reservation.writeBack.fencing))
      return reservation.kind
    }
    expect([await write('w1', 'create'), await write('w2', 'update'), await write('w3', 'create')]).toEqual([
      'reserved',
      'reserved',
      'written',
    ])
    expect([await write('w4', 'void'), await write('w5', 'create')]).toEqual(['reserved', 'reserved'])
  })

  const aLine = (identity: string) => ({ ...DRUG_LINE, identity })
  /** A reservation of a visit, moved on. */
  async function wrote(visit: string, key: string, steps: readonly Parameters<typeof aStep>[1][], more: object = {}) {
    const reservation = await ledger.reserve(aReservation({ visit, key, writes: [aLine(visit)], ...more }))
    if (reservation.kind !== 'reserved') throw new Error(`not granted: ${reservation.kind}`)
    const { id, fencing } = reservation.writeBack
    for (const to of steps) expect(await ledger.step(aStep(id, to, fencing))).toMatchObject({ kind: 'done' })
    return { id, fencing }
  }
  const next = (visit: string, key: string, more: object = {}) =>
    ledger.reserve(aReservation({ visit, key, writes: [aLine(visit)], ...more }))

  test('whoever was killed between sent and confirmed leaves what nobody writes again without a word', async () => {
    const { id } = await wrote('killed', 'k1', ['sent'])
    await ledger.close()
    ledger = await openLedger(at, SHORT)
    expect(await next('killed', 'k2')).toMatchObject({ kind: 'held' })
    await timeIsOver()
    expect(await next('killed', 'k3')).toMatchObject({ kind: 'written', by: [{ id, state: 'sent' }] })
    expect(await next('killed', 'k1')).toMatchObject({ kind: 'again', writeBack: { id } })
    expect(await next('killed', 'k4', { overrideEarlier: [id] })).toMatchObject({ kind: 'reserved' })
  })

  test('an unconfirmed write-back frees the visit at once, not what it may have written', async () => {
    const { id } = await wrote('broken', 'b1', ['sent', 'unconfirmed'])
    expect(await next('broken', 'b2')).toMatchObject({ kind: 'written', by: [{ id, state: 'unconfirmed' }] })
    expect(await next('broken', 'b3', { writes: [aLine('another')] })).toMatchObject({ kind: 'reserved' })
    expect(await ledger.step(aStep(id, 'sent'))).toMatchObject({ kind: 'wrong order' })
  })

  test('found not to be there, an unconfirmed write-back is void, and what it would create is free', async () => {
    await wrote('nothing', 'n1', ['sent', 'unconfirmed', 'void'])
    expect(await next('nothing', 'n2')).toMatchObject({ kind: 'reserved' })
  })

  test('what became of an unconfirmed write-back can be said after a later reservation, and takes nothing from it', async () => {
    const first = await wrote('late', 'l1', ['sent', 'unconfirmed'])
    await timeIsOver()
    const second = await wrote('late', 'l2', ['sent', 'confirmed'], { overrideEarlier: [first.id] })
    expect(await ledger.step(aStep(first.id, 'void', first.fencing))).toMatchObject({ kind: 'done' })
    expect(await next('late', 'l3')).toMatchObject({ kind: 'written', by: [{ id: second.id }] })
  })

  test('where only part was stored, the rest is free', async () => {
    const writes = [aLine('part-1'), aLine('part-2'), { ...aLine('part-3'), toldBy: 'part-1' }]
    const { id, fencing } = await wrote('part', 'p1', ['sent', 'unconfirmed'], { writes })
    const written = ['part-1']
    expect(await ledger.step({ ...aStep(id, 'confirmed', fencing), written })).toMatchObject({ kind: 'done' })
    const again = async (identity: string) => (await next('part', identity, { writes: [aLine(identity)] })).kind
    expect([await again('part-1'), await again('part-3'), await again('part-2')]).toEqual([
      'written',
      'written',
      'reserved',
    ])
  })

  test('a charge that an EHR may have taken keeps out another for the same doses, whatever its identity', async () => {
    const a = 'MedicationAdministration/open-a'
    const line = (identity: string, doses: string[]): PlannedIdentity => ({
      ...DRUG_LINE,
      identity,
      charges: { code: 'J3397', units: 88, modifiers: [], dateOfService: '2026-03-02', doses },
    })
    const dosesOf = { server: 'ehr-a', doses: [a] }
    const first = await ledger.reserve(
      aReservation({ visit: 'open', key: 'open-1', channel: 'oracle-create', dosesOf, writes: [line('open-1', [a])] }),
    )
    const id = first.kind === 'reserved' ? first.writeBack.id : ''
    await ledger.step(aStep(id, 'sent'))
    await ledger.step(aStep(id, 'unconfirmed'))
    const more = { visit: 'open', dosesOf, writes: [line('open-2', [a, 'MedicationAdministration/open-b'])] }
    expect(await ledger.reserve(aReservation({ ...more, key: 'open-2' }))).toMatchObject({
      kind: 'written',
      by: [{ id }],
    })
    await timeIsOver()
    expect((await ledger.reserve(aReservation({ ...more, key: 'open-3', overrideEarlier: [id] }))).kind).toBe(
      'reserved',
    )
  })

  test('after all of this the whole ledger verifies', async () => {
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })
})
