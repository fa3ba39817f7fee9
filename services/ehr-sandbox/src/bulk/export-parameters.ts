import type { Parameters, ParametersParameter, ResourceType } from '@medplum/fhirtypes'
import { refusal } from '../fhir/outcome.ts'
import { isSupported } from '../fhir/resource-types.ts'
import type { Personality } from '../personalities/personality.ts'

/** What an export was asked for. */
export interface ExportParameters {
  /** Empty: all that the caller may read. */
  readonly types: readonly ResourceType[]
  readonly since: string | undefined
  /** By type, searches of which a resource must match one. */
  readonly filters: ReadonlyMap<string, readonly URLSearchParams[]>
  /** What was passed over because the caller said `handling=lenient`. */
  readonly ignored: readonly string[]
}

const FORMATS = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson'])
const UNDERSTOOD = new Set(['_outputFormat', '_type', '_since', '_typeFilter'])
const LISTS = new Set(['_type'])

/** The parameters of a kick-off by GET, several values of one in a list or one by one. */
export function parametersOfQuery(query: URLSearchParams): [string, string][] {
  return [...query].flatMap(([name, value]) =>
    LISTS.has(name) ? value.split(',').map((each): [string, string] => [name, each.trim()]) : [[name, value]],
  )
}

/** Those of a kick-off by POST. Throws 400 for a body that is no Parameters. */
export function parametersOfBody(body: unknown): [string, string][] {
  const { resourceType, parameter } = (body ?? {}) as Partial<Parameters>
  if (resourceType !== 'Parameters') throw refusal(400, 'invalid', 'The body must be a Parameters', 'resourceType')
  return (Array.isArray(parameter) ? parameter : []).map((each: ParametersParameter) => {
    const [, value] = Object.entries(each).find(([name]) => name.startsWith('value')) ?? []
    return [each.name ?? '', String(value)]
  })
}

/** Reads them, or throws the 400 that names the one this server does not take. */
export function readParameters(
  given: readonly (readonly [string, string])[],
  { types: kept }: Personality,
  isLenient: boolean,
): ExportParameters {
  const all = (name: string) => given.filter(([each]) => each === name).map(([, value]) => value)
  const unknown = [...new Set(given.map(([name]) => name))].filter((name) => !UNDERSTOOD.has(name))
  const [first] = unknown
  if (first !== undefined && !isLenient)
    throw refusal(400, 'not-supported', `This server does not export by ${first}`, first)
  const [format = 'ndjson'] = all('_outputFormat')
  if (!FORMATS.has(format))
    throw refusal(400, 'not-supported', `${format} is no format of this export`, '_outputFormat')
  const types = all('_type').map((type) => {
    if (isSupported(type) && kept[type]) return type
    throw refusal(400, 'not-supported', `This server keeps no resource type "${type}"`, '_type')
  })
  const [since] = all('_since')
  if (since !== undefined && Number.isNaN(Date.parse(since)))
    throw refusal(400, 'value', `_since must be an instant, not ${since}`, '_since')
  return { types, since, filters: filtersIn(all('_typeFilter')), ignored: unknown }
}

function filtersIn(values: readonly string[]): ReadonlyMap<string, readonly URLSearchParams[]> {
  const filters = new Map<string, URLSearchParams[]>()
  for (const value of values) {
    const [, type = '', query = ''] = /^([A-Za-z]+)\?(.+)$/.exec(value) ?? []
    if (!isSupported(type)) throw refusal(400, 'value', `${value} is no search of one type`, '_typeFilter')
    filters.set(type, [...(filters.get(type) ?? []), new URLSearchParams(query)])
  }
  return filters
}
