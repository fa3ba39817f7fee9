import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Issuer = z
  .strictObject({
    key: z.string().regex(/^[a-z0-9-]{1,60}$/),
    label: z.string().min(1),
    iss: z.url().optional(),
    /** For servers that encode launch options in their path: `*` stands for one path segment. */
    issPattern: z.strictObject({ origin: z.url(), path: z.string().startsWith('/') }).optional(),
    clientId: z.string().min(1),
    /** A FHIR server without authorization, such as a public test server. */
    open: z.literal(true).optional(),
    /** IANA time zone of the place, for servers that send every time as UTC. */
    timeZone: z.string().optional(),
    codebooks: z.array(z.string()).optional(),
  })
  .refine(({ iss, issPattern }) => (iss === undefined) !== (issPattern === undefined), {
    message: 'give either iss or issPattern',
  })

/** The EHRs this deployment trusts; the app launches from no other. */
export const Registry = z.strictObject({ issuers: z.array(Issuer) })
export type Registry = z.infer<typeof Registry>

/** Reads a registry file. Throws an Error naming the file and each element that is wrong. */
export function readRegistry(file: string): Registry {
  const read = Registry.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new Error(`${file} is no issuer registry:\n${wrong.join('\n')}`)
}
