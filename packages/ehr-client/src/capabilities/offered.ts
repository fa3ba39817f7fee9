import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4'
import { withoutSlash } from '../http/address.ts'
import { asRead, READING_PLAN, type Row, rowOf } from '../read/reading-plan.ts'

/**
 * What a server offers, by type: its interactions in FHIR's words, and its operations with a `$` before them. An empty
 * list means that it does not say.
 */
export type Offered = Readonly<Record<string, readonly string[]>>

/** How a server wants to be asked. */
export interface Dialect {
  /** Search parameters by type; a type without any is a server that does not say. */
  readonly searches: Readonly<Record<string, readonly string[]>>
  /** What `_include` may name, by type. */
  readonly includes: Readonly<Record<string, readonly string[]>>
  /** Interactions with the whole server: `batch`, `transaction`. */
  readonly system: readonly string[]
  /** The base as the server knows itself, which behind a proxy is another than the one it is asked at. */
  readonly advertised?: string | undefined
}

type Statement = CapabilityStatement | undefined

const serverOf = (statement: Statement) =>
  statement?.rest?.find(({ mode }) => mode === 'server') ?? statement?.rest?.[0]

/** What a CapabilityStatement offers; undefined where it could not be read, and then everything is asked for. */
export function offeredBy(statement: Statement): Offered | undefined {
  const resources = serverOf(statement)?.resource
  if (!resources?.length) return undefined
  return Object.fromEntries(
    resources.map(({ type, interaction = [], operation = [] }) => [
      type,
      [...interaction.map(({ code }) => code), ...operation.map(({ name }) => `$${name.replace(/^\$/, '')}`)],
    ]),
  )
}

/** How a CapabilityStatement says that the server is to be asked; undefined where it could not be read. */
export function dialectOf(statement: Statement): Dialect | undefined {
  const server = serverOf(statement)
  if (!server?.resource?.length) return undefined
  // Some statements list a hundred and fifty types; only those we ask for are of use.
  const url = statement?.implementation?.url
  const ours = server.resource.filter(({ type }) => rowOf(type))
  const byType = (of: (resource: CapabilityStatementRestResource) => readonly string[]) =>
    Object.fromEntries(ours.map((resource) => [resource.type, of(resource)]))
  return {
    searches: byType(({ searchParam = [] }) => searchParam.map(({ name }) => name)),
    includes: byType(({ searchInclude = [] }) => searchInclude),
    system: (server.interaction ?? []).map(({ code }) => code),
    advertised: url === undefined ? undefined : withoutSlash(url),
  }
}

/** The rows a server has anything for. What is written instead of charges is one of them only where charges are not. */
export function planFor(offered: Offered | undefined): readonly Row[] {
  const instead = offered && insteadOf(offered)
  return READING_PLAN.flatMap((row) => {
    if (row.instead && row.type === instead) return [row]
    const reading = asRead(row)
    if (!reading || (offered && !(row.type in offered))) return []
    return row.instead && !does('s', row.type, offered) ? [] : [reading]
  })
}

/**
 * The best type a summary can be written as, where neither a charge nor a flag can be created. An operation `$create` is
 * no such create: it takes no suggestion and nothing for demonstration.
 */
function insteadOf(offered: Offered): string | undefined {
  const takesOurs = ['ChargeItem', 'Flag'].some((type) => {
    const interactions = offered[type]
    return interactions && (interactions.length === 0 || interactions.includes('create'))
  })
  if (takesOurs) return undefined
  return READING_PLAN.find(({ type, instead }) => instead && type in offered && does('c', type, offered))?.type
}

const INTERACTIONS: Readonly<Record<string, readonly string[]>> = {
  c: ['create', '$create'],
  r: ['read'],
  u: ['update'],
  s: ['search-type'],
}

/** Whether a server offers an interaction, named by its letter of SMART v2; one that does not say is asked. */
export function does(letter: string, type: string, offered: Offered | undefined): boolean {
  const interactions = offered?.[type] ?? []
  if (!offered || !interactions.some((code) => !code.startsWith('$'))) return true
  return (INTERACTIONS[letter] ?? []).some((code) => interactions.includes(code))
}

/** Whether a server offers all interactions needed to write a type. */
export function maySend(row: Row, offered: Offered | undefined): boolean {
  const interactions = offered?.[row.type]
  if (!row.writes) return false
  if (!offered || interactions?.length === 0) return true
  const needed = row.writes === 'cu' ? ['create', 'update'] : ['create']
  return needed.every((code) => interactions?.includes(code))
}
