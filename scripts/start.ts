import './support/help.ts'
import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadCodebook } from '@doseline/codebook'
import { createSandbox, type ListedEhr, registrations } from '@doseline/ehr-sandbox'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import {
  createApp,
  createEngine,
  createLog,
  createMetrics,
  issuerKeys,
  judgingPool,
  openLedger,
  Tenants,
  WORKER_FILE,
} from '@doseline/rules-service'
import { makeOwnKeyPair, readOwnKeys } from '@doseline/rules-service/keys'
import { buildSite } from '@doseline/site/build'
import { serve } from '@hono/node-server'
import { stop } from './support/stop.ts'

/**
 * The main job, ready to click: a sandbox EHR with the scenarios as its patients, the rules service, and the app it
 * serves. Everything listens on this machine only, because the demonstration has no sign-in worth the name.
 */
const ROOT = resolve(import.meta.dirname, '..')
const DIST = join(ROOT, 'web/dist')
const HOST = 'localhost'

const ehrPort = await portFor('EHR_PORT', 4000)
const port = await portFor('PORT', 4010, ehrPort)
const origin = `http://${HOST}:${port}`

if (isBuilt()) say('The app is built already.')
else {
  say('Building the app …')
  await build()
}
say('Building the documentation, where it changed …')
const docs = await buildSite()

say('Starting the sandbox EHR …')
const keys = mkdtempSync(join(tmpdir(), 'doseline-'))
const [key, jwks] = [join(keys, 'backend.key.json'), join(keys, 'jwks.json')]
await makeOwnKeyPair({ file: key, jwks, alg: 'ES384', kid: 'demonstration' }, () => {})
const ownKeys = readOwnKeys(jwks)
const sandbox = createSandbox({
  scenarios: scenarios(),
  clients: [{ clientId: 'doseline', name: 'Doseline', redirectUris: [`${origin}/app/index.html`] }],
  backendClients: [{ clientId: 'doseline-backend', name: 'Doseline, without a person', jwks: ownKeys }],
  launchUrl: `${origin}/app/launch.html`,
})
await sandbox.listen(ehrPort, HOST)

say('Starting the rules service …')
const codebook = loadCodebook()
const version = 'demonstration'
const judging = judgingPool({
  file: WORKER_FILE,
  contents: codebook.contents,
  version,
  size: 2,
  limit: 10_000,
  patience: 15_000,
})
await judging.ready
const app = createApp(
  {
    engine: createEngine({ codebook, now: () => new Date().toISOString(), version }),
    judging,
    ledger: await openLedger({ kind: 'memory' }),
    tenants: demonstration(sandbox.ehrs),
    // Only here: everything runs on this machine, so nobody is asked to sign in.
    demo: true,
    publicUrl: origin,
    metrics: createMetrics(),
    issuerKeys: issuerKeys(),
    log: createLog('warn'),
  },
  { appFolder: DIST, docsFolder: docs, cdsOrigins: cdsOrigins(), ownKeys, ratePerMinute: 100_000, concurrency: 64 },
)
const service = serve({ fetch: app.fetch, port, hostname: HOST })

say(`
  Open     ${sandbox.origin}/
           a small EHR: choose a patient, then “Open Doseline”

  also     ${origin}/app/worklist    the worklist: doses across patients, and who must act
           ${origin}/docs/          the documentation, with search; /docs/try/ is the API, to try
           ${sandbox.fhirBase}           the EHR’s FHIR R4
           ${origin}/cds-services    CDS Hooks, also for a client in a browser

  Every patient at once, as a bulk export of the EHR:
           pnpm doseline export ${sandbox.fhirBase} --out export --client-id doseline-backend --key ${key}

  Ctrl-C stops everything. Nothing is kept: the next start is a fresh one.
`)

// Nobody waits for it: rows appear as they are judged.
void fillWorklist()

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    say('Stopping …')
    service.close()
    if ('closeAllConnections' in service) service.closeAllConnections()
    await sandbox.close()
    rmSync(keys, { recursive: true, force: true })
    process.exit(0)
  })
}

/** The worklist begins with the doses of the sandbox, judged as the app judges them. */
async function fillWorklist(): Promise<void> {
  for (const each of scenarios()) {
    const { bundle } = requestFor(each)
    await app.request('/v1/assessments', {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: `${HOST}:${port}` },
      body: JSON.stringify({ bundle, server: 'sandbox' }),
    })
  }
}

function say(line: string): void {
  console.log(line)
}

/** Pages that may call the CDS services: those named, else the public CDS Hooks sandbox and one on this machine. */
function cdsOrigins(): readonly string[] {
  const { DOSELINE_CDS_ORIGINS: named = 'https://sandbox.cds-hooks.org,http://localhost:8080' } = process.env
  return named.split(',').flatMap((each) => each.trim() || [])
}

/** The port the environment names, which must be free; else the first free one from the usual one on. */
async function portFor(variable: string, usual: number, taken?: number): Promise<number> {
  const set = process.env[variable]
  if (set !== undefined) {
    const wanted = Number(set)
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65535)
      stop(`${variable} is “${set}”; it must be a port, such as ${usual}.`)
    if (wanted === taken || !(await isFree(wanted)))
      stop(`Port ${wanted} (${variable}) is taken. Set ${variable} to another one.`)
    return wanted
  }
  for (let candidate = usual; candidate < usual + 100; candidate++) {
    if (candidate !== taken && (await isFree(candidate))) {
      if (candidate !== usual) say(`Port ${usual} is taken; using ${candidate}.`)
      return candidate
    }
  }
  return stop(`No port from ${usual} to ${usual + 99} is free. Set ${variable} to a free one.`)
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen(candidate, HOST, () => probe.close(() => answer(true)))
  })
}

/** Whether `web/dist` is younger than everything it is built from. */
function isBuilt(): boolean {
  const built = join(DIST, 'index.html')
  if (!existsSync(built)) return false
  const since = statSync(built).mtimeMs
  const from = [
    'web/src/**/*',
    'web/*.{html,ts,json}',
    'packages/contract/src/**/*',
    'packages/ehr-client/src/**/*',
    'pnpm-lock.yaml',
  ]
  return from
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .every((file) => statSync(join(ROOT, file)).mtimeMs <= since)
}

function build(): Promise<void> {
  return new Promise((done) => {
    const child = spawn('pnpm', ['--silent', '--filter', '@doseline/web', 'build'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (data) => {
      said += String(data)
    })
    child.on('error', ({ message }) => stop(`pnpm cannot be started: ${message}`))
    child.on('exit', (code) => (code === 0 ? done() : stop(`The app could not be built:\n${said}`)))
  })
}

/** The EHRs of the sandbox, and the public SMART Health IT launcher, which writes launch options into its path. */
function demonstration(ehrs: readonly ListedEhr[]): Tenants {
  return Tenants.parse({
    tenants: [
      {
        key: 'default',
        label: 'Demonstration',
        // The demonstration shows the customer's article beside CMS.
        allowArticle: true,
        issuers: [
          ...registrations(ehrs, 'doseline'),
          {
            key: 'smart-health-it',
            label: 'SMART Health IT launcher',
            issPattern: { origin: 'https://launch.smarthealthit.org', path: '/v/r4/sim/*/fhir' },
            clientId: 'doseline',
          },
        ],
      },
    ],
  })
}
