import type { ResourceType } from '@medplum/fhirtypes'
import type { OperationName, Personality } from '../personalities/personality.ts'
import { barePath } from './bare-path.ts'
import type { InteractionKind } from './interaction-kind.ts'
import { refusal } from './outcome.ts'
import { isOffered } from './refuse.ts'
import { isSupported } from './resource-types.ts'

/** One request for one resource or one search, whether it came over HTTP or as an entry of a Bundle. */
export interface Interaction {
  readonly kind: InteractionKind
  readonly type: ResourceType
  readonly id?: string | undefined
  readonly operation?: OperationName | undefined
  readonly version?: string | undefined
  /** The query: search parameters, or the criteria of a conditional update, patch or delete. */
  readonly query: URLSearchParams
  readonly ifMatch?: string | undefined
  readonly ifNoneMatch?: string | undefined
  readonly ifNoneExist?: string | undefined
  readonly body?: unknown
}

/** What HTTP headers and `Bundle.entry.request` have in common. */
export interface RequestLine {
  readonly method: string
  /** Relative to the FHIR base, with its query. */
  readonly url: string
  readonly ifMatch?: string | undefined
  readonly ifNoneMatch?: string | undefined
  readonly ifNoneExist?: string | undefined
  readonly body?: unknown
}

const ID = /^[A-Za-z0-9\-.]{1,64}$/

/** Which methods each shape of path takes, and what they mean there. */
const ROUTES: readonly { shape: RegExp; methods: Readonly<Record<string, InteractionKind>> }[] = [
  { shape: /^[^/]+$/, methods: { GET: 'search', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } },
  { shape: /^[^/]+\/_search$/, methods: { POST: 'search' } },
  { shape: /^[^/]+\/\$[^/]+$/, methods: { POST: 'operation' } },
  { shape: /^[^/]+\/[^/]+$/, methods: { GET: 'read', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } },
  { shape: /^[^/]+\/[^/]+\/_history$/, methods: { GET: 'history' } },
  { shape: /^[^/]+\/[^/]+\/_history\/[^/]+$/, methods: { GET: 'vread' } },
]

/** Understands a request to this EHR, or throws the 404, 405 or 400 that says why not. */
export function interactionFor(line: RequestLine, ehr: Personality): Interaction {
  const [path = '', query = ''] = split(line.url)
  const [type = '', id, , version] = path.split('/')
  const offer = isSupported(type) ? ehr.types[type] : undefined
  if (!isSupported(type) || !offer) throw refusal(404, 'not-supported', `This server has no resource type "${type}"`)
  const route = ROUTES.find((one) => one.shape.test(path))
  const operation = offer.operations?.find((one) => id === `$${one}`)
  const methods = Object.entries(route?.methods ?? {}).filter(([, kind]) =>
    kind === 'operation' ? operation : isOffered(ehr, offer, kind, id === undefined),
  )
  if (methods.length === 0) throw refusal(404, 'not-supported', `This server has nothing at ${path}`)
  const kind = methods.find(([method]) => method === (line.method === 'HEAD' ? 'GET' : line.method))?.[1]
  if (!kind) {
    const error = refusal(405, 'not-supported', `${line.method} is not possible on ${path}`)
    error.headers.Allow = methods.map(([method]) => method).join(', ')
    throw error
  }
  if (kind === 'operation') return { kind, type, operation, query: new URLSearchParams(query), body: line.body }
  if (id !== undefined && id !== '_search' && !ID.test(id)) throw refusal(404, 'not-found', `${id} cannot be an id`)
  const { ifMatch, ifNoneMatch, body } = line
  const ifNoneExist = ehr.conditions === 'kept' ? line.ifNoneExist : undefined
  const named = kind === 'search' ? undefined : id
  return { kind, type, id: named, version, query: new URLSearchParams(query), ifMatch, ifNoneMatch, ifNoneExist, body }
}

function split(url: string): string[] {
  const at = url.indexOf('?')
  const path = barePath(at < 0 ? url : url.slice(0, at))
  return [decode(path), at < 0 ? '' : url.slice(at + 1)]
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw refusal(400, 'invalid', 'The path is not properly percent-encoded')
  }
}
