import { discover } from '../session/discovery.ts'
import { Failure } from '../session/failure.ts'
import { leaveToAuthorize, newState } from '../session/gateway.ts'
import { keepNote } from '../session/launch-note.ts'
import { harmlessAddress, type LaunchParameters } from '../session/launch-parameters.ts'
import { scopesFor } from '../session/reading-plan.ts'
import type { Issuer } from '../session/registry.ts'

/** Goes to the EHR's authorization server, or for an open server straight to the app page. */
export async function startLaunch(issuer: Issuer, iss: string, parameters: LaunchParameters): Promise<void> {
  const { launch, codebook, patient } = parameters
  const { version, offered, authorizationServer } = await discover(iss)
  const state = newState()
  const nonce = newState()
  const about = { issuer: issuer.key, iss, codebook, offered, authorizationServer, nonce }
  keepNote(state, { ...about, patient: issuer.open && patient })
  if (issuer.open) {
    location.assign(`./index.html?state=${state}`)
    return
  }
  history.replaceState(null, '', harmlessAddress(new URL(location.href), iss, launch))
  const scope = scopesFor({ launch: launch === undefined ? 'standalone' : 'ehr', version, offered })
  const redirect = new URL('./index.html', document.baseURI).href
  try {
    await leaveToAuthorize({ iss, clientId: issuer.clientId, scope, state, nonce, redirect })
  } catch (thrown) {
    throw new Failure('launch-refused', { detail: thrown instanceof Error ? thrown.message : String(thrown), iss })
  }
}
