import { createHash } from 'node:crypto'
import { ImportProblem } from './bulletin.ts'

/** A file as its publisher ships it, read in pieces: the largest of them have millions of rows. */
export interface SourceFile {
  /** Its name, without a folder; of one in an archive that of the file itself. */
  readonly name: string
  /** How many bytes it has. */
  readonly size: number
  chunks(): AsyncIterable<Uint8Array>
}

/** Reads a file line by line, as one that can stop in the middle of any. */
export interface LineReader<Result> {
  /** The next line without its break, and its number counted from 1. */
  line(text: string, line: number): void
  /** What was read; `lines` is how many there were. */
  end(lines: number): Result
}

/** No line of these files is longer: what is has lost its line breaks, or is no text. */
const LONGEST_LINE = 100_000

/**
 * Hands a file to a reader, line by line; `read` is told the bytes of each piece. All of these files are ISO-8859-1, or a
 * part of it as far as what is kept goes.
 */
export async function readLines<Result>(
  source: SourceFile,
  reader: LineReader<Result>,
  read: (bytes: number) => void = () => undefined,
): Promise<Result> {
  let rest = ''
  let count = 0
  for await (const chunk of source.chunks()) {
    const lines = `${rest}${Buffer.from(chunk).toString('latin1')}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) reader.line(line.endsWith('\r') ? line.slice(0, -1) : line, ++count)
    if (rest.length > LONGEST_LINE) throw new ImportProblem(count + 1, 1, 'a line of text', rest)
    read(chunk.length)
  }
  if (rest !== '') reader.line(rest, ++count)
  return reader.end(count)
}

/** The bytes of a file whole: for kinds of file that are small. */
export async function bytesOf(source: SourceFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source.chunks()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The beginning of a file, enough to tell what it is. */
export async function beginningOf(source: SourceFile, most: number): Promise<string> {
  let text = ''
  for await (const chunk of source.chunks()) {
    text += Buffer.from(chunk).toString('latin1')
    if (text.length >= most) break
  }
  return text.slice(0, most).replace(/^ï»¿/, '')
}

/** SHA-256 of a file, in hex. */
export async function digestOf(source: SourceFile): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of source.chunks()) digest.update(chunk)
  return digest.digest('hex')
}

/** A file that is in memory already. */
export const inMemory = (name: string, bytes: Uint8Array): SourceFile => ({
  name,
  size: bytes.length,
  async *chunks() {
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
  },
})

const CHUNK = 65_536

/**
 * A text by itself: what is cut out of a line keeps the whole piece of the file in memory for as long as it is kept.
 */
export const ownText = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')
