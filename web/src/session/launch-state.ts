import { Failure } from '@doseline/ehr-client'
import type { fhirclient } from 'fhirclient/lib/types'
import { keepIn, tabStorage } from './tab-storage.ts'

/**
 * What the token endpoint answered.
 * @see https://hl7.org/fhir/smart-app-launch/app-launch.html#response-5
 */
export interface TokenAnswer {
  readonly access_token: string
  /** Seconds. */
  readonly expires_in?: number
  readonly refresh_token?: string
  readonly scope?: string
  readonly id_token?: string
  readonly patient?: string
  readonly encounter?: string
  readonly need_patient_banner?: boolean
  readonly doseline_codebook?: string
  readonly smart_style_url?: string
}

/**
 * What fhirclient keeps of one launch, in this tab’s storage under the launch’s own state: written by the library when
 * the launch leaves (`launch-request.ts`), and by us when tokens come (`tokens.ts`).
 */
export interface LaunchState
  extends Readonly<
    Pick<fhirclient.ClientState, 'serverUrl' | 'clientId' | 'redirectUri' | 'tokenUri' | 'scope' | 'codeVerifier'>
  > {
  readonly tokenResponse?: Partial<TokenAnswer>
  /** When the access token ends, in seconds since 1970. */
  readonly expiresAt?: number
  /** When the first token came, in seconds since 1970. */
  readonly receivedAt?: number
}

export function keepState(key: string, state: LaunchState, storage: Storage = tabStorage()): void {
  keepIn(storage, key, state)
}

/** The launch kept under this state. Throws a Failure where the tab knows of none. */
export function stateOf(key: string, storage: Storage = tabStorage()): LaunchState {
  const kept = storage.getItem(key)
  const state: unknown = kept === null ? undefined : JSON.parse(kept)
  if (isState(state)) return state
  throw new Failure('not-launched')
}

const isState = (value: unknown): value is LaunchState =>
  typeof value === 'object' && value !== null && 'serverUrl' in value && typeof value.serverUrl === 'string'
