import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { type ForgetRequest, forget } from './ledger/forget.ts'
import { connect, type Database, lackingIn, migrateFor } from './ledger/open-database.ts'
import { verify } from './ledger/verify.ts'

const USAGE = `usage: ledger verify [--anchor <row>:<hash>]   read the whole ledger; name the first row that is not as it was written
       ledger migrate --service-role <role>    as the owner: bring the tables up to date, grant the service what it needs
       ledger forget Patient/<id> --tenant <key> [--server <key of the issuer>]
                                               remove what was kept of a patient’s chart; the audit and the charges stay

The ledger is the one of DATABASE_URL, else of DOSELINE_LEDGER. A folder must not be in use by a running service.`

/** Exit codes: in order, not in order, not understood, no ledger here. */
const EXIT = { inOrder: 0, notInOrder: 1, notUnderstood: 2, noLedger: 3 } as const

/**
 * `ledger …` on the command line. `verify` prints `row:hash` of the last row: note it somewhere else, and give it as
 * --anchor the next time. It makes nothing: where there is no ledger it says so. Answers the exit code: 0 in order, 1 not,
 * 2 not understood, 3 no ledger here.
 */
export async function ledgerCommand(
  given: readonly string[],
  place: Config['ledger'],
  say: (line: string) => void,
): Promise<number> {
  const [command, option, value] = given
  if (place.kind === 'memory') {
    say('A ledger in memory cannot be looked at from outside.')
    return EXIT.notUnderstood
  }
  const on = place.kind === 'folder' ? { ...place, onLost: () => process.exit(1) } : place
  if (
    command === 'verify' &&
    (option === undefined || (option === '--anchor' && /^\d+:[0-9a-f]{64}$/.test(value ?? '')))
  ) {
    if (place.kind === 'folder' && !existsSync(join(place.folder, 'PG_VERSION'))) {
      say(`There is no ledger here: ${place.folder} is not a folder of one.`)
      return EXIT.noLedger
    }
    return withDatabase(on, (database) => verified(database, value, say))
  }
  if (command === 'migrate' && option === '--service-role' && value !== undefined) {
    return withDatabase(on, async ({ db }) => {
      await migrateFor(db, value)
      say(`The tables are up to date, and ${value} may add to the audit but not change it.`)
      return EXIT.inOrder
    })
  }
  const asked = command === 'forget' ? forgetIn(given.slice(1)) : undefined
  if (asked) return withDatabase(on, (database) => forgotten(database, asked, say))
  say(USAGE)
  return EXIT.notUnderstood
}

/** What `forget` was asked; undefined where it is not understood. */
function forgetIn([patient = '', ...options]: readonly string[]): Omit<ForgetRequest, 'at'> | undefined {
  const named = new Map<string, string>()
  for (let at = 0; at < options.length; at += 2) named.set(options[at] ?? '', options[at + 1] ?? '')
  const [tenant, server] = [named.get('--tenant'), named.get('--server')]
  const isKnown = [...named].every(([name, value]) => ['--tenant', '--server'].includes(name) && value !== '')
  if (!/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(patient) || tenant === undefined || !isKnown) return undefined
  return { patient, tenant, server }
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
        `${done.answers} answers, ${done.plans} plans and ${done.sessions} sessions of ${request.patient} are removed.`,
      )
      return EXIT.inOrder
    case 'under way':
      say(`Charges of ${request.patient} are being written now. Nothing was removed; try again in two minutes.`)
      return 1
    case 'several servers':
      say(`Several EHRs have a ${request.patient}: ${done.servers.join(', ')}. Say which one, with --server.`)
      return 1
    case 'unknown':
      say(
        `Nothing is recorded of ${request.patient} for tenant ${request.tenant}. Check both in the EHR and the tenants file.`,
      )
      return 1
  }
}

async function withDatabase(
  place: Parameters<typeof connect>[0],
  work: (database: Database) => Promise<number>,
): Promise<number> {
  const database = await connect(place, 'nobody waits')
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function verified({ db }: Database, anchor: string | undefined, say: (line: string) => void): Promise<number> {
  const lacking = await lackingIn(db)
  if (lacking === 'everything') {
    say('There is no ledger here: the database holds no table of one.')
    return EXIT.noLedger
  }
  if (lacking.length > 0) {
    say(`The ledger is of an earlier version, and was not verified: it lacks ${lacking.join(', ')}. Migrate it first.`)
    return EXIT.noLedger
  }
  const found = await verify(db, anchor)
  if (found.intact) {
    say(
      `${found.rows} rows, all as they were written, and ${found.kept} rows that keep charges single, all as these left them. The last is ${found.head}`,
    )
    return EXIT.inOrder
  }
  say('seq' in found ? `Row ${found.seq}: ${found.because}.` : `${found.table} ${found.key}: ${found.because}.`)
  return EXIT.notInOrder
}
