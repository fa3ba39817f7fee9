import { html, type TemplateResult } from 'lit'
import { english } from '../words/english.ts'
import { statusText, words } from '../words.ts'
import { aboutDose } from './about-dose.ts'
import type { ReviewState } from './review-state.ts'

/** What a screen reader hears of the progress: the steps, not every number. */
export function spoken(state: ReviewState): string | TemplateResult {
  const { phase, answer, focus, writing, rejudging } = state
  if (writing) return words.writing[writing]
  if (phase === 'opening' || phase === 'reading') return `${words.reading.title}…`
  if (phase === 'assessing' || rejudging) return `${words.reading.assessing}…`
  const dose = answer?.assessments.find((one) => one.focus === focus)
  if (phase === 'failed' || !dose) return ''
  const { isCharged, approval } = aboutDose(state)
  const status = statusText(dose, { forSubmission: answer?.forSubmission ?? true, charged: isCharged })
  const said = `${words.reading.judged(answer?.assessments.length ?? 0)} ${status}: `
  return html`${said}${isCharged ? approval : english(dose.sentence)}`
}
