/**
 * Gathers what arrives while a commit is under way and commits it together with the next one: under load one commit
 * serves many requests, and a single request waits for nobody.
 */
export class GroupCommit<T> {
  readonly #commit: (items: readonly T[]) => Promise<void>
  readonly #most: number
  #waiting: Waiting<T>[] = []
  #running: Promise<void> | undefined

  /** `most`: items that may wait before new ones are refused. */
  constructor(commit: (items: readonly T[]) => Promise<void>, most = 2000) {
    this.#commit = commit
    this.#most = most
  }

  /** Resolves when the item is stored. Throws what the commit threw, or that too many are waiting. */
  add(item: T): Promise<void> {
    if (this.#waiting.length >= this.#most)
      return Promise.reject(new Error('too many records are waiting to be stored'))
    const stored = new Promise<void>((done, failed) => this.#waiting.push({ item, done, failed }))
    this.#running ??= this.#run()
    return stored
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // Requests that arrive in the same turn go together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, AT_ONCE)
      try {
        await this.#commit(batch.map(({ item }) => item))
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    this.#running = undefined
  }
}

interface Waiting<T> {
  readonly item: T
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const AT_ONCE = 200
