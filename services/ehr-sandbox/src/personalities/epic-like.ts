import { EPIC } from '../behaviors/epic.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

export const epicLike: Personality = {
  ...played(EPIC),
  key: 'epic-like',
  label: 'Epic-like',
  says: 'No ChargeItem, no transaction and no batch; Flag can only be read, Task only be changed, Provenance not be written. Takes a Communication or a DocumentReference, and does not look at If-None-Exist.',
}
