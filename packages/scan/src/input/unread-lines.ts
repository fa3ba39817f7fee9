import { READ_TYPES } from '@doseline/fhir'
import type { Unreadable } from '../keys/line-text.ts'

/** A line, or a file, that could not be read, with whose it was as far as that can be seen. */
export interface Unread {
  readonly file: string
  /** Absent for a whole file. */
  readonly line?: number
  readonly why: Unreadable
  /** In the words of the server, where it said why. */
  readonly says?: string
  readonly type: string | undefined
  /** Empty where it may be of anybody. */
  readonly patients: readonly string[]
}

/** What of one patient was not read. */
export interface UnreadOfPatient {
  readonly type?: string | undefined
  readonly says: string
}

/**
 * What could not be read. Of a line whose patient can be seen, that patient is not wholly read; of another one nobody is:
 * it may be what speaks against any dose.
 */
export class UnreadLines {
  readonly #all: Unread[] = []

  get count(): number {
    return this.#all.length
  }

  add(unread: Unread): void {
    this.#all.push(unread)
  }

  /** All of them, sorted by place. */
  all(): readonly Unread[] {
    const key = ({ file, line = 0, type = '' }: Unread): string => `${file}\t${String(line).padStart(12, '0')}\t${type}`
    return this.#all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  }

  /** By patient. */
  byPatient(): ReadonlyMap<string, readonly UnreadOfPatient[]> {
    const found = new Map<string, UnreadOfPatient[]>()
    for (const unread of this.all())
      for (const patient of unread.patients) {
        const own = found.get(patient) ?? []
        own.push({ ...(unread.type && { type: unread.type }), says: sentence(unread) })
        found.set(patient, own)
      }
    return found
  }

  /** Of everybody, by type, in words for a request. */
  notes(): Readonly<Record<string, string>> {
    const found = new Map<string, string[]>()
    for (const unread of this.all()) {
      if (unread.patients.length > 0) continue
      for (const type of unread.type ? [unread.type] : READ_TYPES)
        found.set(type, [...(found.get(type) ?? []), sentence(unread)])
    }
    return Object.fromEntries([...found].toSorted().map(([type, all]) => [type, shortened(all)]))
  }
}

function sentence({ file, line, why, says }: Unread): string {
  const where = line === undefined ? file : `line ${line} of ${file}`
  return says === undefined ? `${where}: ${why}` : `${where}: ${says}`
}

/** A note of a request has at most 300 characters. */
function shortened([first = '', ...more]: readonly string[]): string {
  const rest = more.length === 0 ? '' : `, and ${more.length} more`
  return `${first.slice(0, 280 - rest.length)}${rest}`
}
