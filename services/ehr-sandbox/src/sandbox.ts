import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Patient } from '@medplum/fhirtypes'
import { Hono } from 'hono'
import { fhirApi } from './fhir/api.ts'
import { loadDefinitions } from './fhir/definitions.ts'
import { RESOURCE_TYPES } from './fhir/resource-types.ts'
import { Store } from './fhir/store.ts'
import { launcherRoutes } from './launcher/routes.ts'
import { nameText } from './launcher/show.ts'
import { loadSeeds, patientIdOf, type SandboxScenario } from './seeds.ts'
import { authorizationServer } from './smart/authorization-server.ts'
import { smartConfiguration } from './smart/configuration.ts'
import { type LaunchContext, launchRegister } from './smart/launches.ts'
import type { SandboxClient, SandboxUser } from './smart/provider-configuration.ts'
import type { PatientChoice } from './smart/sign-in-page.ts'

export interface SandboxOptions {
  readonly scenarios: readonly SandboxScenario[]
  /** The public apps that may launch; the first one's launch page is what the launcher opens. */
  readonly clients: readonly SandboxClient[]
  /** The launch page of the app the launcher opens. */
  readonly launchUrl: string
  /** How the outside reaches the sandbox. Default: `http://localhost:[port]`. */
  readonly origin?: string
  /** The first user is the one who is signed in. */
  readonly users?: readonly SandboxUser[]
  readonly tokenTtlSeconds?: number
  readonly maxBodyBytes?: number
  readonly now?: () => Date
}

/** A running (or not yet running) embedded EHR. */
export interface Sandbox {
  /** Starts listening on the loopback interface (or `host`) and returns the origin; port 0 means any free one. */
  listen(port: number, host?: string): Promise<string>
  close(): Promise<void>
  /** Known once it listens, as are the addresses below. */
  readonly origin: string
  readonly fhirBase: string
  /** A launch as the launcher page would start it: the token for the app's `launch` parameter. */
  launch(context: Omit<LaunchContext, 'user'> & { readonly user?: string }): string
  /** Back to the seeds: everything written since is forgotten. */
  reset(): Promise<void>
  /** What is structurally odd in the seeded charts, one line each. */
  readonly remarks: readonly string[]
}

const JORDAN: SandboxUser = { id: 'jordan', name: 'Jordan Ellis', fhirUser: 'Practitioner/sandbox-jordan-ellis' }
const FIVE_MEGABYTES = 5_000_000

/** Makes an EHR out of a list of scenarios: FHIR R4 at /fhir, SMART at /auth, the launcher at /. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { scenarios, clients, launchUrl, users = [JORDAN], now = () => new Date() } = options
  loadDefinitions()
  const store = new Store(now)
  const launches = launchRegister(now)
  const remarks = loadSeeds(store, scenarios, users)
  const reset = () =>
    store.inTurn(async () => {
      store.empty()
      loadSeeds(store, scenarios, users)
    })
  const user = users[0] ?? JORDAN
  const server = createServer()
  let origin = options.origin
  const known = () => {
    if (origin === undefined) throw new Error('The sandbox has no address before it listens')
    return origin
  }

  /** Everything that needs to know its own address, so it is put together once the port is known. */
  async function handler(at: string) {
    const fhirBase = `${at}/fhir`
    const auth = await authorizationServer({
      origin: at,
      fhirBase,
      clients,
      users,
      launches,
      resourceTypes: RESOURCE_TYPES,
      tokenTtlSeconds: options.tokenTtlSeconds ?? 3600,
      patients: () => patientChoices(store, scenarios),
    })
    const app = new Hono()
    app.route(
      '/fhir',
      fhirApi({
        store,
        base: fhirBase,
        auth: `${at}/auth`,
        accessOf: auth.accessOf,
        smartConfiguration: () => smartConfiguration(`${at}/auth`, RESOURCE_TYPES),
        maxBodyBytes: options.maxBodyBytes ?? FIVE_MEGABYTES,
        now,
      }),
    )
    app.route('/', launcherRoutes({ origin: at, fhirBase, launchUrl, store, launches, scenarios, user, reset }))
    const listener = getRequestListener(app.fetch)
    return (req: IncomingMessage, res: ServerResponse) => {
      if (!auth.handle(req, res)) void listener(req, res)
    }
  }

  return {
    async listen(port, host = '127.0.0.1') {
      await listening(server, port, host)
      origin ??= `http://localhost:${(server.address() as AddressInfo).port}`
      server.on('request', await handler(origin))
      return origin
    },
    close: () => closed(server),
    get origin() {
      return known()
    },
    get fhirBase() {
      return `${known()}/fhir`
    },
    launch: (context) => launches.issue({ user: user.id, ...context }),
    reset,
    remarks,
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

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
