import type { CapabilityStatement } from 'fhir/r4'
import { type Offered, offeredBy, scopeVersion } from './reading-plan.ts'
import { withoutSlash } from './registry.ts'

/** What an EHR says about itself before anybody signs in. */
export interface Discovered {
  readonly version: 'v1' | 'v2'
  readonly offered: Offered | undefined
  readonly authorizationServer: string | undefined
}

/** Asks for both documents at once. One that does not come is no reason to stop: then everything is asked for. */
export async function discover(iss: string, fetcher: typeof fetch = fetch): Promise<Discovered> {
  const base = withoutSlash(iss)
  const document = async (path: string): Promise<unknown> => {
    const response = await fetcher(`${base}/${path}`, {
      headers: { accept: path === 'metadata' ? 'application/fhir+json' : 'application/json' },
      credentials: 'omit',
    }).catch(() => undefined)
    return response?.ok ? response.json().catch(() => undefined) : undefined
  }
  const [smart, metadata] = await Promise.all([document('.well-known/smart-configuration'), document('metadata')])
  const { capabilities, issuer } = (smart ?? {}) as { capabilities?: string[]; issuer?: string }
  return {
    version: scopeVersion(capabilities),
    offered: offeredBy(metadata as CapabilityStatement | undefined),
    authorizationServer: issuer,
  }
}
