import { setTimeout as sleep } from 'node:timers/promises'
import { loadCodebook } from '@doseline/codebook'
import type { WriteBackRequest } from '@doseline/contract'
import { allPages, type Connection, type EhrRequest, Failure } from '@doseline/ehr-client'
import type { Scenario } from '@doseline/fhir-fixtures'
import { appWould } from './app-would.ts'
import { askWith, patientFetch } from './ask.ts'
import type { BrowserJob } from './browser-job.ts'
import { isR4, systemInteractions } from './capability.ts'
import { type JobStep, mainJob } from './main-job.ts'
import { type Probe, probe } from './probe.ts'
import { lineTo } from './reading.ts'
import { type LeftBehind, Run, why } from './run.ts'

/** How the app is launched in a browser. */
export interface Launch {
  /** The `launch` parameter the EHR gave; undefined for a standalone launch. */
  readonly parameter: string | undefined
  readonly browserJob: (job: BrowserJob) => Promise<void>
}

export interface Trying {
  readonly base: string
  readonly token: string | undefined
  readonly patient: string | undefined
  readonly scenario: Scenario
  readonly keep: boolean
  readonly billCodes?: WriteBackRequest['billCodes']
  readonly seconds: number
  readonly lagSeconds: number
  /** The app in a browser instead. */
  readonly launch?: Launch | undefined
  readonly clientId: string
  readonly port: number
  readonly tell: (step: JobStep) => void
  /** Stops the job where it is; what it made is taken away all the same. */
  readonly stopped: AbortSignal
}

/** How a server fared. */
export type Tried =
  | { readonly kind: 'not run'; readonly because: string }
  | {
      readonly kind: 'run'
      readonly run: string
      readonly differed: readonly JobStep[]
      /** What was not tried, because this server does not allow it. */
      readonly notTried: readonly JobStep[]
      readonly made: number
      readonly leftBehind: readonly LeftBehind[]
    }

/** Does the main job on a server, and takes everything away again, whatever happened. */
export async function tryTarget(options: Trying): Promise<Tried> {
  const { base, token, seconds, keep } = options
  const fetcher = patientFetch(seconds)
  const found = await probe(base, askWith(fetcher))
  const because = whyNotRun(found, options)
  if (because) return { kind: 'not run', because }
  const steps: JobStep[] = []
  const tell = (step: JobStep): void => {
    steps.push(step)
    options.tell(step)
  }
  let own: string | undefined
  // What the app wrote is taken away with the token of the app, where there is no better one.
  const bearer = () => token ?? own
  const line = lineTo({ base, token: bearer, fetcher, seconds })
  const run = new Run(line)
  const { launch } = options
  if (launch === undefined) await withoutBrowser(options, { found, line, run, tell })
  else {
    const keep = (key: string) => run.remember(key)
    const onToken = (given: string) => {
      own = given
    }
    await inBrowser(options, launch, { found, tell, onWritten: keep, onToken })
  }
  const differed = steps.filter(({ went }) => went === 'differently')
  const notTried = steps.filter(({ went }) => went === 'not tried')
  const ran = { kind: 'run', run: run.name, differed, notTried } as const
  if (keep) return { ...ran, made: run.made.length, leftBehind: [] }
  await findTheRest(line, run)
  const unknown = await findTheOpen(run, options.lagSeconds * 1000)
  const inOne = found.statement !== undefined && systemInteractions(found.statement).includes('transaction')
  return { ...ran, made: run.made.length, leftBehind: [...(await run.cleanUp({ inOne })), ...unknown] }
}

interface Means {
  readonly found: Probe
  readonly line: Connection
  readonly run: Run
  readonly tell: (step: JobStep) => void
}

function withoutBrowser(options: Trying, { found, line, run, tell }: Means): Promise<void> {
  const { stopped, lagSeconds } = options
  return mainJob({
    ...options,
    line: stoppable(line, stopped),
    run,
    statement: found.statement,
    would: appWould(found),
    codebook: loadCodebook(),
    lagMs: lagSeconds * 1000,
    sleep: (ms) => pause(ms, stopped),
    now: () => new Date(),
    tell,
  })
}

async function inBrowser(
  options: Trying,
  launch: Launch,
  means: Pick<Means, 'found' | 'tell'> & Pick<BrowserJob, 'onWritten' | 'onToken'>,
): Promise<void> {
  const { keep, token } = options
  const mayWrite = keep || token !== undefined || (means.found.open && !means.found.smart)
  try {
    await launch.browserJob({ ...options, ...means, mayWrite, launch: launch.parameter })
  } catch (thrown) {
    means.tell({ name: 'launched', went: 'differently', says: why(thrown) })
  }
}

function whyNotRun(
  { statement, fhirVersion, smart, open, troubles }: Probe,
  { token, launch }: Trying,
): string | undefined {
  if (!isR4(fhirVersion) || (!statement && !smart && !open)) {
    const { trouble, todo } = troubles.metadata ?? {
      trouble: 'nothing of FHIR is answered',
      todo: 'Check the address.',
    }
    return `${trouble}. ${todo}`
  }
  return open || token !== undefined || launch !== undefined
    ? undefined
    : 'it wants a sign-in. Give an access token with --token.'
}

/** A line on which nothing more is sent once somebody wants to stop. */
function stoppable(line: Connection, stopped: AbortSignal): Connection {
  const send: Connection['send'] = (path: string, options?: EhrRequest) => {
    if (stopped.aborted) throw new Failure('unexpected', { detail: 'stopped' })
    return line.send(path, options)
  }
  return { ...line, send, request: async (path, options) => (await send(path, options)).body }
}

/**
 * What was written about a patient of this run and is not known by its id, because an answer was lost. A Provenance is found
 * by what it is about: R4 gives it to a patient only where the patient is itself its target, so `Provenance?patient=` finds
 * none of a charge.
 * @see https://hl7.org/fhir/R4/compartmentdefinition-patient.html
 */
async function findTheRest(line: Connection, run: Run): Promise<void> {
  const made = (...types: string[]) => run.made.filter((key) => types.includes(key.slice(0, key.indexOf('/'))))
  const find = async (type: string, search: string) => {
    const { resources } = await allPages(line, search).catch(() => ({ resources: [] }))
    for (const { resourceType, id } of resources) if (resourceType === type && id) run.remember(`${type}/${id}`)
  }
  for (const patient of made('Patient')) {
    for (const type of ['ChargeItem', 'Flag']) await find(type, `${type}?subject=${patient}`)
  }
  for (const target of made('ChargeItem', 'Flag')) await find('Provenance', `Provenance?target=${target}`)
}

/** What was made without an answer is found by the tag of the run; where a server cannot be asked, that is said. */
async function findTheOpen(run: Run, lagMs: number): Promise<LeftBehind[]> {
  if (run.open.size === 0) return []
  await sleep(lagMs)
  const looked = [...run.open].map(async (type): Promise<LeftBehind[]> => {
    try {
      for (const key of await run.taggedOf(type)) run.remember(key)
      return []
    } catch (thrown) {
      return [{ key: type, because: `it could not be checked whether one is left (${run.name}): ${why(thrown)}` }]
    }
  })
  return (await Promise.all(looked)).flat()
}

/** Waits; throws at once where somebody wants to stop. */
async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopped }).catch(() => {
    throw new Failure('unexpected', { detail: 'stopped' })
  })
}
