import { readFileSync } from 'node:fs'
import {
  authorizationOf,
  ExportError,
  type Exported,
  type ExportLevel,
  type ExportOffer,
  type ExportProgress,
  exportOffer,
  exportToFolder,
  JOB_RETRY_POLICY,
  type Line,
  systemScopes,
} from '@doseline/bulk-data'
import { READING_PLAN } from '@doseline/ehr-client'

/** How to sign in: with a key of one’s own, with a token from elsewhere, or not at all. */
export interface ExportSignIn {
  readonly clientId?: string | undefined
  /** File of the private key. */
  readonly key?: string | undefined
  readonly token?: string | undefined
}

/** What is asked of a server, as the command line takes it. */
export interface ExportWishes extends ExportSignIn {
  readonly group?: string | undefined
  readonly level?: 'system' | 'patient' | undefined
  /** `all`, or resource types; those that Doseline reads where there are none. */
  readonly types?: 'all' | readonly string[] | undefined
  readonly since?: string | undefined
  readonly typeFilters?: readonly string[] | undefined
  /** Origins of file servers that may have the token. */
  readonly trustOrigins?: readonly string[] | undefined
  readonly keepOnServer?: boolean | undefined
}

/** Whoever waits, and what they are told. */
export interface Watching {
  readonly signal?: AbortSignal | undefined
  /** A remark for the person, one sentence. */
  readonly say: (text: string) => void
  readonly onProgress: (progress: ExportProgress) => void
  /** A pause that a server asks for, or that follows a failure. */
  readonly onPause: (seconds: number, because: string) => void
}

/**
 * Exports a server to a folder: asks it what it offers, signs in, and fetches. Called again it goes on where it was. Throws an
 * {@link ExportError}.
 */
export async function exportFrom(
  base: string,
  folder: string,
  wishes: ExportWishes,
  watching: Watching,
): Promise<Exported> {
  const { line, offer } = await lineTo(base, wishes, watching)
  const types = typesOf(offer, wishes)
  const filters = filtersOf(offer, wishes, watching)
  const request = {
    level: levelOf(offer, wishes),
    types,
    ...(wishes.since !== undefined && { since: wishes.since }),
    ...(filters.length > 0 && { typeFilters: filters }),
  }
  const { form } = offer
  const keepOnServer = wishes.keepOnServer ?? false
  return exportToFolder({ line, base, request, form, folder, keepOnServer, onProgress: watching.onProgress })
}

/** The line to a server, signed in as the wishes say. */
export async function lineTo(
  base: string,
  wishes: ExportWishes,
  { signal, onPause, say }: Watching,
): Promise<{ line: Line; offer: ExportOffer }> {
  const open: Line = {
    fetcher: fetch,
    authorization: async () => undefined,
    trusted: new Set([new URL(base).origin, ...(wishes.trustOrigins ?? [])]),
    policy: JOB_RETRY_POLICY,
    signal,
    onPause: (ms, because) => onPause(Math.round(ms / 1000), because),
  }
  const offer = await exportOffer(open, base)
  return { line: { ...open, authorization: authorizationFor(base, offer, wishes, say) }, offer }
}

function authorizationFor(
  base: string,
  offer: ExportOffer,
  wishes: ExportWishes,
  say: Watching['say'],
): Line['authorization'] {
  const { token, clientId, key: file } = wishes
  if (token !== undefined) return async () => `Bearer ${token}`
  if (clientId === undefined || file === undefined) return async () => undefined
  const { tokenEndpoint, algorithms } = offer
  if (tokenEndpoint === undefined)
    throw new ExportError(
      'sign-in-refused',
      `${base} does not say where tokens are had: neither its .well-known/smart-configuration nor its CapabilityStatement names a token endpoint. Use --token-from-env with a token of your own.`,
    )
  const key = keyIn(file)
  if (algorithms && !algorithms.includes(key.alg ?? ''))
    throw new ExportError(
      'sign-in-refused',
      `${base} takes keys of ${algorithms.join(', ')}, and ${file} is of ${key.alg ?? 'none'}: make one with “doseline registry keys --alg”.`,
    )
  const scope = systemScopes(offer, typesOf(offer, wishes))
  let saidOnce = false
  return authorizationOf(
    { clientId, tokenEndpoint, key, scope, fetcher: fetch, now: Date.now },
    ({ scope: granted }) => {
      const lacking = granted === undefined ? [] : scope.split(' ').filter((each) => !granted.split(' ').includes(each))
      if (lacking.length > 0 && !saidOnce)
        say(`The server did not grant ${lacking.join(' ')}: what these reach is not exported.`)
      saidOnce = true
    },
  )
}

function keyIn(file: string): { alg?: string; kid?: string } {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof read === 'object' && read !== null) return read
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read as JSON'
    throw new ExportError('sign-in-refused', `The key ${file} ${why}: “doseline registry keys ${file}” makes one.`)
  }
  throw new ExportError('sign-in-refused', `${file} is no private key: “doseline registry keys” makes one.`)
}

/** The types that the rules read, as far as the server keeps them: the least that has to leave it. */
function typesOf({ types: kept }: ExportOffer, { types: wished }: ExportWishes): readonly string[] {
  if (wished === 'all') return []
  if (wished !== undefined) return wished
  const read = [...new Set(READING_PLAN.map(({ type }) => type))]
  return kept === undefined ? read : read.filter((type) => kept.some((each) => each === type))
}

/** A group where one is named; else the whole server, which also holds drugs and payers; else its patients. */
function levelOf({ levels }: ExportOffer, { group, level }: ExportWishes): ExportLevel {
  if (group !== undefined) return { kind: 'group', id: group }
  if (level !== undefined) return { kind: level }
  if (levels.length === 0 || levels.includes('system')) return { kind: 'system' }
  if (levels.includes('patient')) return { kind: 'patient' }
  throw new ExportError('not-offered', 'This server exports groups alone: name one with --group. IT knows its id.')
}

function filtersOf(
  { parameters }: ExportOffer,
  { typeFilters = [] }: ExportWishes,
  { say }: Watching,
): readonly string[] {
  if (typeFilters.length === 0 || parameters === undefined || parameters.includes('_typeFilter')) return typeFilters
  say(
    'The server’s OperationDefinition does not offer _typeFilter: it is asked without, and more comes than was asked for.',
  )
  return []
}
