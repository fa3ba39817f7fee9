import type { PostedCharge, SentMessage } from '@doseline/contract'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The doses of a chart, as one tenant’s FHIR server knows them. */
export interface PostedFor {
  readonly tenant: string
  readonly server: string
  /** `MedicationAdministration/id` each. */
  readonly doses: readonly string[]
  /** Identities of charges that a person knows to be taken back in the EHR. */
  readonly reversedCharges?: readonly string[]
}

/** What an EHR took for some doses, in a channel that cannot be read back. */
export interface Posted {
  readonly postedCharges: readonly PostedCharge[]
  readonly sentMessages: readonly SentMessage[]
}

/** Charges that the EHR is known to have taken for these doses, and the messages that told of them. */
export async function postedFor(
  db: Kysely<Tables>,
  { tenant, server, doses, reversedCharges = [] }: PostedFor,
): Promise<Posted> {
  if (doses.length === 0) return { postedCharges: [], sentMessages: [] }
  const rows = await db
    .selectFrom('given_for')
    .innerJoin('written', (join) =>
      join.onRef('written.tenant', '=', 'given_for.tenant').onRef('written.identity', '=', 'given_for.identity'),
    )
    .select(['written.identity', 'written.charges', 'written.content', 'written.known'])
    .distinct()
    .where('given_for.tenant', '=', tenant)
    .where('given_for.server', '=', server)
    .where('given_for.dose', 'in', doses)
    .where('written.state', '=', 'live')
    .orderBy('written.identity')
    .execute()
  return {
    postedCharges: rows
      .filter(({ charges, known, identity }) => charges !== '' && known && !reversedCharges.includes(identity))
      .map(({ identity, charges }) => ({ identity, ...(JSON.parse(charges) as Omit<PostedCharge, 'identity'>) })),
    sentMessages: rows.filter(({ content }) => content !== '').map(({ identity, content }) => ({ identity, content })),
  }
}
