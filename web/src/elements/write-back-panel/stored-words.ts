import type { WriteResult } from '../../dose-review/review-state.ts'
import { words } from '../../later-words.ts'

/** What was done, in a sentence: stored, sent or filed, and who goes on from there. */
export function storedWords({ act, lines, channel }: WriteResult & { kind: 'stored' }, forSubmission: boolean): string {
  const { stored, storedAs, storedDemonstration, storedFlag } = words.write
  const as = storedAs[channel]
  if (as)
    return channel === 'oracle-create' || channel === 'hl7v2' || lines === 0 ? as : `${as} ${words.write.personEnters}`
  if (act === 'void') return stored.void
  if (lines === 0) return storedFlag
  return forSubmission ? stored[act] : storedDemonstration
}
