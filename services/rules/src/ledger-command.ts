import type { Config } from './config.ts'
import { verify } from './ledger/audit.ts'
import { connect, type Database, migrateFor } from './ledger/open-database.ts'

const USAGE = `usage: ledger verify [--anchor <row>:<hash>]   read the whole audit; name the first row that is not as it was written
       ledger migrate --service-role <role>    as the owner: bring the tables up to date, grant the service what it needs

The ledger is the one of DATABASE_URL, else of DOSELINE_LEDGER. A folder must not be in use by a running service.`

/**
 * `ledger …` on the command line. `verify` prints `row:hash` of the last row: note it somewhere else, and give it as
 * --anchor the next time. Answers the exit code: 0 in order, 1 not, 2 not understood.
 */
export async function ledgerCommand(
  given: readonly string[],
  place: Config['ledger'],
  say: (line: string) => void,
): Promise<number> {
  const [command, option, value] = given
  if (place.kind === 'memory') {
    say('A ledger in memory cannot be looked at from outside.')
    return 2
  }
  const on = place.kind === 'folder' ? { ...place, onLost: () => process.exit(1) } : place
  if (
    command === 'verify' &&
    (option === undefined || (option === '--anchor' && /^\d+:[0-9a-f]{64}$/.test(value ?? '')))
  ) {
    return withDatabase(on, (database) => verified(database, value, say))
  }
  if (command === 'migrate' && option === '--service-role' && value !== undefined) {
    return withDatabase(on, async ({ db }) => {
      await migrateFor(db, value)
      say(`The tables are up to date, and ${value} may add to the audit but not change it.`)
      return 0
    })
  }
  say(USAGE)
  return 2
}

async function withDatabase(
  place: Parameters<typeof connect>[0],
  work: (database: Database) => Promise<number>,
): Promise<number> {
  const database = await connect(place)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function verified({ db }: Database, anchor: string | undefined, say: (line: string) => void): Promise<number> {
  const found = await verify(db, anchor)
  say(
    found.intact
      ? `${found.rows} rows, all as they were written. The last is ${found.head}`
      : `Row ${found.seq}: ${found.because}.`,
  )
  return found.intact ? 0 : 1
}
