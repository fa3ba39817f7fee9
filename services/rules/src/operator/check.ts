import { existsSync } from 'node:fs'
import { errors, type JWTVerifyGetKey } from 'jose'
import { type Config, configFrom } from '../config.ts'
import { connect, mayChangeAudit, waitingMigrations } from '../ledger/open-database.ts'
import { codebooksOf, departuresIn } from '../policies.ts'
import { issuerKeys } from '../security/issuer-keys.ts'
import { lackingForSignIn, type Tenants } from '../tenants.ts'
import { readOwnKeys } from './own-keys.ts'
import { readTenants } from './read-tenants.ts'

/** What was found: `wrong` keeps the service from working, `look` is likely not what was meant. */
interface Found {
  readonly wrong: readonly string[]
  readonly look: readonly string[]
  readonly good: readonly string[]
}

/** What is looked at. */
export interface CheckScope {
  /** A file of tenants alone; without one, the environment and the file that it names. */
  readonly file?: string | undefined
  /** Also the ledger’s database and the keys of each EHR, from this machine. */
  readonly online?: boolean
}

/**
 * Everything that would keep the service from starting or serving, without starting it. Answers the exit code: 0 in order,
 * 1 not.
 */
export async function checkService(
  { file, online = false }: CheckScope,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<number> {
  const found = file === undefined ? await checked(environment, online) : tenantsAlone(file)
  for (const each of found.good) say(`ok     ${each}`)
  for (const each of found.look) say(`look   ${each}`)
  for (const each of found.wrong) say(`wrong  ${each}`)
  return found.wrong.length > 0 ? 1 : 0
}

function tenantsAlone(file: string): Found {
  try {
    return ofTenants(file, readTenants(file))
  } catch (error) {
    return { wrong: [messageOf(error)], look: [], good: [] }
  }
}

async function checked(environment: NodeJS.ProcessEnv, online: boolean): Promise<Found> {
  let config: Config
  try {
    config = configFrom(environment)
  } catch (error) {
    const { DOSELINE_TENANTS: file } = environment
    return together([{ wrong: [messageOf(error)], look: [], good: [] }, ...(file ? [tenantsAlone(file)] : [])])
  }
  const { tenantsFile } = config
  const parts = [ofEnvironment(config), ...(tenantsFile ? [tenantsAlone(tenantsFile)] : [])]
  if (config.jwksFile !== undefined) parts.push(ofOwnKeys(config.jwksFile))
  if (parts.every(({ wrong }) => wrong.length === 0)) parts.push(ofPolicies(config))
  if (online) {
    parts.push(await ofLedger(config))
    if (tenantsFile && parts.every(({ wrong }) => wrong.length === 0))
      parts.push(await ofKeys(readTenants(tenantsFile)))
  }
  return together(parts)
}

const together = (parts: readonly Found[]): Found => ({
  wrong: parts.flatMap(({ wrong }) => wrong),
  look: parts.flatMap(({ look }) => look),
  good: parts.flatMap(({ good }) => good),
})

function ofTenants(file: string, tenants: Tenants): Found {
  const issuers = tenants.tenants.flatMap((tenant) => tenant.issuers)
  const plain = issuers.filter(({ iss }) => iss?.startsWith('http:') && !isLocal(iss))
  return {
    wrong: lackingForSignIn(tenants).map((each) => `${file}: ${each}`),
    look: [
      ...(issuers.length === 0 ? [`${file}: no EHR is registered, so the app cannot be launched.`] : []),
      ...plain.map(({ key, iss }) => `${file}: ${key}: ${iss} is not https, so charts would travel in clear text.`),
    ],
    good: [`${file}: ${tenants.tenants.length} tenants, ${issuers.length} EHRs`],
  }
}

function ofEnvironment({ publicUrl, host, proxies, metricsToken, demo, ledger, appFolder }: Config): Found {
  const look: string[] = []
  if (!demo && publicUrl.startsWith('http:') && !isLocal(publicUrl))
    look.push(`DOSELINE_PUBLIC_URL: ${publicUrl} is not https; EHRs launch over https only.`)
  if (!demo && proxies === 0)
    look.push(
      `DOSELINE_PROXIES: 0, so all callers behind a proxy count as one address. Set the number of your own proxies before ${host}.`,
    )
  if (!demo && metricsToken === undefined) look.push('DOSELINE_METRICS_TOKEN: not set, so nothing can be watched.')
  if (!demo && ledger.kind !== 'postgresql')
    look.push('DATABASE_URL: not set; a ledger outside of PostgreSQL does not survive a lost machine.')
  const wrong =
    appFolder !== undefined && !existsSync(appFolder)
      ? [`DOSELINE_APP_FOLDER: ${appFolder} is not there; name the folder of the built app, or leave it out.`]
      : []
  return { wrong, look, good: ['environment: every variable can be read'] }
}

function ofOwnKeys(file: string): Found {
  try {
    const { keys } = readOwnKeys(file)
    return { wrong: [], look: [], good: [`${file}: ${keys.length} public keys, served at /.well-known/jwks.json`] }
  } catch (error) {
    return { wrong: [`DOSELINE_JWKS: ${messageOf(error)}`], look: [], good: [] }
  }
}

function ofPolicies(config: Config): Found {
  try {
    const { codebook, codebooks } = codebooksOf(
      config,
      config.tenantsFile ? readTenants(config.tenantsFile) : NO_TENANTS,
    )
    const all = departuresIn(codebook, codebooks).flatMap(({ departures }) => departures)
    const files = codebook.contents.layers.length
    return {
      wrong: [],
      look: all,
      good: [`policies: ${files} files of the site, and ${codebooks.size} tenants with files of their own`],
    }
  } catch (error) {
    return { wrong: messageOf(error).split('\n'), look: [], good: [] }
  }
}
const NO_TENANTS: Tenants = { tenants: [] }

async function ofLedger({ ledger }: Config): Promise<Found> {
  if (ledger.kind !== 'postgresql') return { wrong: [], look: [], good: [`ledger: ${ledger.kind}, not opened`] }
  try {
    const database = await connect(ledger)
    try {
      const waiting = await waitingMigrations(database.db)
      if (waiting.length > 0)
        return {
          wrong: [`DATABASE_URL: lacks ${waiting.join(', ')}; run “doseline ledger migrate” as the owner.`],
          look: [],
          good: [],
        }
      const isOwner = await mayChangeAudit(database.db)
      return {
        wrong: [],
        look: isOwner
          ? [
              'DATABASE_URL: this role could change the audit; use the role of “doseline ledger migrate --service-role”.',
            ]
          : [],
        good: ['ledger: PostgreSQL answers, its tables are up to date'],
      }
    } finally {
      await database.close()
    }
  } catch (error) {
    const { code } = error as { code?: unknown }
    return {
      wrong: [
        `DATABASE_URL: the database cannot be used (${typeof code === 'string' ? code : messageOf(error)}). Check host, port, role and password, and the firewall between.`,
      ],
      look: [],
      good: [],
    }
  }
}

async function ofKeys({ tenants }: Tenants): Promise<Found> {
  const signerOf = issuerKeys()
  const parts = tenants
    .flatMap(({ issuers }) => issuers)
    .map(async (issuer): Promise<Found> => {
      try {
        const { keys } = await signerOf(issuer)
        await fetched(keys)
        return { wrong: [], look: [], good: [`${issuer.key}: its keys can be fetched`] }
      } catch (error) {
        const todo = 'Allow this machine to reach the EHR, or register tokenIssuer and jwksUri.'
        return {
          wrong: [`${issuer.key}: its keys cannot be fetched (${messageOf(error)}). ${todo}`],
          look: [],
          good: [],
        }
      }
    })
  return together(await Promise.all(parts))
}

/** Keys are fetched when a first token is checked: this one names a key that no EHR publishes. */
async function fetched(keys: JWTVerifyGetKey): Promise<void> {
  try {
    await keys({ alg: 'ES384', kid: 'of no EHR' }, { payload: '', signature: '' })
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
  }
}

function isLocal(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** What an error says, with the reason that fetch keeps in its cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message
}
