import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { places } from './support/a-place.ts'
import { aReservation } from './support/an-audit-entry.ts'

const { each } = places()

describe.each(each)('a hundred at once on %s', (_, place) => {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await openLedger(await place())
  })
  afterAll(() => ledger.close())

  test('of a hundred identical reservations at once one is granted', async () => {
    const reservations = await Promise.all(
      Array.from({ length: 100 }, (_each, index) =>
        ledger.reserve(aReservation({ visit: 'hundred', key: `h${index}` })),
      ),
    )
    const kinds = reservations.map(({ kind }) => kind).toSorted()
    expect(kinds).toEqual([...Array.from({ length: 99 }, () => 'held'), 'reserved'])
  })

  test('a hundred retries of one reservation are one reservation', async () => {
    const reservations = await Promise.all(
      Array.from({ length: 100 }, () => ledger.reserve(aReservation({ visit: 'retry', key: 'r' }))),
    )
    expect(reservations.filter(({ kind }) => kind === 'reserved')).toHaveLength(1)
    expect(reservations.filter(({ kind }) => kind === 'again')).toHaveLength(99)
    expect(
      new Set(reservations.map((reservation) => ('writeBack' in reservation ? reservation.writeBack.id : ''))),
    ).toHaveLength(1)
    expect(await ledger.reserve(aReservation({ visit: 'retry', key: 'r', fingerprint: 'another' }))).toEqual({
      kind: 'key reused',
    })
  })
})
