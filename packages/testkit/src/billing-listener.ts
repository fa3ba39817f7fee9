import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import type { JavaTools } from './hapi.ts'

/** What HAPI HL7v2 read of one FT1, with its message. */
export interface ReadTransaction {
  readonly controlId: string
  readonly number: string
  readonly type: string
  readonly code: string
  readonly units: string
  readonly firstModifier: string
  readonly date: string
  readonly charge: string
  readonly mrn: string
  readonly family: string
  readonly account: string
}

/** A billing system on HAPI HL7v2 (see `tools/hl7`): it validates each message before it acknowledges. */
export interface BillingListener {
  readonly port: number
  readonly read: () => readonly ReadTransaction[]
  stop(): Promise<void>
}

const FOLDER = join(import.meta.dirname, '../../../tools/hl7')
const LIBRARIES = join(FOLDER, 'target/classpath.txt')
const RESOLVE_MS = 3 * 60_000
const START_MS = 60_000
const run = promisify(execFile)

/** Starts it; `refuses` is a code that is not in its charge master. Throws an Error where the libraries cannot be had or it does not start. */
export async function billingListener({ home }: JavaTools, { refuses = '' } = {}): Promise<BillingListener> {
  await resolved()
  const port = await freePort()
  const libraries = (await readFile(LIBRARIES, 'utf8')).trim()
  const child = spawn(
    join(home, 'bin/java'),
    [
      '-cp',
      libraries,
      join(FOLDER, 'BillingListener.java'),
      String(port),
      refuses,
      // It keeps the last id that it gave in a file where it runs.
    ],
    { cwd: join(FOLDER, 'target') },
  )
  let said = ''
  const ready = Promise.withResolvers<void>()
  const late = setTimeout(() => ready.reject(new Error(`HAPI HL7v2 does not start in time:\n${said}`)), START_MS)
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      said += String(bytes)
      if (/^ready$/m.test(said)) ready.resolve()
    })
  }
  child.once('exit', () => ready.reject(new Error(`HAPI HL7v2 ended at its start:\n${said}`)))
  await ready.promise.finally(() => clearTimeout(late))
  return {
    port,
    read: () => said.split('\n').flatMap(transactionIn),
    stop: async () => {
      if (child.exitCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Without a network where Maven has the libraries already. */
async function resolved(): Promise<void> {
  const wanted = ['--quiet', '--batch-mode', 'dependency:build-classpath', `-Dmdep.outputFile=${LIBRARIES}`]
  const options = { cwd: FOLDER, timeout: RESOLVE_MS }
  await run('mvn', ['--offline', ...wanted], options).catch(() => run('mvn', wanted, options))
}

function transactionIn(line: string): ReadTransaction[] {
  const [kind, controlId = '', number = '', type = '', code = '', units = '', firstModifier = '', date = '', ...rest] =
    line.split('\t')
  const [charge = '', mrn = '', family = '', account = ''] = rest
  if (kind !== 'posted') return []
  return [{ controlId, number, type, code, units, firstModifier, date, charge, mrn, family, account }]
}
