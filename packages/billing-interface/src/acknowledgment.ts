import { readMessage } from './encoding.ts'

/**
 * What a receiver says of a message (MSA-1, table 0008). Application: AA it did what was asked, AE it found an error, AR it
 * refused. Accept, of enhanced mode: CA it keeps the message and answers later, CE and CR it does not.
 */
export const ACKNOWLEDGMENT_CODES = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'] as const
export type AcknowledgmentCode = (typeof ACKNOWLEDGMENT_CODES)[number]

export interface Acknowledgment {
  readonly code: AcknowledgmentCode
  /** MSA-2: the control id of the message it is about. */
  readonly of: string
  /** In the receiver’s own words; empty where it says nothing. */
  readonly words: string
}

/** Reads an acknowledgment; undefined for what is none. Words are of MSA-3 and of every ERR. */
export function readAcknowledgment(text: string): Acknowledgment | undefined {
  const segments = readMessage(text)
  const msa = segments.find(({ name }) => name === 'MSA')
  const code = ACKNOWLEDGMENT_CODES.find((each) => each === msa?.get(1, 1))
  if (segments[0]?.name !== 'MSH' || !msa || !code) return undefined
  const errors = segments.filter(({ name }) => name === 'ERR').flatMap(errorWords)
  const words = [msa.get(3, 1), ...errors].map((each) => each.trim()).filter((each) => each !== '')
  return { code, of: msa.get(2, 1), words: [...new Set(words)].join('; ').slice(0, MOST_WORDS) }
}

/** So much is kept of what a receiver says. */
const MOST_WORDS = 1000

/** ERR-3 to ERR-8 from version 2.5 on, ERR-1 before it: the place, the code with its words, what was meant for people. */
function errorWords({ get }: ReturnType<typeof readMessage>[number]): string[] {
  const place = [get(2, 1), get(2, 3)].filter((part) => part !== '').join('-')
  const code = [get(3, 1), get(3, 2)].filter((part) => part !== '').join(' ')
  const said = [place, code, get(7, 1), get(8, 1)].filter((part) => part !== '').join(': ')
  return said === '' ? [get(1).replaceAll('^', ' ')] : [said]
}
