import { scopeVersion, withoutSlash } from '@doseline/ehr-client'
import type { CapabilityStatement, OperationDefinition } from 'fhir/r4'
import { ask, type Line } from './ask.ts'
import { ExportError } from './export-error.ts'
import type { ExportLevel, KickOffForm } from './kick-off.ts'

/** What a server says of its export, and of the sign-in of clients without a person. */
export interface ExportOffer {
  /** Empty where its CapabilityStatement names no export, or could not be read. */
  readonly levels: readonly ExportLevel['kind'][]
  /** Resource types it keeps; undefined where it does not say. */
  readonly types: readonly string[] | undefined
  /** What its own OperationDefinition takes; undefined where it names HL7's, which says nothing of the server. */
  readonly parameters: readonly string[] | undefined
  readonly form: KickOffForm
  /** Where tokens are had; undefined for a server without sign-in. */
  readonly tokenEndpoint: string | undefined
  /** Which algorithms its authorization server takes; undefined where it does not say. */
  readonly algorithms: readonly string[] | undefined
  readonly scopesSupported: readonly string[] | undefined
  readonly scopeVersion: 'v1' | 'v2'
}

interface SmartConfiguration {
  readonly token_endpoint?: string
  readonly token_endpoint_auth_signing_alg_values_supported?: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly capabilities?: readonly string[]
}

/**
 * Asks a server what it offers. A document that is not there is no reason to stop: many servers have an export and do not say
 * so. Throws an {@link ExportError} where the server cannot be reached at all.
 */
export async function exportOffer(line: Line, base: string): Promise<ExportOffer> {
  const [smart, statement] = await Promise.all([
    document<SmartConfiguration>(line, `${base}/.well-known/smart-configuration`, 'application/json'),
    document<CapabilityStatement>(line, `${base}/metadata`, 'application/fhir+json'),
  ])
  const operations = exportsIn(statement)
  const [definition] = operations.map((each) => each.definition)
  return {
    levels: [...new Set(operations.map(({ level }) => level))],
    types: statement?.rest?.[0]?.resource?.map(({ type }) => type),
    parameters: await ownParameters(line, base, definition),
    form: asksForPost(statement, definition) ? 'POST' : 'GET',
    tokenEndpoint: endpoint(smart?.token_endpoint ?? oauthToken(statement), base),
    algorithms: smart?.token_endpoint_auth_signing_alg_values_supported,
    scopesSupported: smart?.scopes_supported,
    scopeVersion: scopeVersion(smart?.capabilities, smart?.scopes_supported),
  }
}

/**
 * The scopes to ask for: reading, as a system, of these types. A wildcard only where the server lists one, or lists nothing and
 * no types are named.
 */
export function systemScopes(
  { scopesSupported = [], scopeVersion: version }: Pick<ExportOffer, 'scopesSupported' | 'scopeVersion'>,
  types: readonly string[],
): string {
  const reads = version === 'v2' ? 'rs' : 'read'
  const listed = scopesSupported.filter((scope) => scope.startsWith('system/'))
  const covers = (type: string): boolean =>
    listed.some((scope) => ['.rs', '.cruds', '.read', '.*'].some((end) => scope === `system/${type}${end}`))
  if (types.length === 0 || covers('*')) return `system/*.${reads}`
  const asked = listed.length === 0 ? types : types.filter(covers)
  return (asked.length > 0 ? asked : types).map((type) => `system/${type}.${reads}`).join(' ')
}

/** An operation that exports: by its name, or by the definition it names. */
function exportsIn(statement: CapabilityStatement | undefined) {
  const isExport = ({ name, definition }: { name: string; definition: string }): boolean =>
    name.replace(/^\$/, '') === 'export' ||
    /\/OperationDefinition\/(?:group-|patient-)?export(?:\||$)/.test(definition) ||
    ['patient-export', 'group-export'].includes(name)
  return (statement?.rest ?? []).flatMap(({ operation = [], resource = [] }) => [
    ...operation.filter(isExport).map(({ name, definition }) => ({ level: levelOf(name, definition), definition })),
    ...resource.flatMap(({ type, operation: ofType = [] }) =>
      type === 'Patient' || type === 'Group'
        ? ofType.filter(isExport).map(({ definition }) => ({
            level: type === 'Patient' ? ('patient' as const) : ('group' as const),
            definition,
          }))
        : [],
    ),
  ])
}

/** Some servers list all three below `rest.operation`. */
function levelOf(name: string, definition: string): ExportLevel['kind'] {
  const text = `${name} ${definition}`
  if (/group-?export|Group-?-?it?-export/i.test(text)) return 'group'
  return /patient-?export/i.test(text) ? 'patient' : 'system'
}

/** Of the ballot of 4.0 on, an export begins by POST alone. */
function asksForPost(statement: CapabilityStatement | undefined, definition: string | undefined): boolean {
  const named = [...(statement?.instantiates ?? []), ...(definition === undefined ? [] : [definition])]
  return named.some((canonical) => /\/uv\/bulkdata\/[^|]{0,200}\|(?:[4-9]|\d\d)\./.test(canonical))
}

/** An OperationDefinition of the server's own says what it takes; HL7's says what there is. */
async function ownParameters(line: Line, base: string, definition: string | undefined) {
  const [address = ''] = (definition ?? '').split('|')
  if (!address.startsWith(`${base}/`)) return undefined
  const read = await document<OperationDefinition>(line, address, 'application/fhir+json')
  return read?.parameter?.filter(({ use }) => use === 'in').map(({ name }) => name)
}

async function document<T extends object>(line: Line, address: string, accept: string): Promise<T | undefined> {
  try {
    // The first look is short: what a server says of itself is wanted, not needed.
    const { response } = await ask({ ...line, policy: { ...line.policy, tries: 2 } }, address, {
      accept,
      token: false,
    })
    const read: unknown = await response.json()
    return typeof read === 'object' && read !== null ? (read as T) : undefined
  } catch (thrown) {
    if (thrown instanceof ExportError && thrown.code !== 'refused') throw thrown
    line.signal?.throwIfAborted()
    return undefined
  }
}

const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'

function oauthToken(statement: CapabilityStatement | undefined): string | undefined {
  const extensions = (statement?.rest ?? []).flatMap(({ security }) => security?.extension ?? [])
  const uris = extensions.find(({ url }) => url === OAUTH_URIS)?.extension ?? []
  return uris.find(({ url }) => url === 'token')?.valueUri
}

/** An endpoint as an absolute address; one that would carry a token over a less protected line is none. */
function endpoint(address: string | undefined, base: string): string | undefined {
  if (address === undefined || !URL.canParse(address, `${base}/`)) return undefined
  const { protocol, href } = new URL(address, `${base}/`)
  return protocol === 'https:' || (protocol === 'http:' && base.startsWith('http:')) ? withoutSlash(href) : undefined
}
