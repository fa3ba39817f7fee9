import type { CodebookChosen } from './codebook-chosen.ts'
import type { Confirmed } from './confirmed.ts'
import type { DoseChosen } from './dose-chosen.ts'
import type { DraftDiscarded } from './draft-discarded.ts'
import type { FactsAttested } from './facts-attested.ts'
import type { JumpAsked } from './jump-asked.ts'
import type { LockLeft } from './lock-left.ts'
import type { OverridesGiven } from './overrides-given.ts'
import type { RecordPrinted } from './record-printed.ts'
import type { ResourceAsked } from './resource-asked.ts'
import type { Retry } from './retry.ts'
import type { ReversalStated } from './reversal-stated.ts'
import type { RowToggled } from './row-toggled.ts'
import type { WriteAsked } from './write-asked.ts'

declare global {
  interface HTMLElementEventMap {
    'codebook-chosen': CodebookChosen
    confirmed: Confirmed
    'dose-chosen': DoseChosen
    'draft-discarded': DraftDiscarded
    'facts-attested': FactsAttested
    'reversal-stated': ReversalStated
    'jump-asked': JumpAsked
    'lock-left': LockLeft
    'overrides-given': OverridesGiven
    'record-printed': RecordPrinted
    'resource-asked': ResourceAsked
    'row-toggled': RowToggled
    'write-asked': WriteAsked
    retry: Retry
  }
}
