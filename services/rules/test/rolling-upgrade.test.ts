import { Agent, type IncomingMessage, request } from 'node:http'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { fetched } from '@doseline/testkit/fetched'
import { startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import type { MigrationProvider } from 'kysely/migration'
import { afterAll, expect, test } from 'vitest'
import { change } from '../src/ledger/migrations/change.ts'
import { migrations } from '../src/ledger/migrations.ts'
import { connect, migrateFor } from '../src/ledger/open-database.ts'
import { takeOver } from '../src/ledger/take-over.ts'
import { type Process, runProcess, startProcess } from './support/a-process.ts'
import { reserveAt, stepAt } from './support/write-back.ts'

/**
 * Two processes on one PostgreSQL behind a proxy that does what the examples in `deploy` do: it keeps connections, asks
 * /readyz, sends each request once, and goes to the other process only where one takes no connection.
 */

const PROLIA = JSON.stringify(requestFor(scenario('medicare-prolia-in-order')))
const DELAY = 5

/** It adds a column, so that each row is taken over. */
const ofANextVersion: MigrationProvider = {
  getMigrations: async () => ({
    ...(await migrations.getMigrations()),
    '9999-of-a-next-version': change({
      alters: ['write_back'],
      statements: [`alter table write_back add column of_a_next_version text not null default ''`],
      afterwards: (trx) => takeOver(trx, [{ table: 'write_back' }]),
    }),
  }),
}

const agent = new Agent({ keepAlive: true, timeout: 1000 })
afterAll(() => agent.destroy())

test('processes are replaced one by one, over a change of the tables, and no request fails', async () => {
  const postgres = await startPostgres()
  const { db, close } = await connect({ kind: 'postgresql', url: postgres.url }, 'nobody waits')
  await sql`create role service login`.execute(db)
  await migrateFor(db, 'service')
  const environment = {
    DATABASE_URL: postgres.as('service'),
    DOSELINE_STOP_DELAY: String(DELAY),
    LOG_LEVEL: 'silent',
  }
  let running = await Promise.all([startProcess(environment), startProcess(environment)])
  let serving: readonly Process[] = running
  const load = loadOn(() => serving.map(({ address }) => address))
  await load.answers(10)
  const [old] = running
  const { writeBack } = (await (await reserveAt(old.address, 'ehr')).json()) as { writeBack: { id: string } }
  expect((await stepAt(old.address, writeBack.id, 'sent')).status).toBe(200)

  // “ledger migrate” of a next version, while the old one serves.
  await migrateFor(db, 'service', ofANextVersion)
  await load.answers(10)

  for (const at of [0, 1] as const) {
    const leaving = running[at]
    const ended = leaving.end('SIGTERM')
    await saysNotReady(leaving)
    serving = [running[1 - at] ?? leaving]
    expect(await ended).toBe(0)
    await load.answers(10)
    const next = await startProcess(environment)
    running = at === 0 ? [next, running[1]] : [running[0], next]
    serving = running
    await load.answers(10)
  }
  const answered = await load.end()
  expect((await stepAt(running[1].address, writeBack.id, 'confirmed')).status).toBe(200)
  expect((await reserveAt(running[0].address, 'ehr')).status).toBe(409)
  for (const each of running) expect(await each.end('SIGTERM')).toBe(0)
  const { said } = await runProcess(environment, ['ledger', 'verify'])
  // Each reservation is judged too, one was reserved, sent and confirmed, and its row was taken over by the migration.
  expect(said).toMatch(new RegExp(`^${answered + 2 + 3 + 1} rows, all as they were written`))
  await close()
  await postgres.stop()
}, 300_000)

test('a process that is stopping takes what comes, and ends each connection with its answer', async () => {
  const service = await startProcess({ DOSELINE_STOP_DELAY: String(DELAY), LOG_LEVEL: 'silent' })
  expect((await sent(service.address)).headers.connection).toBe('keep-alive')
  const ended = service.end('SIGTERM')
  const last = await sentUntilStopping(service)
  expect([last.statusCode, last.headers.connection]).toEqual([200, 'close'])
  expect(await ended).toBe(0)
})

/** What the proxy waits for: the signal takes a moment to arrive. */
async function saysNotReady({ address }: Process): Promise<void> {
  while ((await fetched(`${address}/readyz`)).ok) await new Promise((done) => setTimeout(done, 20))
}

/** The signal takes a moment to arrive. */
async function sentUntilStopping(service: Process): Promise<IncomingMessage> {
  for (;;) {
    const answer = await sent(service.address)
    if (answer.headers.connection === 'close') return answer
  }
}

/** Four callers who never stop asking. Whatever is not answered with 200 is an error of `end`. */
function loadOn(addresses: () => readonly string[]) {
  let answered = 0
  let isOver = false
  const failed: string[] = []
  const caller = async (first: number): Promise<void> => {
    for (let at = first; !isOver; at++) {
      const serving = addresses()
      const [one = '', other = one] = at % 2 === 0 ? serving : serving.toReversed()
      const outcome = await sent(one).catch((error: NodeJS.ErrnoException) =>
        error.code === 'ECONNREFUSED' ? sent(other).catch(codeOf) : codeOf(error),
      )
      if (typeof outcome === 'string') failed.push(outcome)
      else if (outcome.statusCode !== 200) failed.push(`${outcome.statusCode}`)
      else answered++
    }
  }
  const callers = [0, 1, 2, 3].map(caller)
  return {
    /** Waits for so many more answers. */
    async answers(more: number): Promise<void> {
      const until = answered + more
      await expect.poll(() => answered >= until || failed.length > 0, { timeout: 120_000 }).toBe(true)
    },
    async end(): Promise<number> {
      isOver = true
      await Promise.all(callers)
      expect(failed).toEqual([])
      return answered
    },
  }
}

const codeOf = (error: NodeJS.ErrnoException): string => error.code ?? error.message

function sent(address: string): Promise<IncomingMessage> {
  return new Promise((done, failed) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(PROLIA) }
    const call = request(`${address}/v1/assessments`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.once('end', () => done(answer))
      answer.once('error', failed)
    })
    call.once('error', failed)
    call.end(PROLIA)
  })
}
