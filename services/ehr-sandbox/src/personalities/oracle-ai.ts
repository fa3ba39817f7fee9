import { ORACLE_AI } from '../behaviors/oracle-ai.ts'
import { ORACLE_MILLENNIUM } from '../behaviors/oracle-millennium.ts'
import { played } from '../behaviors/played.ts'
import type { Personality } from './personality.ts'

/** Oracle documents its newer platform by what differs from Millennium. */
export const oracleAi: Personality = {
  ...played(ORACLE_MILLENNIUM, ORACLE_AI),
  key: 'oracle-ai',
  label: 'Oracle AI-like',
  says: 'Like Oracle, and leaves resources that do not conform to US Core out of a search, with no more than a word that something was; checks what is written against US Core.',
}
