import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { fetched } from '@doseline/testkit/fetched'
import { startPostgres } from '@doseline/testkit/postgres'
import { describe, expect, test } from 'vitest'
import { type Process, runProcess, startProcess } from './support/a-process.ts'

/** Process death only: PGlite never syncs its folder, so a lost machine may lose what it held. */
const HOUR = 3_600_000
const ROUNDS = process.env.TEST_LONG ? 200 : 3
const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const by = { reference: 'Practitioner/biller', display: 'Biller' }

const sent = (address: string, path: string, body: object, headers: Record<string, string> = {}) =>
  fetched(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** What the service acknowledged before it was killed. */
interface Acknowledged {
  /** Decisions that were answered, each of which is a row of the audit. */
  decisions: number
  readonly assessments: Set<string>
  /** By visit: the reservations that were granted, by their key. */
  readonly reservations: Map<string, Map<string, string>>
}

describe.each(['PGlite', 'PostgreSQL'])('killed %s', (engine) => {
  test(
    `${ROUNDS} times under load: nothing acknowledged is lost, no visit is reserved twice`,
    async () => {
      const postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined
      const place: Record<string, string> = postgres
        ? { DATABASE_URL: postgres.url }
        : { DOSELINE_LEDGER: mkdtempSync(join(tmpdir(), 'doseline-killed-')) }
      const known: Acknowledged = { decisions: 0, assessments: new Set(), reservations: new Map() }
      for (let round = 0; round < ROUNDS; round++) {
        const service = await startProcess({ ...place, LOG_LEVEL: 'silent' })
        await expectKept(service, known)
        await load(service, known, round)
      }
      const last = await startProcess({ ...place, LOG_LEVEL: 'silent' })
      await expectKept(last, known)
      await last.end('SIGTERM')
      const { code, said } = await runProcess(place, ['ledger', 'verify'])
      expect([code, said]).toEqual([0, expect.stringContaining('all as they were written')])
      console.log(
        `${engine}: ${ROUNDS} kills, ${known.decisions} decisions and ${known.reservations.size} reservations acknowledged; ${said.trim()}`,
      )
      expect(known.decisions).toBeGreaterThan(ROUNDS)
      expect(Number(/^\d+/.exec(said)?.[0])).toBeGreaterThanOrEqual(known.decisions + known.reservations.size)
      await postgres?.stop()
    },
    HOUR,
  )
})

/** Judges and reserves from eight sides at once until the service is killed in the midst of it. */
async function load(service: Process, known: Acknowledged, round: number): Promise<void> {
  let isOver = false
  const visit = `server-${round}`
  const judging = async (side: number): Promise<void> => {
    for (let at = 0; !isOver; at++) {
      // Another day each time, so that each is an assessment of its own.
      const asOf = `2026-0${4 + (side % 5)}-${String(1 + (at % 28)).padStart(2, '0')}T${10 + (round % 10)}:00:00Z`
      const answer = await sent(service.address, '/v1/assessments', { ...PROLIA, asOf }).catch(() => undefined)
      const body = answer?.ok ? ((await answer.json().catch(() => undefined)) as { id: string } | undefined) : undefined
      if (body) {
        known.decisions++
        known.assessments.add(body.id)
      }
      if (!answer) return
    }
  }
  const reserving = async (): Promise<void> => {
    while (!isOver) {
      const key = randomUUID()
      const writeBack = { act: 'approve', by, server: visit }
      const headers = { 'idempotency-key': `"${key}"` }
      const answer = await sent(service.address, '/v1/write-backs', { ...MEPSEVII, writeBack }, headers).catch(
        () => undefined,
      )
      const body =
        answer?.status === 201
          ? ((await answer.json().catch(() => undefined)) as { writeBack: { id: string } })
          : undefined
      if (body) known.reservations.set(visit, (known.reservations.get(visit) ?? new Map()).set(key, body.writeBack.id))
      if (!answer) return
    }
  }
  const sides = [0, 1, 2, 3, 4].map(judging).concat([reserving(), reserving(), reserving()])
  const before = known.decisions
  // A process that has just started judges its first chart slowly.
  await expect.poll(() => known.decisions, { timeout: 60_000 }).toBeGreaterThan(before)
  await new Promise((done) => setTimeout(done, 150 + ((round * 97) % 400)))
  await service.end('SIGKILL')
  isOver = true
  await Promise.all(sides)
}

async function expectKept({ address }: Process, { assessments, reservations }: Acknowledged): Promise<void> {
  for (const id of assessments) expect((await fetched(`${address}/v1/assessments/${id}`)).status, id).toBe(200)
  for (const [visit, granted] of reservations) {
    expect(granted.size, visit).toBeLessThanOrEqual(1)
    const writeBack = { act: 'approve', by, server: visit }
    for (const [key, id] of granted) {
      const again = await sent(
        address,
        '/v1/write-backs',
        { ...MEPSEVII, writeBack },
        { 'idempotency-key': `"${key}"` },
      )
      const body = (await again.json()) as { writeBack: { id: string } }
      expect([again.status, body.writeBack.id]).toEqual([200, id])
    }
  }
}
