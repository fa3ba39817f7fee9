import { baseOf, type Discovered, discover, scopesIn } from '@doseline/ehr-client'
import { inspect } from '../words/inspect.ts'
import type { Row, Section } from './report.ts'

const DOCUMENTS = [
  ['.well-known/smart-configuration', 'application/json'],
  ['metadata', 'application/fhir+json'],
] as const

/**
 * Asks a registered EHR for the two documents a launch begins with, and says what became of it. `asked`: the scopes of the
 * launch; those that the EHR does not list are named.
 */
export async function askEhr(
  iss: string,
  asked = '',
  fetcher: typeof fetch = fetch,
  now: () => number = Date.now,
): Promise<Section> {
  const base = baseOf(iss)
  const rows = DOCUMENTS.map(async ([path, accept]): Promise<Row> => {
    const began = now()
    const response = await fetcher(`${base}/${path}`, {
      headers: { accept },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
    if (!response) return [path, inspect.names.unreached]
    await response.body?.cancel()
    const type = response.headers.get('content-type') ?? inspect.names.notSaid
    return [path, `${response.status}, ${type}, ${now() - began} ms`]
  })
  const answered = await Promise.all(rows)
  const discovered = await discover(iss, fetcher).catch(() => undefined)
  const listed = discovered ? listedRows(discovered, asked) : []
  return { title: inspect.sections.now, rows: [[inspect.names.iss, base], ...answered, ...listed] }
}

function listedRows({ scopes, offered }: Discovered, asked: string): readonly Row[] {
  const { names } = inspect
  const known = new Set(scopes)
  const unlisted = scopes ? scopesIn(asked).filter((scope) => !known.has(scope)) : []
  const types = Object.entries(offered ?? {}).map(([type, interactions]) => `${type}: ${interactions.join(' ')}`)
  return [
    ...(unlisted.length > 0 ? [[names.unlisted, unlisted] as const] : []),
    [names.scopesNow, scopes?.length ? scopes : names.notSaid],
    [names.offered, types.length > 0 ? types : names.notSaid],
  ]
}
