import type { GivenCharge } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { WriteBackInput } from '../write-back-request.ts'
import { kindOf } from './kind-of.ts'
import type { Planned } from './steps.ts'

/** What was given to the EHR for the same as a line, under any set of doses. */
export function givenFor(input: WriteBackInput, { code, modifiers, doses }: ChargeLine): readonly GivenCharge[] {
  const kind = kindOf(code, modifiers)
  return givenTo(input).filter(
    (given) => kindOf(given.code, given.modifiers) === kind && given.doses.some((dose) => doses.includes(dose)),
  )
}

/** What was given for the doses that are asked about and is wanted no longer: a person has to take it back in the EHR. */
export function givenBefore(input: WriteBackInput): readonly Planned[] {
  const wanted = new Set(input.lines.flatMap((line) => givenFor(input, line)))
  const asked = input.doses.filter(({ administration }) => input.about.includes(administration))
  const isOpen = input.act !== 'retire' && asked.some(({ verdict }) => verdict === 'needs-information')
  const left = givenTo(input).filter((given) => input.act === 'retire' || !wanted.has(given))
  if (isOpen || left.length === 0) return []
  const says = `${left.map(wordsOf).join(', ')} was charged by the EHR’s own operation: where it is wrong, take it back there.`
  return [{ steps: [], warnings: [says] }]
}

/** What was given for the doses that are asked about. Nothing of a demonstration ever was. */
export function givenTo({ codebook, given = [], about }: WriteBackInput): readonly GivenCharge[] {
  return codebook.forSubmission ? given.filter(({ doses }) => doses.some((dose) => about.includes(dose))) : []
}

/** `J3397-JW × 2` */
export const wordsOf = ({ code, modifiers, units }: GivenCharge): string =>
  `${[code, ...modifiers].join('-')} × ${units}`
