import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { exportJWK, generateKeyPair } from 'jose'
import { ALGORITHMS } from '../tenants.ts'

const USAGE = `usage: keys <file> [--alg ES384|RS384|ES256|RS256] [--kid <name>]
         make a key pair for another app: the private key goes into the new file, the public one is printed
       keys token
         print a new random secret, such as DOSELINE_METRICS_TOKEN needs

The service has no key of its own: sessions are random tokens that it keeps as hashes only.`

/**
 * `keys …` on the command line. `today` names the key where no name is given. Answers the exit code: 0 done, 1 not, 2 not
 * understood.
 */
export async function keysCommand(
  given: readonly string[],
  say: (line: string) => void,
  today: string,
): Promise<number> {
  const [file, ...options] = given
  if (file === 'token' && options.length === 0) {
    say(randomBytes(32).toString('base64url'))
    return 0
  }
  const { alg = 'ES384', kid = today, wrong } = optionsIn(options)
  if (file === undefined || file === 'token' || file.startsWith('-') || wrong) {
    say(USAGE)
    return 2
  }
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
  say(`The private key is in ${file}: give it to the app, and to nobody else.`)
  say('The public key, for “keys” of a client in the file of tenants:')
  say(JSON.stringify({ ...(await exportJWK(publicKey)), ...named }))
  return 0
}

interface Options {
  readonly alg?: (typeof ALGORITHMS)[number]
  readonly kid?: string
  readonly wrong?: true
}

function optionsIn(options: readonly string[]): Options {
  let read: Options = {}
  for (let at = 0; at < options.length; at += 2) {
    const value = options[at + 1] ?? ''
    const alg = ALGORITHMS.find((each) => each === value)
    if (options[at] === '--alg' && alg) read = { ...read, alg }
    else if (options[at] === '--kid' && value !== '' && value.length <= 200) read = { ...read, kid: value }
    else return { wrong: true }
  }
  return read
}
