import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { exportJWK, generateKeyPair } from 'jose'
import type { ALGORITHMS } from '../tenants.ts'
import { addOwnKey, type SIGNING_ALGORITHMS } from './own-keys.ts'

export { ALGORITHMS } from '../tenants.ts'
export { readOwnKeys, SIGNING_ALGORITHMS } from './own-keys.ts'

/** What a key pair is made of. */
export interface KeyPair {
  /** The new file of the private key. */
  readonly file: string
  readonly alg: (typeof ALGORITHMS)[number]
  /** The name by which a JWT says which key signed it. */
  readonly kid: string
}

/** The key pair with which this deployment signs in at EHRs. */
export interface OwnKeyPair extends Omit<KeyPair, 'alg'> {
  readonly alg: (typeof SIGNING_ALGORITHMS)[number]
  /** The file of its public keys. */
  readonly jwks: string
}

/** A new random secret of 256 bits, such as DOSELINE_METRICS_TOKEN needs. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Makes the key pair with which this deployment signs in at EHRs: the private key goes into the new file, for whoever made it
 * alone; the public one into the file that the service serves. Answers the exit code: 0 done, 1 not.
 */
export async function makeOwnKeyPair(
  { file, alg, kid, jwks }: OwnKeyPair,
  say: (line: string) => void,
): Promise<number> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const named = { kid, alg, use: 'sig' }
  if (existsSync(file)) {
    say(`${file} is there already: name a new file, or move the old one away.`)
    return 1
  }
  // First the public key, which may be refused: a private key whose public one is nowhere is of no use.
  const { keys } = addOwnKey(jwks, { ...(await exportJWK(publicKey)), ...named })
  if (!wrotePrivate(file, { ...(await exportJWK(privateKey)), ...named }, say)) return 1
  say(`The private key is in ${file}: “doseline export” signs in with it. Give it to no one.`)
  say(`The public key “${kid}” is in ${jwks}, which now holds ${keys.length}. Register in the EHR either the address`)
  say(`  https://…/.well-known/jwks.json   which the service serves where DOSELINE_JWKS=${jwks}`)
  say('or the keys themselves:')
  say(JSON.stringify({ keys }))
  return 0
}

/**
 * Makes a key pair for another app: the private key goes into the new file, the public one is said. Sessions of the
 * service need no key: they are random tokens that it keeps as hashes only. Answers the exit code: 0 done, 1 not.
 */
export async function makeKeyPair({ file, alg, kid }: KeyPair, say: (line: string) => void): Promise<number> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const named = { kid, alg }
  if (!wrotePrivate(file, { ...(await exportJWK(privateKey)), ...named }, say)) return 1
  say(`The private key is in ${file}: give it to the app, and to no one else.`)
  say('The public key, for “keys” of a client in the file of tenants:')
  say(JSON.stringify({ ...(await exportJWK(publicKey)), ...named }))
  return 0
}

/** Only whoever made it may read it, and no key is ever overwritten. */
function wrotePrivate(file: string, key: object, say: (line: string) => void): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(key, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    say(
      (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? `${file} is there already: name a new file, or move the old one away.`
        : `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    )
    return false
  }
}
