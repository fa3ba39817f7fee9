import type { Issuer, Tenant } from '../tenants.ts'
import type { Caller, Reach } from './access-table.ts'

/** Who asks. */
export interface Principal {
  readonly tenant: Tenant
  /** For the audit: a person’s reference, a client’s id. */
  readonly who: string
  readonly kind: 'demo' | 'session' | 'client'
  /** As the table of access knows them. */
  readonly caller: Caller
  /** The one patient that a patient’s session is about, as `Patient/id`. */
  readonly patient?: string
  /** The EHR that a session was opened from. */
  readonly issuer?: Issuer
  /** The session’s own token. */
  readonly token?: string
}

/** Who asks and how far they reach: plain data, so that a worker can be told. */
export interface Asker extends Omit<Principal, 'token' | 'caller'> {
  readonly reach: Reach | undefined
}
