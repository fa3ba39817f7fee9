import { ATHENA } from '../behaviors/athena.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

export const athenaLike: Personality = {
  ...played(ATHENA),
  key: 'athena-like',
  label: 'athena-like',
  says: 'Has no MedicationAdministration, no ChargeItem and no Flag, and takes nothing back; scopes to write are left out of the grant without a word.',
}
