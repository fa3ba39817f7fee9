import type { ResourceType } from '@medplum/fhirtypes'
import { refusal } from './outcome.ts'
import { isSupported } from './resource-types.ts'

/** One request for one resource or one search, whether it came over HTTP or as an entry of a Bundle. */
export interface Interaction {
  readonly kind: 'read' | 'vread' | 'history' | 'search' | 'create' | 'update' | 'patch' | 'delete'
  readonly type: ResourceType
  readonly id?: string | undefined
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
const ROUTES: readonly { shape: RegExp; methods: Readonly<Record<string, Interaction['kind']>> }[] = [
  { shape: /^[^/]+$/, methods: { GET: 'search', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } },
  { shape: /^[^/]+\/_search$/, methods: { POST: 'search' } },
  { shape: /^[^/]+\/[^/]+$/, methods: { GET: 'read', PUT: 'update', PATCH: 'patch', DELETE: 'delete' } },
  { shape: /^[^/]+\/[^/]+\/_history$/, methods: { GET: 'history' } },
  { shape: /^[^/]+\/[^/]+\/_history\/[^/]+$/, methods: { GET: 'vread' } },
]

/** Understands a request, or throws the 404, 405 or 400 that says why not. */
export function interactionFor(line: RequestLine): Interaction {
  const [path = '', query = ''] = split(line.url)
  const [type = '', id, , version] = path.split('/')
  const route = ROUTES.find((one) => one.shape.test(path))
  if (!isSupported(type)) throw refusal(404, 'not-supported', `This server has no resource type "${type}"`)
  if (!route || (id?.startsWith('$') ?? false)) {
    throw refusal(404, 'not-supported', `This server has nothing at ${path}`)
  }
  const kind = route.methods[line.method === 'HEAD' ? 'GET' : line.method]
  if (!kind) {
    const error = refusal(405, 'not-supported', `${line.method} is not possible on ${path}`)
    error.headers.Allow = Object.keys(route.methods).join(', ')
    throw error
  }
  if (id !== undefined && id !== '_search' && !ID.test(id)) throw refusal(404, 'not-found', `${id} cannot be an id`)
  const { ifMatch, ifNoneMatch, ifNoneExist, body } = line
  const named = kind === 'search' ? undefined : id
  return { kind, type, id: named, version, query: new URLSearchParams(query), ifMatch, ifNoneMatch, ifNoneExist, body }
}

function split(url: string): string[] {
  const at = url.indexOf('?')
  const path = (at < 0 ? url : url.slice(0, at)).replace(/^\/+|\/+$/g, '')
  return [decode(path), at < 0 ? '' : url.slice(at + 1)]
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw refusal(400, 'invalid', 'The path is not properly percent-encoded')
  }
}
