import { readFileSync } from 'node:fs'
import { BillCodes } from '@doseline/assessment'
import { z } from 'zod'

const origin = z.url({ protocol: /^https?$/ }).refine((url) => URL.canParse(url) && new URL(url).origin === url, {
  message: 'expected an origin such as https://ehr.example, without a path',
})

/** An EHR the app may be launched from. */
const Issuer = z
  .strictObject({
    key: z.string().regex(/^[a-z0-9-]{1,60}$/),
    label: z.string().min(1),
    /** FHIR base, exactly as the EHR sends it in a launch. */
    iss: z.url().optional(),
    /** For servers that encode launch options in their path: `*` stands for one path segment. */
    issPattern: z.strictObject({ origin: z.url(), path: z.string().startsWith('/') }).optional(),
    clientId: z.string().min(1),
    /** Who signs the id_token, and where the keys are; read from the EHR’s smart-configuration where not given. */
    tokenIssuer: z.url().optional(),
    jwksUri: z.url().optional(),
    /** Other origins it uses, for EHRs whose authorization server or keys are not where FHIR is. */
    origins: z.array(origin).optional(),
    /** A FHIR server without authorization, such as a public test server. */
    open: z.literal(true).optional(),
    /** IANA time zone of the place, for servers that send every time as UTC. */
    timeZone: z.string().optional(),
    codebooks: z.array(z.string()).optional(),
    /** How this EHR names its bill codes, where charges go in by Oracle’s `ChargeItem/$create`. */
    billCodes: BillCodes.optional(),
    /** Minutes without input until the app covers the screen; ten where not given. */
    idleMinutes: z.int().min(1).max(29).optional(),
  })
  .refine(({ iss, issPattern }) => (iss === undefined) !== (issPattern === undefined), {
    message: 'give either iss or issPattern',
  })
export type Issuer = z.infer<typeof Issuer>

/** The algorithms a client may sign with. CDS Hooks recommends the two of 384 bits. */
export const ALGORITHMS = ['ES384', 'RS384', 'ES256', 'RS256'] as const

const PublicKey = z
  .looseObject({ kty: z.enum(['EC', 'RSA']), alg: z.enum(ALGORITHMS), kid: z.string().min(1).max(200) })
  .refine((key) => !('d' in key), { message: 'this is a private key; register the public one' })

/** Another app or an EHR that calls the service with JWTs of its own. */
const Client = z.strictObject({
  /** The `iss` of its JWTs. */
  id: z.string().min(1).max(300),
  label: z.string().min(1),
  uses: z.array(z.enum(['api', 'cds'])).min(1),
  keys: z.array(PublicKey).min(1),
})
export type Client = z.infer<typeof Client>

const Tenant = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,60}$/),
  label: z.string().min(1),
  /** Whether the customer article’s code book may be asked for; its lines are never for submission. */
  allowArticle: z.boolean().default(false),
  issuers: z.array(Issuer).default([]),
  clients: z.array(Client).default([]),
  /** Origins of web apps that may call the service from a browser. */
  origins: z.array(origin).default([]),
  /** Origins that may show the app in a frame, beside those of the issuers. */
  frameAncestors: z.array(origin).default([]),
})
export type Tenant = z.infer<typeof Tenant>

/** Who may use this deployment, and from where. Nothing else is trusted. */
export const Tenants = z.strictObject({ tenants: z.array(Tenant).min(1) }).superRefine(({ tenants }, context) => {
  unique(
    context,
    'tenants',
    tenants.map(({ key }) => key),
  )
  unique(
    context,
    'issuers',
    tenants.flatMap(({ issuers }) => issuers.map(({ key }) => key)),
  )
  unique(
    context,
    'clients',
    tenants.flatMap(({ clients }) => clients.map(({ id }) => id)),
  )
})
export type Tenants = z.infer<typeof Tenants>

function unique(context: z.RefinementCtx, what: string, keys: readonly string[]): void {
  const twice = keys.find((key, at) => keys.indexOf(key) !== at)
  if (twice !== undefined) context.addIssue({ code: 'custom', message: `two ${what} are called “${twice}”` })
}

/** Reads the file of tenants. Throws an Error naming the file and each element that is wrong. */
export function readTenants(file: string): Tenants {
  const read = Tenants.safeParse(contentOf(file))
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new Error(`${file} is no file of tenants:\n${wrong.join('\n')}`)
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What a service that wants a sign-in cannot do with these tenants; empty where there is nothing. */
export function lackingForSignIn({ tenants }: Tenants): string[] {
  return tenants.flatMap(({ issuers }) =>
    issuers.flatMap(({ key, open, issPattern, jwksUri }) => {
      if (open) return [`${key}: an open server has no sign-in, so it works in the demonstration only`]
      return issPattern && !jwksUri ? [`${key}: an issuer with a pattern needs jwksUri, where its keys are`] : []
    }),
  )
}

/** What the app has to know to be launched: the issuers, and whether the service wants a sign-in. */
export const appRegistry = ({ tenants }: Tenants, signIn: boolean) => ({
  signIn,
  issuers: tenants.flatMap(({ issuers }) => issuers),
})
