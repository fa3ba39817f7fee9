import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { fetched } from '../tools/fetched.ts'

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
  const main = join(elsewhere, 'bin/doseline.mjs')
  const port = await freePort()
  const { PATH = '' } = process.env
  const env = { PATH, DOSELINE_DEMO: 'true', PORT: String(port), DOSELINE_LEDGER: join(elsewhere, 'ledger') }
  const service = spawn(process.execPath, [main], { env, cwd: elsewhere, stdio: 'ignore' })
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
      '/docs/swagger-ui-bundle.js',
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
  expect(execFileSync(process.execPath, [main, 'ledger', 'verify'], { env, encoding: 'utf8' })).toMatch(
    /^1 rows, all as/,
  )
  rmSync(elsewhere, { recursive: true, force: true })
})

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const at = probe.address()
      probe.close(() => found(typeof at === 'object' && at ? at.port : 0))
    })
  })
}
