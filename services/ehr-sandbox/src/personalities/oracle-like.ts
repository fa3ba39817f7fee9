import { ORACLE_MILLENNIUM } from '../behaviors/oracle-millennium.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

export const oracleLike: Personality = {
  ...played(ORACLE_MILLENNIUM),
  key: 'oracle-like',
  label: 'Oracle-like',
  says: 'No Flag, no Task, no Communication, no transaction; a charge goes in by ChargeItem/$create only. Doses are searched by a day with its time, changes need If-Match, and one unknown scope ends the launch.',
}
