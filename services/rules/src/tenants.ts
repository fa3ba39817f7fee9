import { BillingInterface } from '@doseline/billing-interface'
import { BillCodes, Charging } from '@doseline/contract'
import { z } from 'zod'

/** An origin such as https://ehr.example, without a path. */
export const origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).origin === url, {
    message: 'expected an origin such as https://ehr.example, without a path',
  })

/** An EHR the app may be launched from. */
export const Issuer = z
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
    /** Of those whom the EHR names as a `Person`, the ones who are staff: nothing about a Person says so. */
    staffPersons: z
      .array(z.string().regex(/^(?:https?:\/\/[^\s?#]{1,2000}\/)?Person\/[A-Za-z0-9\-.]{1,64}$/))
      .optional(),
    /** How this EHR names its bill codes, where charges go in by Oracle’s `ChargeItem/$create`. */
    billCodes: BillCodes.optional(),
    /** How approved charges reach the billing system by HL7 v2, where they do not go through the EHR. */
    billingInterface: BillingInterface.optional(),
    /** How this site charges, where it is not as the tenant says. */
    charging: Charging.optional(),
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
export const Client = z.strictObject({
  /** The `iss` of its JWTs. */
  id: z.string().min(1).max(300),
  label: z.string().min(1),
  uses: z.array(z.enum(['api', 'cds'])).min(1),
  keys: z.array(PublicKey).min(1),
})
export type Client = z.infer<typeof Client>

export const Tenant = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,60}$/),
  label: z.string().min(1),
  /** Whether the customer article’s code book may be asked for; its lines are never for submission. */
  allowArticle: z.boolean().default(false),
  /** Policy files of its own, or folders of them, laid over those of the site; relative to the file of tenants. */
  policies: z.array(z.string().min(1)).default([]),
  /** How its sites charge: on administration or dispense, and what their own charge codes stand for. */
  charging: Charging.optional(),
  issuers: z.array(Issuer).default([]),
  clients: z.array(Client).default([]),
  /** Origins of web apps that may call the service from a browser. */
  origins: z.array(origin).default([]),
  /** Origins that may show the app in a frame, beside those of the issuers. */
  frameAncestors: z.array(origin).default([]),
})
export type Tenant = z.infer<typeof Tenant>

/** The one EHR a tenant has; undefined where it has several, or none. */
export const onlyIssuerOf = ({ issuers: [first, ...others] }: Tenant): Issuer | undefined =>
  others.length === 0 ? first : undefined

/** The interface through which charges of an EHR reach the billing system; undefined where there is none. */
export const interfaceOf = ({ issuers }: Pick<Tenant, 'issuers'>, key: string): BillingInterface | undefined =>
  issuers.find((issuer) => issuer.key === key)?.billingInterface

/** The EHR whose FHIR base this is, however it writes its host and its last slash; undefined for one not registered. */
export const issuerAt = ({ issuers }: Tenant, base: string): Issuer | undefined =>
  issuers.find((issuer) => isAt(issuer, base))

function isAt({ iss, issPattern }: Issuer, base: string): boolean {
  if (!URL.canParse(base)) return false
  const { origin, pathname, search, hash, username, password } = new URL(base)
  if (search || hash || username || password) return false
  const [expected, ...path] = iss ? addressOf(iss) : addressOf(`${issPattern?.origin}${issPattern?.path}`)
  const found = withoutSlash(pathname).split('/')
  return (
    origin === expected &&
    found.length === path.length &&
    path.every((part, at) => (issPattern && part === '*' ? found[at] !== '' : part === found[at]))
  )
}

/** Origin, then the segments of the path. */
function addressOf(url: string): readonly string[] {
  const { origin, pathname } = new URL(url)
  return [origin, ...withoutSlash(pathname).split('/')]
}

/** Whether two addresses are the same FHIR base: the host in any case, the path exactly. */
export const isSameBase = (a: string, b: string): boolean =>
  URL.canParse(a) && URL.canParse(b) && addressOf(a).join('/') === addressOf(b).join('/')

const withoutSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path)

/** Who may use this deployment, and from where. Nothing else is trusted. */
export const Tenants = z.strictObject({ tenants: z.array(Tenant).min(1) }).superRefine(({ tenants }, context) => {
  unique(
    context,
    tenants.map(({ key }, at) => [key, ['tenants', at, 'key']]),
  )
  unique(
    context,
    tenants.flatMap(({ issuers }, of) => issuers.map(({ key }, at) => [key, ['tenants', of, 'issuers', at, 'key']])),
  )
  unique(
    context,
    tenants.flatMap(({ clients }, of) => clients.map(({ id }, at) => [id, ['tenants', of, 'clients', at, 'id']])),
  )
})
export type Tenants = z.infer<typeof Tenants>

function unique(context: z.RefinementCtx, keys: readonly (readonly [string, (string | number)[]])[]): void {
  const seen = new Set<string>()
  for (const [key, path] of keys) {
    if (seen.has(key)) context.addIssue({ code: 'custom', message: `“${key}” is taken`, path })
    seen.add(key)
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
  // What a site’s own codes stand for, who is staff and where charges go is the service’s to know: everybody may read this.
  issuers: tenants.flatMap(({ issuers }) =>
    issuers.map(({ charging: _, staffPersons: __, billingInterface, ...issuer }) => ({
      ...issuer,
      ...(billingInterface && { billingInterface: true }),
    })),
  ),
})
