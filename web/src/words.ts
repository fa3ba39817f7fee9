import type { DoseAnswer } from '@doseline/contract'
import * as dose from './words/dose.ts'
import * as failure from './words/failure.ts'
import * as frame from './words/frame.ts'
import { onLanguage } from './words/language.ts'
import { said } from './words/said.ts'

export { dayText, intervalText, momentText, moneyText, monthText, numberText, timeText } from './words/formats.ts'
export { languageReady } from './words/language.ts'

const sayAll = () => said({ ...frame, ...dose, ...failure })

/**
 * The sentences that the app says by itself at the first opening (the others: `later-words.ts`), in the language of the
 * screen; what is judged comes in the service's own words, which are English.
 */
export let words = sayAll()

onLanguage(() => {
  words = sayAll()
})

/** The status in two or three words; a drug that is not supported has none. */
export function verdictText(dose: DoseAnswer, forSubmission: boolean): string {
  return dose.supported ? words.verdict[verdictLook(dose, forSubmission)] : words.notSupported
}

/** Under a demonstration code book nothing is ever ready to bill. */
export const verdictLook = ({ verdict }: DoseAnswer, forSubmission: boolean): DoseAnswer['verdict'] =>
  verdict === 'ready' && !forSubmission ? 'not-billable' : verdict

/** What a status is made of beside the verdict. */
interface Standing {
  readonly forSubmission: boolean
  /** Its lines are approved and stand in the chart. */
  readonly charged: boolean
}

/** The status of the dose that is shown: once its lines are approved it is charged, and no longer ready. */
export const statusText = (dose: DoseAnswer, { forSubmission, charged }: Standing): string =>
  charged ? words.charged.status : verdictText(dose, forSubmission)

export const statusLook = (dose: DoseAnswer, { forSubmission, charged }: Standing): DoseAnswer['verdict'] =>
  charged ? 'ready' : verdictLook(dose, forSubmission)
