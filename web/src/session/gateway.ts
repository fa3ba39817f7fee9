import { baseOf, type Connection, connect, Failure, type LaunchContext } from '@doseline/ehr-client'
import { keepState, stateOf } from './launch-state.ts'
import { launchTrace } from './launch-trace.ts'
import { Tokens } from './tokens.ts'

/** A line with the tokens of its launch; an open server has none. */
export interface Gateway {
  readonly connection: Connection
  /** The scopes that were asked for. */
  readonly asked: string
  readonly tokens?: Tokens
}

/** Comes back from the authorization server, or from a reload. Throws a Failure. */
export async function resumeConnection(iss: string, key: string, code: string | null): Promise<Gateway> {
  const state = stateOf(key)
  const base = baseOf(state.serverUrl)
  if (base !== baseOf(iss)) throw new Failure('launch-refused', { detail: 'the session belongs to another EHR' })
  const tokens = await Tokens.of(state, code, {
    keep: (changed) => keepState(key, changed),
    onAnswer: (tokenFields) => launchTrace.note('token', { tokenFields }),
  })
  const {
    patient,
    encounter,
    id_token: idToken,
    doseline_codebook: codebook,
    smart_style_url: styleUrl,
    ...answer
  } = tokens.answer
  const context: LaunchContext = {
    // Servers that leave the scope out of their answer granted what was asked.
    scope: answer.scope ?? state.scope ?? '',
    needsBanner: answer.need_patient_banner !== false,
    ...(patient && { patient }),
    ...(encounter && { encounter }),
    ...(idToken && { idToken }),
    ...(codebook && { codebook }),
    ...(styleUrl && { styleUrl }),
  }
  const connection = connect({
    base,
    context,
    authorization: () => tokens.authorization(),
    renewed: (refused) => tokens.renewed(refused),
    fetcher: (...request) => fetch(...request),
  })
  return { connection, tokens, asked: state.scope ?? '' }
}

/** A line to a registered server without authorization. */
export function openConnection(iss: string, patient: string): Gateway {
  const connection = connect({
    base: baseOf(iss),
    context: { patient, scope: '', needsBanner: true },
    authorization: async () => undefined,
    fetcher: (...request) => fetch(...request),
  })
  return { connection, asked: '' }
}
