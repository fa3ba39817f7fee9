import { once } from 'node:events'
import { createServer } from 'node:http'
import { launched, REDIRECT } from '@doseline/ehr-sandbox/testing/launch'
import { full } from '../../../services/ehr-sandbox/src/personalities/full.ts'
import {
  type AuthorizationServer,
  authorizationServer,
} from '../../../services/ehr-sandbox/src/smart/authorization-server.ts'
import { smartConfiguration } from '../../../services/ehr-sandbox/src/smart/configuration.ts'
import { type LaunchContext, launchRegister } from '../../../services/ehr-sandbox/src/smart/launches.ts'
import type { SandboxUser } from '../../../services/ehr-sandbox/src/smart/provider-configuration.ts'

export interface SignIn {
  /** A launch, as an EHR would start it: the app’s `launch` parameter. */
  launch(context: LaunchContext): string
  /** An access token with these scopes, had by a whole launch. */
  token(scope: string, context: LaunchContext): Promise<string>
  close(): Promise<void>
}

export interface SignInOptions {
  readonly port: number
  /** The FHIR server whose door this is. */
  readonly fhirBase: string
  /** Where the app is, as the redirect goes there. */
  readonly app?: string
  readonly users: readonly SandboxUser[]
}

/** The sandbox’s SMART authorization server in front of a FHIR server that is not the sandbox’s. */
export async function startSignIn({ port, fhirBase, app, users }: SignInOptions): Promise<SignIn> {
  const origin = `http://localhost:${port}`
  const auth = `${origin}/auth`
  const launches = launchRegister(() => new Date())
  const redirectUris = [REDIRECT, ...(app ? [`${app}/app/index.html`] : [])]
  const authorization: AuthorizationServer = await authorizationServer({
    origin,
    auth,
    fhirBase,
    ehr: full,
    clients: [{ clientId: 'doseline', redirectUris }],
    users,
    launches,
    tokenTtlSeconds: 3600,
    patients: () => [],
  })
  const server = createServer((request, response) => {
    if (request.url === '/auth/smart-configuration') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(smartConfiguration(auth, full)))
    } else if (!authorization.handle(request, response)) {
      response.statusCode = 404
      response.end()
    }
  })
  server.listen(port, 'localhost')
  await once(server, 'listening')
  return {
    launch: launches.issue,
    async token(scope, context) {
      const place = { origin, auth, fhirBase, launch: () => launches.issue(context) }
      return (await launched(place, scope)).access_token
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close').catch(() => undefined)
    },
  }
}
