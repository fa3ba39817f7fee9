import { full } from './full.ts'
import type { Personality } from './personality.ts'

/** A search index that is filled after the fact, as in large servers. */
export const lagging: Personality = {
  ...full,
  key: 'lagging',
  label: 'Lagging',
  says: 'Searches and conditional creates see what was written only after 5 seconds; reading by id sees it at once.',
  indexLagMs: 5_000,
}
