import { MICROSOFT } from '../behaviors/microsoft.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

export const microsoftLike: Personality = {
  ...played(MICROSOFT),
  key: 'microsoft-like',
  label: 'Microsoft-like',
  says: 'Puts ten on a page, names the next page alone and no total, and lets two conditional creates at once both create.',
}
