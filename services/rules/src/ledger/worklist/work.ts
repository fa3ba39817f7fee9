import { WORKLIST_PRIORITIES, type WorklistEvent, type WorklistPatch } from '@doseline/contract'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, recorded } from '../audit.ts'
import { instant } from '../clock.ts'
import type { Tables } from '../tables.ts'
import type { Stored } from './as-row.ts'

/** A row by its id. */
export interface RowOf {
  readonly id: string
  /** The one FHIR server whose doses may be seen; all of the tenant where it is undefined. */
  readonly only?: string | undefined
}

export interface FoundDetail {
  readonly row: Stored
  /** The JSON of the answer; undefined where it is kept no longer. */
  readonly answer: string | undefined
  readonly events: readonly WorklistEvent[]
}

type Actor = Omit<AuditEntry, 'act' | 'about' | 'subject'>

/** A row with its answer and history; that somebody looked is recorded, or nothing is answered. */
export function readRow(db: Kysely<Tables>, which: RowOf, actor: Actor): Promise<FoundDetail | undefined> {
  return recorded(db, async (trx, record) => {
    const row = await rowOf(trx, which, actor)
    if (!row) return undefined
    await record([{ ...actor, act: 'worklist row read', subject: row.patient, about: aboutOf(row) }])
    const part = await trx
      .selectFrom('answer_part')
      .select('text')
      .where('tenant', '=', actor.tenant)
      .where('hash', '=', row.part)
      .executeTakeFirst()
    return { row, answer: part?.text, events: await eventsOf(trx, row) }
  })
}

/** What the audit says of a row: which dose, and never what a person wrote. */
const aboutOf = ({ server, dose }: Stored) => ({ server, dose })

const rowOf = (
  trx: Transaction<Tables>,
  { id, only }: RowOf,
  { tenant }: Pick<Actor, 'tenant'>,
): Promise<Stored | undefined> =>
  trx
    .selectFrom('worklist')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .$if(only !== undefined, (query) => query.where('server', '=', only ?? ''))
    .executeTakeFirst()

/** What is further back is in the audit. */
const MOST_EVENTS = 200

async function eventsOf(trx: Transaction<Tables>, { tenant, server, dose }: Stored): Promise<WorklistEvent[]> {
  const events = await trx
    .selectFrom('worklist_event')
    .select(['at', 'who', 'act', 'says'])
    .where('tenant', '=', tenant)
    .where('server', '=', server)
    .where('dose', '=', dose)
    .orderBy('no', 'desc')
    .limit(MOST_EVENTS)
    .execute()
  return events.map(({ at, act, ...event }) => ({ ...event, at: instant(at), act: act as WorklistEvent['act'] }))
}

/** Changes what people decide about a row. Undefined where there is no such row. */
export function changeRow(
  db: Kysely<Tables>,
  which: RowOf,
  patch: WorklistPatch,
  actor: Actor,
): Promise<Stored | undefined> {
  return recorded(db, async (trx, record) => {
    const before = await rowOf(trx, which, actor)
    if (!before) return undefined
    const changes = changesOf(patch)
    await trx
      .updateTable('worklist')
      .set({
        ...Object.assign({}, ...changes.map(({ set }) => set)),
        changed_at: sql<string>`now()`,
        change_no: sql<number>`nextval('worklist_change')`,
      })
      .where('tenant', '=', actor.tenant)
      .where('id', '=', which.id)
      .execute()
    const { tenant, server, dose } = before
    const { at, who } = actor
    await trx
      .insertInto('worklist_event')
      .values(changes.map(({ act, says }) => ({ tenant, server, dose, at, who, act, says })))
      .execute()
    const about = { ...aboutOf(before), changed: Object.keys(patch).toSorted() }
    await record([{ ...actor, act: 'worklist row changed', subject: before.patient, about }])
    return rowOf(trx, which, actor)
  })
}

interface RowChange {
  readonly act: WorklistEvent['act']
  readonly says: string
  readonly set: object
}

function changesOf({ assignee, snooze, note, priority }: WorklistPatch): RowChange[] {
  const changes: RowChange[] = []
  if (assignee !== undefined)
    changes.push({
      act: 'assigned',
      says: assignee === null ? 'No longer assigned.' : `Assigned to ${assignee}.`,
      set: { assignee: assignee ?? '' },
    })
  if (snooze !== undefined)
    changes.push({
      act: 'snoozed',
      says: snooze === null ? 'No longer snoozed.' : `Snoozed until ${snooze.until}: ${snooze.reason}`,
      set: { snoozed_until: snooze?.until ?? '', snooze_reason: snooze?.reason ?? '' },
    })
  if (note !== undefined)
    changes.push({ act: 'noted', says: note === null ? 'Note removed.' : note, set: { note: note ?? '' } })
  if (priority !== undefined)
    changes.push({
      act: 'prioritized',
      says: `Priority ${priority}.`,
      set: { priority: WORKLIST_PRIORITIES.indexOf(priority) },
    })
  return changes
}
