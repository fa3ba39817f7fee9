import type { DoseAnswer, HistoryEvent } from '@doseline/contract'
import { words } from '../../later-words.ts'

/** What is otherwise than the last time somebody looked. */
export interface Changes {
  readonly at: string
  readonly who: string
  readonly sentences: readonly string[]
}

/** What there is now. */
export interface Now {
  readonly dose: DoseAnswer
  readonly codebook: string
  /** It was approved: its status is Charged, whatever the rules still say of it. */
  readonly isCharged: boolean
}

/** This answer against the last one that said otherwise, under the same code book; undefined where none did. */
export function changesSince(events: readonly HistoryEvent[], { dose, codebook, isCharged }: Now): Changes | undefined {
  const status = isCharged ? words.charged.status : verdictOf(dose.verdict)
  const lines = dose.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
  for (const event of events) {
    if (event.act !== 'assessed' || (event.codebook ?? codebook) !== codebook) continue
    const before = event.lines ?? []
    const added = lines.filter((line) => !before.includes(line))
    const gone = before.filter((line) => !lines.includes(line))
    const sentences = [
      ...(event.verdict !== dose.verdict ? [words.history.verdict(verdictOf(event.verdict), status)] : []),
      ...(added.length > 0 ? [words.history.added(added)] : []),
      ...(gone.length > 0 ? [words.history.gone(gone)] : []),
      ...(event.edition !== dose.edition ? [words.history.edition] : []),
    ]
    if (sentences.length > 0) return { at: event.at, who: event.who, sentences }
  }
  return undefined
}

const verdictOf = (verdict: string | undefined): string =>
  (words.verdict as Readonly<Record<string, string>>)[verdict ?? ''] ?? verdict ?? ''
