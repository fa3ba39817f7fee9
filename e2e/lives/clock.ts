/** A clock that moves only when nothing is under way: hours pass in seconds, and nothing is late because a machine is slow. */
export class PlayedClock {
  /** Milliseconds since 1970. */
  now = Date.parse('2026-06-30T12:00:00Z')
  readonly #timers: Timer[] = []
  #made = 0
  /** Questions to the service that are not answered yet. */
  #open = 0
  #acts = 0
  #isRunning = true

  /** Resolves so many milliseconds later. */
  readonly sleep = (ms: number): Promise<void> => new Promise((done) => this.at(ms, done))

  /** Does something so many milliseconds later. */
  at(ms: number, go: () => void): void {
    this.#timers.push({ at: this.now + Math.max(0, ms), go, nth: this.#made++ })
    this.#acts++
  }

  /** Holds the clock while work is under way that takes no time of the lives. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#open++
    try {
      return await work
    } finally {
      this.#open--
      this.#acts++
    }
  }

  /** Moves on until it is stopped. */
  async run(): Promise<void> {
    while (this.#isRunning) {
      await this.#untilQuiet()
      const next = this.#next()
      if (!next) continue
      this.now = Math.max(this.now, next.at)
      this.#acts++
      next.go()
    }
  }

  stop(): void {
    this.#isRunning = false
  }

  /** Work goes on over several turns of the event loop: quiet is when nothing began for a few of them. */
  async #untilQuiet(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const acts = this.#acts
      await new Promise((turn) => setImmediate(turn))
      quiet = this.#open === 0 && this.#acts === acts ? quiet + 1 : 0
    }
  }

  #next(): Timer | undefined {
    let first = 0
    for (const [at, timer] of this.#timers.entries()) {
      const best = this.#timers[first] as Timer
      if (timer.at < best.at || (timer.at === best.at && timer.nth < best.nth)) first = at
    }
    return this.#timers.splice(first, 1)[0]
  }
}

interface Timer {
  readonly at: number
  readonly go: () => void
  /** Of two for the same moment the one that was made first goes first. */
  readonly nth: number
}
