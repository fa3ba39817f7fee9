import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')

test('the bundle serves the API, the app and the page from a folder of its own, and finds its ledger again', async () => {
  execFileSync(process.execPath, ['scripts/bundle.ts'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  const elsewhere = mkdtempSync(join(tmpdir(), 'doseline-bundle-'))
  // Away from the project and its packages: nothing of either may be needed.
  cpSync(join(ROOT, 'dist/doseline'), elsewhere, { recursive: true })
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
          fetch(`${address}/readyz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true)
    const body = readFileSync(join(ROOT, 'docs/examples/prolia.json'), 'utf8')
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${address}/v1/assessments`, { method: 'POST', headers, body })
    const { assessments } = (await answer.json()) as { assessments: { verdict: string }[] }
    expect(assessments.map(({ verdict }) => verdict)).toEqual(['ready'])
    for (const path of ['/app/launch.html', '/docs/swagger-ui-bundle.js', '/fhir/metadata', '/version']) {
      expect((await fetch(`${address}${path}`)).status, path).toBe(200)
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
