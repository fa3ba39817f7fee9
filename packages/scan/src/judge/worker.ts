import { once } from 'node:events'
import { loadCodebook } from '@doseline/codebook'
import { byteLines } from '../input/byte-lines.ts'
import { type FromWorker, ToWorker } from './messages.ts'
import { PartJudge } from './part-judge.ts'

/**
 * The program that judges charts: JSON lines in on standard input, JSON lines out on standard output (messages.ts). It
 * reads the code book, keeps nothing, and has no network: to run it twice on the same part is harmless. It ends with 3
 * where its input ended inside of a part.
 */
// Nobody reads any more: whoever started it is gone.
process.stdout.on('error', () => process.exit(3))

const codebook = loadCodebook()
const judge = new PartJudge(codebook)

async function say(message: FromWorker): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(message)}\n`)) await once(process.stdout, 'drain')
}

await say({ ready: { version: codebook.version, books: codebook.books.map(({ id }) => id) } })
for await (const { bytes } of byteLines(process.stdin)) {
  for (const message of judge.take(ToWorker.parse(JSON.parse(bytes.toString('utf8'))))) await say(message)
}
if (judge.isOpen) process.exitCode = 3
