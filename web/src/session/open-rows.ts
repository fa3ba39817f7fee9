import { tabStorageIfAny } from './tab-storage.ts'

const KEY = 'doseline.rows'

/** Which rows of the page a person opened or closed, kept for this tab: names of rows, nothing of a patient. */
export class OpenRows {
  readonly #storage: Storage | undefined
  readonly #left: Map<string, boolean>

  constructor(storage: Storage | undefined = tabStorageIfAny()) {
    this.#storage = storage
    this.#left = new Map(leftIn(storage?.getItem(KEY)))
  }

  /** As the person left it; a row that nobody touched is as it usually is. */
  has(row: string, usually = false): boolean {
    return this.#left.get(row) ?? usually
  }

  set(row: string, open: boolean): void {
    this.#left.set(row, open)
    try {
      this.#storage?.setItem(KEY, JSON.stringify(Object.fromEntries(this.#left)))
    } catch {
      // A full or blocked storage forgets how the page looked, and nothing else.
    }
  }
}

function leftIn(kept: string | null | undefined): [string, boolean][] {
  try {
    const rows: unknown = JSON.parse(kept ?? '{}')
    const entries = typeof rows === 'object' && rows !== null ? Object.entries(rows) : []
    return entries.filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')
  } catch {
    return []
  }
}
