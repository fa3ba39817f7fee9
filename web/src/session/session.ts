import type { Practitioner, Provenance } from 'fhir/r4'
import { asFailure, Failure } from './failure.ts'
import { type Connection, openConnection, resumeConnection } from './gateway.ts'
import { claimsOf, fhirUserOf } from './id-token.ts'
import { noteOf } from './launch-note.ts'
import { allPages } from './pages.ts'
import { type ChartRead, type ReadStep, readChart } from './read-chart.ts'
import { isGranted, maySend, type Offered, READING_PLAN } from './reading-plan.ts'
import { DEFAULT_CODEBOOK, fetchRegistry, type Issuer } from './registry.ts'
import { serviceTokenFor } from './service-token.ts'
import { sendTransaction } from './write-back.ts'

/** Who is signed in, as the EHR names them. */
export interface Approver {
  readonly reference?: string
  readonly display: string
}

/** One launch: a person, a patient, an EHR. The page talks to nothing else. */
export interface Session {
  readonly issuer: Issuer
  /** The FHIR base, as shown before anything is written. */
  readonly base: string
  readonly patient: string
  readonly encounter?: string
  readonly needsBanner: boolean
  readonly approver: Approver
  /** Code books this site allows, and the one this launch asked for. */
  readonly codebooks: readonly string[]
  readonly codebook: string
  /** A code book the launch asked for and the site does not allow. */
  readonly refusedCodebook?: string
  /** Token of the session with the rules service; undefined where that wants none. */
  readonly serviceToken?: string
  /** The types this session may not write, because the EHR does not offer it or did not grant it. */
  readonly readOnly: readonly string[]
  readChart(onProgress?: (steps: readonly ReadStep[]) => void, signal?: AbortSignal): Promise<ChartRead>
  send(transaction: unknown): Promise<void>
  /** Who wrote these resources; empty where the EHR does not say. */
  provenanceOf(targets: readonly string[]): Promise<readonly Provenance[]>
}

/** Opens the session this page's address names. Throws a Failure with its own screen. */
export async function openSession(): Promise<Session> {
  const address = new URL(location.href)
  const state = address.searchParams.get('state')
  const note = noteOf(state)
  if (!state || !note) throw new Failure('not-launched')
  refuseForeignAnswer(address, note.authorizationServer)
  const { issuers, signIn } = await fetchRegistry()
  const issuer = issuers.find(({ key }) => key === note.issuer)
  if (!issuer) throw new Failure('unregistered-issuer', { iss: note.iss })
  const connection = issuer.open ? openConnection(note.iss, note.patient ?? '') : await resumed(note.iss, address)
  tidyAddress(state)
  refuseForeignToken(connection.context.idToken, note.nonce)
  const serviceToken = signIn ? await serviceTokenFor(issuer, connection.context.idToken, state) : undefined
  return sessionOn(connection, issuer, { codebook: note.codebook, offered: note.offered, serviceToken })
}

/** What the authorization server answered instead of a code; and an answer that comes from another server. */
function refuseForeignAnswer(address: URL, expected: string | undefined): void {
  const error = address.searchParams.get('error')
  if (error) {
    const description = address.searchParams.get('error_description')
    const detail = [error, description].filter(Boolean).join(': ').slice(0, 300)
    throw new Failure(error === 'invalid_scope' ? 'no-scope' : 'launch-refused', { detail })
  }
  const from = address.searchParams.get('iss')
  if (from && expected && from !== expected)
    throw new Failure('launch-refused', { detail: 'answered by another server' })
}

/** An id_token that was made for another launch. Servers that leave the nonce out are taken at their word. */
function refuseForeignToken(idToken: string | undefined, expected: string | undefined): void {
  const { nonce } = claimsOf(idToken)
  if (nonce === undefined || nonce === expected) return
  throw new Failure('launch-refused', { detail: 'the id_token was made for another launch' })
}

async function resumed(iss: string, address: URL): Promise<Connection> {
  try {
    return await resumeConnection(iss)
  } catch (thrown) {
    const { kind, about } = asFailure(thrown)
    if (kind !== 'unexpected') throw thrown
    // A code is good once: one that is refused has been used, or waited too long.
    throw new Failure(address.searchParams.has('code') ? 'launch-refused' : 'session-ended', about)
  }
}

/** Only the state stays in the address: it finds this launch again after a reload, and says nothing about anybody. */
function tidyAddress(state: string): void {
  const address = new URL(location.pathname, location.origin)
  address.searchParams.set('state', state)
  history.replaceState(null, '', address)
}

interface Chosen {
  readonly codebook: string | undefined
  readonly offered: Offered | undefined
  readonly serviceToken: string | undefined
}

async function sessionOn(
  connection: Connection,
  issuer: Issuer,
  { codebook: chosen, offered, serviceToken }: Chosen,
): Promise<Session> {
  const { base, context } = connection
  const { patient, encounter, scope } = context
  if (!patient) throw new Failure('no-patient')
  const codebooks = issuer.codebooks?.length ? issuer.codebooks : [DEFAULT_CODEBOOK]
  const asked = context.codebook ?? chosen ?? codebooks[0] ?? DEFAULT_CODEBOOK
  const allowed = codebooks.includes(asked)
  return {
    issuer,
    base,
    patient,
    ...(encounter && { encounter }),
    needsBanner: context.needsBanner,
    approver: await approverOf(connection),
    codebooks,
    ...(serviceToken !== undefined && { serviceToken }),
    codebook: allowed ? asked : (codebooks[0] ?? DEFAULT_CODEBOOK),
    ...(!allowed && { refusedCodebook: asked }),
    readOnly: READING_PLAN.filter(({ writes }) => writes)
      .filter((row) => !maySend(row, offered) || !isGranted(scope, row.type, row.writes ?? ''))
      .map(({ type }) => type),
    readChart: (onProgress, signal) =>
      readChart(connection, { patient, offered, ...(onProgress && { onProgress }), ...(signal && { signal }) }),
    send: (transaction) => sendTransaction(connection, transaction, patient),
    provenanceOf: (targets) => provenanceOf(connection, targets),
  }
}

/** The signed-in person by name; where the EHR gives no name, by reference; else nobody in particular. */
async function approverOf(connection: Connection): Promise<Approver> {
  const claims = claimsOf(connection.context.idToken)
  const reference = fhirUserOf(claims, connection.base)
  const claimed = typeof claims.name === 'string' ? claims.name : undefined
  if (!reference) return { display: claimed ?? 'a person the EHR does not name' }
  const read = await connection.request(reference).catch(() => undefined)
  const name = (read as Practitioner | undefined)?.name?.[0]
  const written = name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
  return { reference, display: written || claimed || reference }
}

async function provenanceOf(connection: Connection, targets: readonly string[]): Promise<readonly Provenance[]> {
  if (targets.length === 0) return []
  const search = `Provenance?target=${targets.map(encodeURIComponent).join(',')}&_count=50`
  const read = await allPages(connection, search).catch(() => undefined)
  const resources = read?.resources ?? []
  return resources.filter((resource): resource is Provenance => resource.resourceType === 'Provenance')
}
