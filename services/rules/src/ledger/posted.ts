import type { OutboxState, PostedCharge, SentMessage } from '@doseline/contract'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The doses of a chart, as one tenant’s FHIR server knows them. */
export interface PostedFor {
  readonly tenant: string
  readonly server: string
  /** `MedicationAdministration/id` each. */
  readonly doses: readonly string[]
  /** `Patient/id` each: what was charged for other doses of theirs counts too. */
  readonly patients: readonly string[]
  /** Identities of charges that a person knows to be taken back in the EHR. */
  readonly reversedCharges?: readonly string[]
}

/** What an EHR took for some doses, in a channel that cannot be read back. */
export interface Posted {
  readonly postedCharges: readonly PostedCharge[]
  readonly sentMessages: readonly SentMessage[]
}

/**
 * Charges that the EHR is known to have taken for these doses, and the messages that told of them; and charges that it took,
 * or may have taken, for other doses of these patients.
 */
export async function postedFor(db: Kysely<Tables>, about: PostedFor): Promise<Posted> {
  const { doses, reversedCharges = [] } = about
  if (doses.length === 0) return { postedCharges: [], sentMessages: [] }
  const rows = await ofDoses(db, about)
  const known = rows.filter(({ known }) => known)
  const its = new Set(rows.map(({ identity }) => identity))
  const others = (await ofPatients(db, about)).filter(({ identity }) => !its.has(identity))
  return {
    postedCharges: [...known, ...others]
      .filter(({ charges, identity }) => charges !== '' && !reversedCharges.includes(identity))
      .map(chargeOf),
    sentMessages: rows.filter(({ content }) => content !== '').map(({ identity, content }) => ({ identity, content })),
  }
}

/** What was charged; where it went to a billing system, with what became of its message. */
function chargeOf({ identity, charges, state, words }: ChargeRow): PostedCharge {
  const { billing, ...charge } = JSON.parse(charges) as Omit<PostedCharge, 'identity'>
  const told = billing && { ...billing, ...(state && { state }), ...(words && { words }) }
  return { identity, ...charge, ...(told && { billing: told }) }
}

interface ChargeRow {
  readonly identity: string
  readonly charges: string
  readonly state: OutboxState | null
  readonly words: string | null
}

const ofDoses = (db: Kysely<Tables>, { tenant, server, doses }: PostedFor) =>
  db
    .selectFrom('given_for')
    .innerJoin('written', (join) =>
      join.onRef('written.tenant', '=', 'given_for.tenant').onRef('written.identity', '=', 'given_for.identity'),
    )
    .leftJoin('outbox', 'outbox.write_back', 'written.write_back')
    .select(['written.identity', 'written.charges', 'written.content', 'written.known'])
    .select(['outbox.state', 'outbox.words'])
    .distinct()
    .where('given_for.tenant', '=', tenant)
    .where('given_for.server', '=', server)
    .where('given_for.dose', 'in', doses)
    .where('written.state', '=', 'live')
    .orderBy('written.identity')
    .execute()

/** Also what is not known to be stored: until it is known not to be, it may bill. */
async function ofPatients(db: Kysely<Tables>, { tenant, server, patients }: PostedFor) {
  if (patients.length === 0) return []
  return db
    .selectFrom('write_back')
    .innerJoin('written', 'written.write_back', 'write_back.id')
    .leftJoin('outbox', 'outbox.write_back', 'written.write_back')
    .select(['written.identity', 'written.charges', 'outbox.state', 'outbox.words'])
    .distinct()
    .where('write_back.tenant', '=', tenant)
    .where('write_back.server', '=', server)
    .where('write_back.patient', 'in', patients)
    .where('written.state', '=', 'live')
    .where('written.charges', '!=', '')
    .orderBy('written.identity')
    .execute()
}
