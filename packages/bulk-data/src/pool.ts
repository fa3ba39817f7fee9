/**
 * Runs tasks, some at a time, while more are added. A task that throws does not stop the others, unless it says so; what it
 * threw is kept.
 */
export class Pool {
  readonly #most: number
  readonly #stops: (thrown: unknown) => boolean
  readonly #waiting: (() => Promise<void>)[] = []
  readonly thrown: unknown[] = []
  #running = 0
  #isStopped = false
  #idle: (() => void)[] = []

  constructor(most: number, stops: (thrown: unknown) => boolean) {
    this.#most = most
    this.#stops = stops
  }

  add(task: () => Promise<void>): void {
    this.#waiting.push(task)
    this.#next()
  }

  /** Ends when nothing runs and nothing waits. */
  async done(): Promise<void> {
    if (this.#running === 0) return
    await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #next(): void {
    if (this.#isStopped) this.#waiting.length = 0
    while (this.#running < this.#most) {
      const task = this.#waiting.shift()
      if (!task) break
      this.#running++
      void task()
        .catch((thrown: unknown) => {
          this.thrown.push(thrown)
          if (this.#stops(thrown)) this.#isStopped = true
        })
        .finally(() => {
          this.#running--
          this.#next()
        })
    }
    if (this.#running > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
