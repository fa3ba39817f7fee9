import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { scenarios } from '../../fhir-fixtures/src/index.ts'
import { createSandbox, type Sandbox } from '../../services/ehr-sandbox/src/index.ts'
import { chromiumExecutable } from '../../tools/chromium.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SERVICE = process.env.DOSELINE_E2E_SERVICE ?? join(ROOT, 'services/rules/src/main.ts')

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
  close(): Promise<void>
}

export interface WorldOptions {
  readonly tokenTtlSeconds?: number
  /** Entries of the issuer registry beside the sandbox. */
  readonly issuers?: readonly object[]
}

/** Starts everything on free ports. */
export async function startWorld({ tokenTtlSeconds = 3600, issuers = [] }: WorldOptions = {}): Promise<World> {
  const port = await freePort()
  const app = `http://localhost:${port}`
  const sandbox = createSandbox({
    scenarios: scenarios(),
    clients: [{ clientId: 'doseline', name: 'Doseline', redirectUris: [`${app}/app/index.html`] }],
    launchUrl: `${app}/app/launch.html`,
    tokenTtlSeconds,
  })
  await sandbox.listen(0)
  const folder = await mkdtemp(join(tmpdir(), 'doseline-e2e-'))
  const registry = join(folder, 'registry.json')
  await writeFile(registry, JSON.stringify({ issuers: [sandboxIssuer(sandbox), ...issuers] }))
  const service = new Service(port, registry)
  await service.start()
  const { path, env, args } = await chromiumExecutable()
  const browser = await chromium.launch({
    executablePath: path,
    args: [...args],
    env: { ...process.env, ...env } as Record<string, string>,
  })
  const complaints: string[] = []
  return {
    sandbox,
    service,
    browser,
    app,
    complaints,
    async newPage(options) {
      const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      context.on('weberror', (error) => complaints.push(error.error().message))
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      return page
    },
    async close() {
      await browser.close()
      await service.stop()
      await sandbox.close()
      await rm(folder, { recursive: true })
    },
  }
}

const sandboxIssuer = ({ fhirBase }: Sandbox): object => ({
  key: 'sandbox',
  label: 'Sandbox EHR',
  iss: fhirBase,
  clientId: 'doseline',
  codebooks: ['cms', 'article'],
})

/** The real rules service, in a process of its own that can be stopped and started again. */
export class Service {
  readonly #port: number
  readonly #registry: string
  #child: ChildProcess | undefined

  constructor(port: number, registry: string) {
    this.#port = port
    this.#registry = registry
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [SERVICE], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(this.#port),
        DOSELINE_APP_FOLDER: join(ROOT, 'web/dist'),
        DOSELINE_REGISTRY: this.#registry,
        DOSELINE_ALLOW_ARTICLE: 'true',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    let said = ''
    child.stderr.on('data', (data) => {
      said += String(data)
    })
    for (let tries = 0; tries < 200; tries++) {
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
    throw new Error(`The rules service does not answer:\n${said}`)
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

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
