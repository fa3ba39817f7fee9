import { assertReadVersion, type Discovered, discover, Failure, scopesFor } from '@doseline/ehr-client'
import { keepNote } from '../session/launch-note.ts'
import { harmlessAddress, type LaunchParameters } from '../session/launch-parameters.ts'
import { authorizationRequest } from '../session/launch-request.ts'
import { launchTrace } from '../session/launch-trace.ts'
import { leaveTo } from '../session/leave.ts'
import { newState } from '../session/random.ts'
import type { Issuer } from '../session/registry.ts'

/** Goes to the EHR's authorization server, or for an open server straight to the app page. */
export async function startLaunch(issuer: Issuer, iss: string, parameters: LaunchParameters): Promise<void> {
  const { launch, codebook, patient } = parameters
  const discovered = await discover(iss)
  const { version, fhirVersion, offered, dialect, authorizationServer, namesItself, jwksUri, scopes, capabilities } =
    discovered
  launchTrace.note('discovered', {
    discovered: {
      ...{ fhirVersion, authorizationServer, jwksUri, capabilities },
      authorizationEndpoint: discovered.authorizationEndpoint,
      tokenEndpoint: discovered.tokenEndpoint,
      challenges: discovered.challenges,
      scopesListed: scopes?.length,
    },
  })
  // Before anybody signs in: a chart of another version would be misread.
  assertReadVersion(fhirVersion)
  const state = newState()
  const nonce = newState()
  const about = {
    issuer: issuer.key,
    iss,
    codebook,
    fhirVersion,
    offered,
    dialect,
    authorizationServer,
    namesItself,
    jwksUri,
    nonce,
  }
  keepNote(state, { ...about, trace: launchTrace.id, patient: issuer.open && patient })
  if (issuer.open) {
    location.replace(`./index.html?state=${state}`)
    return
  }
  const endpoints = endpointsOf(discovered)
  history.replaceState(null, '', harmlessAddress(new URL(location.href), iss, parameters))
  const kind = launch === undefined ? 'standalone' : 'ehr'
  const scope = scopesFor({ launch: kind, version, offered, supported: scopes })
  const redirect = new URL('./index.html', document.baseURI).href
  const { clientId } = issuer
  const request = await authorizationRequest({ iss, clientId, scope, state, nonce, redirect, ...endpoints }).catch(
    (thrown: unknown) => {
      throw new Failure('launch-refused', { detail: thrown instanceof Error ? thrown.message : String(thrown), iss })
    },
  )
  launchTrace.note('left', { asked: scope })
  leaveTo(request, capabilities.includes('authorize-post'))
}

/** Where to go and where to come back to. Throws where the EHR names neither, or takes no challenge we can make. */
export function endpointsOf({ authorizationEndpoint, tokenEndpoint, challenges }: Discovered) {
  const refuse = (detail: string): never => {
    throw new Failure('launch-refused', { detail })
  }
  if (challenges !== undefined && !challenges.includes('S256')) refuse('the EHR takes no S256 code challenge')
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined) {
    return refuse('the EHR names no authorization server')
  }
  return { authorizationEndpoint, tokenEndpoint }
}
