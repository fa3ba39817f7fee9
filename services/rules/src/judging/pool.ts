import { Worker } from 'node:worker_threads'
import type { Posted } from '../ledger/posted.ts'
import { HttpProblem, problemFrom } from '../middleware/problem.ts'
import { administrationsSeenIn, isLarge } from './large.ts'
import type { FromWorker, ToWorker, WorkerData } from './messages.ts'
import type { Ask, Judging, Judgment, Task } from './task.ts'

/** The file a worker runs, where nothing is bundled. */
export const WORKER_FILE = new URL('./worker.ts', import.meta.url)

export interface PoolOptions extends WorkerData {
  /** The file a worker runs. */
  readonly file: URL
  /** Workers: so many charts are judged at once. */
  readonly size: number
  /** Milliseconds a worker may work on one chart without a word. */
  readonly limit: number
  /** Milliseconds a chart may wait for a worker. */
  readonly patience: number
  /** Megabytes of a worker’s heap; what has just been made has a quarter as much beside it. */
  readonly heap?: number
  /** A worker that ended by itself, or could not start. */
  readonly onFault?: (error: unknown) => void
}

export interface JudgingPool extends Judging {
  /** Resolves when every worker is ready. Rejects where one cannot start. */
  readonly ready: Promise<void>
}

/** A task, and who waits for it. */
interface Job {
  readonly task: Task
  readonly ask: Ask
  /** Administrations it seems to hold. */
  readonly seen: number
  readonly large: boolean
  readonly done: (judgment: Judgment) => void
  readonly failed: (error: unknown) => void
}

interface Place {
  worker: Worker
  /** Undefined while the worker starts. */
  isReady: boolean
  job: Job | undefined
  clock: NodeJS.Timeout | undefined
}

/** Milliseconds until a worker that could not start is started again. */
const START_AGAIN = 1000
/** Megabytes of a worker’s heap: twice what a body of 2 MB or an answer of 32 MB was seen to need. */
const HEAP = 256

/**
 * Judges in threads of their own, so that the main thread answers everybody else meanwhile. A chart that takes longer than
 * the limit has its worker ended, and a new one takes its place. Large charts leave one worker to the others. Who no longer
 * waits gives their place in the line back.
 */
export function judgingPool(options: PoolOptions): JudgingPool {
  const {
    size,
    limit,
    patience,
    file,
    contents,
    tenantContents,
    version,
    heap = HEAP,
    onFault = () => undefined,
  } = options
  const waiting: Job[] = []
  const places: Place[] = []
  let isClosed = false

  const ready = Promise.all(Array.from({ length: size }, () => start())).then(() => undefined)
  // Whoever starts the service waits for it; whoever closes it before does not.
  ready.catch(() => undefined)

  function start(): Promise<void> {
    return new Promise((done, failed) => {
      const worker = new Worker(file, {
        workerData: { version, contents, ...(tenantContents && { tenantContents }) } satisfies WorkerData,
        resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: heap / 4 },
        // Nothing of the environment or the command line is for a thread that only computes.
        env: {},
        argv: [],
      })
      const place: Place = { worker, isReady: false, job: undefined, clock: undefined }
      places.push(place)
      worker.unref()
      let why: unknown = new Error('a judging worker ended by itself')
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') done()
        heard(place, message)
      })
      worker.on('error', (error) => {
        why = error
      })
      worker.on('exit', () => {
        if (!places.includes(place)) return
        failed(why)
        lost(place, why)
      })
    })
  }

  function heard(place: Place, message: FromWorker): void {
    const { job } = place
    switch (message.kind) {
      case 'ready':
        place.isReady = true
        next()
        break
      case 'ask':
        clearTimeout(place.clock)
        void askFor(place, message.about)
        break
      case 'judged':
        free(place)
        job?.done(message.judgment)
        break
      case 'refused':
        free(place)
        job?.failed(problemFrom(message.problem))
        break
      case 'failed':
        free(place)
        job?.failed(message.error)
        break
    }
  }

  /** The ledger is asked by the thread that has it; its time is not the worker’s. */
  async function askFor(place: Place, about: Parameters<Ask['posted']>[0]): Promise<void> {
    const { job } = place
    if (!job) return
    const tell = (given: Posted | undefined): void => {
      if (place.job !== job) return
      watch(place, job)
      place.worker.postMessage({ kind: 'given', given } satisfies ToWorker)
    }
    await job.ask.posted(about).then(tell, (error: unknown) => {
      // The first word counts: that the worker then fails too, nobody hears.
      job.failed(error)
      tell(undefined)
    })
  }

  function free(place: Place): void {
    clearTimeout(place.clock)
    place.job = undefined
    place.worker.unref()
    next()
  }

  function watch(place: Place, job: Job): void {
    place.clock = setTimeout(() => {
      job.failed(tookTooLong(job, limit))
      replace(place)
    }, limit)
  }

  /** Ends a worker in the midst of its work; another takes its place. */
  function replace(place: Place): void {
    forget(place)
    void place.worker.terminate()
    start().catch(() => undefined)
  }

  /** A worker that ended unasked: out of memory, or by a fault of ours. */
  function lost(place: Place, why: unknown): void {
    const { job, isReady } = place
    forget(place)
    const isMemory = why instanceof Error && 'code' in why && why.code === 'ERR_WORKER_OUT_OF_MEMORY'
    job?.failed(isMemory ? tooMuchMemory() : why)
    if (!isMemory) onFault(why)
    if (isClosed) return
    const again = (): void => void (isClosed || start().catch(() => undefined))
    if (isReady) again()
    else setTimeout(again, START_AGAIN).unref()
  }

  function forget(place: Place): void {
    clearTimeout(place.clock)
    places.splice(places.indexOf(place), 1)
  }

  function next(): void {
    for (const place of places) {
      if (!place.isReady || place.job) continue
      const large = places.filter(({ job }) => job?.large).length
      const at = waiting.findIndex((job) => !job.large || size === 1 || large < size - 1)
      const [job] = at < 0 ? [] : waiting.splice(at, 1)
      if (!job) return
      place.job = job
      place.worker.ref()
      watch(place, job)
      const { task } = job
      place.worker.postMessage({ kind: 'judge', task } satisfies ToWorker, [task.body.bytes])
    }
  }

  function judge(task: Task, ask: Ask, signal?: AbortSignal): Promise<Judgment> {
    if (isClosed) return Promise.reject(busy('The service is stopping.'))
    return new Promise((done, failed) => {
      const { bytes } = task.body
      const seen = administrationsSeenIn(bytes)
      const large = isLarge(bytes, seen)
      const job: Job = { task, ask, seen, large, done: settled(done), failed: settled(failed) }
      const said = `The service is busy: the chart waited ${patience / 1000} seconds, and was not judged.`
      const patient = setTimeout(() => {
        if (isLeft()) job.failed(busy(said))
      }, patience)
      // Where it is being judged already, it is judged to its end; what comes of it nobody hears.
      const abandoned = (): void => {
        isLeft()
        job.failed(busy('The caller no longer waits for the answer.'))
      }
      signal?.addEventListener('abort', abandoned, { once: true })
      function isLeft(): boolean {
        const at = waiting.indexOf(job)
        if (at >= 0) waiting.splice(at, 1)
        return at >= 0
      }
      function settled<T>(settle: (value: T) => void): (value: T) => void {
        return (value) => {
          clearTimeout(patient)
          signal?.removeEventListener('abort', abandoned)
          settle(value)
        }
      }
      if (signal?.aborted) return abandoned()
      waiting.push(job)
      next()
    })
  }

  return {
    ready,
    judge,
    async close() {
      isClosed = true
      const all = places.splice(0)
      for (const { clock } of all) clearTimeout(clock)
      for (const job of [...waiting.splice(0), ...all.flatMap(({ job }) => job ?? [])])
        job.failed(busy('The service is stopping.'))
      await Promise.all(all.map(({ worker }) => worker.terminate()))
    },
  }
}

const busy = (said: string): HttpProblem => new HttpProblem('busy', said, [], { 'retry-after': '5' })

/** What keeps on being too much is the chart’s fault, and what is little is the machine’s. */
function tookTooLong({ seen, large }: Job, limit: number): HttpProblem {
  const said = `Judging the chart took longer than ${limit / 1000} seconds and was ended.`
  if (!large) return busy(`${said} The service is busy; try again.`)
  return tooMuch(`${said} It seems to hold ${seen} administrations, and each is compared with every other one.`)
}

const tooMuchMemory = (): HttpProblem => tooMuch('Judging the chart needed more memory than one chart may.')

const tooMuch = (said: string): HttpProblem =>
  new HttpProblem('too-much-to-judge', said, [
    { pointer: '', detail: said, remedy: 'Send the resources of one patient and fewer days at a time.' },
  ])
