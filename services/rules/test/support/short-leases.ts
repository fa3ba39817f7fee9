import type { Leases } from '../../src/ledger/write-back.ts'

/** Reservations that a test can wait for. */
export const SHORT: Leases = { reserved: 2, sent: 2 }

/** Until the time of a reservation is over. */
export const timeIsOver = () => new Promise((done) => setTimeout(done, 2100))
