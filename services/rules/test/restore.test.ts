import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { fetched } from '@doseline/testkit/fetched'
import { installedPostgres, type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { describe, expect, test } from 'vitest'
import { runProcess, startProcess } from './support/a-process.ts'
import { reserveAt, stepAt } from './support/write-back.ts'

/** What docs/running-it.md says of backup and restore, done with the programs it names. */

const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const ROLES = resolve(import.meta.dirname, '../deploy/roles.sql')
const bin = installedPostgres()
if (!bin)
  console.warn('pg_dump is not installed, so the restore on PostgreSQL is not tried: apt-get install postgresql')

type Environment = Readonly<Record<string, string>>

/** A service that has judged a dose and written the charges of another. */
async function worked(environment: Environment) {
  const service = await startProcess({ ...environment, LOG_LEVEL: 'silent' })
  const { address } = service
  const body = JSON.stringify(PROLIA)
  const headers = { 'content-type': 'application/json' }
  const { id: answer } = (await (
    await fetched(`${address}/v1/assessments`, { method: 'POST', headers, body })
  ).json()) as {
    id: string
  }
  const reservation = await reserveAt(address, 'ehr')
  expect(reservation.status).toBe(201)
  const { writeBack } = (await reservation.json()) as { writeBack: { id: string } }
  for (const state of ['sent', 'confirmed'] as const)
    expect((await stepAt(address, writeBack.id, state)).status).toBe(200)
  return { service, answer, writeBack: writeBack.id }
}

async function expectRestored(environment: Environment, before: { answer: string; writeBack: string; head: string }) {
  const verified = await runProcess(environment, ['ledger', 'verify', '--anchor', before.head])
  expect([verified.code, verified.said]).toEqual([0, expect.stringContaining('all as they were written')])
  const { address, end } = await startProcess({ ...environment, LOG_LEVEL: 'silent' })
  const answer = await fetched(`${address}/v1/assessments/${before.answer}`)
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
  const state = await (await fetched(`${address}/v1/write-backs/${before.writeBack}`)).json()
  expect(state).toMatchObject({ state: 'confirmed' })
  const again = await reserveAt(address, 'ehr')
  expect([again.status, await again.json()]).toEqual([409, expect.objectContaining({ code: 'already-written' })])
  const other = await reserveAt(address, 'another-ehr')
  // Read to its end: the service waits for whoever has not read their answer.
  expect([other.status, await other.text()]).toEqual([201, expect.any(String)])
  expect(await end('SIGTERM')).toBe(0)
}

const headOf = async (environment: Environment): Promise<string> =>
  / The last is (\d+:[0-9a-f]{64})/.exec((await runProcess(environment, ['ledger', 'verify'])).said)?.[1] ?? ''

describe('a ledger that was backed up, lost and restored is whole, and charges nothing twice', () => {
  test('a folder, copied while the service is stopped', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'doseline-restore-')), 'ledger')
    const { service, ...before } = await worked({ DOSELINE_LEDGER: folder })
    expect(await service.end('SIGTERM')).toBe(0)
    const head = await headOf({ DOSELINE_LEDGER: folder })
    cpSync(folder, `${folder}-copy`, { recursive: true, preserveTimestamps: true })
    await expectRestored({ DOSELINE_LEDGER: `${folder}-copy` }, { ...before, head })
  })

  test.skipIf(!bin)('PostgreSQL, dumped while the service works, restored on another server', async () => {
    const first = await startPostgres({ installed: bin })
    const environment = await prepared(first)
    const { service, ...before } = await worked(environment)
    const ready = await (await fetched(`${service.address}/readyz`)).json()
    expect(ready).toMatchObject({ ledger: { auditProtectedBy: 'role and trigger' } })
    const head = await headOf(environment)
    const dump = join(mkdtempSync(join(tmpdir(), 'doseline-dump-')), 'doseline.dump')
    program('pg_dump', ['--format=custom', '--file', dump, first.as('doseline_owner', 'doseline')])
    await service.end('SIGTERM')
    await first.stop()

    const second = await startPostgres({ installed: bin })
    roles(second)
    const restored = { DATABASE_URL: second.as('doseline_service', 'doseline') }
    const { said } = await runProcess({ ...restored, DOSELINE_DEMO: 'true' }, ['check', '--online'])
    expect(said).toMatch(/lacks 0001-ledger/)
    program('pg_restore', ['--exit-on-error', '--dbname', second.as('doseline_owner', 'doseline'), dump])
    await expectRestored(restored, { ...before, head })
    await second.stop()
  })
})

/** Roles, database and tables, as the page says. */
async function prepared(postgres: Postgres): Promise<Environment> {
  roles(postgres)
  const owner = { DATABASE_URL: postgres.as('doseline_owner', 'doseline') }
  const { code, said } = await runProcess(owner, ['ledger', 'migrate', '--service-role', 'doseline_service'])
  expect([code, said]).toEqual([0, expect.stringContaining('may add to the audit but not change it')])
  return { DATABASE_URL: postgres.as('doseline_service', 'doseline') }
}

const roles = ({ url }: Postgres): void =>
  program('psql', ['--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '-f', ROLES, url], {
    LEDGER_OWNER_PASSWORD: 'of the owner',
    LEDGER_SERVICE_PASSWORD: "of the 'service'",
  })

function program(name: string, args: readonly string[], environment: Environment = {}): void {
  execFileSync(join(bin ?? '', name), args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  })
}
