import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createSandbox, registrations, type Sandbox, type SandboxUser, type Timing } from '@doseline/ehr-sandbox'
import { scenarios } from '@doseline/fhir-fixtures'
import pg from 'pg'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { freePort } from './free-port.ts'
import { startPostgres } from './postgres.ts'
import { playwrightsChromium, usersChromium } from './users-chromium.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
/** Another build of the service, such as the bundled one, can take its place. */
const DOSELINE = process.env.E2E_DOSELINE ?? join(ROOT, 'packages/cli/src/main.ts')

/** A running clinic: the sandbox EHR, the rules service that serves the built app, and a browser. */
export interface World {
  readonly sandbox: Sandbox
  readonly service: Service
  readonly browser: Browser
  /** Where the app is served. */
  readonly app: string
  /** A page in a browser window of its own. What it logs that nobody expects is kept in `complaints`. */
  newPage(options?: BrowserContextOptions): Promise<Page>
  readonly complaints: string[]
  /** The chart as it was, and a ledger that knows of no write-back. */
  reset(): Promise<void>
  /** Minutes later, as far as the ledger knows: what was sent can arrive no more. */
  minutesLater(): Promise<void>
  close(): Promise<void>
}

export interface WorldOptions {
  /** The service asks nobody to sign in; it needs that for servers which have no sign-in. */
  readonly demo?: boolean
  readonly tokenTtlSeconds?: number
  /** The EHR is of another site than the app, in a browser that keeps the two apart as people’s browsers do. */
  readonly apart?: boolean
  /** How long the mishaps of the sandbox’s EHRs take. */
  readonly timing?: Timing
  /** Entries of the issuer registry beside the sandbox. */
  readonly issuers?: readonly object[]
}

/** Starts everything on free ports. */
export async function startWorld({
  tokenTtlSeconds = 3600,
  timing = {},
  issuers = [],
  demo = false,
  apart = false,
}: WorldOptions = {}): Promise<World> {
  const port = await freePort()
  const app = `http://localhost:${port}`
  const sandbox = createSandbox({
    scenarios: scenarios(),
    clients: [{ clientId: 'doseline', name: 'Doseline', redirectUris: [`${app}/app/index.html`] }],
    launchUrl: `${app}/app/launch.html`,
    tokenTtlSeconds,
    timing,
    users: USERS,
    ...(apart && { hostName: '127.0.0.1' }),
  })
  await sandbox.listen(0)
  const folder = await mkdtemp(join(tmpdir(), 'doseline-e2e-'))
  const tenants = join(folder, 'tenants.json')
  const clinic = {
    key: 'clinic',
    label: 'Clinic',
    allowArticle: true,
    issuers: [...registrations(sandbox.ehrs, 'doseline'), ...issuers],
  }
  await writeFile(tenants, JSON.stringify({ tenants: [clinic] }))
  const postgres = await startPostgres()
  const service = new Service({ port, tenants, demo, database: postgres.url })
  await service.start()
  const { browser, close: closeBrowser } = await (apart ? usersChromium() : playwrightsChromium())
  const complaints: string[] = []
  return {
    sandbox,
    service,
    browser,
    app,
    complaints,
    async reset() {
      await sandbox.reset()
      await emptied(postgres.url)
    },
    minutesLater: () => aged(postgres.url),
    async newPage(options) {
      const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options })
      const page = await context.newPage()
      // A frame of another site has a process of its own.
      page.setDefaultTimeout(apart ? 30_000 : 15_000)
      context.on('weberror', (error) => complaints.push(error.error().message))
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      return page
    },
    async close() {
      await closeBrowser()
      await service.stop()
      await sandbox.close()
      await postgres.stop()
      await rm(folder, { recursive: true })
    },
  }
}

async function emptied(database: string): Promise<void> {
  const client = new pg.Client(database)
  await client.connect()
  await client.query(
    'truncate visit, written, write_back, dose_event, reserved_dose, charged_dose, worklist, worklist_event cascade',
  )
  await client.end()
}

async function aged(database: string): Promise<void> {
  const client = new pg.Client(database)
  await client.connect()
  for (const table of ['visit', 'reserved_dose'])
    await client.query(`update ${table} set until = now() - interval '1 second'`)
  await client.end()
}

/** Who can sign in; the first one does where nobody is named. */
const USERS: readonly SandboxUser[] = [
  { id: 'jordan', name: 'Jordan Ellis', fhirUser: 'Practitioner/sandbox-jordan-ellis' },
  { id: 'ana', name: 'Ana Petrov', fhirUser: 'Practitioner/sandbox-ana-petrov' },
  { id: 'relative', name: 'Kim Relative', fhirUser: 'RelatedPerson/kim' },
]

/** The real rules service, in a process of its own that can be stopped and started again. */
export class Service {
  readonly #port: number
  readonly #environment: Readonly<Record<string, string>>
  #child: ChildProcess | undefined

  constructor({ port, tenants, demo, database }: { port: number; tenants: string; demo: boolean; database: string }) {
    this.#port = port
    this.#environment = {
      PORT: String(port),
      DOSELINE_PUBLIC_URL: `http://localhost:${port}`,
      DOSELINE_TENANTS: tenants,
      DOSELINE_APP_FOLDER: join(ROOT, 'web/dist'),
      DATABASE_URL: database,
      DOSELINE_DEMO: String(demo),
    }
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [DOSELINE, 'serve'], {
      cwd: ROOT,
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    let said = ''
    child.stderr.on('data', (data) => {
      said += String(data)
    })
    for (let tries = 0; tries < 400; tries++) {
      if (child.exitCode !== null) throw new Error(`The rules service ended at its start:\n${said}`)
      if (
        await fetch(`http://localhost:${this.#port}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return
      await new Promise((wait) => setTimeout(wait, 50))
    }
    throw new Error(`The rules service does not respond:\n${said}`)
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}
