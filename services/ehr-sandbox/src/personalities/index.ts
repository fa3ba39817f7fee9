import { athenaLike } from './athena-like.ts'
import { epicLike } from './epic-like.ts'
import { expiring } from './expiring.ts'
import { flaky } from './flaky.ts'
import { full } from './full.ts'
import { hapiLike } from './hapi-like.ts'
import { lagging } from './lagging.ts'
import { medplumLike } from './medplum-like.ts'
import { microsoftLike } from './microsoft-like.ts'
import { noTransaction } from './no-transaction.ts'
import { oracleAi } from './oracle-ai.ts'
import { oracleLike } from './oracle-like.ts'
import type { Personality } from './personality.ts'
import { racy } from './racy.ts'
import { v1Scopes } from './v1-scopes.ts'

/** Every EHR of the sandbox, in the order of the launcher. */
export const PERSONALITIES: readonly Personality[] = [
  full,
  epicLike,
  oracleLike,
  oracleAi,
  athenaLike,
  hapiLike,
  medplumLike,
  microsoftLike,
  lagging,
  racy,
  flaky,
  expiring,
  noTransaction,
  v1Scopes,
]
