import { createHash } from 'node:crypto'

/** Letters and digits that no person mistakes for each other, as Crockford has them. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** FT1-2 has twelve characters: sixty bits of a hash, so that a million lines of a site share one with odds of 1 in 2 million. */
const NUMBER_LENGTH = 12
/** MSH-10 has twenty. */
const CONTROL_LENGTH = 20

/** FT1-2 of a charge: the same for the same line, however often and in whatever message it is sent. */
export const chargeNumber = (identity: string): string => shortened(`charge ${identity}`, NUMBER_LENGTH)

/** FT1-2 of the credit that takes a charge back: a number of its own, so that a receiver does not take it for a repeat. */
export const creditNumber = (identity: string): string => shortened(`credit ${identity}`, NUMBER_LENGTH)

/** MSH-10: the same for the same message, another for every other one. */
export const controlId = (key: string): string => shortened(`message ${key}`, CONTROL_LENGTH)

function shortened(text: string, length: number): string {
  const bytes = createHash('sha256').update(text, 'utf8').digest()
  let value = BigInt(`0x${bytes.toString('hex')}`)
  let made = ''
  while (made.length < length) {
    made += ALPHABET[Number(value & 31n)]
    value >>= 5n
  }
  return made
}
