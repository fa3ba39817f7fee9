import type { ListedEhr } from './sandbox.ts'

/** How an EHR of the sandbox is registered with the rules service, as IT would write it into the file of tenants. */
export interface Registration {
  readonly key: string
  readonly label: string
  readonly iss: string
  readonly clientId: string
  readonly codebooks: readonly string[]
  readonly billCodes?: ListedEhr['billCodes']
}

/** What to register for these EHRs to be launched from; the full one is called just `sandbox`. */
export function registrations(ehrs: readonly ListedEhr[], clientId: string): Registration[] {
  return ehrs.map(({ key, label, fhirBase, billCodes }) => ({
    key: key === 'full' ? 'sandbox' : `sandbox-${key}`,
    label: key === 'full' ? 'Sandbox EHR' : `Sandbox EHR, ${label.toLowerCase()}`,
    iss: fhirBase,
    clientId,
    codebooks: ['cms', 'article'],
    ...(billCodes && { billCodes }),
  }))
}
