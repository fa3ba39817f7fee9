import { MEDPLUM } from '../behaviors/medplum.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

export const medplumLike: Personality = {
  ...played(MEDPLUM),
  key: 'medplum-like',
  label: 'Medplum-like',
  says: 'Tells no total of a search unless asked, lets a browser read neither request ids nor Retry-After, and lets two conditional creates at once both create.',
}
