import type { PostedCharge, WriteAct, WriteBackStepName } from '@doseline/contract'
import type { Kysely } from 'kysely'
import { instant } from './clock.ts'
import { withState } from './stored-words.ts'
import type { Tables } from './tables.ts'

/** Seconds a reservation holds without a word. After that somebody else may take the visit. */
export interface Leases {
  readonly reserved: number
  /** What was sent may still arrive: longer. */
  readonly sent: number
}
export const LEASES: Leases = { reserved: 60, sent: 120 }

/** One thing the plan writes, as the ledger needs it. */
export interface PlannedIdentity {
  readonly identity: string
  readonly what: string
  readonly act: WriteAct
  readonly status?: string | undefined
  /** In a person’s words. */
  readonly text?: string | undefined
  /** What is charged, where the EHR does not say for which dose. */
  readonly charges?: Omit<PostedCharge, 'identity'> | undefined
  /** Of a message: what names its content. */
  readonly content?: string | undefined
  /** Of a line that a message tells: the identity of the message. */
  readonly toldBy?: string | undefined
  /** The administrations a line is about. */
  readonly doses?: readonly string[] | undefined
  /** What a line bills of them. */
  readonly role?: string | undefined
}

export interface WriteBack {
  readonly id: string
  readonly state: WriteBackStepName
  readonly fencing: number
  /** ISO instant until which the reservation holds. */
  readonly until: string
  readonly who: string
  readonly patient: string
  readonly assessment: string
  readonly reason: string
}

export interface Earlier {
  readonly id: string
  readonly state: WriteBackStepName
  readonly who: string
  /** ISO instant. */
  readonly changed: string
  /** How long what was sent may still arrive; absent where that time is over. */
  readonly time?: { readonly seconds: number; readonly until: string } | undefined
}

/** A write of a dose that is on its way, or has just ended. */
export interface UnderWay extends Omit<Earlier, 'time'> {
  readonly until: string
  /** Seconds until then. */
  readonly seconds: number
}

/** A write-back as it stands. */
export async function find(db: Kysely<Tables>, tenant: string, id: string): Promise<WriteBack | undefined> {
  const row = await db
    .selectFrom('write_back')
    .leftJoin('visit', (join) =>
      join.onRef('visit.tenant', '=', 'write_back.tenant').onRef('visit.key', '=', 'write_back.visit'),
    )
    .select([
      'write_back.id',
      'write_back.state',
      'write_back.fencing',
      'write_back.who',
      'write_back.patient',
      'write_back.assessment',
      'write_back.reason',
      'write_back.changed',
      'visit.until',
    ])
    .where('write_back.tenant', '=', tenant)
    .where('write_back.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { until, changed, ...writeBack } = row
  return { ...withState(writeBack), until: instant(until ?? changed) }
}
