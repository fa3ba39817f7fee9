import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fetched } from '@doseline/testkit/fetched'

/** A test asks as fast as the machine lets it: on a fast one that is more than one caller may in a minute. */
const AS_FAST_AS_IT_CAN = '1000000'

const MAIN = resolve(import.meta.dirname, '../../../../packages/cli/src/main.ts')

/** The service as it is run: a process of its own. */
export interface Process {
  readonly address: string
  /** What it has logged, line by line. */
  readonly said: () => string
  /** Sends a signal and answers the exit code, or the signal it died of. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

/** Starts the service and waits until it is ready, or at least answers. Throws what it said where it ends instead. */
export async function startProcess(
  environment: Readonly<Record<string, string>>,
  { ready = true }: { readonly ready?: boolean } = {},
): Promise<Process> {
  const port = await freePort()
  const address = `http://localhost:${port}`
  const { child, said } = spawned({ DOSELINE_DEMO: 'true', PORT: String(port), ...environment })
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The service ended at its start:\n${said()}`)
    const isReady = await fetched(`${address}/${ready ? 'readyz' : 'healthz'}`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) break
    await new Promise((done) => setTimeout(done, 50))
  }
  return {
    address,
    said,
    async end(signal) {
      if (child.exitCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code, by] = (await ended) as [number | null, NodeJS.Signals]
      return code ?? by
    },
  }
}

/** Runs a command of the service until it ends by itself: `serve` where none is named. */
export async function runProcess(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = ['serve'],
): Promise<{ code: number | null; said: string }> {
  const { child, said } = spawned(environment, args)
  await once(child, 'exit')
  return { code: child.exitCode, said: said() }
}

function spawned(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = ['serve'],
): { child: ChildProcess; said: () => string } {
  const { PATH = '', HOME = '' } = process.env
  const cwd = mkdtempSync(join(tmpdir(), 'doseline-process-'))
  const env = { PATH, HOME, DOSELINE_RATE_PER_MINUTE: AS_FAST_AS_IT_CAN, ...environment }
  const child = spawn(process.execPath, [MAIN, ...args], { env, cwd })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      said += String(data)
    })
  }
  return { child, said: () => said }
}

/** A file of tenants, with one clinic that asks nobody to sign in. */
export function tenantsFile(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'doseline-tenants-')), 'tenants.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
