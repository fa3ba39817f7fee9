import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Issuer } from '@doseline/rules-service'

const ROOT = resolve(import.meta.dirname, '../../../..')

/** The rules service with the built app, for one EHR, keeping nothing. Throws an Error with what it said where it does not start. */
export async function startRulesService(issuer: Issuer, port: number): Promise<{ app: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'doseline-launch-'))
  const tenants = join(folder, 'tenants.json')
  await writeFile(tenants, JSON.stringify({ tenants: [{ key: 'test', label: 'Test', issuers: [issuer] }] }))
  const app = `http://localhost:${port}`
  const child = spawn(process.execPath, [join(ROOT, 'packages/cli/src/main.ts'), 'serve'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      DOSELINE_PUBLIC_URL: app,
      DOSELINE_TENANTS: tenants,
      DOSELINE_APP_FOLDER: join(ROOT, 'web/dist'),
      DOSELINE_LEDGER: 'memory',
      DOSELINE_DEMO: String(issuer.open ?? false),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (data) => {
    said += String(data)
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    await rm(folder, { recursive: true })
  }
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    if (await isUp(`${app}/healthz`)) return { app, stop }
    await sleep(50)
  }
  await stop()
  throw new Error(`The rules service does not start:\n${said}`)
}

const isUp = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  )
