import type { WorklistEntry, WorklistStored } from '@doseline/contract'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'
import { rowFor } from './as-row.ts'
import { chargeStates } from './charges.ts'

/** An entry, and where its answer is kept. */
export interface ToFill {
  readonly entry: WorklistEntry
  /** Hash of the stored answer; empty where none is kept. */
  readonly part: string
}

interface Actor {
  /** ISO instant. */
  readonly at: string
  readonly tenant: string
  readonly who: string
}

/** Rows of one statement: it takes 65,535 parameters. */
const AT_ONCE = 500

/**
 * Puts doses on the worklist, or what was judged of them again: what people decided about a row stays. A judging that is
 * older than the one a row has changes nothing.
 */
export async function fill(trx: Transaction<Tables>, toFill: readonly ToFill[], actor: Actor): Promise<WorklistStored> {
  const sum = { added: 0, changed: 0, unchanged: 0 }
  const latest = [...new Map(toFill.map((each) => [`${each.entry.server}\0${each.entry.dose}`, each])).values()]
  for (const [server, ofServer] of Map.groupBy(latest, ({ entry }) => entry.server)) {
    for (let from = 0; from < ofServer.length; from += AT_ONCE) {
      const stored = await fillSome(trx, server, ofServer.slice(from, from + AT_ONCE), actor)
      sum.added += stored.added
      sum.changed += stored.changed
      sum.unchanged += stored.unchanged
    }
  }
  return sum
}

async function fillSome(
  trx: Transaction<Tables>,
  server: string,
  toFill: readonly ToFill[],
  { tenant, at, who }: Actor,
): Promise<WorklistStored> {
  const doses = toFill.map(({ entry }) => entry.dose)
  const before = new Map(
    (
      await trx
        .selectFrom('worklist')
        .select(['dose', 'content', 'judged_at'])
        .where('tenant', '=', tenant)
        .where('server', '=', server)
        .where('dose', 'in', doses)
        .execute()
    ).map((row) => [row.dose, row]),
  )
  const states = await chargeStates(trx, { tenant, server, doses })
  const all = toFill.map(({ entry, part }) => {
    const state = states.get(entry.dose)
    const row = rowFor(tenant, entry, part)
    return { ...row, ...(state === 'charged' && { status: state }), draft_saved: state === 'draft' }
  })
  // An older judging that comes late says nothing of now.
  const rows = all.filter(({ dose, judged_at: judgedAt }) => {
    const known = before.get(dose)
    return !known || Date.parse(known.judged_at) <= Date.parse(judgedAt ?? at)
  })
  if (rows.length > 0) await upsert(trx, rows)
  const changed = rows.filter(({ dose, content }) => before.get(dose)?.content !== content)
  if (changed.length > 0) {
    await trx
      .insertInto('worklist_event')
      .values(changed.map(({ dose, sentence }) => ({ tenant, server, dose, at, who, act: 'judged', says: sentence })))
      .execute()
  }
  const added = changed.filter(({ dose }) => !before.has(dose)).length
  return { added, changed: changed.length - added, unchanged: toFill.length - changed.length }
}

/** What a judging says; the rest of a row is of people. */
const JUDGED = [
  'patient',
  'patient_name',
  'encounter',
  'facility',
  'service_day',
  'drug',
  'code',
  'payer',
  'status',
  'judged_status',
  'draft_saved',
  'sentence',
  'blocking',
  'lines',
  'who',
  'rules',
  'suggested_units',
  'posted_units',
  'expected_cents',
  'risk_cents',
  'file_by',
  'edition',
  'codebook',
  'digest',
  'content',
  'judged_at',
] as const

async function upsert(
  trx: Transaction<Tables>,
  rows: readonly (ReturnType<typeof rowFor> & { readonly draft_saved: boolean })[],
): Promise<void> {
  const isChanged = sql<boolean>`worklist.content != excluded.content or worklist.status != excluded.status`
  await trx
    .insertInto('worklist')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'server', 'dose']).doUpdateSet((given) => ({
        ...(Object.fromEntries(JUDGED.map((name) => [name, given.ref(`excluded.${name}`)])) as object),
        // A chart that is sent without names, as the app sends it, takes none away; nor does one without an answer.
        patient_name: keptWhereEmpty('patient_name'),
        facility: keptWhereEmpty('facility'),
        part: sql<string>`case when excluded.part = '' and worklist.content = excluded.content then worklist.part else excluded.part end`,
        changed_at: sql<string>`case when ${isChanged} then now() else worklist.changed_at end`,
        change_no: sql<number>`case when ${isChanged} then nextval('worklist_change') else worklist.change_no end`,
      })),
    )
    .execute()
}

const keptWhereEmpty = (name: 'patient_name' | 'facility') =>
  sql<string>`case when ${sql.ref(`excluded.${name}`)} = '' then ${sql.ref(`worklist.${name}`)} else ${sql.ref(`excluded.${name}`)} end`
