import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { textLines } from '../input/byte-lines.ts'
import type { Closing, Ready, ToWorker } from './messages.ts'

/** The file a worker runs, where nothing is bundled. */
export const WORKER_FILE = new URL('./worker.ts', import.meta.url)

/** A worker that ended before its part was closed: the part can be given to another one. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost'
}

/** Megabytes of a worker’s heap: what the largest chart was seen to need. */
const HEAP = 1024
/** Megabytes for what has just been made: a third less memory than with more, and no slower. */
const YOUNG = 4

/** A process that judges one part after another. */
export class WorkerProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncGenerator<string>
  readonly ready: Promise<Ready>

  constructor(file: URL = WORKER_FILE) {
    const script = file.pathname
    this.#child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, `--max-semi-space-size=${YOUNG}`, script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    // That it ended is seen where its answers are read.
    this.#child.stdin.on('error', () => undefined)
    this.#child.on('error', () => undefined)
    this.#lines = textLines(this.#child.stdout)
    this.ready = this.#next().then((line) => (JSON.parse(line) as { ready: Ready }).ready)
    this.ready.catch(() => undefined)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * Has a part judged. `onResult` takes each result as its line. Throws {@link WorkerLost} where the process ends before,
   * and where its closing record does not agree with what was sent and what came.
   */
  async judge(messages: Iterable<ToWorker>, onResult: (line: string) => void): Promise<Closing> {
    await this.ready
    const sent = this.#send(messages)
    const digest = createHash('sha256')
    let patients = 0
    for (;;) {
      const line = await this.#next()
      if (!line.startsWith('{"closed":')) {
        patients++
        digest.update(`${line}\n`)
        onResult(line)
        continue
      }
      const { closed } = JSON.parse(line) as { closed: Closing }
      const counts = await sent
      if (closed.lines !== counts.lines || closed.patients !== patients || closed.digest !== digest.digest('hex'))
        throw new WorkerLost(`${closed.part}: what the worker counted is not what came of it`)
      return closed
    }
  }

  /** Ends the process. */
  end(): void {
    this.#child.kill('SIGTERM')
  }

  async #send(messages: Iterable<ToWorker>): Promise<{ lines: number }> {
    const { stdin } = this.#child
    let lines = 0
    for (const message of messages) {
      if ('line' in message) lines++
      if (stdin.destroyed) break
      if (!stdin.write(`${JSON.stringify(message)}\n`)) await drained(stdin)
    }
    return { lines }
  }

  async #next(): Promise<string> {
    const { value, done } = await this.#lines.next()
    if (done) throw new WorkerLost('a worker ended before its part was done')
    return value
  }
}

/** Resolves when more can be written, and when nothing can any more. */
function drained(stream: Writable): Promise<void> {
  return new Promise((done) => {
    const onEither = (): void => {
      stream.off('drain', onEither).off('close', onEither)
      done()
    }
    stream.on('drain', onEither).on('close', onEither)
  })
}
