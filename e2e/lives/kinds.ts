import type { Channel } from '@doseline/contract'

/** A kind of EHR, as far as a write-back can tell. */
export interface Kind {
  readonly name: string
  readonly channels: readonly Channel[]
  /** Whether a conditional create is one; `racy` where it looks in an index that lags. */
  readonly conditional: 'yes' | 'racy' | 'no'
  /** Milliseconds until a search finds what was stored. */
  readonly lagMs: number
  /** How often in a hundred requests something goes wrong on the way. */
  readonly mishaps: number
  readonly provenance: boolean
}

const TRANSACTIONS: Pick<Kind, 'channels' | 'provenance'> = { channels: ['transaction', 'single'], provenance: true }
const SINGLE: Pick<Kind, 'channels' | 'provenance'> = { channels: ['single'], provenance: false }

export const KINDS: readonly Kind[] = [
  { name: 'transactions', ...TRANSACTIONS, conditional: 'yes', lagMs: 0, mishaps: 12 },
  { name: 'transactions, found late', ...TRANSACTIONS, conditional: 'yes', lagMs: 15_000, mishaps: 12 },
  { name: 'transactions that race', ...TRANSACTIONS, conditional: 'racy', lagMs: 3_000, mishaps: 12 },
  { name: 'flaky transactions', ...TRANSACTIONS, conditional: 'yes', lagMs: 2_000, mishaps: 35 },
  { name: 'one by one', ...SINGLE, conditional: 'yes', lagMs: 0, mishaps: 12 },
  { name: 'one by one, unconditional', ...SINGLE, conditional: 'no', lagMs: 0, mishaps: 12 },
  { name: 'one by one, unconditional, found late', ...SINGLE, conditional: 'no', lagMs: 10_000, mishaps: 16 },
  {
    name: 'a charge operation',
    channels: ['oracle-create', 'by-hand'],
    conditional: 'no',
    lagMs: 0,
    mishaps: 14,
    provenance: false,
  },
  { name: 'tasks', channels: ['task', 'by-hand'], conditional: 'yes', lagMs: 2_000, mishaps: 12, provenance: false },
]
