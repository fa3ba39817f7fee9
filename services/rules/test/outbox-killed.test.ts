import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { billingReceiver } from '@doseline/testkit/billing-receiver'
import { fetched } from '@doseline/testkit/fetched'
import { startPostgres } from '@doseline/testkit/postgres'
import { describe, expect, test } from 'vitest'
import { type Process, runProcess, startProcess, tenantsFile } from './support/a-process.ts'

const HOUR = 3_600_000
const ROUNDS = process.env.TEST_LONG ? 200 : 3
const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const LINES = 4

const tenantsFor = (port: number) => ({
  tenants: [
    {
      key: 'riverside',
      label: 'Riverside',
      issuers: [
        {
          key: 'ehr',
          label: 'EHR',
          iss: 'https://ehr.example/fhir',
          clientId: 'doseline',
          billingInterface: {
            version: '2.5.1',
            sendingApplication: 'DOSELINE',
            sendingFacility: 'R',
            receivingApplication: 'BILLING',
            receivingFacility: 'R',
            identifiers: { mrn: { type: 'MR' } },
            creditType: 'CR',
            ndc: 'FT1-29',
            delivery: { by: 'mllp', host: '127.0.0.1', port },
            answerWithin: 1,
          },
        },
      ],
    },
  ],
})

const about = {
  by: { reference: 'Practitioner/biller', display: 'Biller' },
  server: 'ehr',
  channels: ['hl7v2'],
  billedPatient: { identifiers: [{ type: 'MR', value: '4711' }], family: 'Lovelace' },
}

/** Asks for an act; undefined where the service was killed meanwhile. */
async function asked({ address }: Process, act: 'approve' | 'void'): Promise<{ writeBack?: object } | undefined> {
  const answer = await fetched(`${address}/v1/write-backs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `"${randomUUID()}"` },
    body: JSON.stringify({ ...MEPSEVII, writeBack: { ...about, act } }),
  }).catch(() => undefined)
  return answer?.ok ? ((await answer.json().catch(() => undefined)) as { writeBack?: object }) : undefined
}

async function both(service: Process): Promise<void> {
  await asked(service, 'approve')
  await asked(service, 'void')
}

async function statesAt({ address }: Process): Promise<string[]> {
  const { messages } = (await (await fetched(`${address}/v1/outbox`)).json()) as { messages: { state: string }[] }
  return messages.map(({ state }) => state)
}

describe.each(['PGlite', 'PostgreSQL'])('a sender on %s', (engine) => {
  test(
    `is killed ${ROUNDS} times while answers are lost: of each line the receiver posts one charge and one credit, in turn`,
    async () => {
      // Of two tries the first is taken without an answer.
      const receiver = await billingReceiver((_, times) =>
        times % 2 ? { does: 'lose' } : { does: 'answer', code: 'AA' },
      )
      const postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined
      const place: Record<string, string> = {
        ...(postgres
          ? { DATABASE_URL: postgres.url }
          : { DOSELINE_LEDGER: mkdtempSync(join(tmpdir(), 'doseline-outbox-')) }),
        DOSELINE_TENANTS: tenantsFile(tenantsFor(receiver.port)),
        LOG_LEVEL: 'silent',
      }
      for (let round = 0; round < ROUNDS; round++) {
        const service = await startProcess(place)
        // Whichever of the two is possible by what was stored before.
        const acts = both(service)
        await new Promise((done) => setTimeout(done, 1500 + ((round * 397) % 1500)))
        await service.end('SIGKILL')
        await acts
      }
      const last = await startProcess(place)
      await asked(last, 'approve')
      await expect.poll(async () => new Set(await statesAt(last)), { timeout: 120_000 }).toEqual(new Set(['accepted']))
      const { held } = receiver
      expect(new Set(held.map(({ number }) => number)).size).toBe(held.length)
      expect(receiver.owed()).toHaveLength(LINES)
      expect(held.map(({ type }) => type).join('')).toMatch(/^(?:(?:CG){4}(?:CR){4})*(?:CG){4}$/)
      await last.end('SIGTERM')
      const { code } = await runProcess(place, ['ledger', 'verify'])
      expect(code).toBe(0)
      console.log(`${engine}: ${ROUNDS} kills, ${receiver.messages.length} messages for ${held.length} transactions`)
      await Promise.all([postgres?.stop(), receiver.stop()])
    },
    HOUR,
  )
})
