import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect, type Place } from '../src/ledger/open-database.ts'
import type { Reservation } from '../src/ledger/reservation.ts'
import type { StepRequest } from '../src/ledger/step.ts'
import type { PlannedIdentity, WriteBack } from '../src/ledger/write-back.ts'
import { places } from './support/a-place.ts'
import { aReservation, aStep, DRUG_LINE } from './support/an-audit-entry.ts'
import { SHORT, timeIsOver } from './support/short-leases.ts'

const { each } = places()

describe.each(each)('a dose is written by one at a time, and billed by one line, on %s', (_, place) => {
  let ledger: Ledger
  let at: Place
  beforeAll(async () => {
    at = await place()
    ledger = await openLedger(at, SHORT)
  })
  afterAll(() => ledger.close())

  const A = 'MedicationAdministration/a'
  const B = 'MedicationAdministration/b'
  /** What each test calls its doses: no two tests know the same. */
  let test_ = 0
  const own = (dose: string) => `${dose}-${test_}`
  beforeEach(() => {
    test_ += 1
  })
  const drug = (name: string, doses: readonly string[], more: Partial<PlannedIdentity> = {}): PlannedIdentity => ({
    ...DRUG_LINE,
    identity: `${name}-${test_}`,
    role: 'drug',
    doses: doses.map(own),
    ...more,
  })
  const asks = (visit: string, writes: readonly PlannedIdentity[], more: object = {}) =>
    ledger.reserve(
      aReservation({
        visit: `${visit}-${test_}`,
        key: randomUUID(),
        writes,
        dosesOf: { server: 'ehr-a', doses: writes.flatMap(({ doses = [] }) => doses) },
        ...more,
      }),
    )
  const steps = async ({ id, fencing }: Pick<WriteBack, 'id' | 'fencing'>, ...all: StepRequest['to'][]) => {
    for (const to of all) expect(await ledger.step(aStep(id, to, fencing))).toMatchObject({ kind: 'done' })
  }
  const granted = (reservation: Reservation): WriteBack => {
    if (reservation.kind !== 'reserved') throw new Error(`not granted: ${JSON.stringify(reservation)}`)
    return reservation.writeBack
  }
  async function stands(visit: string, writes: readonly PlannedIdentity[], more: object = {}): Promise<WriteBack> {
    const writeBack = granted(await asks(visit, writes, more))
    await steps(writeBack, 'sent', 'confirmed')
    return writeBack
  }

  test('for two visits at once one is granted, and the other learns who holds which dose', async () => {
    const reservations = await Promise.all([asks('one', [drug('x', [A])]), asks('two', [drug('x', [A])])])
    const first = granted(reservations.find(({ kind }) => kind === 'reserved') as Reservation)
    expect(reservations.find(({ kind }) => kind === 'held')).toMatchObject({ by: { id: first.id }, dose: own(A) })
    await steps(first, 'sent', 'confirmed')
    expect(await asks('two', [drug('x', [A])])).toMatchObject({ kind: 'written', by: [{ id: first.id }] })
  })

  test('whoever let the time go by can send nothing, once somebody has the dose for another visit', async () => {
    const late = granted(await asks('one', [drug('x', [A])]))
    await timeIsOver()
    const next = granted(await asks('two', [drug('x', [A])]))
    expect(await ledger.step(aStep(late.id, 'sent', late.fencing))).toMatchObject({ kind: 'superseded' })
    await steps(next, 'sent', 'confirmed')
    expect(await ledger.step(aStep(late.id, 'sent', late.fencing))).toMatchObject({ kind: 'superseded' })
  })

  test('said again, sent holds on; once somebody else has the dose it is refused', async () => {
    const first = granted(await asks('one', [drug('x', [A])]))
    await steps(first, 'sent')
    for (let times = 0; times < 2; times++) {
      await new Promise((done) => setTimeout(done, 1200))
      await steps(first, 'sent')
    }
    expect((await asks('two', [drug('x', [A])])).kind).toBe('held')
    await timeIsOver()
    granted(await asks('two', [drug('x', [A])], { overrideEarlier: [first.id] }))
    expect(await ledger.step(aStep(first.id, 'sent', first.fencing))).toMatchObject({ kind: 'superseded' })
  })

  test('a second dose that joins a line gives it another identity, and is no way around it', async () => {
    const first = granted(await asks('one', [drug('of-a', [A])]))
    expect(await asks('two', [drug('of-both', [A, B])])).toMatchObject({ kind: 'held', dose: own(A) })
    await steps(first, 'sent', 'unconfirmed')
    expect(await asks('two', [drug('of-both', [A, B])])).toMatchObject({
      kind: 'written',
      by: [{ id: first.id, time: { seconds: expect.any(Number) } }],
    })
    await steps(first, 'confirmed')
    expect(await asks('two', [drug('of-both', [A, B])])).toMatchObject({ kind: 'written', by: [{ id: first.id }] })
    expect((await asks('two', [drug('of-b', [B])])).kind).toBe('reserved')
  })

  test('a line that takes the place of one that it voids is no second one, and gives it back where it fails', async () => {
    const first = await stands('one', [drug('of-a', [A])])
    const both = [drug('of-a', [A], { act: 'void' }), drug('of-both', [A, B])]
    const failed = granted(await asks('two', both))
    await steps(failed, 'sent', 'void')
    expect(await asks('three', [drug('of-both', [A, B])])).toMatchObject({ kind: 'written', by: [{ id: first.id }] })
    const next = await stands('two', both)
    expect(await asks('three', [drug('of-a', [A])])).toMatchObject({ kind: 'written', by: [{ id: next.id }] })
    expect(await asks('three', [drug('of-b', [B])])).toMatchObject({ kind: 'written', by: [{ id: next.id }] })
  })

  test('where the old line was voided and the new one refused, nothing bills the dose', async () => {
    await stands('one', [drug('of-a', [A])])
    const both = [drug('of-a', [A], { act: 'void' }), drug('next', [A])]
    const { id, fencing } = granted(await asks('one', both))
    await ledger.step(aStep(id, 'sent', fencing))
    const written = [drug('of-a', [A]).identity]
    await ledger.step({ ...aStep(id, 'confirmed', fencing), written })
    expect((await asks('two', [drug('next', [A])])).kind).toBe('reserved')
  })

  test('a line that the chart shows voided keeps nobody out', async () => {
    await stands('one', [drug('of-a', [A])])
    const voided = [drug('of-a', [A]).identity]
    expect((await asks('two', [drug('next', [A])], { voided })).kind).toBe('reserved')
  })

  test('a line that was said to be gone is gone, once another took its place', async () => {
    const first = await stands('one', [drug('of-a', [A])])
    await timeIsOver()
    const second = await stands('two', [drug('of-both', [A, B])], { overrideEarlier: [first.id] })
    expect(await asks('three', [drug('of-a', [A])])).toMatchObject({ kind: 'written', by: [{ id: second.id }] })
    await stands('two', [drug('of-both', [A, B], { act: 'void' })])
    expect((await asks('three', [drug('of-a', [A])])).kind).toBe('reserved')
  })

  test('what becomes of an unconfirmed one is said later, and takes nothing from a later one for another visit', async () => {
    const first = granted(await asks('one', [drug('x', [A])]))
    await steps(first, 'sent', 'unconfirmed')
    await timeIsOver()
    const second = await stands('two', [drug('x', [A])], { overrideEarlier: [first.id] })
    await steps(first, 'void')
    expect(await asks('three', [drug('x', [A])])).toMatchObject({ kind: 'written', by: [{ id: second.id }] })
  })

  test('drug, discard and administration are billed beside each other; another EHR, tenant or demonstration is another matter', async () => {
    await stands('one', [drug('x', [A])])
    const rest = [drug('discard', [A], { role: 'discarded drug' }), drug('giving', [A], { role: 'administration' })]
    await stands('one', rest)
    const again = [drug('y', [A])]
    expect((await asks('two', again)).kind).toBe('written')
    const dosesOf = { server: 'ehr-b', doses: [own(A)] }
    expect((await asks('other-ehr', again, { dosesOf })).kind).toBe('reserved')
    expect((await asks('demonstration', again, { demonstration: 'article' })).kind).toBe('reserved')
    const entry = { ...aReservation().entry, tenant: 'another' }
    expect((await asks('other-tenant', again, { entry })).kind).toBe('reserved')
  })

  test('who writes a dose is known until the chart is sure to show it', async () => {
    const about = { tenant: 'clinic', server: 'ehr-a', dose: own(A) }
    expect(await ledger.underWay(about)).toBeUndefined()
    const writeBack = granted(await asks('one', [drug('x', [A])]))
    const { id, who } = writeBack
    expect(await ledger.underWay(about)).toMatchObject({ id, who, state: 'reserved' })
    await steps(writeBack, 'sent', 'confirmed')
    expect(await ledger.underWay(about)).toMatchObject({ id, state: 'confirmed' })
    await timeIsOver()
    expect(await ledger.underWay(about)).toBeUndefined()
    const refused = granted(await asks('two', [drug('b', [B])]))
    await steps(refused, 'void')
    expect(await ledger.underWay({ ...about, dose: own(B) })).toBeUndefined()
  })

  test('the database itself refuses a second line and a second writer', async () => {
    const first = await stands('one', [drug('x', [A])])
    await ledger.close()
    const { db, close } = await connect(at)
    const dose = { tenant: 'clinic', server: 'ehr-a', demonstration: '', dose: own(A) }
    const line = { ...dose, role: 'drug', identity: 'another', before: '' }
    await expect(db.insertInto('charged_dose').values(line).execute()).rejects.toThrow(/duplicate key/)
    const writer = { ...dose, write_back: first.id, until: new Date().toISOString() }
    await expect(db.insertInto('reserved_dose').values(writer).execute()).rejects.toThrow(/duplicate key/)
    await close()
    ledger = await openLedger(at, SHORT)
  })

  test('after all of this the whole ledger verifies', async () => {
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })
})
