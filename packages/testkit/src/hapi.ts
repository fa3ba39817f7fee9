import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A HAPI FHIR JPA server of our own (see `tools/hapi`): one store, served with and without authorization. */
export interface Hapi {
  /** Open to anybody. */
  readonly open: string
  /** The same store for whoever has a token, within the compartment of its patient. */
  readonly guarded: string
  stop(): Promise<void>
}

/** What has to be there to build and run it. */
export interface JavaTools {
  /** The folder of the JDK that Maven runs on. */
  readonly home: string
}

const FOLDER = join(import.meta.dirname, '../../../tools/hapi')
const LIBRARIES = join(FOLDER, 'target/classpath.txt')
const OLDEST_JAVA = 17
/** Some 300 MB come from Maven Central the first time. */
const BUILD_MS = 8 * 60_000
const START_MS = 180_000

const run = promisify(execFile)

/** Maven and the JDK it runs on; else, in a few words, what is missing. */
export async function javaTools(): Promise<JavaTools | string> {
  const said = await run('mvn', ['--version']).then(
    ({ stdout }) => stdout,
    () => undefined,
  )
  if (said === undefined) return 'there is no Maven (mvn)'
  // “Java version: 17.0.15, vendor: Debian, runtime: /usr/lib/jvm/…”
  const java = said.split('\n').find((line) => line.startsWith('Java version: ')) ?? ''
  const version = Number.parseInt(java.slice('Java version: '.length), 10)
  const [, home = ''] = java.split('runtime: ')
  if (!(version >= OLDEST_JAVA) || !existsSync(join(home, 'bin/javac')))
    return `Maven has no JDK ${OLDEST_JAVA} or later`
  return { home }
}

/**
 * Compiles it; without a network where Maven has the libraries already. Gives, in a few words, why the libraries cannot be
 * had. Throws an Error with what the compiler said where the module itself is at fault.
 */
export async function buildHapi(): Promise<string | undefined> {
  if ((await maven(['--offline'])) === undefined) return undefined
  const said = await maven([])
  if (said === undefined) return undefined
  if (said.includes('COMPILATION ERROR')) throw new Error(`tools/hapi does not compile:\n${said}`)
  return 'Maven Central cannot be reached, or not in time'
}

/** What Maven said where it failed. */
async function maven(options: readonly string[]): Promise<string | undefined> {
  const args = [...options, '--quiet', '--batch-mode', 'compile']
  return run('mvn', args, { cwd: FOLDER, timeout: BUILD_MS }).then(
    () => undefined,
    ({ stdout, message }: Error & { stdout?: string }) => stdout || message,
  )
}

export interface HapiOptions {
  readonly port: number
  /** Base of a SMART authorization server, with `introspect` and `smart-configuration` below it; it may start later. */
  readonly authorizationServer: string
}

/** Starts what `buildHapi` built. Throws an Error with what it said where it does not answer in time. */
export async function startHapi({ home }: JavaTools, { port, authorizationServer }: HapiOptions): Promise<Hapi> {
  const libraries = (await readFile(LIBRARIES, 'utf8')).trim()
  const child = spawn(
    join(home, 'bin/java'),
    [
      '-Xmx1g',
      // It lives for minutes: what makes it start fast is worth more than what makes it run fast.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      '-cp',
      `${join(FOLDER, 'target/classes')}:${libraries}`,
      'example.doseline.hapi.HapiServer',
      String(port),
      authorizationServer,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const stop = () => ended(child)
  try {
    await ready(child)
  } catch (thrown) {
    await stop()
    throw thrown
  }
  const at = `http://localhost:${port}`
  return { open: `${at}/fhir`, guarded: `${at}/guarded/fhir`, stop }
}

/** What runs HL7’s validator over a FHIR package (a `.tgz`): the program and its arguments. Needs what `buildHapi` built. */
export async function packageCheck({ home }: JavaTools, file: string): Promise<readonly [string, string[]]> {
  const libraries = (await readFile(LIBRARIES, 'utf8')).trim()
  const path = `${join(FOLDER, 'target/classes')}:${libraries}`
  const main = 'example.doseline.hapi.PackageCheck'
  return [join(home, 'bin/java'), ['-Xmx1g', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', path, main, file]]
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const failed = (why: string) => reject(new Error(`HAPI ${why}:\n${said}`))
    const late = setTimeout(() => failed('does not start in time'), START_MS)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => {
        said += String(data)
        if (!/^ready$/m.test(said)) return
        clearTimeout(late)
        resolve()
      })
    }
    child.once('exit', () => {
      clearTimeout(late)
      failed('ended at its start')
    })
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
