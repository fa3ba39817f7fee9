import type { CodebookChosen } from './codebook-chosen.ts'
import type { DoseChosen } from './dose-chosen.ts'
import type { FactsAttested } from './facts-attested.ts'
import type { OverridesGiven } from './overrides-given.ts'
import type { Retry } from './retry.ts'
import type { WriteAsked } from './write-asked.ts'

declare global {
  interface HTMLElementEventMap {
    'codebook-chosen': CodebookChosen
    'dose-chosen': DoseChosen
    'facts-attested': FactsAttested
    'overrides-given': OverridesGiven
    'write-asked': WriteAsked
    retry: Retry
  }
}
