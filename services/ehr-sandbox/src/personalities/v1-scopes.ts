import { full } from './full.ts'
import type { Personality } from './personality.ts'

export const v1Scopes: Personality = {
  ...full,
  key: 'v1-scopes',
  label: 'v1 scopes',
  says: 'Knows only the scopes of SMART 1, such as patient/Flag.write; those of SMART 2 are not granted.',
  scopes: { ...full.scopes, versions: ['v1'] },
}
