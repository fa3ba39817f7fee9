import { createHash } from 'node:crypto'

/** Letters and digits that no person mistakes for each other, as Crockford has them. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** FT1-2 has twelve characters: sixty bits of a hash, so that a million lines of a site share one with odds of 1 in 2 million. */
const NUMBER_LENGTH = 12
/** MSH-10 has twenty. */
const CONTROL_LENGTH = 20

/**
 * FT1-2 of a charge: of the identity of its line, and of what its message is made for. It is the same however often the message is
 * sent; the same line, charged again after a credit, has another.
 */
export const chargeNumber = (identity: string, key: string): string =>
  shortened(`charge ${identity} ${key}`, NUMBER_LENGTH)

/** FT1-2 of the credit that takes a charge back: a number of its own, so that a receiver does not take it for a repeat. */
export const creditNumber = (number: string): string => shortened(`credit ${number}`, NUMBER_LENGTH)

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
