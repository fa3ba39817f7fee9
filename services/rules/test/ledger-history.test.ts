import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { places } from './support/a-place.ts'
import { aDecision, anEntry, aReservation, aStep, DRUG_LINE } from './support/an-audit-entry.ts'

const { each } = places()

describe.each(each)('what happened is found on %s', (_, place) => {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await openLedger(await place())
  })
  afterAll(() => ledger.close())

  test('the history of a dose is of one tenant and one FHIR server, newest first', async () => {
    const dose = 'MedicationAdministration/story'
    const judged = (at: number, verdict: string, server = 'ehr-a') => ({
      ...aDecision(9000 + at),
      entry: anEntry({
        at: `2026-03-0${at}T10:00:00Z`,
        about: { codebook: 'cms', doses: [{ focus: dose, verdict, edition: 'e1', lines: ['J3397 × 88'] }] },
        dosesOf: { server, doses: [dose] },
      }),
    })
    for (const [at, verdict] of [
      [1, 'not-ready'],
      [2, 'ready'],
      [3, 'ready'],
    ] as const) {
      await ledger.record(judged(at, verdict))
    }
    await ledger.record(judged(4, 'not-billable', 'ehr-b'))
    const reservation = await ledger.reserve(
      aReservation({
        writes: [{ ...DRUG_LINE, identity: 'story' }],
        channel: 'single',
        dosesOf: { server: 'ehr-a', doses: [dose] },
      }),
    )
    if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
    const { id } = reservation.writeBack
    for (const to of ['sent', 'unconfirmed', 'confirmed'] as const) await ledger.step(aStep(id, to))
    const told = { codebook: 'cms', edition: 'e1', lines: ['J3397 × 88'], who: 'Practitioner/biller', act: 'assessed' }
    const step = { who: 'Practitioner/biller', at: '2026-03-03T10:00:00Z', writeBack: id }
    expect(await ledger.history({ tenant: 'clinic', server: 'ehr-a', dose })).toEqual([
      { ...step, act: 'confirmed' },
      { ...step, act: 'unconfirmed' },
      { ...step, act: 'sent' },
      {
        ...step,
        act: 'write-back reserved',
        does: 'approve',
        channel: 'single',
        writes: [{ what: 'ChargeItem', act: 'create', status: 'billable', identity: 'story' }],
      },
      { ...told, verdict: 'ready', at: '2026-03-03T10:00:00Z', since: '2026-03-02T10:00:00Z', times: 2 },
      { ...told, verdict: 'not-ready', at: '2026-03-01T10:00:00Z' },
    ])
    expect(await ledger.history({ tenant: 'clinic', server: 'ehr-b', dose })).toHaveLength(1)
    expect(await ledger.history({ tenant: 'another', server: 'ehr-a', dose })).toEqual([])
  })

  test('an id_token opens one session, and an ended session is over', async () => {
    const entry = { at: '2026-03-03T10:00:00Z', tenant: 'clinic', who: 'Practitioner/biller' }
    const open = () => ledger.openSession({ issuer: 'ehr', proof: 'id-token', proofUntil: 4_000_000_000, entry })
    const opened = await Promise.all([open(), open(), open()])
    const [session] = opened.filter((each) => each !== undefined)
    expect(opened.filter((each) => each === undefined)).toHaveLength(2)
    expect(await ledger.useSession(session?.token ?? '')).toMatchObject({
      tenant: 'clinic',
      who: 'Practitioner/biller',
    })
    await ledger.endSession(session?.token ?? '', entry)
    expect(await ledger.useSession(session?.token ?? '')).toBeUndefined()
  })

  test('after all of this the whole ledger verifies', async () => {
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })
})
