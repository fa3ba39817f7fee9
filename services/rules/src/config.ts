import { z } from 'zod'

/** What the service needs to know of where it runs; read once, at start. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Folder of the built app; the service serves it from its own origin. */
  readonly appFolder: string | undefined
  /** Issuer registry of the app, as JSON text. */
  readonly registryFile: string | undefined
  /** Whether callers may ask for a code book whose lines must never be submitted (`article`). */
  readonly allowArticle: boolean
}

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4010),
  HOST: z.string().default('localhost'),
  DOSELINE_APP_FOLDER: z.string().optional(),
  DOSELINE_REGISTRY: z.string().optional(),
  DOSELINE_ALLOW_ARTICLE: z.enum(['true', 'false']).default('false'),
})

/** Reads the environment. Throws an Error whose message names each variable that is wrong. */
export function configFrom(environment: NodeJS.ProcessEnv): Config {
  const read = Environment.safeParse(environment)
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new Error(`The environment is not as it should be:\n${wrong.join('\n')}`)
  }
  const { PORT, HOST, DOSELINE_APP_FOLDER, DOSELINE_REGISTRY, DOSELINE_ALLOW_ARTICLE } = read.data
  return {
    port: PORT,
    host: HOST,
    appFolder: DOSELINE_APP_FOLDER,
    registryFile: DOSELINE_REGISTRY,
    allowArticle: DOSELINE_ALLOW_ARTICLE === 'true',
  }
}
