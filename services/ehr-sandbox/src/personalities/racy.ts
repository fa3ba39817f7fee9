import { full } from './full.ts'
import type { Personality } from './personality.ts'

/**
 * Conditional creates that do not see each other.
 * @see https://github.com/hapifhir/hapi-fhir/issues/3141
 */
export const racy: Personality = {
  ...full,
  key: 'racy',
  label: 'Racy',
  says: 'Two conditional creates or transactions within a third of a second do not see each other, and both create.',
  raceMs: 300,
}
