import { full } from './full.ts'
import type { Personality } from './personality.ts'

/** Fails in turn, always in the same order, and never twice running. */
export const flaky: Personality = {
  ...full,
  key: 'flaky',
  label: 'Flaky',
  says: 'Every sixth read and every third write goes wrong: too busy, unavailable, slow, or the connection is cut, sometimes after the write was kept.',
  faults: {
    read: {
      every: 6,
      faults: [
        { kind: 'too-many', retryAfterSeconds: 1 },
        { kind: 'slow' },
        { kind: 'unavailable', retryAfterSeconds: 1 },
        { kind: 'cut-before' },
        { kind: 'unavailable' },
      ],
    },
    write: {
      every: 3,
      faults: [
        { kind: 'cut-after' },
        { kind: 'unavailable', retryAfterSeconds: 1 },
        { kind: 'cut-before' },
        { kind: 'too-many', retryAfterSeconds: 1 },
        { kind: 'slow' },
        { kind: 'unavailable' },
      ],
    },
  },
}
