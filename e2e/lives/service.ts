import { createHash } from 'node:crypto'
import type { Assessed } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { type AssessmentAnswer, AssessmentRequest, type AssessmentRequestInput } from '@doseline/contract'
import type { Postgres } from '@doseline/testkit/postgres'
import pg from 'pg'
import { createApp } from '../../services/rules/src/app.ts'
import { createEngine, type Engine } from '../../services/rules/src/engine.ts'
import { judgingHere } from '../../services/rules/src/judging/judge.ts'
import { recorded } from '../../services/rules/src/ledger/audit.ts'
import { type Ledger, openLedger } from '../../services/rules/src/ledger/ledger.ts'
import { connect } from '../../services/rules/src/ledger/open-database.ts'
import { createMetrics } from '../../services/rules/src/metrics.ts'
import { issuerKeys } from '../../services/rules/src/security/issuer-keys.ts'
import { Tenants } from '../../services/rules/src/tenants.ts'
import type { PlayedClock } from './clock.ts'
import { BASE } from './ehr.ts'

/** The real service on a real ledger, whose database has the clock of the lives. */
export interface PlayedService {
  ask(url: string, init: RequestInit): Promise<Response>
  /**
   * Judges as the service does, with what the ledger knows of the doses, and without recording it: most of what a life
   * asks is this, and a million answers on paper would tell nothing.
   */
  assess(request: AssessmentRequestInput): Promise<AssessmentAnswer>
  /** Forgets the life before: the next one has the same patients. */
  forget(): Promise<void>
  /** Faults of ours, in words. */
  readonly faults: readonly string[]
  /** Whether the whole ledger verifies. */
  isWhole(): Promise<boolean>
  close(): Promise<void>
}

/** What the ledger keeps of a life. */
const OF_A_LIFE = [
  'reserved_dose',
  'charged_dose',
  'given_for',
  'written',
  'visit',
  'write_back',
  'answer',
  'answer_part',
  'idempotency',
  'dose_event',
] as const

/** The moment of judging is the same in all lives: then the same chart is judged once, and remembered. */
const JUDGED_AT = '2026-03-05T15:00:00Z'
const codebook = loadCodebook()

const own = (kind: string) => ({ system: `http://codes/${kind}`, schedule: { system: 'http://codes/s', code: kind } })
const billCodes = { hcpcs: own('hcpcs'), cpt: own('cpt'), modifier: own('modifier') }
/** The key of the EHR. */
export const ISSUER = 'ehr'
const issuers = [{ key: ISSUER, label: 'EHR', iss: BASE, clientId: 'doseline', billCodes }]
const tenants = Tenants.parse({ tenants: [{ key: 'clinic', label: 'Clinic', issuers }] })

/** A service on a database of its own. */
export async function aPlayedService(clock: PlayedClock, postgres: Postgres, name: string): Promise<PlayedService> {
  await inDatabase(postgres.url, [`create database ${name}`])
  const url = postgres.as('owner', name)
  await inDatabase(url, ownClock(name))
  const hand = new pg.Client({ connectionString: url })
  await hand.connect()
  const ledger = await openLedger({ kind: 'postgresql', url })
  // Packing what is read once takes longer than to store it.
  await hand.query('alter table write_back alter column plan set storage external')
  await hand.query('alter table answer_part alter column text set storage external')
  const hands = await connect({ kind: 'postgresql', url })
  const faults: string[] = []
  const now = () => new Date(clock.now).toISOString()
  const engine = remembering(createEngine({ codebook, now, version: 'lives' }))
  const app = createApp(
    {
      engine,
      judging: judgingHere(engine),
      ledger,
      tenants,
      demo: true,
      publicUrl: 'http://localhost',
      metrics: createMetrics(),
      issuerKeys: issuerKeys(),
      log: { request: () => undefined, fault: ({ error }) => faults.push(String(error)) },
    },
    { ratePerMinute: 1e9, concurrency: 10_000 },
  )
  const setClock = clockSetter(clock, hand)
  return {
    faults,
    async ask(url, init) {
      await setClock()
      const response = await app.request(url, init)
      const text = await response.text()
      return new Response(text, { status: response.status, headers: response.headers })
    },
    async assess(input) {
      await setClock()
      const [tenant] = tenants.tenants
      if (!tenant || !input.server) throw new Error('a life names its EHR')
      const doses = (input.resources ?? []).flatMap((each) =>
        each.resourceType === 'MedicationAdministration' ? [`${each.resourceType}/${String(each.id)}`] : [],
      )
      const { postedCharges, sentMessages } = await ledger.posted({
        tenant: tenant.key,
        server: input.server,
        doses,
        patients: [],
      })
      const { answer } = remembered(JSON.stringify([input, postedCharges, sentMessages]), () => {
        const known = {
          ...(postedCharges.length > 0 && { postedCharges: [...postedCharges] }),
          ...(sentMessages.length > 0 && { sentMessages: [...sentMessages] }),
        }
        const { answer } = engine.assess({ ...AssessmentRequest.parse(input), ...known }, tenant)
        return { answer, worklist: () => [] }
      })
      return answer
    },
    async forget() {
      // The audit is never emptied, here neither: what is removed, it says.
      const entry = { at: JUDGED_AT, tenant: '', who: 'the lives', act: 'tidied', subject: '', about: {} } as const
      await recorded(hands.db, async (trx, record) => {
        for (const table of OF_A_LIFE) await trx.deleteFrom(table).execute()
        await record([entry])
      })
    },
    isWhole: () => isWhole(ledger),
    async close() {
      await ledger.close()
      await hands.close()
      await hand.end()
      await inDatabase(postgres.url, [`drop database ${name}`])
    },
  }
}

const isWhole = async (ledger: Ledger): Promise<boolean> => (await ledger.verify()).intact

/** In this database `now()` is what a table says: the schema comes before that of PostgreSQL itself. */
const ownClock = (name: string): readonly string[] => [
  'create schema lives',
  'create table lives.clock (at timestamptz not null)',
  'insert into lives.clock values (pg_catalog.now())',
  `create function lives.now() returns timestamptz language sql stable as 'select at from lives.clock'`,
  `alter database ${name} set search_path = lives, pg_catalog, public`,
  `alter database ${name} set synchronous_commit = off`,
]

async function inDatabase(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** Sets the clock of the database where that of the lives has moved on. */
function clockSetter(clock: PlayedClock, hand: pg.Client): () => Promise<void> {
  let set = 0
  let setting: Promise<unknown> = Promise.resolve()
  return async () => {
    if (set !== clock.now) {
      set = clock.now
      setting = hand.query('update lives.clock set at = $1', [new Date(clock.now).toISOString()])
    }
    await setting
  }
}

const known = new Map<string, Assessed>()

/** Judging is pure: what was judged before, in whichever life, is not judged again. */
function remembered(asked: string, judge: () => Assessed): Assessed {
  const key = createHash('sha1').update(asked).digest('base64')
  const answer = known.get(key) ?? judge()
  known.set(key, answer)
  if (known.size > 6000) known.delete(known.keys().next().value ?? '')
  return answer
}

/** An answer without what nobody reads in these lives: its reasons are most of it, and would be stored with every reservation. */
const briefly = ({ answer }: Assessed): Assessed => ({
  answer: {
    ...answer,
    assessments: answer.assessments.map((dose) => ({ ...dose, findings: [], facts: [], text: '' })),
  },
  // It holds its chart, and these lives have no worklist.
  worklist: () => [],
})

function remembering(engine: Engine): Engine {
  return {
    ...engine,
    assess(request, tenant, chart) {
      const asked = { ...request, asOf: JUDGED_AT }
      return remembered(JSON.stringify(asked), () => briefly(engine.assess(asked, tenant, chart)))
    },
  }
}
