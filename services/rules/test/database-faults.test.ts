import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { fetched } from '@doseline/testkit/fetched'
import { type Postgres, type PostgresOptions, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../src/ledger/open-database.ts'
import { type Process, runProcess, startProcess } from './support/a-process.ts'

/** How often the database is started again, and stands still, under load. */
const ROUNDS = process.env.TEST_LONG ? 30 : 2
const PROLIA = requestFor(scenario('medicare-prolia-in-order'))

let postgres: Postgres
let service: Process
afterEach(async () => {
  await service.end('SIGTERM')
  await postgres.stop()
})
async function started(options: PostgresOptions = {}): Promise<void> {
  postgres = await startPostgres(options)
  service = await startProcess({ DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' })
}

let asked = 0
/** Another day each time, so that each is an assessment of its own; with evidence, so that its dose is told otherwise. */
const judge = () => {
  const day = new Date(Date.UTC(2026, 3, 1) + asked++ * 86_400_000).toISOString().slice(0, 10)
  return fetched(`${service.address}/v1/assessments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...PROLIA, asOf: `${day}T10:00:00Z`, include: ['evidence'] }),
  })
}

/** What was asked of the service while something happened to its database. */
interface Load {
  readonly statuses: number[]
  /** Ids of the answers that were given. */
  readonly acknowledged: Set<string>
}

/** Asks from four sides until the work is done, and until the service answers again. */
async function underLoad(work: () => Promise<void>): Promise<Load> {
  const load: Load = { statuses: [], acknowledged: new Set() }
  let isOver = false
  const side = async (): Promise<void> => {
    while (!isOver) {
      const answer = await judge()
      load.statuses.push(answer.status)
      const body = (await answer.json()) as { id: string }
      if (answer.ok) load.acknowledged.add(body.id)
      else expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  }
  const sides = [1, 2, 3, 4].map(side)
  await work()
  isOver = true
  await Promise.all(sides)
  return load
}

const served = () => expect.poll(async () => (await judge()).status, { timeout: 60_000 }).toBe(200)

/** Nothing that was acknowledged is lost, and the whole ledger verifies. */
async function expectKept({ acknowledged }: Load): Promise<string> {
  for (const id of acknowledged) expect((await fetched(`${service.address}/v1/assessments/${id}`)).status, id).toBe(200)
  const { code, said } = await runProcess({ DATABASE_URL: postgres.url }, ['ledger', 'verify'])
  expect([code, said]).toEqual([0, expect.stringContaining('all as they were written')])
  expect(Number(/^\d+/.exec(said)?.[0])).toBeGreaterThanOrEqual(acknowledged.size)
  return said.trim()
}

describe('under load', () => {
  test(`PostgreSQL is killed and started again ${ROUNDS} times: 503 meanwhile, then served, and nothing is lost`, async () => {
    await started()
    const load = await underLoad(async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await served()
        await postgres.kill()
        expect([(await judge()).status, (await fetched(`${service.address}/healthz`)).status]).toEqual([503, 200])
        await postgres.start()
      }
      await served()
    })
    expect(new Set(load.statuses)).toEqual(new Set([200, 503]))
    const said = await expectKept(load)
    console.log(`restarts: ${ROUNDS}, ${load.statuses.length} asked, ${load.acknowledged.size} acknowledged; ${said}`)
  }, 1_200_000)

  test(`PostgreSQL stands still ${ROUNDS} times: 503 and no waiting without end, then served, and nothing is lost`, async () => {
    await started()
    const load = await underLoad(async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await served()
        postgres.pause()
        // What asks the ledger is told to come back, and what does not is answered.
        const [decided, alive] = await Promise.all([judge(), fetched(`${service.address}/healthz`)])
        expect([decided.status, alive.status]).toEqual([503, 200])
        postgres.goOn()
      }
      await served()
    })
    expect(new Set(load.statuses)).toEqual(new Set([200, 503]))
    const said = await expectKept(load)
    console.log(`pauses: ${ROUNDS}, ${load.statuses.length} asked, ${load.acknowledged.size} acknowledged; ${said}`)
  }, 1_200_000)
})

test('PostgreSQL has no room left: nothing is decided that cannot be stored, what is there is read, and with room again the same process serves', async () => {
  const MB = 1024 * 1024
  await started({ largestFile: 24 * MB, syncs: false })
  const { id } = (await (await judge()).json()) as { id: string }
  const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
  // Text that cannot be packed, until the table cannot grow: the table itself, as it has no large values then.
  await sql.raw(`alter table answer_part alter column text set storage external`).execute(db)
  const fill = (count: number, hashes: number) =>
    sql`insert into answer_part (tenant, hash, text)
      select 'ballast', gen_random_uuid()::text, (select string_agg(md5(random()::text || part::text || each::text), '')
        from generate_series(1, ${sql.lit(hashes)}) as part) from generate_series(1, ${sql.lit(count)}) as each`.execute(
      db,
    )
  const full = async (count: number, hashes: number): Promise<string> => {
    for (let at = 0; at < 2000; at++) {
      const failed = await fill(count, hashes).then(
        () => undefined,
        (error: Error) => error.message,
      )
      if (failed) return failed
    }
    return 'never'
  }
  expect(await full(20, 2000)).toMatch(/could not extend file|File too large/)
  // To the last kilobytes: what is stored of an answer has thirty.
  await full(1, 2000)
  await full(1, 100)

  const refused = await judge()
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, 'ledger-unavailable'])
  expect((await fetched(`${service.address}/v1/assessments/${id}`)).status).toBe(200)
  expect((await fetched(`${service.address}/healthz`)).status).toBe(200)

  await sql`delete from answer_part where tenant = 'ballast'`.execute(db)
  await sql`vacuum answer_part`.execute(db)
  expect((await judge()).status).toBe(200)
  await close()
  const { code, said } = await runProcess({ DATABASE_URL: postgres.url }, ['ledger', 'verify'])
  expect([code, said]).toEqual([0, expect.stringMatching(/^2 rows, all as they were written/)])
}, 300_000)
