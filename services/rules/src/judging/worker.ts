import { parentPort, workerData } from 'node:worker_threads'
import { openContents } from '@doseline/codebook'
import { createEngine } from '../engine.ts'
import type { Posted } from '../ledger/posted.ts'
import { HttpProblem, plainProblem } from '../middleware/problem.ts'
import { judge } from './judge.ts'
import type { FromWorker, ToWorker, WorkerData } from './messages.ts'
import type { Ask, Task } from './task.ts'

/** A thread that judges one task after another. It is given the code book, and reads of the disk only the releases of CMS that a dose asks for; it has no network and no ledger: what else it must know it asks for. */
const port = parentPort
if (!port) throw new Error('this file is run as a worker')
const { version, contents, tenantContents = new Map() } = workerData as WorkerData
const codebook = openContents(contents)
// What CMS publishes is the same for all of them: its releases are read once.
const codebooks = new Map([...tenantContents].map(([tenant, own]) => [tenant, openContents(own, codebook.releases)]))
/** Takes what the ledger said, while a task waits for it. */
let answered: ((given: Posted | undefined) => void) | undefined

const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)

const ask: Ask = {
  posted: (about) =>
    new Promise((done, failed) => {
      answered = (given) => (given ? done(given) : failed(new Error('the ledger could not be asked')))
      say({ kind: 'ask', about })
    }),
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'given') answered?.(message.given)
  else void judgeAndSay(message.task)
})
say({ kind: 'ready' })

async function judgeAndSay(task: Task): Promise<void> {
  try {
    const judgment = await judge(createEngine({ codebook, codebooks, version, now: () => task.now }), task, ask)
    const parts = judgment.record?.answer.parts.map(({ text }) => text.buffer) ?? []
    say({ kind: 'judged', judgment }, [judgment.text.buffer, ...parts])
  } catch (error) {
    if (error instanceof HttpProblem) say({ kind: 'refused', problem: plainProblem(error) })
    else say({ kind: 'failed', error })
  }
}
