import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const MAIN = resolve(import.meta.dirname, '../../cli/src/main.ts')

/** A command that was started. */
export interface Started {
  readonly child: ChildProcessWithoutNullStreams
  /** What it has printed so far, on both streams. */
  said: string
  /** What it has printed on standard error. */
  complained: string
}

/** Starts `doseline …` as it is started from a shell. */
export function startDoseline(args: readonly string[], environment: Readonly<NodeJS.ProcessEnv> = {}): Started {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...environment },
  })
  const started: Started = { child, said: '', complained: '' }
  child.stdout.on('data', (data) => {
    started.said += String(data)
  })
  child.stderr.on('data', (data) => {
    started.said += String(data)
    started.complained += String(data)
  })
  return started
}

/** Runs `doseline …` to its end. */
export async function doseline(
  args: readonly string[],
  environment: Readonly<NodeJS.ProcessEnv> = {},
): Promise<{ exit: number; said: string; complained: string }> {
  const started = startDoseline(args, environment)
  const [exit] = await once(started.child, 'close')
  return { exit, said: started.said, complained: started.complained }
}
