import { Failure } from '@doseline/ehr-client'

/**
 * The storage of this tab. Some browsers and policies give a page none, above all in a frame of another site: it throws
 * there, or is null in web views.
 */
export function tabStorageIfAny(): Storage | undefined {
  try {
    return globalThis.sessionStorage ?? undefined
  } catch {
    return undefined
  }
}

/** The same where nothing goes on without it. Throws a Failure. */
export function tabStorage(): Storage {
  const storage = tabStorageIfAny()
  if (!storage) throw new Failure('storage-blocked')
  return storage
}

/** Keeps a value as JSON. Throws a Failure where the browser refuses, as it does where the storage is full. */
export function keepIn(storage: Storage, name: string, value: unknown): void {
  try {
    storage.setItem(name, JSON.stringify(value))
  } catch (thrown) {
    throw new Failure('storage-blocked', { detail: thrown instanceof DOMException ? thrown.name : undefined })
  }
}
