import { tabStorageIfAny } from './tab-storage.ts'

const KEY = 'doseline.rows'

/** Which rows of the page a person opened, kept for this tab: names of rows, nothing of a patient. */
export class OpenRows {
  readonly #storage: Storage | undefined
  readonly #open: Set<string>

  constructor(storage: Storage | undefined = tabStorageIfAny()) {
    this.#storage = storage
    this.#open = new Set(namesIn(storage?.getItem(KEY)))
  }

  has(row: string): boolean {
    return this.#open.has(row)
  }

  set(row: string, open: boolean): void {
    if (open) this.#open.add(row)
    else this.#open.delete(row)
    try {
      this.#storage?.setItem(KEY, JSON.stringify([...this.#open]))
    } catch {
      // A full or blocked storage forgets how the page looked, and nothing else.
    }
  }
}

function namesIn(kept: string | null | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(kept ?? '[]')
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}
