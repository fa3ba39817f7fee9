import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { exportJWK, generateKeyPair } from 'jose'
import type { ALGORITHMS } from '../tenants.ts'

export { ALGORITHMS } from '../tenants.ts'

/** What a key pair is made of. */
export interface KeyPair {
  /** The new file of the private key. */
  readonly file: string
  readonly alg: (typeof ALGORITHMS)[number]
  /** The name by which a JWT says which key signed it. */
  readonly kid: string
}

/** A new random secret of 256 bits, such as DOSELINE_METRICS_TOKEN needs. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Makes a key pair for another app: the private key goes into the new file, the public one is said. The service has no key of
 * its own: sessions are random tokens that it keeps as hashes only. Answers the exit code: 0 done, 1 not.
 */
export async function makeKeyPair({ file, alg, kid }: KeyPair, say: (line: string) => void): Promise<number> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const named = { kid, alg }
  try {
    // Only whoever made it may read it, and no key is ever overwritten.
    writeFileSync(file, `${JSON.stringify({ ...(await exportJWK(privateKey)), ...named }, undefined, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
  } catch (error) {
    say(
      (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? `${file} is there already: name a new file, or move the old one away.`
        : `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    )
    return 1
  }
  say(`The private key is in ${file}: give it to the app, and to no one else.`)
  say('The public key, for “keys” of a client in the file of tenants:')
  say(JSON.stringify({ ...(await exportJWK(publicKey)), ...named }))
  return 0
}
