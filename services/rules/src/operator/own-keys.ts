import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** The algorithms SMART asks every authorization server to know. */
export const SIGNING_ALGORITHMS = ['ES384', 'RS384'] as const

const OwnKey = z
  .looseObject({ kty: z.enum(['EC', 'RSA']), alg: z.enum(SIGNING_ALGORITHMS), kid: z.string().min(1).max(200) })
  .refine((key) => !('d' in key), { message: 'is a private key: it may never be served' })

const OwnKeys = z.strictObject({ keys: z.array(OwnKey) })
/** Public keys, as RFC 7517 has them. */
export type OwnKeys = z.infer<typeof OwnKeys>

/**
 * Reads the public keys with which this deployment signs in at EHRs (`doseline registry keys` writes them). Throws an Error
 * that names the file and what is wrong with it: a private key is refused.
 */
export function readOwnKeys(file: string): OwnKeys {
  const read = OwnKeys.safeParse(json(file))
  if (read.success) return read.data
  const { path = [], message } = read.error.issues[0] ?? {}
  const element = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  throw new Error(
    `${file} is no file of public keys: ${element.replace(/^\./, '') || 'the whole'} ${/private/.test(message ?? '') ? message : 'is not as in {"keys": [ … ]} with kty, alg and kid'}.`,
  )
}

/** Adds a public key to the file, which is begun where it is not there. Throws an Error where its kid is taken. */
export function addOwnKey(file: string, key: object): OwnKeys {
  const { keys } = existsSync(file) ? readOwnKeys(file) : { keys: [] }
  const { kid } = key as { kid?: string }
  if (keys.some((each) => each.kid === kid))
    throw new Error(`${file} has a key “${kid}” already: name another with --kid.`)
  const together = OwnKeys.parse({ keys: [...keys, key] })
  const part = `${file}.${process.pid}.tmp`
  try {
    // Whole or not at all: a service that starts meanwhile reads the old file or the new one.
    writeFileSync(part, `${JSON.stringify(together, undefined, 2)}\n`, { flush: true })
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    throw new Error(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
  return together
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'is not there' : code === 'EACCES' ? 'may not be read' : 'is no JSON'
    throw new Error(`${file} ${why}: “doseline registry keys” makes it, and DOSELINE_JWKS says where it is.`)
  }
}
