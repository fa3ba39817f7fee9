import type { Resource } from '@medplum/fhirtypes'
import type { InteractionKind } from '../fhir/interaction-kind.ts'

export type PersonalityKey =
  | 'full'
  | 'epic-like'
  | 'oracle-like'
  | 'oracle-ai'
  | 'athena-like'
  | 'hapi-like'
  | 'medplum-like'
  | 'microsoft-like'
  | 'lagging'
  | 'racy'
  | 'flaky'
  | 'expiring'
  | 'no-transaction'
  | 'v1-scopes'

/** A kind of EHR: what it offers, what it refuses, and how it misbehaves. All of it is data; the code knows no key. */
export interface Personality {
  readonly key: PersonalityKey
  readonly label: string
  /** One sentence for the launcher: what this EHR lacks, or does otherwise. */
  readonly says: string
  /** Resource types that are kept; any other is a 404. */
  readonly types: Readonly<Record<string, TypeOffer>>
  /** The tenant's own names for bill codes, which a charge must use; IT tells them to whoever sends charges. */
  readonly billCodes?: Readonly<Record<'hcpcs' | 'cpt' | 'modifier', BillCodes>>
  readonly bundles: readonly ('transaction' | 'batch')[]
  /** `If-None-Exist`, and updates, patches and deletions by criteria. Where ignored, If-None-Exist does nothing. */
  readonly conditions: 'kept' | 'ignored'
  /** May a PUT to an id that is not there create the resource? */
  readonly createsByUpdate: boolean
  readonly updatesNeedIfMatch: boolean
  /** The status of a change to a version that is no longer the current one. */
  readonly staleVersion: 409 | 412
  readonly pages: PageOffer
  readonly cors: CorsOffer
  /** Resources that do not conform to R4 and US Core: a search shows them, or leaves them out with a word that something was. */
  readonly nonConforming: 'shown' | 'left out'
  /** What is written must conform to this. */
  readonly writesConformTo: 'R4' | 'US Core'
  /** A reference to a version keeps it, or is stored without it. */
  readonly versionedReferences: 'kept' | 'without their version'
  /** Media types a resource may be sent as. */
  readonly bodies: readonly string[]
  /** Search parameters that are not offered: left out with a warning, or a 400. */
  readonly unknownParameters: 'reported' | 'refused'
  readonly includes: boolean
  readonly scopes: ScopeOffer
  /** Lifetime of its access tokens, where it has one of its own. */
  readonly tokenTtlSeconds?: number
  /** How long after a write searches and conditions begin to see it. Reads by id see it at once. */
  readonly indexLagMs?: number
  /** How long after looking for what exists a conditional create or a Bundle is written, whoever else writes meanwhile. */
  readonly raceMs?: number
  readonly faults?: FaultPattern
  /** Bulk Data Access, where it is offered; asked for with a token of `system/` scopes. */
  readonly bulk?: BulkOffer
  /** How a resource of the seeds looks in this EHR. */
  readonly keeps?: (resource: Resource, find: (reference: string) => Resource | undefined) => Resource
}

/** A bulk export: of what, and how long it takes. */
export interface BulkOffer {
  readonly levels: readonly ('system' | 'patient' | 'group')[]
  readonly resourcesPerFile: number
  /** From the kick-off until the files are there. */
  readonly workMs: number
  /** What the status asks a client to wait. */
  readonly retryAfterSeconds: number
  /** How long files are kept. */
  readonly keepMs: number
}

/** How searches are paged. */
export interface PageOffer {
  /** Resources on a page where `_count` does not say, and at most. */
  readonly usual: number
  readonly most: number
  /** A `_count` above the most is cut: without a word, said in the self link, or by an OperationOutcome of information. */
  readonly over: 'unsaid' | 'self link' | 'outcome'
  readonly links: 'all' | 'next'
  readonly total: 'always' | 'when asked'
}

/** What pages of other origins may send and read. */
export interface CorsOffer {
  readonly requestHeaders: readonly string[]
  readonly exposedHeaders: readonly string[]
}

export interface BillCodes {
  readonly system: string
  readonly schedule: { readonly system: string; readonly code: string }
}

/** What is offered for one resource type. */
export interface TypeOffer {
  readonly does: readonly InteractionKind[]
  /** Search parameters; absent, all that work. */
  readonly searchBy?: readonly string[]
  /** Parameters of the vendor: the name, and the element whose code they compare. */
  readonly vendorSearchBy?: Readonly<Record<string, string>>
  readonly searchNeeds?: readonly SearchNeed[]
  /** Parameters that go with no other. */
  readonly searchAlone?: readonly string[]
  readonly operations?: readonly OperationName[]
  /** Provenance: types that may not be a target. */
  readonly targetsNot?: readonly string[]
}

export type OperationName = 'create'

/** A parameter without which a search is refused. */
export interface SearchNeed {
  /** One of these must be there. */
  readonly oneOf: readonly string[]
  /** What each of its values must look like. */
  readonly like?: RegExp
  /** It may be left out; where it is given, it must look like that. */
  readonly optional?: true
  /** Nothing is needed where this parameter is given. */
  readonly unless?: string
  /** What the refusal says. */
  readonly says: string
}

/** Which scopes the authorization server knows. */
export interface ScopeOffer {
  readonly versions: readonly ('v1' | 'v2')[]
  /** `*` in the place of a type. */
  readonly wildcards: boolean
  /** Reading scopes only, all there are, or per type what the server offers for it. */
  readonly permissions: 'all' | 'reading' | 'offered'
  /** A scope that is not known: left out of the grant, or the whole request is `invalid_scope`. */
  readonly unknown: 'left out' | 'refused'
}

/** One mishap. Without `on`, it meets whatever comes next. `-after`: when the request was carried out. */
export interface Fault {
  readonly on?: 'read' | 'write'
  readonly kind: 'too-many' | 'unavailable' | 'unavailable-after' | 'cut-before' | 'cut-after' | 'slow'
  /** Seconds in Retry-After. A 429 always says it (1 where nothing is set); a 503 only where it is set. */
  readonly retryAfterSeconds?: number
}

/** Every so many reads or writes, the next mishap of the list, over and over. */
export type FaultPattern = Readonly<
  Record<'read' | 'write', { readonly every: number; readonly faults: readonly Fault[] }>
>
