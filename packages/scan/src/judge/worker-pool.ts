import { ScanProblem } from '../scan-problem.ts'
import type { Closing, Ready, ToWorker } from './messages.ts'
import { WorkerLost, WorkerProcess } from './worker-process.ts'

/** A part that waits to be judged. */
export interface PartTask {
  readonly part: string
  /** Gives its messages from the start again, each time it is asked. */
  messages(): Iterable<ToWorker>
}

/** Workers that a part is given to before the scan stops: one that was killed is no reason, a chart that ends two is. */
const TRIES = 3

/** Worker processes, each of which judges one part at a time. */
export class WorkerPool {
  readonly #file: URL | undefined
  readonly #idle: WorkerProcess[] = []
  readonly #all = new Set<WorkerProcess>()
  readonly #waiting: ((worker: WorkerProcess) => void)[] = []
  readonly ready: Promise<Ready>
  #isEnded = false

  constructor(size: number, file?: URL) {
    this.#file = file
    for (let at = 0; at < size; at++) this.#idle.push(this.#start())
    const [first] = this.#idle
    if (!first) throw new TypeError('a pool has a worker')
    this.ready = first.ready
  }

  /** Resolves when a worker is free: what is asked for then starts at once. */
  async free(): Promise<WorkerProcess> {
    const worker = this.#idle.pop()
    return worker ?? new Promise((take) => this.#waiting.push(take))
  }

  /**
   * Has a part judged by this worker, and by another one where it is lost. The results come whole: of a worker that was
   * lost none is kept. Throws {@link ScanProblem} where no worker can do it.
   */
  async judge(
    worker: WorkerProcess,
    task: PartTask,
    onResult: (soFar: number) => void,
  ): Promise<{ results: readonly string[]; closing: Closing }> {
    let current = worker
    try {
      for (let tried = 1; ; tried++) {
        const results: string[] = []
        try {
          const closing = await current.judge(task.messages(), (line) => {
            results.push(line)
            onResult(results.length)
          })
          return { results, closing }
        } catch (error) {
          if (!(error instanceof WorkerLost) || this.#isEnded) throw error
          this.#all.delete(current)
          current.end()
          onResult(0)
          if (tried === TRIES)
            throw new ScanProblem(`${TRIES} workers ended before part ${task.part} was done: ${error.message}.`)
          current = this.#start()
        }
      }
    } finally {
      this.#release(current)
    }
  }

  /** Process ids of the workers. */
  pids(): readonly number[] {
    return [...this.#all].flatMap(({ pid }) => pid ?? [])
  }

  /** Ends all of them: what is being judged fails. */
  end(): void {
    this.#isEnded = true
    for (const worker of this.#all) worker.end()
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess(this.#file)
    this.#all.add(worker)
    return worker
  }

  #release(worker: WorkerProcess): void {
    const next = this.#waiting.shift()
    if (next) next(worker)
    else this.#idle.push(worker)
  }
}
