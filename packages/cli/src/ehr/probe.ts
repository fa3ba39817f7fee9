import { baseOf, fhirVersionOf } from '@doseline/ehr-client'
import type { CapabilityStatement } from 'fhir/r4'
import type { Answer, Ask } from './ask.ts'
import { isCapabilityStatement, isR4 } from './capability.ts'
import { type SmartConfiguration, smartFrom } from './smart.ts'

/** Something that stands in the way, and what to do about it. */
export interface Trouble {
  readonly trouble: string
  readonly todo: string
}

/** What a server says about itself before anybody signs in. */
export interface Probe {
  readonly base: string
  readonly statement: CapabilityStatement | undefined
  /** The version of FHIR it says it speaks, also where it says so in the Conformance resource of DSTU2. */
  readonly fhirVersion: string | undefined
  readonly smart: SmartConfiguration | undefined
  /** Whether a page of another origin may read its answers and send what writing needs; undefined where it was not seen. */
  readonly cors: Cors | undefined
  /** True where a search was answered without a token. */
  readonly open: boolean
  /** Why the CapabilityStatement, or the smart-configuration, could not be read. */
  readonly troubles: { readonly metadata?: Trouble; readonly smart?: Trouble }
}

export interface Cors {
  readonly reads: boolean
  /** Request headers the app sends that the server does not let through. */
  readonly headersMissing: readonly string[]
}

/** An origin that is certainly not the server’s own. */
const ELSEWHERE = 'https://doseline.example'
const HEADERS = ['authorization', 'content-type', 'if-none-exist', 'if-match', 'prefer']

/** Asks a server what it is: three documents and a preflight, nothing of a patient. */
export async function probe(address: string, ask: Ask): Promise<Probe> {
  const base = baseOf(address)
  const json = { accept: 'application/fhir+json', origin: ELSEWHERE }
  const [metadata, configuration, preflight, search] = await Promise.all([
    ask(`${base}/metadata`, { headers: json }),
    ask(`${base}/.well-known/smart-configuration`, { headers: { ...json, accept: 'application/json' } }),
    ask(`${base}/Patient`, {
      method: 'OPTIONS',
      headers: {
        origin: ELSEWHERE,
        'access-control-request-method': 'POST',
        'access-control-request-headers': HEADERS.join(','),
      },
    }),
    ask(`${base}/Organization?_count=1&_summary=true`, { headers: json }),
  ])
  const statement = metadata.ok && isCapabilityStatement(metadata.body) ? metadata.body : undefined
  const fhirVersion = metadata.ok ? fhirVersionOf(metadata.body) : undefined
  const smart = configuration.ok ? smartFrom(configuration.body) : undefined
  return {
    base,
    statement,
    fhirVersion,
    smart,
    cors: corsOf(metadata, preflight),
    open: search.ok && isBundle(search.body),
    troubles: {
      ...(!statement && metadata.ok && { metadata: NO_STATEMENT }),
      ...troubleOf('metadata', metadata, isR4(fhirVersion) ? undefined : notR4(fhirVersion)),
      ...troubleOf('smart', configuration),
    },
  }
}

function troubleOf(what: 'metadata' | 'smart', answer: Answer, also?: Trouble): { [name in typeof what]?: Trouble } {
  if (!answer.ok) return { [what]: { trouble: answer.trouble, todo: answer.todo } }
  return also ? { [what]: also } : {}
}

const NO_STATEMENT: Trouble = {
  trouble: 'it holds no CapabilityStatement',
  todo: 'Check the address: `<FHIR base>/metadata` must answer a CapabilityStatement.',
}

const notR4 = (fhirVersion: string | undefined): Trouble => ({
  trouble: `it speaks FHIR ${fhirVersion}, and Doseline reads R4 (4.0) and R4B (4.3)`,
  todo: 'Ask the people who run the EHR for its R4 address: it usually lies next to this one.',
})

function corsOf(metadata: Answer, preflight: Answer): Cors | undefined {
  if (!metadata.ok) return undefined
  const allowed = metadata.headers.get('access-control-allow-origin')
  const headers = preflight.ok ? (preflight.headers.get('access-control-allow-headers') ?? '').toLowerCase() : ''
  const named = headers.split(',').map((each) => each.trim())
  // `*` lets every header through except the one that carries the token.
  const passes = (name: string) => named.includes(name) || (named.includes('*') && name !== 'authorization')
  return {
    reads: allowed === '*' || allowed === ELSEWHERE,
    headersMissing: HEADERS.filter((name) => !passes(name)),
  }
}

const isBundle = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'resourceType' in body && body.resourceType === 'Bundle'
