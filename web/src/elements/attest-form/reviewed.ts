import type { FindingAnswer } from '@doseline/contract'
import { asksToReview } from '../to-do/answering-field.ts'

const NAMED = /\b[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}/g
const LAST_STOP = /\.$/

/** What can be stated to be reviewed: the records that a check names and asks a person to look at. */
export function recordsToReview(
  { text, remedy = '' }: Pick<FindingAnswer, 'text' | 'remedy'>,
  focus: string,
): readonly string[] {
  if (!asksToReview(remedy)) return []
  if (remedy.includes('the administration was reviewed')) return [focus]
  const named = remedy.match(NAMED) ?? text.match(NAMED) ?? []
  return [...new Set(named.map((record) => record.replace(LAST_STOP, '')))]
}
