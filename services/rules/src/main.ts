import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadCodebook } from '@doseline/codebook'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { type Config, configFrom, ledgerFrom } from './config.ts'
import { createEngine } from './engine.ts'
import { type Ledger, openLedger } from './ledger/ledger.ts'
import { ledgerCommand } from './ledger-command.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { issuerKeys } from './security/issuer-keys.ts'
import { lackingForSignIn, readTenants, Tenants } from './tenants.ts'

const VERSION = '0.1.0'
/** Milliseconds that requests under way have to end after SIGTERM. */
const DRAIN = 20_000
/** Milliseconds a request may take to arrive. */
const PATIENCE = 30_000
const TIDY_EVERY = 6 * 3_600_000
/** Whoever is at this machine. */
const DEMONSTRATION: Tenants = Tenants.parse({ tenants: [{ key: 'default', label: 'Demonstration' }] })

const [command, ...given] = process.argv.slice(2)

try {
  if (command === 'ledger') process.exitCode = await ledgerCommand(given, ledgerFrom(process.env), console.log)
  else if (command === undefined) await start(configFrom(process.env))
  else throw new Error(`there is no command “${command}”; without one the service starts, “ledger” looks at its ledger`)
} catch (error) {
  console.error(`Doseline rules service cannot start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  const engine = createEngine({ codebook: loadCodebook(), now: () => new Date().toISOString(), version: VERSION })
  const tenants = config.tenantsFile ? readTenants(config.tenantsFile) : DEMONSTRATION
  const lacking = config.demo ? [] : lackingForSignIn(tenants)
  if (lacking.length > 0) throw new Error(`${config.tenantsFile}:\n${lacking.map((each) => `  ${each}`).join('\n')}`)
  const ledger = await openLedger(
    config.ledger.kind === 'folder' ? { ...config.ledger, onLost: lockLost } : config.ledger,
  )
  let draining = false
  const { demo, publicUrl } = config
  const service = { engine, ledger, tenants, demo, publicUrl, metrics: createMetrics(), issuerKeys: issuerKeys(), log }
  const app = createApp(service, {
    ...config,
    appFolder: config.appFolder ?? beside('app'),
    docsFolder: beside('docs'),
    isDraining: () => draining,
  })
  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ port }) =>
    log.say(`listening on http://${config.host}:${port}/`, { ledger: ledger.durability, demo }),
  )
  // A caller that sends its body drop by drop holds a place that others wait for.
  if ('requestTimeout' in server) server.requestTimeout = PATIENCE
  server.on('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? `port ${config.port} is taken; set PORT to another` : error.message
    console.error(`Doseline rules service cannot start: ${why}`)
    process.exit(1)
  })
  tidyRegularly(ledger, config.keepDays, log)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (draining) return
      draining = true
      log.say('stopping: what is under way is finished first')
      setTimeout(() => process.exit(1), DRAIN).unref()
      server.close(() => void ledger.close().finally(() => process.exit(0)))
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    })
  }
}

/** A folder that the bundled service brings along. */
function beside(name: string): string | undefined {
  const folder = fileURLToPath(new URL(`../${name}/`, import.meta.url))
  return existsSync(folder) ? folder : undefined
}

function tidyRegularly(ledger: Ledger, keepDays: number, log: ReturnType<typeof createLog>): void {
  const tidy = (): void => void ledger.tidy(keepDays).catch((error: unknown) => log.fault({ requestId: 'tidy', error }))
  tidy()
  setInterval(tidy, TIDY_EVERY).unref()
}

/** Another process has the folder now: one more row from here would damage what it writes. */
function lockLost(): never {
  console.error('Doseline rules service stops: another process took the folder of the ledger.')
  process.exit(1)
}
