import type { Context } from 'hono'
import type { Engine } from './engine.ts'
import type { Judging } from './judging/task.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Metrics } from './metrics.ts'
import type { Reach } from './security/access-table.ts'
import type { IssuerKeys } from './security/issuer-keys.ts'
import type { RefusedBecause } from './security/refused-because.ts'
import type { Principal } from './security/who.ts'
import type { Tenants } from './tenants.ts'

/** Everything the APIs stand on. */
export interface Service {
  /** What is known without a chart: the code book, the clock, the version. */
  readonly engine: Pick<Engine, 'version' | 'codebook' | 'codebookOf' | 'now'>
  readonly judging: Judging
  readonly ledger: Ledger
  readonly tenants: Tenants
  /** No sign-in: whoever reaches the service is the first tenant. Only on the machine it runs on. */
  readonly demo: boolean
  /** Where others reach this service, without a slash at its end. */
  readonly publicUrl: string
  readonly metrics: Metrics
  readonly issuerKeys: IssuerKeys
  readonly log: Log
}

/** Takes fields from a fixed list and nothing else: what a chart says cannot reach a log. */
export interface Log {
  readonly request: (line: RequestLine) => void
  /** A fault that is ours to mend. */
  readonly fault: (line: { readonly requestId: string; readonly error: unknown }) => void
}

export interface RequestLine {
  readonly requestId: string
  readonly method: string
  /** The pattern of the route, never the address: an address can name a patient. */
  readonly route: string
  readonly status: number
  readonly milliseconds: number
  readonly tenant: string | undefined
  readonly caller: string | undefined
  readonly code: string | undefined
  /** Of a sign-in that was refused: which check failed. */
  readonly reason?: RefusedBecause | undefined
}

/** What a request carries along. */
export interface Env {
  Variables: {
    requestId: string
    principal: Principal | undefined
    problemCode: string | undefined
    refusedBecause: RefusedBecause | undefined
    reach: Reach | undefined
  }
}
export type Ctx = Context<Env>
