import { HAPI } from '../behaviors/hapi.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

/** Conditional creates that do not see each other, and nothing else amiss. */
export const racy: Personality = {
  ...played(HAPI.filter(({ id }) => id === 'conditional-creates-race')),
  key: 'racy',
  label: 'Racy',
  says: 'Two conditional creates or transactions within a third of a second do not see each other, and both create.',
}
