const NEWLINE = 0x0a
/** Of a line that has no end yet, at most this much is kept. */
const MOST_KEPT = 64 * 1024 * 1024

/** What a stream of NDJSON held. */
export interface Counted {
  /** Lines with something in them. */
  readonly lines: number
  /** Header lines of files that are organized by a type: they are no resources. */
  readonly headers: number
  readonly bytes: number
}

/**
 * Counts lines as they pass, without reading any as a whole: bytes are looked at, and only the first line and one that may
 * have been cut off are kept.
 */
export class NdjsonCount {
  readonly #organized: boolean
  #lines = 0
  #headers = 0
  #bytes = 0
  #first: string | undefined
  /** The line that has begun and has no end yet, in pieces. */
  #open: Uint8Array[] = []
  #openBytes = 0

  constructor(organized: boolean) {
    this.#organized = organized
  }

  add(piece: Uint8Array): void {
    this.#bytes += piece.byteLength
    let from = 0
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      this.#end(piece.subarray(from, at))
      from = at + 1
    }
    if (from < piece.byteLength) this.#keep(piece.subarray(from))
  }

  /** The first line with something in it, as far as it is there. */
  get first(): string {
    return this.#first ?? this.#text().trim()
  }

  /** What has no line end behind it: the last line, which some servers end without one. */
  get unended(): string {
    return this.#text().trim()
  }

  /** The whole count: a last line without an end is a line. */
  get counted(): Counted {
    const last = this.unended
    return {
      lines: this.#lines + (last === '' ? 0 : 1),
      headers: this.#headers + (this.#organized && isHeader(last) ? 1 : 0),
      bytes: this.#bytes,
    }
  }

  #end(tail: Uint8Array): void {
    // Most lines are never made text: that they hold more than white space is seen in their bytes.
    if (this.#first !== undefined && !this.#organized) {
      if (this.#openBytes > 0 || tail.some((byte) => byte > 0x20)) this.#lines++
    } else {
      this.#keep(tail)
      const line = this.#text().trim()
      if (line !== '') this.#lines++
      if (line !== '') this.#first ??= line
      if (this.#organized && isHeader(line)) this.#headers++
    }
    this.#open = []
    this.#openBytes = 0
  }

  #keep(piece: Uint8Array): void {
    this.#openBytes += piece.byteLength
    if (this.#openBytes <= MOST_KEPT && piece.byteLength > 0) this.#open.push(piece.slice())
  }

  #text(): string {
    return Buffer.concat(this.#open)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
  }
}

/** A header line of 3.0: `{"resourceType":"Parameters","parameter":[{"name":"header","valueReference":…}]}`. */
function isHeader(line: string): boolean {
  if (!line.includes('"Parameters"') || !line.includes('"header"')) return false
  try {
    const { resourceType, parameter } = JSON.parse(line) as { resourceType?: unknown; parameter?: { name?: unknown }[] }
    return resourceType === 'Parameters' && parameter?.[0]?.name === 'header'
  } catch {
    return false
  }
}
