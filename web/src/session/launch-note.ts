import type { Dialect, Offered } from '@doseline/ehr-client'
import { keepIn, tabStorage, tabStorageIfAny } from './tab-storage.ts'

/**
 * What the launch page hands to the app page, kept for this tab under the state of the launch. No token and nothing
 * about a patient: for an open server only the id somebody typed.
 */
export interface LaunchNote {
  readonly issuer: string
  readonly iss: string
  readonly codebook?: string | undefined
  /** Of FHIR, as the EHR said before the sign-in; undefined where it did not. */
  readonly fhirVersion?: string | undefined
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
  /** Its trace, for the inspector. */
  readonly trace?: string | undefined
  /** Open servers only. */
  readonly patient?: string | undefined
}

const nameOf = (state: string): string => `doseline.launch.${state}`

export function keepNote(state: string, note: LaunchNote, storage: Storage = tabStorage()): void {
  keepIn(storage, nameOf(state), note)
}

export function noteOf(state: string | null, storage: Storage | undefined = tabStorageIfAny()): LaunchNote | undefined {
  const kept = state === null ? undefined : storage?.getItem(nameOf(state))
  return kept === undefined || kept === null ? undefined : (JSON.parse(kept) as LaunchNote)
}
