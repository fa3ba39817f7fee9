import type { Personality } from './personalities/personality.ts'

/** How long the misbehavior of EHRs takes; a test has less patience than a person. */
export interface Timing {
  /** How long searches of `lagging` stay behind. Default 5000. */
  readonly indexLagMs?: number
  /** How long `racy` waits between looking and writing. Default 300. */
  readonly raceMs?: number
  /** How long a slow answer takes. Default 2000. */
  readonly slowMs?: number
  /** How long an export takes. Default 1500. */
  readonly exportMs?: number
  /** How long access tokens of `expiring` last. Default 20. */
  readonly expiringTokenSeconds?: number
}

/** The personality with these times, where it has such times at all. */
export function timed(
  personality: Personality,
  { indexLagMs, raceMs, exportMs, expiringTokenSeconds: tokenTtlSeconds }: Timing,
): Personality {
  const times = { indexLagMs, raceMs, tokenTtlSeconds }
  const own = Object.entries(times).filter(([name, time]) => name in personality && time !== undefined)
  const { bulk } = personality
  return {
    ...personality,
    ...Object.fromEntries(own),
    ...(bulk && exportMs !== undefined && { bulk: { ...bulk, workMs: exportMs } }),
  }
}
