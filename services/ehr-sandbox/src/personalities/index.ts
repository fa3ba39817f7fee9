import { athenaLike } from './athena-like.ts'
import { epicLike } from './epic-like.ts'
import { expiring } from './expiring.ts'
import { flaky } from './flaky.ts'
import { full } from './full.ts'
import { lagging } from './lagging.ts'
import { noTransaction } from './no-transaction.ts'
import { oracleLike } from './oracle-like.ts'
import type { Personality } from './personality.ts'
import { racy } from './racy.ts'
import { v1Scopes } from './v1-scopes.ts'

/** Every EHR of the sandbox, in the order of the launcher. */
export const PERSONALITIES: readonly Personality[] = [
  full,
  epicLike,
  oracleLike,
  athenaLike,
  lagging,
  racy,
  flaky,
  expiring,
  noTransaction,
  v1Scopes,
]
