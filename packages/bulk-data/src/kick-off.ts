import type { Parameters, ParametersParameter } from 'fhir/r4'
import { type Answer, ask, hostOf, type Line } from './ask.ts'
import { ExportError } from './export-error.ts'

/** Whose records are exported: the server's, those of all its patients, or those of a group. */
export type ExportLevel =
  | { readonly kind: 'system' }
  | { readonly kind: 'patient' }
  | { readonly kind: 'group'; readonly id: string }

/** What is asked of an export. */
export interface ExportRequest {
  readonly level: ExportLevel
  /** Resource types; all that the server offers where there is none. */
  readonly types: readonly string[]
  /** An instant: what changed since, and what was deleted since. */
  readonly since?: string | undefined
  /** Searches such as `MedicationAdministration?effective-time=ge2026-01-01`; of a type, any of its own. */
  readonly typeFilters?: readonly string[] | undefined
  /** A type by which to put lines together, such as `Patient` (3.0). */
  readonly organizeOutputBy?: string | undefined
  /** Whether the manifest may come in pages, before all files are there (3.0). */
  readonly allowPartialManifests?: boolean | undefined
}

/** `GET` until 3.0; a Parameters by `POST`, which 2.0 permits and the ballot of 4.0 asks for. */
export type KickOffForm = 'GET' | 'POST'

export interface Begun {
  /** Where the status is asked for. */
  readonly statusUrl: string
  /** What the server would not take, and was asked without. */
  readonly leftOut: readonly string[]
}

const FORMAT = 'application/fhir+ndjson'

/**
 * Asks for an export. A server that does not take the GET (405, or 400 where it wants a Parameters) is asked by POST; one that
 * does not take `_typeFilter` is asked without, which brings more and never less.
 *
 * @see https://hl7.org/fhir/uv/bulkdata/export.html#bulk-data-kick-off-request
 */
export async function kickOff(
  line: Line,
  base: string,
  request: ExportRequest,
  form: KickOffForm = 'GET',
): Promise<Begun> {
  try {
    return { statusUrl: statusUrlOf(await sent(line, base, request, form), base), leftOut: [] }
  } catch (thrown) {
    const status = thrown instanceof ExportError ? thrown.status : undefined
    if (form === 'GET' && (status === 405 || status === 501)) return kickOff(line, base, request, 'POST')
    const isAboutParameters = status === 400 || status === 422
    if (!isAboutParameters || !request.typeFilters?.length) throw thrown
    const { statusUrl, leftOut } = await kickOff(line, base, { ...request, typeFilters: [] }, form)
    return { statusUrl, leftOut: ['_typeFilter', ...leftOut] }
  }
}

/** The kick-off as an address, whatever form it was sent in: what a manifest calls `request`. */
export const requestUrl = (base: string, request: ExportRequest): string =>
  `${base}${pathOf(request.level)}/$export?${queryOf(request)}`

function sent(line: Line, base: string, request: ExportRequest, form: KickOffForm): Promise<Answer> {
  const headers = { prefer: 'respond-async' }
  const question = { accept: 'application/fhir+json', token: true, begins: true } as const
  if (form === 'GET') return ask(line, requestUrl(base, request), { ...question, headers })
  return ask(line, `${base}${pathOf(request.level)}/$export`, {
    ...question,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/fhir+json' },
    body: JSON.stringify(parametersOf(request)),
  })
}

function pathOf(level: ExportLevel): string {
  if (level.kind === 'system') return ''
  return level.kind === 'patient' ? '/Patient' : `/Group/${encodeURIComponent(level.id)}`
}

/** The parameters in a query: several values of one in a list, as 1.0 to 3.0 have it. */
function queryOf(request: ExportRequest): string {
  return new URLSearchParams([
    ['_outputFormat', FORMAT],
    ...(request.types.length > 0 ? [['_type', request.types.join(',')]] : []),
    ...(request.since === undefined ? [] : [['_since', request.since]]),
    ...(request.typeFilters ?? []).map((filter) => ['_typeFilter', filter]),
    ...(request.organizeOutputBy === undefined ? [] : [['organizeOutputBy', request.organizeOutputBy]]),
    ...(request.allowPartialManifests ? [['allowPartialManifests', 'true']] : []),
  ] as [string, string][]).toString()
}

/** The same as a resource: each value a parameter of its own, as the ballot of 4.0 asks. */
function parametersOf(request: ExportRequest): Parameters {
  const parameter: ParametersParameter[] = [
    { name: '_outputFormat', valueString: FORMAT },
    ...request.types.map((type) => ({ name: '_type', valueString: type })),
    ...(request.since === undefined ? [] : [{ name: '_since', valueInstant: request.since }]),
    ...(request.typeFilters ?? []).map((filter) => ({ name: '_typeFilter', valueString: filter })),
    ...(request.organizeOutputBy === undefined
      ? []
      : [{ name: 'organizeOutputBy', valueString: request.organizeOutputBy }]),
    ...(request.allowPartialManifests ? [{ name: 'allowPartialManifests', valueBoolean: true }] : []),
  ]
  return { resourceType: 'Parameters', parameter }
}

function statusUrlOf({ response, address }: Answer, base: string): string {
  const location = response.headers.get('content-location')
  void response.body?.cancel()
  if (response.status !== 202)
    throw new ExportError(
      'no-status-address',
      `${hostOf(address)} answers ${response.status} to the kick-off of an export; expected 202 with Content-Location. Is it a server with Bulk Data Access?`,
      { status: response.status },
    )
  if (location === null || !URL.canParse(location, address))
    throw new ExportError(
      'no-status-address',
      `${hostOf(address)} takes the export, and does not say in Content-Location where its status is asked for.`,
    )
  const { href, protocol } = new URL(location, address)
  if (protocol === 'https:' || (protocol === 'http:' && base.startsWith('http:'))) return href
  throw new ExportError('unsafe-address', `Content-Location leads to ${protocol}//…, which is refused.`)
}
