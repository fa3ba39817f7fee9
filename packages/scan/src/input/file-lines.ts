import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { type ByteLine, byteLines } from './byte-lines.ts'
import type { ExportFile } from './export-folder.ts'

/** Bytes read at once. */
const AT_ONCE = 1024 * 1024

/** A fault of the file itself: nothing after it was read. */
export interface BrokenFile {
  readonly broken: 'gzip data ends or breaks' | 'cannot be read'
}

/**
 * The lines of a file, unpacked where its name ends in `.gz`. Where the file breaks (a gzip file that ends in the middle),
 * the last thing that comes says so: the lines before it are whole.
 */
export async function* linesOf(file: ExportFile): AsyncGenerator<ByteLine | BrokenFile> {
  const isPacked = /\.gz$/i.test(file.name)
  const source = createReadStream(file.path, { highWaterMark: AT_ONCE })
  const bytes = isPacked ? source.pipe(createGunzip({ chunkSize: AT_ONCE })) : source
  source.on('error', (error) => bytes.destroy(error))
  try {
    yield* byteLines(unlessBroken(bytes))
  } catch {
    yield { broken: isPacked ? 'gzip data ends or breaks' : 'cannot be read' }
  }
}

/** Chunks as they come. */
async function* unlessBroken(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk
}
