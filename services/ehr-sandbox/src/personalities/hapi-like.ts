import { HAPI } from '../behaviors/hapi.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

export const hapiLike: Personality = {
  ...played(HAPI),
  key: 'hapi-like',
  label: 'HAPI-like',
  says: 'Lets a browser send neither If-Match nor If-None-Exist, takes the version out of references, and lets two conditional creates at once both create.',
}
