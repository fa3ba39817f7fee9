import type { HistoryEvent } from '@doseline/contract'
import { words } from '../../later-words.ts'

/** What was done, in a line. */
export function titleOf({ act, does, verdict, codebook, writes = [] }: HistoryEvent): string {
  if (act === 'assessed') {
    const known = words.verdict as Readonly<Record<string, string>>
    const said = `${words.history.act.assessed}${verdict ? `: ${known[verdict] ?? verdict}` : ''}`
    return codebook === undefined || codebook === 'cms' ? said : words.history.demonstration(said)
  }
  if (act !== 'confirmed' || !does) return words.history.act[act]
  const lines = writes.filter(({ what, act: each }) => what === 'ChargeItem' && each !== 'void').length
  return words.history.done[does](lines)
}

/** What was written by it. */
export const wrote = ({ writes = [] }: HistoryEvent): string =>
  writes.map(({ text, what, act }) => `${text ?? what} (${words.write.act[act] ?? act})`).join('; ')

export const factName = (fact: string): string => (words.facts.name as Readonly<Record<string, string>>)[fact] ?? fact
