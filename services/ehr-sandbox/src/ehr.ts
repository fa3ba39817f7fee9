import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Patient, Resource } from '@medplum/fhirtypes'
import { Hono } from 'hono'
import { type BulkBehavior, ExportJobs } from './bulk/export-jobs.ts'
import { fhirApi } from './fhir/api.ts'
import { Faults } from './fhir/faults.ts'
import { Store } from './fhir/store.ts'
import { nameText } from './launcher/show.ts'
import type { Fault, Personality, PersonalityKey } from './personalities/personality.ts'
import { loadSeeds, patientIdOf, type SandboxScenario } from './seeds.ts'
import { authorizationServer } from './smart/authorization-server.ts'
import { smartConfiguration } from './smart/configuration.ts'
import { type LaunchLog, launchLog } from './smart/launch-log.ts'
import { type LaunchContext, type Launches, launchRegister } from './smart/launches.ts'
import type { BackendClient, SandboxClient, SandboxUser } from './smart/provider-configuration.ts'
import type { PatientChoice } from './smart/sign-in-page.ts'

/** What an EHR of the sandbox needs from the sandbox. */
export interface EhrSurroundings {
  readonly scenarios: readonly SandboxScenario[]
  readonly clients: readonly SandboxClient[]
  readonly backendClients: readonly BackendClient[]
  readonly users: readonly SandboxUser[]
  /** Whoever is signed in. */
  readonly user: SandboxUser
  readonly tokenTtlSeconds: number
  readonly maxBodyBytes: number
  readonly slowMs: number
  readonly now: () => Date
  /** Where the sandbox is reached; throws while that is not known. */
  readonly origin: () => string
}

/** One EHR: a FHIR base, an authorization server, a record. Two of them share nothing but the seeds. */
export interface Ehr {
  readonly key: PersonalityKey
  readonly label: string
  readonly says: string
  readonly fhirBase: string
  readonly billCodes: Personality['billCodes']
  readonly store: Store
  readonly launches: Launches
  /** What the last launch of each chart said. */
  readonly log: LaunchLog
  launch(context: Omit<LaunchContext, 'user'> & { readonly user?: string }): string
  /** Back to the seeds, without mishaps left over. */
  reset(): Promise<void>
  /** What is stored of a type, whether searches see it yet or not. */
  stored(type: Resource['resourceType']): Resource[]
  /** The next mishaps, in order, and then none until `reset`; its own come back then. */
  script(faults: readonly Fault[]): void
  /** How its exports that begin from now on behave, until `reset`. */
  bulk(behavior: BulkBehavior): void
  /** Is a path one of this EHR? */
  owns(path: string): boolean
  /** Gets ready to answer; the first request would do it too. */
  start(): Promise<void>
  answer(req: IncomingMessage, res: ServerResponse): Promise<void>
}

/** An EHR of this personality at `/fhir` and `/auth` below `path`. Record and keys are made when first needed. */
export function ehrOf(personality: Personality, path: string, surroundings: EhrSurroundings): Ehr {
  const { scenarios, users, user, now, origin } = surroundings
  const { key, label, says, billCodes } = personality
  const faults = new Faults(personality.faults)
  const launches = launchRegister(now)
  const log = launchLog()
  const jobs = personality.bulk && new ExportJobs(personality.bulk, now)
  let seeded: Store | undefined
  const store = () => {
    if (!seeded) {
      seeded = new Store(now, personality.indexLagMs)
      loadSeeds(seeded, scenarios, users, personality)
    }
    return seeded
  }
  let started: Promise<(req: IncomingMessage, res: ServerResponse) => void> | undefined
  const start = () => {
    started ??= listener(personality, `${origin()}${path}`, store(), { launches, log }, { faults, jobs }, surroundings)
    return started
  }
  return {
    key,
    label,
    says,
    billCodes,
    get fhirBase() {
      return `${origin()}${path}/fhir`
    },
    get store() {
      return store()
    },
    launches,
    log,
    launch: (context) => launches.issue({ user: user.id, ...context }),
    async reset() {
      faults.reset()
      log.clear()
      jobs?.reset()
      await seeded?.inTurn(async () => {
        seeded?.empty()
        if (seeded) loadSeeds(seeded, scenarios, users, personality)
      })
    },
    stored: (type) => store().all(type),
    script: (list) => faults.script(list),
    bulk: (behavior) => jobs?.behave(behavior),
    owns: (asked) => [`${path}/fhir`, `${path}/auth`].some((own) => asked === own || asked.startsWith(`${own}/`)),
    start: async () => {
      await start()
    },
    async answer(req, res) {
      const listen = await start()
      listen(req, res)
    },
  }
}

/** Everything that needs to know its own address, so it is put together once the port is known. */
async function listener(
  personality: Personality,
  at: string,
  store: Store,
  { launches, log }: Pick<Ehr, 'launches' | 'log'>,
  { faults, jobs }: { readonly faults: Faults; readonly jobs: ExportJobs | undefined },
  { scenarios, clients, backendClients, users, tokenTtlSeconds, maxBodyBytes, slowMs, now, origin }: EhrSurroundings,
) {
  const [fhirBase, auth] = [`${at}/fhir`, `${at}/auth`]
  const server = await authorizationServer({
    origin: origin(),
    auth,
    fhirBase,
    ehr: personality,
    clients,
    backendClients,
    users,
    launches,
    log,
    tokenTtlSeconds: personality.tokenTtlSeconds ?? tokenTtlSeconds,
    patients: () => patientChoices(store, scenarios),
  })
  const api = fhirApi({
    ehr: personality,
    store,
    faults,
    jobs,
    slowMs,
    base: fhirBase,
    auth,
    accessOf: server.accessOf,
    smartConfiguration: () => smartConfiguration(auth, personality),
    maxBodyBytes,
    now,
  })
  const answer = getRequestListener(new Hono().route(new URL(fhirBase).pathname, api).fetch)
  return (req: IncomingMessage, res: ServerResponse) => {
    if (!server.handle(req, res)) void answer(req, res)
  }
}

function patientChoices(store: Store, scenarios: readonly SandboxScenario[]): PatientChoice[] {
  const order = scenarios.map(patientIdOf)
  return store
    .all<Patient>('Patient')
    .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
    .map((patient) => ({
      id: patient.id,
      name: nameText(patient.name),
      detail: `born ${patient.birthDate ?? 'unknown'}`,
    }))
}
