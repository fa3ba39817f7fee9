/** Rows of a large file as they are kept, as bytes: a million of them is 50 MB so, and five times that as texts. */
export class RowBytes {
  /** No row goes from one into the next. */
  readonly #chunks: Buffer[] = []
  /** Of each row: the number of its chunk times the size of one, and where in it the row begins. */
  #starts = new Uint32Array(1_000)
  #lengths = new Uint32Array(1_000)
  #count = 0
  #end = CHUNK
  #size = 0

  /** Rows of these lines. */
  static of(lines: Iterable<string>): RowBytes {
    const rows = new RowBytes()
    for (const line of lines) rows.add(line)
    return rows
  }

  get count(): number {
    return this.#count
  }

  /** Adds a row. Throws a RangeError where it is longer than any can be. */
  add(line: string): void {
    const length = Buffer.byteLength(line) + 1
    if (length > CHUNK) throw new RangeError(`a row of ${length} bytes`)
    if (this.#end + length > CHUNK) {
      this.#chunks.push(Buffer.allocUnsafe(CHUNK))
      this.#end = 0
    }
    if (this.#count === this.#starts.length) {
      this.#starts = twiceAsLong(this.#starts)
      this.#lengths = twiceAsLong(this.#lengths)
    }
    const last = this.#chunks.length - 1
    this.#starts[this.#count] = last * CHUNK + this.#end
    this.#lengths[this.#count] = length
    this.#count += 1
    this.#size += length
    const chunk = this.#chunks[last]
    this.#end += chunk?.write(line, this.#end) ?? 0
    this.#end = chunk?.writeUInt8(NEWLINE, this.#end) ?? 0
  }

  /** Adds the rows of another file, in their order. */
  addAll(other: RowBytes): void {
    for (const line of other.lines()) this.add(line)
  }

  /** Every row as it was added. */
  *lines(): Generator<string> {
    for (let at = 0; at < this.#count; at += 1) {
      const from = this.#from(at)
      yield this.#chunk(at).toString('utf8', from, from + this.#length(at) - 1)
    }
  }

  /** The rows in the order of their bytes, each with its break, behind `room` bytes that are left for something else. */
  inOrder(room = 0): Buffer {
    const order = new Uint32Array(this.#count)
    let isOrdered = true
    for (let at = 0; at < this.#count; at += 1) {
      order[at] = at
      if (at > 0 && isOrdered) isOrdered = this.#compare(at - 1, at) <= 0
    }
    if (!isOrdered) order.sort((a, b) => this.#compare(a, b))
    const sorted = Buffer.allocUnsafe(room + this.#size)
    let end = room
    for (const at of order) {
      const from = this.#from(at)
      end += this.#chunk(at).copy(sorted, end, from, from + this.#length(at))
    }
    return sorted
  }

  #chunk(at: number): Buffer {
    return this.#chunks[Math.floor((this.#starts[at] ?? 0) / CHUNK)] ?? NOTHING
  }

  #from(at: number): number {
    return (this.#starts[at] ?? 0) % CHUNK
  }

  #length(at: number): number {
    return this.#lengths[at] ?? 0
  }

  /** By their bytes without the breaks: what a row is cut out of stays where it is. */
  #compare(one: number, other: number): number {
    const [from, begins] = [this.#from(one), this.#from(other)]
    const [to, ends] = [from + this.#length(one) - 1, begins + this.#length(other) - 1]
    return this.#chunk(one).compare(this.#chunk(other), begins, ends, from, to)
  }
}

const twiceAsLong = (numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const longer = new Uint32Array(numbers.length * 2)
  longer.set(numbers)
  return longer
}

const CHUNK = 1_048_576
const NEWLINE = 10
const NOTHING = Buffer.alloc(0)
