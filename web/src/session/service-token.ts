import { Failure } from '@doseline/ehr-client'
import type { Issuer } from './registry.ts'
import { type RulesService, rulesService } from './rules-service.ts'
import { keepIn, tabStorage } from './tab-storage.ts'

const PREFIX = 'doseline-session-'

/** The session of this launch with the rules service. */
export interface ServiceSession {
  readonly token: string
  /** Whether the service knows the person to be of staff. */
  readonly staff: boolean
}

/**
 * This launch’s session with the rules service. An id_token is good for one exchange, so what came of it is
 * kept beside the launch, and a page that is loaded again finds it there.
 */
export async function serviceSessionFor(
  issuer: Issuer,
  idToken: string | undefined,
  state: string,
  service: Pick<RulesService, 'openSession'> = rulesService(),
): Promise<ServiceSession> {
  const storage = tabStorage()
  const kept = storage.getItem(PREFIX + state)
  if (kept !== null) return JSON.parse(kept) as ServiceSession
  if (idToken === undefined) throw new Failure('launch-refused', { detail: 'The EHR sent no id_token.' })
  const { token, staff } = await service.openSession({ issuer: issuer.key, idToken })
  keepIn(storage, PREFIX + state, { token, staff })
  return { token, staff }
}
