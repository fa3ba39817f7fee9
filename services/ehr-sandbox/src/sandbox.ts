import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Ehr, ehrOf } from './ehr.ts'
import { loadDefinitions } from './fhir/definitions.ts'
import { countRequest } from './fhir/echoes.ts'
import { launcherRoutes } from './launcher/routes.ts'
import { PERSONALITIES } from './personalities/index.ts'
import type { PersonalityKey } from './personalities/personality.ts'
import { remarksOn, type SandboxScenario } from './seeds.ts'
import type { LaunchContext } from './smart/launches.ts'
import type { BackendClient, SandboxClient, SandboxUser } from './smart/provider-configuration.ts'
import { type Timing, timed } from './timing.ts'

export interface SandboxOptions {
  readonly scenarios: readonly SandboxScenario[]
  /** The public apps that may launch, registered with every EHR; the first one's launch page is what the launcher opens. */
  readonly clients: readonly SandboxClient[]
  /** Clients without a person, known to each EHR with a bulk export. */
  readonly backendClients?: readonly BackendClient[]
  /** The launch page of the app the launcher opens. */
  readonly launchUrl: string
  /** How the outside reaches the sandbox. Default: `http://localhost:[port]`. */
  readonly origin?: string
  /** The host of the default origin. Another name of this machine than the app’s, such as `127.0.0.1`, is another site. */
  readonly hostName?: string
  /** The first user is the one who is signed in. */
  readonly users?: readonly SandboxUser[]
  /** Lifetime of access tokens, except in the EHR whose tokens expire on purpose. */
  readonly tokenTtlSeconds?: number
  readonly timing?: Timing
  readonly maxBodyBytes?: number
  readonly now?: () => Date
}

/** An EHR as the launcher lists it. */
export type ListedEhr = Pick<Ehr, 'key' | 'label' | 'says' | 'fhirBase' | 'billCodes'>

/** What a test may do with one EHR. */
export type SandboxEhr = ListedEhr & Pick<Ehr, 'launch' | 'reset' | 'store' | 'stored' | 'script' | 'bulk'>

/** A running (or not yet running) sandbox: several EHRs with the same patients, each of its own kind. */
export interface Sandbox {
  /** Starts listening on the loopback interface (or `host`) and returns the origin; port 0 means any free one. */
  listen(port: number, host?: string): Promise<string>
  close(): Promise<void>
  /** Known once it listens, as are the addresses below. */
  readonly origin: string
  /** Of the full EHR, as is `launch`. */
  readonly fhirBase: string
  /** A launch as the launcher page would start it: the token for the app's `launch` parameter. */
  launch(context: Omit<LaunchContext, 'user'> & { readonly user?: string }): string
  /** Every EHR back to the seeds: everything written since is forgotten. */
  reset(): Promise<void>
  /** All EHRs, in the order of the launcher. */
  readonly ehrs: readonly ListedEhr[]
  ehr(key: PersonalityKey): SandboxEhr
  /** What is structurally odd in the seeded charts, one line each. */
  readonly remarks: readonly string[]
}

const JORDAN: SandboxUser = { id: 'jordan', name: 'Jordan Ellis', fhirUser: 'Practitioner/sandbox-jordan-ellis' }
const FIVE_MEGABYTES = 5_000_000

/** Makes EHRs out of a list of scenarios: the full one at /fhir and /auth, others below /ehr, the launcher at /. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const {
    scenarios,
    clients,
    backendClients = [],
    launchUrl,
    users = [JORDAN],
    timing = {},
    now = () => new Date(),
  } = options
  loadDefinitions()
  const user = users[0] ?? JORDAN
  const server = createServer()
  let at = options.origin
  const origin = () => {
    if (at === undefined) throw new Error('The sandbox has no address before it listens')
    return at
  }
  const surroundings = {
    scenarios,
    clients,
    backendClients,
    users,
    user,
    now,
    origin,
    tokenTtlSeconds: options.tokenTtlSeconds ?? 3600,
    maxBodyBytes: options.maxBodyBytes ?? FIVE_MEGABYTES,
    slowMs: timing.slowMs ?? 2_000,
  }
  const ehrs = PERSONALITIES.map((one) => ehrOf(timed(one, timing), pathOf(one.key), surroundings))
  const ehr = (key: string): Ehr => {
    const found = ehrs.find((one) => one.key === key)
    if (!found) throw new Error(`The sandbox has no EHR ${key}`)
    return found
  }
  const full = ehr('full')
  const reset = async () => {
    await Promise.all(ehrs.map((one) => one.reset()))
  }

  function handler() {
    const pages = launcherRoutes({ origin: origin(), launchUrl, ehrs, usual: full, scenarios, user, reset })
    const launcher = getRequestListener(pages.fetch)
    return (req: IncomingMessage, res: ServerResponse) => {
      countRequest(req)
      const { pathname } = new URL(req.url ?? '/', origin())
      const asked = ehrs.find((one) => one.owns(pathname))
      if (asked) asked.answer(req, res).catch(() => res.destroy())
      else void launcher(req, res)
    }
  }

  return {
    async listen(port, host = '127.0.0.1') {
      await listening(server, port, host)
      at ??= `http://${options.hostName ?? 'localhost'}:${(server.address() as AddressInfo).port}`
      server.on('request', handler())
      await full.start()
      return at
    },
    close: () => closed(server),
    get origin() {
      return origin()
    },
    get fhirBase() {
      return full.fhirBase
    },
    launch: full.launch,
    reset,
    ehrs,
    ehr,
    remarks: remarksOn(scenarios),
  }
}

/** The full EHR is at the root, where it always was. */
function pathOf(key: PersonalityKey): string {
  return key === 'full' ? '' : `/ehr/${key}`
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
