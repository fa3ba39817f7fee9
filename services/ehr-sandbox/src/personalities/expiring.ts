import { full } from './full.ts'
import type { Personality } from './personality.ts'

export const expiring: Personality = {
  ...full,
  key: 'expiring',
  label: 'Expiring',
  says: 'Access tokens end after 20 seconds; a refresh token gives new ones.',
  tokenTtlSeconds: 20,
}
