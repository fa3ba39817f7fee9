import type { Dialect, Offered } from '@doseline/ehr'

/**
 * What the launch page hands to the app page, kept for this tab under the state of the launch. No token and nothing
 * about a patient: for an open server only the id somebody typed.
 */
export interface LaunchNote {
  readonly issuer: string
  readonly iss: string
  readonly codebook?: string | undefined
  readonly offered?: Offered | undefined
  readonly dialect?: Dialect | undefined
  /** The `issuer` of the authorization server, to compare with the `iss` of its answer (RFC 9207). */
  readonly authorizationServer?: string | undefined
  /** Whether that answer must have an `iss`. */
  readonly namesItself?: boolean | undefined
  /** Where the keys lie that sign its id_tokens. */
  readonly jwksUri?: string | undefined
  /** What the id_token of this launch must carry. */
  readonly nonce?: string | undefined
  /** Open servers only. */
  readonly patient?: string | undefined
}

const nameOf = (state: string): string => `doseline.launch.${state}`

export function keepNote(state: string, note: LaunchNote, storage: Storage = sessionStorage): void {
  storage.setItem(nameOf(state), JSON.stringify(note))
}

export function noteOf(state: string | null, storage: Storage = sessionStorage): LaunchNote | undefined {
  const kept = state === null ? null : storage.getItem(nameOf(state))
  return kept === null ? undefined : (JSON.parse(kept) as LaunchNote)
}
