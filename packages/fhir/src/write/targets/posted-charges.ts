import type { PostedCharge } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { PostedInWords, WriteBackInput } from '../../write-back-request.ts'
import { kindOf } from './our-charges.ts'

/** What was given to the EHR for the same as a line, under any set of doses. */
export function postedFor(input: WriteBackInput, { code, modifiers, doses }: ChargeLine): readonly PostedCharge[] {
  const kind = kindOf(code, modifiers)
  return postedCharges(input).filter(
    (given) => kindOf(given.code, given.modifiers) === kind && given.doses.some((dose) => doses.includes(dose)),
  )
}

/** What was given for the doses that are asked about and is wanted no longer; nothing while that is open. */
export function postedButNotWanted(input: WriteBackInput): readonly PostedCharge[] {
  if (input.act === 'void') return postedCharges(input)
  const asked = input.doses.filter(({ administration }) => input.about.includes(administration))
  if (asked.some(({ verdict }) => verdict === 'needs-information')) return []
  const wanted = new Set(input.lines.flatMap((line) => postedFor(input, line)))
  return postedCharges(input).filter((given) => !wanted.has(given))
}

/** What was given for the doses that are asked about. Nothing of a demonstration ever was. */
export function postedCharges({ codebook, postedCharges = [], about }: WriteBackInput): readonly PostedCharge[] {
  return codebook.forSubmission ? postedCharges.filter(({ doses }) => doses.some((dose) => about.includes(dose))) : []
}

/** With what became of its message, where it went to a billing system. */
export function inWords(charge: PostedCharge): PostedInWords {
  const { state, words } = charge.billing ?? {}
  const { identity } = charge
  return { identity, text: wordsOf(charge), ...(state && { message: { state, ...(words && { words }) } }) }
}

/** `J3397-JW × 2` */
export const wordsOf = ({ code, modifiers, units }: PostedCharge): string =>
  `${[code, ...modifiers].join('-')} × ${units}`
