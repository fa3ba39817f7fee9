import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { BillCodes } from '@doseline/contract'
import { scenarios } from '@doseline/fhir-fixtures'
import { patientId, port, seconds } from '../arguments.ts'
import { NAMED, type Target, targetFrom } from '../ehr/targets.ts'
import { type Launch, type Tried, tryTarget } from '../ehr/try-target.ts'
import { folded, without } from '../text/columns.ts'
import { WrongUsage } from '../wrong-usage.ts'

const USUAL = 'medicare-mepsevii-discard-recorded'
const STANDALONE = 'standalone'
const MARK = { 'as it should': 'ok     ', differently: 'DIFFERS', 'not tried': '–      ' } as const

export const sandboxTest = new Command()
  .description(
    `Does the main job without a browser: puts a chart there, reads, judges, writes back, reads back, writes again, and takes everything away. For test servers only. Says what differed. Exit code: 0 everything as it should be, 1 something differed or was left behind, 3 not run, 130 stopped.`,
  )
  .argument('<servers...>', `${NAMED.map(({ name }) => name).join(', ')}, or a FHIR base`, targets)
  .option('--token <token>', 'access token; better in SANDBOX_TOKEN, where no list of processes shows it')
  .option(
    '--patient <id>',
    'nothing is put there: the chart of this patient is used, and only what was written goes again',
    patientId,
  )
  .option('--scenario <name>', 'the chart that is put there', USUAL)
  .option('--keep', 'nothing is taken away; also writes what could not be taken away', false)
  .option('--if-reachable', 'a server that does not answer is no failure', false)
  .option('--timeout <seconds>', 'for one answer', seconds, 20)
  .option('--lag <seconds>', 'how long searches may lag behind', seconds, 15)
  .option('--bill-codes <file>', 'bill codes of an Oracle-like EHR, as billCodes in the issuer registry', billCodesIn)
  .option(
    '--launch <launch parameter>',
    `the whole job in the app instead, in Chromium: what the EHR gave as launch, or “${STANDALONE}”. Needs a checkout of the project`,
  )
  .option('--client-id <id>', 'of the app that is launched', 'doseline')
  .option(
    '--port <port>',
    'of the app that is launched: http://localhost:<port>/app/index.html must be registered as redirect URI',
    port,
    4010,
  )
  .action(async (servers, { token = process.env.SANDBOX_TOKEN, ...options }) => {
    if (token !== undefined && servers.length > 1) throw new WrongUsage('A token is good for one server: name one.')
    const scenario = scenarios().find(({ name }) => name === options.scenario)
    if (!scenario) throw new WrongUsage(`There is no scenario “${options.scenario}”. “doseline scenario” lists them.`)
    const launch = options.launch === undefined ? undefined : await launchedWith(options.launch)
    const say = (text: string, first = ''): void => {
      for (const line of folded(without(token, text), first)) console.log(line)
    }
    const stopped = stopSignal(say)
    const codes: number[] = []
    for (const { name, base, fromMemory } of servers) {
      const named = name === base ? '' : ` (${name})`
      say(`${base}${named}${fromMemory ? '; its address is from memory' : ''}`, 'sandbox-test  ')
      const chart = options.patient === undefined ? scenario.name : `Patient/${options.patient}`
      say(launch ? 'the app, in Chromium' : chart, '              ')
      const tried = await tryTarget({
        ...options,
        base,
        token,
        scenario,
        launch,
        patient: options.patient,
        seconds: options.timeout,
        lagSeconds: options.lag,
        stopped,
        tell: ({ name: step, went, says }) => say(says, `  ${MARK[went]}  ${step.padEnd(10)}  `),
      })
      report(tried, options.keep, say)
      codes.push(codeOf(tried, options.ifReachable))
      say('')
    }
    process.exitCode = stopped.aborted ? 130 : Math.max(...codes)
  })

function targets(typed: string, before: readonly Target[] = []): readonly Target[] {
  const target = targetFrom(typed)
  if (target === undefined) throw new InvalidArgumentError('It is neither a name nor a FHIR base.')
  return [...before, target]
}

function billCodesIn(file: string): BillCodes {
  try {
    return BillCodes.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

/** Chromium and what drives it are part of the project, and not of the bundle. */
async function launchedWith(parameter: string): Promise<Launch> {
  try {
    const { browserJob } = await import('../ehr/browser-job.ts')
    return { parameter: parameter === STANDALONE ? undefined : parameter, browserJob }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new WrongUsage('--launch drives Chromium, which is not here: run it in a checkout of the project.')
  }
}

/** Aborted by Ctrl-C, after which what was made is taken away; a second one ends at once. */
function stopSignal(say: (text: string) => void): AbortSignal {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130)
      say('stopping: what was made is taken away first; a second time ends at once')
      stopping.abort()
    })
  }
  return stopping.signal
}

function report(tried: Tried, keep: boolean, say: (text: string, first?: string) => void): void {
  if (tried.kind === 'not run') {
    say(`not run on ${new Date().toISOString().slice(0, 10)}: ${tried.because}`, '  ')
    return
  }
  const { run, differed, notTried, made, leftBehind } = tried
  const gone = made - leftBehind.length
  if (keep) say(`kept, ${made} in all, what was put there under the tag ${run}`, '  ')
  else if (made > 0)
    say(
      `${gone} of ${made} were taken away again`,
      `  ${leftBehind.length === 0 ? 'ok     ' : 'DIFFERS'}  cleaned     `,
    )
  for (const { key, because } of leftBehind) say(`${key}: ${because}`, '  LEFT BEHIND  ')
  const names = (steps: typeof differed) => steps.map((step) => step.name).join(', ')
  if (notTried.length > 0) say(`Not tried: ${names(notTried)}. The job was not done to its end.`, '  ')
  say(differed.length === 0 ? 'Nothing differed.' : `Differed: ${names(differed)}.`, '  ')
}

/** Whether a chart could be put there at all: else nothing was tried. */
function wasSeeded({ notTried }: Extract<Tried, { kind: 'run' }>): boolean {
  return !notTried.some((step) => step.name === 'seeded')
}

function codeOf(tried: Tried, ifReachable: boolean): number {
  if (tried.kind === 'not run' || !wasSeeded(tried)) return ifReachable ? 0 : 3
  return tried.differed.length > 0 || tried.leftBehind.length > 0 ? 1 : 0
}
