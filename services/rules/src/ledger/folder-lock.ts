import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

const NAME = 'doseline.lock'
const BEAT = 5_000
/** A lock that nobody has touched for so long belongs to a process that is gone. */
const DEAD_AFTER = 60_000

/**
 * Takes a folder for this process alone: PGlite keeps no lock of its own, and two processes on one folder lose data.
 * Throws an Error that names who holds it. The lock of a process that is gone is taken over; one that slept so long that
 * its lock was taken is told by `onLost`, and must not write again.
 */
export function lockFolder(folder: string, onLost: () => void): () => void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, NAME)
  const own = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() })
  take(path, own, folder)
  const beat = setInterval(() => {
    if (contentOf(path) === own) return utimesSync(path, new Date(), new Date())
    clearInterval(beat)
    onLost()
  }, BEAT)
  beat.unref()
  return () => {
    clearInterval(beat)
    if (contentOf(path) === own) rmSync(path, { force: true })
  }
}

function take(path: string, own: string, folder: string): void {
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(path, own, { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = holderOf(path)
    if (holder && isAlive(holder, path)) {
      throw new Error(
        `The ledger in ${folder} is in use by process ${holder.pid} on ${holder.host}. Stop it first, set DOSELINE_LEDGER to another folder, or use PostgreSQL (DATABASE_URL), which many processes can share.`,
      )
    }
    rmSync(path, { force: true })
  }
  throw new Error(`The ledger in ${folder} cannot be locked: others keep taking it.`)
}

interface Holder {
  readonly pid: number
  readonly host: string
}

/** Undefined where the lock was written only in part, by a process that was killed over it. */
function holderOf(path: string): Holder | undefined {
  try {
    const read: Partial<Holder> = JSON.parse(contentOf(path) ?? '')
    return typeof read.pid === 'number' && typeof read.host === 'string'
      ? { pid: read.pid, host: read.host }
      : undefined
  } catch {
    return undefined
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** A process of another machine cannot be asked; there, and where a number was given to another process, age tells. */
function isAlive({ pid, host }: Holder, path: string): boolean {
  if (host === hostname() && (pid === process.pid || !isRunning(pid))) return false
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < DEAD_AFTER
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
