import { publishedRulebook } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import {
  createApp,
  createEngine,
  createLog,
  createMetrics,
  issuerKeys,
  judgingHere,
  openLedger,
  Tenants,
} from '@doseline/rules-service'
import type { CapabilityStatement, FhirResource, OperationDefinition } from 'fhir/r4'

/** What the service says of its own three APIs. */
export interface Described {
  readonly openapi: OpenApi
  readonly capabilities: CapabilityStatement
  readonly operation: OperationDefinition
  readonly published: readonly FhirResource[]
  readonly hooks: readonly Hook[]
}

/** As much of OpenAPI 3.1 as the page shows. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface Operation {
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly { in: string; name: string; required?: boolean; description?: string }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

export interface Hook {
  readonly id: string
  readonly hook: string
  readonly title: string
  readonly description: string
  readonly usageRequirements: string
  readonly prefetch: Readonly<Record<string, string>>
}

/** Starts the service without a port and asks it to describe itself. */
export async function described(): Promise<Described> {
  const codebook = loadCodebook()
  const engine = createEngine({ codebook, now: () => '2026-03-03T10:00:00Z', version: 'docs' })
  const ledger = await openLedger({ kind: 'memory' })
  const app = createApp(
    {
      engine,
      judging: judgingHere(engine),
      ledger,
      tenants: Tenants.parse({ tenants: [{ key: 'default', label: 'Docs' }] }),
      demo: true,
      publicUrl: 'https://doseline.example',
      metrics: createMetrics(),
      issuerKeys: issuerKeys(),
      log: createLog('silent'),
    },
    { ratePerMinute: 1000, concurrency: 4 },
  )
  const asked = async <T>(path: string): Promise<T> => {
    const answer = await app.request(`http://localhost${path}`)
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
    return (await answer.json()) as T
  }
  try {
    const { services } = await asked<{ services: readonly Hook[] }>('/cds-services')
    return {
      openapi: await asked('/openapi.json'),
      capabilities: await asked('/fhir/metadata'),
      operation: await asked('/fhir/OperationDefinition/billing-readiness'),
      published: publishedRulebook(codebook.values),
      hooks: services,
    }
  } finally {
    await ledger.close()
  }
}
