import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OutboxDecision, OutboxMessage, OutboxState } from '@doseline/contract'
import type { Config } from '../config.ts'
import { type ForgetRequest, forget } from '../ledger/forget.ts'
import { connect, type Database, lackingIn, migrateFor } from '../ledger/open-database.ts'
import { decideOn, outboxOf } from '../ledger/outbox.ts'
import { verify } from '../ledger/verify.ts'

export { ledgerFrom } from '../config.ts'

/** The ledger of DATABASE_URL, else of DOSELINE_LEDGER. A folder must not be in use by a running service. */
type LedgerPlace = Config['ledger']

/** Exit codes: in order or done, not, no ledger here that can be looked at. */
const EXIT = { inOrder: 0, notInOrder: 1, noLedger: 3 } as const

/** What a verification may be held against, and whom it tells how far it is. */
export interface Verifying {
  /** `row:hash` that an earlier verification printed: with it a chain that was rebuilt as a whole is detected too. */
  readonly anchor?: string | undefined
  /** Told the rows of the audit that have been read so far. */
  readonly onRows?: (rows: number) => void
}

/**
 * Reads the whole ledger and says the `row:hash` of its last row, or the first row that is not as it was written. It makes
 * nothing: where there is no ledger it says so. Answers the exit code: 0 in order, 1 not, 3 no ledger here.
 */
export async function verifyLedger(
  place: LedgerPlace,
  { anchor, onRows }: Verifying,
  say: (line: string) => void,
): Promise<number> {
  if (place.kind === 'folder' && !existsSync(join(place.folder, 'PG_VERSION'))) {
    say(`There is no ledger here: ${place.folder} is not a folder of one.`)
    return EXIT.noLedger
  }
  return withDatabase(place, say, (database) => verified(database, { anchor, onRows }, say))
}

/** As the owner of the database: brings the tables up to date and grants the role of the service what it needs. */
export function migrateLedger(place: LedgerPlace, serviceRole: string, say: (line: string) => void): Promise<number> {
  return withDatabase(place, say, async ({ db }) => {
    await migrateFor(db, serviceRole)
    say(`The tables are up to date, and ${serviceRole} may add to the audit but not change it.`)
    return EXIT.inOrder
  })
}

/** Removes what was kept of a patient’s chart; the audit and the charges stay. Answers the exit code: 0 done, 1 not. */
export function forgetPatient(
  place: LedgerPlace,
  request: Omit<ForgetRequest, 'at'>,
  say: (line: string) => void,
): Promise<number> {
  return withDatabase(place, say, (database) => forgotten(database, request, say))
}

async function forgotten(
  { db }: Database,
  request: Omit<ForgetRequest, 'at'>,
  say: (line: string) => void,
): Promise<number> {
  const done = await forget(db, { ...request, at: new Date().toISOString() })
  switch (done.kind) {
    case 'forgotten':
      say(
        `${done.answers} answers, ${done.plans} plans, ${done.sessions} sessions and ${done.worklist} rows of the worklist of ${request.patient} are removed.`,
      )
      return EXIT.inOrder
    case 'under way':
      say(`Charges of ${request.patient} are being written now. Nothing was removed; try again in two minutes.`)
      return EXIT.notInOrder
    case 'several servers':
      say(`Several EHRs have a ${request.patient}: ${done.servers.join(', ')}. Say which one, with --server.`)
      return EXIT.notInOrder
    case 'unknown':
      say(
        `Nothing is recorded of ${request.patient} for tenant ${request.tenant}. Check both in the EHR and the tenants file.`,
      )
      return EXIT.notInOrder
  }
}

/** What is asked of the outbox: a list, or a decision on one message. */
export interface OutboxRequest {
  readonly tenant: string
  readonly state?: OutboxState | undefined
  readonly decision?: { readonly id: string; readonly decision: OutboxDecision; readonly reason: string } | undefined
}

/** Says where the messages to the billing system are, or decides on one that was refused. Answers the exit code: 0 done, 1 not. */
export function lookAtOutbox(
  place: LedgerPlace,
  { tenant, state, decision }: OutboxRequest,
  say: (line: string) => void,
): Promise<number> {
  return withDatabase(place, say, async ({ db }) => {
    if (decision) {
      const entry = { at: new Date().toISOString(), tenant, who: 'operator' }
      const decided = await decideOn(db, decision, entry)
      say(
        decided.kind === 'unknown'
          ? `There is no message ${decision.id} of tenant ${tenant}.`
          : decided.kind === 'done'
            ? messageLine(decided.row)
            : decided.because,
      )
      return decided.kind === 'done' ? EXIT.inOrder : EXIT.notInOrder
    }
    const messages = await outboxOf(db, { tenant, ...(state && { state }) })
    for (const message of messages) say(messageLine(message))
    if (messages.length === 0) say(`No message of tenant ${tenant}${state ? ` is ${state}` : ''}.`)
    return EXIT.inOrder
  })
}

const messageLine = ({
  id,
  state,
  controlId,
  server,
  charges,
  credits,
  attempts,
  changed,
  words,
}: OutboxMessage): string =>
  [
    `${id}  ${state}`,
    `control id ${controlId} to ${server}`,
    `${charges} charges, ${credits} credits`,
    `${attempts} tries, ${changed}`,
    ...(words === '' ? [] : [words]),
  ].join('; ')

async function withDatabase(
  place: LedgerPlace,
  say: (line: string) => void,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  if (place.kind === 'memory') {
    say('A ledger in memory cannot be looked at from outside: set DATABASE_URL, or DOSELINE_LEDGER to its folder.')
    return EXIT.noLedger
  }
  const database = await connect(
    place.kind === 'folder' ? { ...place, onLost: () => process.exit(1) } : place,
    'nobody waits',
  )
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function verified({ db }: Database, { anchor, onRows }: Verifying, say: (line: string) => void): Promise<number> {
  const lacking = await lackingIn(db)
  if (lacking === 'everything') {
    say('There is no ledger here: the database holds no table of one.')
    return EXIT.noLedger
  }
  if (lacking.length > 0) {
    say(`The ledger is of an earlier version, and was not verified: it lacks ${lacking.join(', ')}. Migrate it first.`)
    return EXIT.noLedger
  }
  const found = await verify(db, { anchor, onRows })
  if (found.intact) {
    say(
      `${found.rows} rows, all as they were written, and ${found.kept} rows that keep charges single, all as these left them. The last is ${found.head}`,
    )
    return EXIT.inOrder
  }
  say('seq' in found ? `Row ${found.seq}: ${found.because}.` : `${found.table} ${found.key}: ${found.because}.`)
  return EXIT.notInOrder
}
