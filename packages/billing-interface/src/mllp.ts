/**
 * Frames of the Minimal Lower Layer Protocol: a vertical tab before a message, a file separator and a carriage return after it.
 * @see HL7 v2, Transport Specification: MLLP, Release 1
 */
const START = 0x0b
const END = 0x1c
const LAST = 0x0d

/** A message as it goes over the line. */
export const framed = (message: Uint8Array): Uint8Array => Uint8Array.from([START, ...message, END, LAST])

/** Takes bytes as they come and gives the messages that are complete. Bytes between frames are nobody’s, and left out. */
export class Frames {
  #bytes: Uint8Array = new Uint8Array()
  readonly #most: number

  /** `most`: bytes of the longest message that is taken. */
  constructor(most = 1_000_000) {
    this.#most = most
  }

  /** The messages that these bytes complete. Throws a RangeError where one is longer than is taken. */
  take(bytes: Uint8Array): readonly Uint8Array[] {
    this.#bytes = Uint8Array.from([...this.#bytes, ...bytes])
    const messages: Uint8Array[] = []
    for (;;) {
      const start = this.#bytes.indexOf(START)
      if (start === -1) {
        this.#bytes = new Uint8Array()
        return messages
      }
      const end = endAfter(this.#bytes, start)
      if (end === -1) {
        this.#bytes = this.#bytes.subarray(start)
        if (this.#bytes.length > this.#most) throw new RangeError('a message is longer than is taken')
        return messages
      }
      messages.push(this.#bytes.slice(start + 1, end))
      this.#bytes = this.#bytes.slice(end + 2)
    }
  }
}

function endAfter(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length - 1; at++) if (bytes[at] === END && bytes[at + 1] === LAST) return at
  return -1
}

/** A message in the bytes of its character set. */
export const encoded = (message: string, set: string): Uint8Array =>
  Buffer.from(message, set === 'UNICODE UTF-8' ? 'utf8' : 'latin1')
