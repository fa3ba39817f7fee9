import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { withoutSlash } from './address.ts'
import type { Place } from './ledger/open-database.ts'
import { origin } from './tenants.ts'

/** What the service needs to know of where it runs; read once, at start. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Where others reach this service: the base of links, and the audience of JWTs. */
  readonly publicUrl: string
  /** File of the public keys with which this deployment signs in at EHRs; none where it does not. */
  readonly jwksFile: string | undefined
  /** No sign-in: on this machine only. */
  readonly demo: boolean
  /** File of tenants; none in the demonstration. */
  readonly tenantsFile: string | undefined
  /** Policy file of this site, or folder of them; none where what is shipped is all. */
  readonly policies: string | undefined
  /** Origins of CDS Hooks clients that run in a browser, beside the `origins` of the tenants: for CDS Hooks alone. */
  readonly cdsOrigins: readonly string[]
  /** Folder of the built app; the service serves it from its own origin. */
  readonly appFolder: string | undefined
  readonly ledger: Exclude<Place, { kind: 'folder' }> | Omit<Place & { kind: 'folder' }, 'onLost'>
  /** Days that answers and plans are kept. The audit stays. */
  readonly keepDays: number
  /** Requests a minute that one caller may send. */
  readonly ratePerMinute: number
  /** Requests worked on at the same time. */
  readonly concurrency: number
  /** Threads that judge charts. */
  readonly workers: number
  /** Milliseconds that one chart may take to be judged. */
  readonly judgingLimit: number
  /** Proxies of one’s own that stand before the service, each of which adds to X-Forwarded-For. */
  readonly proxies: number
  /** Connections kept on which nobody has signed in. */
  readonly strangers: number
  /** Seconds after SIGTERM in which new requests are still taken, so that a proxy notices before any is refused. */
  readonly stopDelay: number
  /** Bearer token of whoever reads the metrics. */
  readonly metricsToken: string | undefined
  readonly logLevel: (typeof LEVELS)[number]
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
/** A library’s own words are not for an operator: each message says what to write. */
const whole = (least: number, most: number) => {
  const todo = `write a whole number from ${least} to ${most}`
  return z.coerce.number(todo).int(todo).min(least, todo).max(most, todo)
}
const filled = z.string().min(1, 'it is empty: write a value, or leave the variable out')
const switched = z
  .enum(['true', 'false'], 'write true or false')
  .default('false')
  .transform((value) => value === 'true')

const origins = z
  .string()
  .default('')
  .transform((listed) => listed.split(',').flatMap((each) => each.trim() || []))
  .pipe(z.array(origin))

const Environment = z.object({
  PORT: whole(0, 65535).default(4010),
  HOST: filled.default('localhost'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, message: 'write it as postgres://user:password@host/database' })
    .optional(),
  DOSELINE_PUBLIC_URL: z
    .url({ protocol: /^https?$/, message: 'write a whole address, such as https://doseline.example' })
    .optional(),
  DOSELINE_DEMO: switched,
  DOSELINE_TENANTS: filled.optional(),
  DOSELINE_POLICIES: filled.optional(),
  DOSELINE_JWKS: filled.optional(),
  DOSELINE_CDS_ORIGINS: origins,
  DOSELINE_APP_FOLDER: filled.optional(),
  DOSELINE_LEDGER: filled.optional(),
  DOSELINE_LEDGER_FREE_MB: whole(1, 1_000_000_000).default(256),
  DOSELINE_KEEP_DAYS: whole(1, 3650).default(30),
  DOSELINE_RATE_PER_MINUTE: whole(1, 1_000_000).default(1200),
  DOSELINE_CONCURRENCY: whole(1, 10_000).default(64),
  DOSELINE_WORKERS: whole(1, 64).default(Math.min(4, Math.max(2, availableParallelism()))),
  DOSELINE_JUDGING_SECONDS: whole(1, 60).default(10),
  DOSELINE_PROXIES: whole(0, 10).default(0),
  DOSELINE_STRANGERS: whole(10, 100_000).default(2000),
  DOSELINE_STOP_DELAY: whole(0, 300).optional(),
  DOSELINE_METRICS_TOKEN: z.string().min(16, 'use at least 16 characters').optional(),
  LOG_LEVEL: z.enum(LEVELS, `write one of ${LEVELS.join(', ')}`).default('info'),
})

/** The ledger alone, for the command line: nothing else has to be set. Throws as {@link configFrom} does. */
export function ledgerFrom({ DATABASE_URL, DOSELINE_LEDGER }: NodeJS.ProcessEnv): Config['ledger'] {
  return configFrom({
    DOSELINE_DEMO: 'true',
    ...(DATABASE_URL === undefined ? { DOSELINE_LEDGER: DOSELINE_LEDGER ?? 'doseline-ledger' } : { DATABASE_URL }),
  }).ledger
}

/** Every variable that is read. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape)

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

/** Reads the environment. Throws an Error whose message names each variable that is wrong, and what to do. */
export function configFrom(environment: NodeJS.ProcessEnv): Config {
  const read = Environment.safeParse(environment)
  const wrong = [
    ...(read.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
    ...unknownIn(environment),
    ...(read.data ? contradictionsIn(read.data) : []),
  ]
  if (!read.data || wrong.length > 0) {
    throw new Error(`The environment is not as it should be:\n${wrong.map((each) => `  ${each}`).join('\n')}`)
  }
  const { data } = read
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: withoutSlash(data.DOSELINE_PUBLIC_URL ?? `http://${data.HOST}:${data.PORT}`),
    jwksFile: data.DOSELINE_JWKS,
    demo: data.DOSELINE_DEMO,
    tenantsFile: data.DOSELINE_TENANTS,
    policies: data.DOSELINE_POLICIES,
    cdsOrigins: data.DOSELINE_CDS_ORIGINS,
    appFolder: data.DOSELINE_APP_FOLDER,
    ledger: ledgerIn(data),
    keepDays: data.DOSELINE_KEEP_DAYS,
    ratePerMinute: data.DOSELINE_RATE_PER_MINUTE,
    concurrency: data.DOSELINE_CONCURRENCY,
    workers: data.DOSELINE_WORKERS,
    judgingLimit: data.DOSELINE_JUDGING_SECONDS * 1000,
    proxies: data.DOSELINE_PROXIES,
    strangers: data.DOSELINE_STRANGERS,
    stopDelay: data.DOSELINE_STOP_DELAY ?? (data.DOSELINE_DEMO ? 0 : 5),
    metricsToken: data.DOSELINE_METRICS_TOKEN,
    logLevel: data.LOG_LEVEL,
  }
}

/** A variable with a slip in its name would be passed over in silence. */
const unknownIn = (environment: NodeJS.ProcessEnv): string[] =>
  Object.keys(environment)
    .filter((name) => name.startsWith('DOSELINE_') && !Object.hasOwn(Environment.shape, name))
    .map((name) => `${name}: there is no such variable`)

function contradictionsIn(data: z.infer<typeof Environment>): string[] {
  const { HOST, DOSELINE_DEMO, DOSELINE_TENANTS, DOSELINE_PUBLIC_URL, DATABASE_URL, DOSELINE_LEDGER } = data
  const wrong: string[] = []
  if (DOSELINE_DEMO && !LOOPBACK.has(HOST)) {
    wrong.push(`HOST: the demonstration has no sign-in, so it runs on localhost only, not on ${HOST}`)
  }
  if (!DOSELINE_DEMO && !DOSELINE_TENANTS) {
    wrong.push('DOSELINE_TENANTS: name the file of tenants, or set DOSELINE_DEMO=true on a machine of your own')
  }
  if (!DOSELINE_DEMO && !DOSELINE_PUBLIC_URL) {
    wrong.push('DOSELINE_PUBLIC_URL: say where others reach this service, such as https://doseline.hospital.example')
  }
  if (DATABASE_URL && DOSELINE_LEDGER) wrong.push('DOSELINE_LEDGER: the ledger is on DATABASE_URL; give one of the two')
  return wrong
}

function ledgerIn({
  DATABASE_URL,
  DOSELINE_LEDGER,
  DOSELINE_LEDGER_FREE_MB,
  DOSELINE_DEMO,
}: z.infer<typeof Environment>): Config['ledger'] {
  if (DATABASE_URL) return { kind: 'postgresql', url: DATABASE_URL }
  if (DOSELINE_LEDGER === 'memory' || (DOSELINE_DEMO && !DOSELINE_LEDGER)) return { kind: 'memory' }
  const leastFree = DOSELINE_LEDGER_FREE_MB * 1024 * 1024
  return { kind: 'folder', folder: DOSELINE_LEDGER ?? 'doseline-ledger', leastFree }
}
