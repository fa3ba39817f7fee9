import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'
import type { PlannedIdentity } from '../write-back.ts'

/** Doses of one FHIR server. */
export interface DosesOfServer {
  readonly tenant: string
  readonly server: string
  readonly doses: readonly string[]
}

/** How a dose is charged, as the ledger knows it: a line of the drug that the EHR stored, to be billed or as a draft. */
export type ChargeState = 'charged' | 'draft'

/** The doses that are charged now, or whose lines are stored as a draft. Read from where the ledger keeps charges single. */
export async function chargeStates(
  trx: Transaction<Tables>,
  { tenant, server, doses }: DosesOfServer,
): Promise<ReadonlyMap<string, ChargeState>> {
  if (doses.length === 0) return new Map()
  const lines = await trx
    .selectFrom('charged_dose')
    .innerJoin('written', (join) =>
      join.onRef('written.tenant', '=', 'charged_dose.tenant').onRef('written.identity', '=', 'charged_dose.identity'),
    )
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['charged_dose.dose', 'charged_dose.identity', 'write_back.id', 'write_back.plan'])
    .where('charged_dose.tenant', '=', tenant)
    .where('charged_dose.server', '=', server)
    .where('charged_dose.demonstration', '=', '')
    .where('charged_dose.role', '=', 'drug')
    .where('charged_dose.dose', 'in', doses)
    .where('written.state', '=', 'live')
    .where('written.known', '=', true)
    .execute()
  const states = new Map<string, ChargeState>()
  for (const { dose, identity, id, plan } of lines) {
    const writes = writesIn(plan) ?? (await writesInAudit(trx, { tenant, server, dose, id }))
    const isDraft = writes.find((write) => write.identity === identity)?.status === 'planned'
    states.set(dose, isDraft ? 'draft' : 'charged')
  }
  return states
}

/** What a write-back planned; undefined where its plan is kept no longer. */
function writesIn(plan: string): readonly PlannedIdentity[] | undefined {
  const { writes } = JSON.parse(plan) as { readonly writes: readonly PlannedIdentity[] }
  return writes.length > 0 ? writes : undefined
}

/** The same from the audit, which is kept for good. */
async function writesInAudit(
  trx: Transaction<Tables>,
  { tenant, server, dose, id }: { tenant: string; server: string; dose: string; id: string },
): Promise<readonly PlannedIdentity[]> {
  const acts = await trx
    .selectFrom('dose_event')
    .innerJoin('audit', 'audit.seq', 'dose_event.seq')
    .select('audit.about')
    .where('dose_event.tenant', '=', tenant)
    .where('dose_event.server', '=', server)
    .where('dose_event.dose', '=', dose)
    .where('audit.act', '=', 'write-back claimed')
    .execute()
  for (const { about } of acts) {
    const { writeBack, writes } = JSON.parse(about) as { writeBack?: string; writes?: readonly PlannedIdentity[] }
    if (writeBack === id && writes) return writes
  }
  return []
}

interface Actor {
  /** ISO instant. */
  readonly at: string
  readonly who: string
}

/**
 * Brings the rows of these doses in line with how they are charged: in the transaction that changes that, so that a row and the charge it speaks of never disagree.
 */
async function followCharges(trx: Transaction<Tables>, of: DosesOfServer, { at, who }: Actor): Promise<void> {
  if (of.doses.length === 0) return
  const rows = await trx
    .selectFrom('worklist')
    .select(['dose', 'status', 'judged_status', 'draft_saved'])
    .where('tenant', '=', of.tenant)
    .where('server', '=', of.server)
    .where('dose', 'in', of.doses)
    .execute()
  if (rows.length === 0) return
  const states = await chargeStates(trx, of)
  for (const { dose, status, judged_status: judged, draft_saved: draftBefore } of rows) {
    const state = states.get(dose)
    const now = state === 'charged' ? 'charged' : judged
    const isDraft = state === 'draft'
    if (now === status && isDraft === draftBefore) continue
    await trx
      .updateTable('worklist')
      .set({
        status: now,
        draft_saved: isDraft,
        changed_at: sql<string>`now()`,
        change_no: sql<number>`nextval('worklist_change')`,
      })
      .where('tenant', '=', of.tenant)
      .where('server', '=', of.server)
      .where('dose', '=', dose)
      .execute()
    const act = now === 'charged' ? 'charged' : isDraft ? 'draft saved' : 'charge voided'
    await trx
      .insertInto('worklist_event')
      .values({ tenant: of.tenant, server: of.server, dose, at, who, act, says: SAYS[act] })
      .execute()
  }
}

/** What a write-back is about. */
interface PlanOf extends DosesOfServer {
  /** The code book of a demonstration; empty for what counts. */
  readonly demonstration: string
  /** The plan as JSON. */
  readonly plan: string
}

/** After a write-back moved on: the rows of its doses, and of those its lines are about. */
export async function followPlan(
  trx: Transaction<Tables>,
  { tenant, server, doses, demonstration, plan }: PlanOf,
  actor: Actor,
): Promise<void> {
  if (demonstration) return
  const { writes } = JSON.parse(plan) as { readonly writes: readonly PlannedIdentity[] }
  const all = [...new Set([...doses, ...writes.flatMap((write) => write.doses ?? [])])]
  await followCharges(trx, { tenant, server, doses: all }, actor)
}

const SAYS = {
  charged: 'Charged: the EHR stored the charge lines.',
  'draft saved': 'The charge lines are stored as a draft.',
  'charge voided': 'The charge lines were voided.',
} as const
