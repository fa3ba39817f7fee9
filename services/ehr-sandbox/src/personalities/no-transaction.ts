import { full } from './full.ts'
import type { Personality } from './personality.ts'

export const noTransaction: Personality = {
  ...full,
  key: 'no-transaction',
  label: 'No transaction',
  says: 'Takes no transaction and no batch; resources are written one by one, with If-None-Exist and If-Match.',
  bundles: [],
}
