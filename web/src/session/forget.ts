import { tabStorageIfAny } from './tab-storage.ts'

/**
 * Forgets the tokens of a launch in this tab, so that loading the page again does not bring the session back. What was
 * noted about the launch itself stays: it says where to sign in again.
 */
export function forgetSession(state: string | null, storage: Storage | undefined = tabStorageIfAny()): void {
  if (state === null || !storage) return
  for (const key of [state, `doseline-session-${state}`]) storage.removeItem(key)
}
