/** A line of a file or a pipe, without its end. */
export interface ByteLine {
  /** Counted from 1. */
  readonly number: number
  readonly bytes: Buffer
}

const LINE_END = 0x0a
const RETURN = 0x0d

/**
 * Cuts bytes into lines at U+000A alone: JSON may hold U+2028 and lone returns, at which Node’s readline cuts too. A return
 * before the end is part of the end. A last line without an end is a line.
 */
export async function* byteLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ByteLine> {
  let number = 0
  let rest: Buffer[] = []
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let from = 0
    for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, from)) {
      const part = bytes.subarray(from, end)
      yield { number: ++number, bytes: withoutReturn(rest.length > 0 ? Buffer.concat([...rest, part]) : part) }
      rest = []
      from = end + 1
    }
    if (from < bytes.length) rest.push(bytes.subarray(from))
  }
  if (rest.length > 0) yield { number: ++number, bytes: withoutReturn(Buffer.concat(rest)) }
}

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === RETURN ? line.subarray(0, -1) : line)

/** The same lines as text. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const { bytes } of byteLines(chunks)) yield bytes.toString('utf8')
}
