import { verdictText, words } from '../words.ts'
import type { ReviewState } from './review-state.ts'

/** What a screen reader hears of the progress: the stations, not every number. */
export function spoken(state: ReviewState): string {
  const { phase, answer, focus, writing, rejudging } = state
  if (writing) return words.writing[writing]
  if (phase === 'opening' || phase === 'reading') return `${words.reading.title}…`
  if (phase === 'assessing' || rejudging) return `${words.reading.assessing}…`
  const dose = answer?.assessments.find((one) => one.focus === focus)
  if (phase === 'failed' || !dose) return ''
  return `${words.reading.judged(answer?.assessments.length ?? 0)} ${verdictText(dose, answer?.forSubmission ?? true)}: ${dose.sentence}`
}
