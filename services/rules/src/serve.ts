import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { type Config, configFrom } from './config.ts'
import { createEngine } from './engine.ts'
import { idleMoment } from './idle-moment.ts'
import { judgingPool, WORKER_FILE } from './judging/pool.ts'
import type { Judging } from './judging/task.ts'
import { type Ledger, openLedger } from './ledger/ledger.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { readOwnKeys } from './operator/own-keys.ts'
import { readTenants } from './operator/read-tenants.ts'
import { startSender } from './outbox/sender.ts'
import { codebooksOf, departuresIn } from './policies.ts'
import { strangers } from './security/connections.ts'
import { issuerKeys } from './security/issuer-keys.ts'
import { lackingForSignIn, Tenants } from './tenants.ts'
import { VERSION } from './version.ts'

/** Milliseconds that requests under way have to end, once no new ones are taken. */
const DRAIN = 20_000
/** Milliseconds that the head of a request and the whole of it may take to arrive, and how often that is looked at. */
const DEADLINES = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 } as const
/** Milliseconds that an idle connection is kept: longer than proxies keep theirs, so that none is closed under them. */
const IDLE = 65_000
/** Milliseconds that a chart may wait until a worker judges it: less than a caller waits for an answer. */
const LONGEST_STOP = 15_000
const TIDY_EVERY = 6 * 3_600_000
/** Whoever is at this machine. */
const DEMONSTRATION: Tenants = Tenants.parse({ tenants: [{ key: 'default', label: 'Demonstration' }] })

/**
 * Starts the service as the environment says, and ends the process after SIGTERM or SIGINT once what is under way has been
 * answered. Where it cannot start it says why on standard error, and ends the process with 1.
 */
export async function startService(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await start(configFrom(environment))
  } catch (error) {
    cannotStart(error instanceof Error ? error.message : String(error))
  }
}

function cannotStart(because: string): never {
  console.error(`Doseline rules service cannot start: ${because}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  const tenants = config.tenantsFile ? readTenants(config.tenantsFile) : DEMONSTRATION
  const ownKeys = config.jwksFile === undefined ? undefined : readOwnKeys(config.jwksFile)
  const { codebook, codebooks } = codebooksOf(config, tenants)
  for (const { of, departures } of departuresIn(codebook, codebooks)) {
    for (const departure of departures) log.say('a policy departs from a confirmed value', { of, departure })
  }
  const engine = createEngine({ codebook, codebooks, now: () => new Date().toISOString(), version: VERSION })
  const lacking = config.demo ? [] : lackingForSignIn(tenants)
  if (lacking.length > 0) throw new Error(`${config.tenantsFile}:\n${lacking.map((each) => `  ${each}`).join('\n')}`)
  const judging = judgingPool({
    file: beside('./doseline-judge.mjs') ?? WORKER_FILE,
    contents: codebook.contents,
    tenantContents: new Map([...codebooks].map(([key, { contents }]) => [key, contents])),
    version: VERSION,
    size: config.workers,
    limit: config.judgingLimit,
    patience: LONGEST_STOP,
    onFault: (error) => log.fault({ requestId: 'judging', error }),
  })
  // The workers start while the ledger opens.
  const [ledger] = await Promise.all([
    openLedger(config.ledger.kind === 'folder' ? { ...config.ledger, onLost: lockLost } : config.ledger),
    judging.ready,
  ])
  let draining = false
  const { demo, publicUrl } = config
  const service = {
    engine,
    judging,
    ledger,
    tenants,
    demo,
    publicUrl,
    metrics: createMetrics(),
    issuerKeys: issuerKeys(),
    log,
  }
  const unknown = strangers(config.strangers)
  const app = createApp(service, {
    ...config,
    strangers: unknown,
    ownKeys,
    appFolder: config.appFolder ?? pathBeside('../app/'),
    docsFolder: pathBeside('../docs/'),
    isDraining: () => draining,
  })
  const server = serve(
    {
      fetch: app.fetch,
      port: config.port,
      hostname: config.host,
      // A caller that sends drop by drop is cut off: a connection is not held for ever.
      serverOptions: { ...DEADLINES, keepAliveTimeout: IDLE },
    },
    ({ port }) => log.say(`listening on http://${config.host}:${port}/`, { ledger: ledger.durability, demo }),
  )
  unknown.watch(server)
  server.on('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? `port ${config.port} is taken; set PORT to another` : error.message
    cannotStart(why)
  })
  tidyRegularly(ledger, config.keepDays, log)
  const sender = startSender({ ledger, tenants, log, now: engine.now })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (draining) return
      // From here on /readyz says no and every answer ends its connection; what still comes is served.
      draining = true
      log.say('stopping: what is under way is finished first')
      setTimeout(() => void close(server, judging, ledger, sender), config.stopDelay * 1000)
    })
  }
}

/** Ends the process when what is under way has been answered. */
async function close(
  server: ReturnType<typeof serve>,
  judging: Judging,
  ledger: Ledger,
  sender: ReturnType<typeof startSender>,
): Promise<void> {
  setTimeout(() => process.exit(1), DRAIN).unref()
  await idleMoment()
  const ended = sender.stop()
  server.close(
    () => void Promise.all([judging.close(), ended.then(() => ledger.close())]).finally(() => process.exit(0)),
  )
  if ('closeIdleConnections' in server) server.closeIdleConnections()
}

/** A file or a folder that the bundled service brings along, beside this code in it. */
function beside(name: string): URL | undefined {
  const found = new URL(name, import.meta.url)
  return existsSync(found) ? found : undefined
}

function pathBeside(folder: string): string | undefined {
  const found = beside(folder)
  return found && fileURLToPath(found)
}

function tidyRegularly(ledger: Ledger, keepDays: number, log: ReturnType<typeof createLog>): void {
  const tidy = (): void =>
    void ledger
      .tidy(keepDays, new Date().toISOString())
      .catch((error: unknown) => log.fault({ requestId: 'tidy', error }))
  tidy()
  setInterval(tidy, TIDY_EVERY).unref()
}

/** Another process has the folder now: one more row from here would damage what it writes. */
function lockLost(): never {
  console.error('Doseline rules service stops: another process took the folder of the ledger.')
  process.exit(1)
}
