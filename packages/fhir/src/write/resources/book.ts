import {
  ARTICLE_CHARGE_ID,
  ARTICLE_FLAG_ID,
  ARTICLE_MESSAGE_ID,
  ARTICLE_MESSAGE_VISIT_ID,
  CHARGE_ID,
  FLAG_ID,
  MESSAGE_ID,
  MESSAGE_VISIT_ID,
} from '../../systems.ts'
import type { WriteBackInput } from '../../write-back-request.ts'

/** What every text begins with that must never reach a payer. */
export const NOT_FOR_SUBMISSION = 'NOT FOR SUBMISSION'

/** How what is written is marked under a code book: nothing written under a demonstration book passes for a claim. */
export interface BookMarks {
  readonly chargeSystem: string
  readonly flagSystem: string
  readonly messageSystem: string
  readonly messageVisitSystem: string
  /** Puts the warning before a text, where there is one. */
  readonly mark: (words: string) => string
}

/** The marks of the book a write-back is made under. */
export function marksOf({ codebook }: WriteBackInput): BookMarks {
  return codebook.forSubmission
    ? {
        chargeSystem: CHARGE_ID,
        flagSystem: FLAG_ID,
        messageSystem: MESSAGE_ID,
        messageVisitSystem: MESSAGE_VISIT_ID,
        mark: (words) => words,
      }
    : {
        chargeSystem: ARTICLE_CHARGE_ID,
        flagSystem: ARTICLE_FLAG_ID,
        messageSystem: ARTICLE_MESSAGE_ID,
        messageVisitSystem: ARTICLE_MESSAGE_VISIT_ID,
        mark: (words) => `${NOT_FOR_SUBMISSION}: ${words}`,
      }
}
