import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { BillCodes } from '@doseline/contract'
import { scenarios } from '@doseline/fhir-fixtures'
import { secondsFrom } from './ehr/arguments.ts'
import { NAMED, type Target, targetFrom } from './ehr/targets.ts'
import { folded, without } from './ehr/text.ts'
import { type Tried, tryTarget } from './ehr/try-target.ts'
import { usage } from './support/usage.ts'

const USUAL = 'medicare-mepsevii-discard-recorded'
const USAGE = `pnpm test:sandbox <${NAMED.map(({ name }) => name).join(' | ')} | FHIR base> …
    [--token …] [--patient id] [--scenario name] [--keep] [--if-reachable] [--timeout seconds] [--lag seconds] [--bill-codes file]
    [--launch <launch parameter | standalone> [--client-id …] [--port 4010]]
  Does the main job without a browser: puts a chart there, reads, judges, writes back, reads back, writes again,
  and takes everything away. For test servers only. Says what differed.
  --token         access token; better in SANDBOX_TOKEN, where no list of processes shows it
  --patient       nothing is put there: the chart of this patient is used, and only what was written goes again
  --keep          nothing is taken away; also writes what could not be taken away
  --if-reachable  a server that does not answer is no failure
  --bill-codes    file with the bill codes of an Oracle-like EHR, as billCodes in the issuer registry
  --lag           how long searches may lag behind, 15 where nothing is said
  --launch        the whole job in the app instead, in Chromium: what the EHR gave as launch, or standalone.
                  http://localhost:<port>/app/index.html must be registered there as redirect URI
  Exit: 0 everything as it should be, 1 something differed or was left behind, 2 usage, 3 not run.`

const { values, positionals } = argumentsOf()
if (positionals.length === 0) usage(USAGE)
const targets = positionals.map(
  (typed): Target => targetFrom(typed) ?? usage(`“${typed}” is neither a name nor a FHIR base.\n${USAGE}`),
)
const token = values.token ?? process.env.SANDBOX_TOKEN
if (token !== undefined && targets.length > 1) usage('A token is good for one server: name one.')
const { patient } = values
if (patient !== undefined && !/^[A-Za-z0-9\-.]{1,64}$/.test(patient)) usage('--patient is the bare id of a Patient.')
const seconds = secondsFrom(values.timeout) ?? usage('--timeout is in seconds, such as 20.')
const lagSeconds = secondsFrom(values.lag ?? '15') ?? usage('--lag is in seconds, such as 15.')
const port = Number(values.port)
if (!Number.isInteger(port) || port < 1 || port > 65535) usage('--port is a port, such as 4010.')
const billCodes = values['bill-codes'] === undefined ? undefined : billCodesIn(values['bill-codes'])
const scenario =
  scenarios().find(({ name }) => name === values.scenario) ?? usage(`There is no scenario “${values.scenario}”.`)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130)
    say('stopping: what was made is taken away first; a second time ends at once')
    stopping.abort()
  })
}

const MARK = { 'as it should': 'ok     ', differently: 'DIFFERS', 'not tried': '–      ' } as const

const codes: number[] = []
for (const { name, base, fromMemory } of targets) {
  say(
    `${base}${name === base ? '' : ` (${name})`}${fromMemory ? '; its address is from memory' : ''}`,
    'test:sandbox  ',
  )
  say(values.launch ? 'the app, in Chromium' : patient ? `Patient/${patient}` : scenario.name, '              ')
  const tried = await tryTarget({
    base,
    token,
    patient,
    scenario,
    seconds,
    lagSeconds,
    keep: values.keep,
    billCodes,
    launch: values.launch,
    clientId: values['client-id'],
    port,
    stopped: stopping.signal,
    tell: ({ name: step, went, says }) => say(says, `  ${MARK[went]}  ${step.padEnd(10)}  `),
  })
  report(tried)
  codes.push(codeOf(tried))
  say('')
}
process.exitCode = stopping.signal.aborted ? 130 : Math.max(...codes)

function report(tried: Tried): void {
  if (tried.kind === 'not run') {
    say(`not run on ${new Date().toISOString().slice(0, 10)}: ${tried.because}`, '  ')
    return
  }
  const { run, differed, notTried, made, leftBehind } = tried
  const gone = made - leftBehind.length
  if (values.keep) say(`kept, ${made} in all, what was put there under the tag ${run}`, '  ')
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

function codeOf(tried: Tried): number {
  if (tried.kind === 'not run' || !wasSeeded(tried)) return values['if-reachable'] ? 0 : 3
  return tried.differed.length > 0 || tried.leftBehind.length > 0 ? 1 : 0
}

function say(text: string, first = ''): void {
  for (const line of folded(without(token, text), first)) console.log(line)
}

function billCodesIn(file: string) {
  try {
    return BillCodes.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    return usage(`--bill-codes ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function argumentsOf() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        token: { type: 'string' },
        patient: { type: 'string' },
        scenario: { type: 'string', default: USUAL },
        keep: { type: 'boolean', default: false },
        'if-reachable': { type: 'boolean', default: false },
        timeout: { type: 'string' },
        lag: { type: 'string' },
        'bill-codes': { type: 'string' },
        launch: { type: 'string' },
        'client-id': { type: 'string', default: 'doseline' },
        port: { type: 'string', default: '4010' },
      },
    })
  } catch (error) {
    return usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
