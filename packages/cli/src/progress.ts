/** Milliseconds between two lines where they are kept, as in a log. */
const BETWEEN_LINES = 10_000
/** Goes to the start of the line and empties it. */
const EMPTY = '\r\u001B[K'

/** Where progress is written. */
interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/**
 * Says how far long work is, on standard error: on a terminal in one line that is written over, elsewhere with a line every ten
 * seconds, so that what a command prints stays alone.
 */
export class Progress {
  readonly #screen: Screen
  readonly #now: () => number
  #last: number
  #isShown = false

  constructor(screen: Screen = process.stderr, now: () => number = Date.now) {
    this.#screen = screen
    this.#now = now
    this.#last = now()
  }

  /** Shows what is done now, in place of what was shown before. */
  tell(text: string): void {
    if (this.#screen.isTTY) {
      this.#screen.write(`${EMPTY}${text}`)
      this.#isShown = true
    } else if (this.#now() - this.#last >= BETWEEN_LINES) {
      this.#last = this.#now()
      this.#screen.write(`${text}\n`)
    }
  }

  /** Takes away what is shown: the work is done, or something is to be printed. */
  clear(): void {
    if (this.#isShown) this.#screen.write(EMPTY)
    this.#isShown = false
  }
}
