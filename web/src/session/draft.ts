import type { Attested } from '@doseline/contract'
import type { Override } from '../events/overrides-given.ts'
import { tabStorage } from './tab-storage.ts'

/** What a person entered and has not written to the chart yet. */
export interface Entries {
  /** The dose that is shown. */
  readonly focus: string
  readonly attested: Readonly<Record<string, Attested>>
  readonly overrides: Readonly<Record<string, readonly Override[]>>
}

export interface Draft extends Entries {
  /** When it was kept last, as an instant. */
  readonly at: string
}

/** Whose draft it is: one person, one patient, one EHR. */
export interface Whose {
  readonly issuer: string
  readonly base: string
  readonly patient: string
  readonly user: string
}

const PREFIX = 'doseline.draft.'
/** A working day: what is older was left, not interrupted. */
const KEPT_MS = 8 * 3_600_000

/**
 * Where the entries of this tab are kept over the end of a session. The key is a hash of person, patient and EHR, so that
 * nobody else finds them, and opening another patient forgets them. Never on disk.
 */
export async function draftOf(
  { issuer, base, patient, user }: Whose,
  { storage = tabStorage(), now = Date.now }: { storage?: Storage; now?: () => number } = {},
): Promise<DraftKeeper> {
  const key = PREFIX + (await hashOf([issuer, base, patient, user]))
  for (const other of Object.keys(storage)) {
    if (other.startsWith(PREFIX) && other !== key) storage.removeItem(other)
  }
  return new DraftKeeper(key, storage, now)
}

export class DraftKeeper {
  readonly #key: string
  readonly #storage: Storage
  readonly #now: () => number
  /** Entries that were written to the chart: there is nothing to keep of them. */
  readonly #settled = new Set<unknown>()

  constructor(key: string, storage: Storage, now: () => number) {
    this.#key = key
    this.#storage = storage
    this.#now = now
  }

  /** What was kept, if it is of today's work. */
  read(): Draft | undefined {
    const kept = this.#storage.getItem(this.#key)
    if (kept === null) return undefined
    const draft = JSON.parse(kept) as Draft
    if (this.#now() - Date.parse(draft.at) <= KEPT_MS) return draft
    this.forget()
    return undefined
  }

  keep({ focus, attested, overrides }: Entries): void {
    const left = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(Object.entries(entries).filter(([, entry]) => !this.#settled.has(entry)))
    const at = new Date(this.#now()).toISOString()
    const draft: Draft = { at, focus, attested: left(attested), overrides: left(overrides) }
    // A full storage is no reason to stop the work.
    try {
      this.#storage.setItem(this.#key, JSON.stringify(draft))
    } catch {}
  }

  /** The entries about this dose are in the chart now. */
  settle(focus: string, entries: Entries): void {
    for (const entry of [entries.attested[focus], entries.overrides[focus]]) if (entry) this.#settled.add(entry)
    this.keep(entries)
  }

  forget(): void {
    this.#storage.removeItem(this.#key)
  }
}

/** Whether there is anything in it that somebody entered, beside the dose they looked at. */
export const hasEntries = ({ attested, overrides }: Pick<Entries, 'attested' | 'overrides'>): boolean =>
  Object.keys(attested).length > 0 || Object.values(overrides).some((given) => given.length > 0)

async function hashOf(parts: readonly string[]): Promise<string> {
  // With its length before it, no part can pass for the end of another.
  const text = parts.map((part) => `${part.length}:${part}`).join('')
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
