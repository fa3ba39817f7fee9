import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fetched } from '@doseline/testkit/fetched'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../packages/cli/src/command-table.ts'

const ROOT = resolve(import.meta.dirname, '..')
const BUNDLE = join(ROOT, 'dist/doseline')
const bundle = () => {
  execFileSync(process.execPath, ['scripts/bundle.ts'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** One hash of every file of a folder, by name and content. */
function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted()
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(join(folder, path)))
  return hash.digest('hex')
}

test('two bundles of one state of the code are the same, to the byte', () => {
  bundle()
  const first = hashOf(BUNDLE)
  bundle()
  expect(hashOf(BUNDLE)).toBe(first)
})

test('the bundle serves the API, the app and the page from a folder of its own, and finds its ledger again', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'doseline-bundle-'))
  // Away from the project and its packages: nothing of either may be needed.
  cpSync(BUNDLE, elsewhere, { recursive: true })
  const main = join(elsewhere, 'bin/doseline')
  const port = await freePort()
  const { PATH = '' } = process.env
  const env = { PATH, DOSELINE_DEMO: 'true', PORT: String(port), DOSELINE_LEDGER: join(elsewhere, 'ledger') }
  const service = spawn(main, ['serve'], { env, cwd: elsewhere, stdio: 'ignore' })
  const address = `http://localhost:${port}`
  try {
    await expect
      .poll(
        () =>
          fetched(`${address}/readyz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 90_000 },
      )
      .toBe(true)
    const body = readFileSync(join(ROOT, 'docs/examples/prolia.json'), 'utf8')
    const headers = { 'content-type': 'application/json' }
    const answer = await fetched(`${address}/v1/assessments`, { method: 'POST', headers, body })
    const { assessments } = (await answer.json()) as { assessments: { verdict: string }[] }
    expect(assessments.map(({ verdict }) => verdict)).toEqual(['ready'])
    for (const path of [
      '/app/launch.html',
      '/app/inspect',
      '/docs/',
      '/docs/billers-guide/',
      '/docs/pagefind/pagefind.js',
      '/docs/try/swagger-ui-bundle.js',
      '/fhir/metadata',
      '/version',
    ]) {
      expect((await fetched(`${address}${path}`)).status, path).toBe(200)
    }
  } finally {
    const ended = new Promise((done) => service.once('exit', done))
    service.kill('SIGTERM')
    await ended
  }
  expect(execFileSync(main, ['ledger', 'verify'], { env, encoding: 'utf8' })).toMatch(/^1 rows, all as/)
  rmSync(elsewhere, { recursive: true, force: true })
})

describe('every command, away from the project and its packages', () => {
  let elsewhere: string
  beforeAll(() => {
    if (!existsSync(join(BUNDLE, 'bin/doseline'))) bundle()
    elsewhere = mkdtempSync(join(tmpdir(), 'doseline-commands-'))
    cpSync(BUNDLE, elsewhere, { recursive: true })
  })
  afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))
  const ran = (...args: string[]) => {
    const { PATH = '' } = process.env
    const options = { env: { PATH }, cwd: elsewhere, encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync(join(elsewhere, 'bin/doseline'), args, options)
    return [status, `${stdout}${stderr}`] as const
  }

  test.each(COMMANDS.map(({ name }) => name))('%s is there', (name) => {
    expect(ran(name, '--help')).toEqual([0, expect.stringContaining(`Usage: doseline ${name} `)])
  })

  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['explain', 'medicare-prolia-in-order'], 0, /Prolia is ready to bill/],
    [['scenario', 'medicare-prolia-in-order'], 0, /④ verdict/],
    [['book', '2026-03-02', '--product', 'prolia'], 0, /\[cms-hcpcs]/],
    [['codebook', 'update', 'LICENSE'], 1, /expected a HCPCS release/],
    [['codebook', 'drug', '55513-0710-01', '2026-03-02'], 0, /J0897: one unit is 1 mg/],
    [['codebook', 'status', '2026-03-02'], 1, /in force until 2026-03-31 \(payment-limits-2026-01/],
    [['check'], 1, /wrong {2}The environment is not as it should be/],
    [['keys', 'token'], 0, /^[\w-]{43}\n$/],
    [['registry', 'add', 'https://ehr.example/fhir', '--no-probe'], 0, /Written to tenants\.json/],
    [['doctor', 'http://localhost:1/fhir'], 3, /THE MAIN JOB IS NOT POSSIBLE/],
    [['sandbox-test', 'http://localhost:1/fhir'], 3, /not run on/],
    [['sandbox-test', 'http://localhost:1/fhir', '--launch', 'standalone'], 2, /run it in a checkout of the project/],
  ])('%j works', (args, code, says) => {
    expect(ran(...args)).toEqual([code, expect.stringMatching(says)])
  })
})

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const at = probe.address()
      probe.close(() => found(typeof at === 'object' && at ? at.port : 0))
    })
  })
}
