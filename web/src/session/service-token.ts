import { Failure } from '@doseline/ehr'
import type { Issuer } from './registry.ts'
import { type RulesService, rulesService } from './rules-service.ts'

const PREFIX = 'doseline-session-'

/**
 * The token of this launch’s session with the rules service. An id_token is good for one exchange, so what came of it is
 * kept beside the launch, and a page that is loaded again finds it there.
 */
export async function serviceTokenFor(
  issuer: Issuer,
  idToken: string | undefined,
  state: string,
  service: Pick<RulesService, 'openSession'> = rulesService(),
): Promise<string> {
  const kept = sessionStorage.getItem(PREFIX + state)
  if (kept !== null) return kept
  if (idToken === undefined) throw new Failure('launch-refused', { detail: 'The EHR sent no id_token.' })
  const { token } = await service.openSession({ issuer: issuer.key, idToken })
  sessionStorage.setItem(PREFIX + state, token)
  return token
}
