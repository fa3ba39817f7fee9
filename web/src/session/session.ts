import {
  allPages,
  askVersion,
  assertReadVersion,
  type ChartRead,
  type Connection,
  channelsFor,
  Failure,
  guardWrites,
  type Negotiated,
  notGranted,
  type ReadStep,
  readChart,
  type ScopesSaid,
  type Sendable,
  type SendProgress,
  type SendReport,
  scopesIn,
  whileHeld,
} from '@doseline/ehr-client'
import type { Provenance } from 'fhir/r4'
import { assertAnsweredBy, assertNotRefused, tidyAddress } from './answer-address.ts'
import { type Approver, approverFrom, NOBODY } from './approver.ts'
import { type Gateway, openConnection, resumeConnection } from './gateway.ts'
import { claimsOf, fhirUserOf, kindOfUser, userIn } from './id-token.ts'
import { type Identity, identityOf } from './identity.ts'
import { type LaunchNote, noteOf } from './launch-note.ts'
import { launchTrace } from './launch-trace.ts'
import { Names } from './names.ts'
import { assertOneLaunch, reloadWhenShownAgain } from './one-launch.ts'
import { DEFAULT_CODEBOOK, fetchRegistry, type Issuer } from './registry.ts'
import { type ServiceSession, serviceSessionFor } from './service-token.ts'
import { tabStorage } from './tab-storage.ts'

export type { Approver } from './approver.ts'

/** One launch: a person, a patient, an EHR. The page talks to nothing else. */
export interface Session {
  readonly issuer: Issuer
  /** The FHIR base, as shown before anything is written. */
  readonly base: string
  readonly patient: string
  readonly encounter?: string
  readonly needsBanner: boolean
  /** Where the EHR describes how its apps should look. */
  readonly styleUrl?: string
  /** Who signed in, as the id_token names them: known at once, proven later. */
  readonly user: string
  /** Known once the chart has been read. */
  readonly approver: Approver
  /** Why the approver's name is only what the EHR's answer said, not proven by a signature; known with the approver. */
  readonly unproven?: Identity['unproven']
  /** Code books this site allows, and the one this launch asked for. */
  readonly codebooks: readonly string[]
  readonly codebook: string
  /** A code book the launch asked for and the site does not allow. */
  readonly refusedCodebook?: string
  /** What was asked for at the sign-in, and what of it the EHR did not grant. */
  readonly scopes: ScopesSaid
  /** Token of the session with the rules service; undefined where that wants none. */
  readonly serviceToken?: string
  readChart(onProgress?: (steps: readonly ReadStep[]) => void, signal?: AbortSignal): Promise<ChartRead>
  /** How a write-back can go here, by what the EHR offers and granted. */
  negotiated(demonstration: boolean): Negotiated
  /**
   * Sends a plan in its channel. Before each request `assertHeld` makes sure that nobody else has the visit by now; where it
   * throws, nothing more is sent. Throws a Failure only where nothing was sent.
   */
  send(
    plan: Sendable,
    onProgress?: (progress: SendProgress) => void,
    assertHeld?: () => Promise<void>,
  ): Promise<SendReport>
  /** Who wrote these resources; empty where the EHR does not say. */
  provenanceOf(targets: readonly string[]): Promise<readonly Provenance[]>
  /** A text with the names of people of this EHR in the place of their references. */
  named(text: string): Promise<string>
  /** Ends it for this page: no token is used, renewed or kept after this. */
  end(): void
}

/** Opens the session this page's address names. Throws a Failure with its own screen. */
export async function openSession(): Promise<Session> {
  const address = new URL(location.href)
  const state = address.searchParams.get('state')
  const note = noteOf(state, tabStorage())
  const error = address.searchParams.get('error')
  const isAnswer = error !== null || address.searchParams.has('code')
  if (note || error) launchTrace.resume(note?.trace)
  launchTrace.note(isAnswer || !note ? 'returned' : 'loaded-again', {
    ...(isAnswer && { answer: error === null ? 'code' : `error=${error}` }),
  })
  if (!state || !note) {
    assertNotRefused(address.searchParams, launchTrace.asked)
    throw new Failure('not-launched')
  }
  assertAnsweredBy(note, address, launchTrace.asked)
  const { issuers, signIn } = await fetchRegistry()
  const issuer = issuers.find(({ key }) => key === note.issuer)
  if (!issuer) throw new Failure('unregistered-issuer', { iss: note.iss })
  const gateway = issuer.open
    ? openConnection(note.iss, note.patient ?? '')
    : await resumeConnection(note.iss, state, address.searchParams.get('code'))
  const { idToken, scope, needsBanner } = gateway.connection.context
  launchTrace.note('signed-in', {
    ...{ granted: scope, needsBanner },
    expiresIn: gateway.tokens?.answer.expires_in,
    fhirUser: kindOfUser(claimsOf(idToken), gateway.connection.base),
  })
  tidyAddress(state)
  reloadWhenShownAgain()
  const identity = proven(gateway, issuer, note)
  const service = signIn ? await serviceSessionFor(issuer, idToken, state) : undefined
  if (service) launchTrace.note('service-session', { staff: service.staff })
  return sessionOn({ ...gateway, issuer, note, state, identity, service })
}

/**
 * The check of the id_token, under way while the chart is read. Where it fails nothing is shown and nothing written:
 * whoever waits for it learns why.
 */
function proven({ connection, tokens }: Gateway, issuer: Issuer, note: LaunchNote): Promise<Identity> {
  const identity = identityOf({
    idToken: connection.context.idToken,
    jwksUri: issuer.jwksUri ?? note.jwksUri,
    issuer: issuer.tokenIssuer ?? note.authorizationServer,
    clientId: issuer.clientId,
    nonce: note.nonce,
    at: new Date(tokens?.receivedAt ?? Date.now()),
  })
  identity.catch(() => undefined)
  return identity
}

interface Opened extends Gateway {
  readonly issuer: Issuer
  readonly note: LaunchNote
  readonly state: string
  readonly identity: Promise<Identity>
  readonly service: ServiceSession | undefined
}

function sessionOn({ connection, tokens, asked, issuer, note, state, identity, service }: Opened): Session {
  const { base, context } = connection
  const { patient, encounter } = context
  if (!patient) throw new Failure('no-patient')
  let approver = NOBODY
  let unproven: Identity['unproven']
  let chartPatient: string | undefined
  const guarded = guardWrites(connection, {
    patient,
    async assertStillHere() {
      await identity
      assertOneLaunch({ state, patient, chartPatient, tokenPatient: tokens?.answer.patient })
    },
  })
  let version = note.fhirVersion
  const names = new Names(guarded, () => approver)
  const negotiated = (demonstration: boolean): Negotiated =>
    channelsFor({
      offered: note.offered,
      system: note.dialect?.system,
      scope: context.scope,
      demonstration,
      billingInterface: issuer.billingInterface === true,
    })
  return {
    issuer,
    base,
    patient,
    ...(encounter && { encounter }),
    needsBanner: context.needsBanner,
    scopes: { asked: scopesIn(asked), refused: notGranted(asked, context.scope) },
    ...(context.styleUrl && { styleUrl: context.styleUrl }),
    user: userIn(claimsOf(context.idToken), base),
    get approver() {
      return approver
    },
    get unproven() {
      return unproven
    },
    ...(service && { serviceToken: service.token }),
    ...codebookFor(issuer, context.codebook ?? note.codebook),
    async readChart(onProgress, signal) {
      // An EHR that told nothing before the sign-in may tell now.
      version ??= await askVersion(connection, signal)
      assertReadVersion(version)
      const user = fhirUserOf(claimsOf(context.idToken), base)
      const about = { patient, offered: note.offered, dialect: note.dialect, user, onProgress, signal }
      const [chart, who] = await Promise.all([readChart(guarded, about), identity])
      chartPatient = chart.patient?.id
      launchTrace.note('chart-read', {
        reads: Object.fromEntries(chart.steps.map(({ type, state }) => [type, state])),
        identity: who.unproven ?? 'proven',
      })
      approver = approverFrom(who, base, chart, service?.staff)
      // The service has checked the same token before it opened its session.
      unproven = service === undefined ? who.unproven : undefined
      return chart
    },
    negotiated,
    async send(plan, onProgress, assertHeld = async () => undefined) {
      if (!approver.mayWrite) throw new Failure('only-staff')
      // Nobody needs this before the first click.
      const { sendPlan } = await import('@doseline/ehr-client/send')
      const { provenance } = negotiated(false)
      return sendPlan(whileHeld(guarded, assertHeld), plan, { patient, provenance, ...(onProgress && { onProgress }) })
    },
    provenanceOf: (targets) => provenanceOf(guarded, targets),
    named: (text) => names.in(text),
    end: () => tokens?.end(),
  }
}

function codebookFor({ codebooks: allowed }: Issuer, asked: string | undefined) {
  const codebooks = allowed?.length ? allowed : [DEFAULT_CODEBOOK]
  const first = codebooks[0] ?? DEFAULT_CODEBOOK
  const isAllowed = asked === undefined || codebooks.includes(asked)
  return { codebooks, codebook: isAllowed ? (asked ?? first) : first, ...(!isAllowed && { refusedCodebook: asked }) }
}

async function provenanceOf(connection: Connection, targets: readonly string[]): Promise<readonly Provenance[]> {
  if (targets.length === 0) return []
  const search = `Provenance?target=${targets.map(encodeURIComponent).join(',')}&_count=50`
  const read = await allPages(connection, search).catch(() => undefined)
  const resources = read?.resources ?? []
  return resources.filter((resource): resource is Provenance => resource.resourceType === 'Provenance')
}
