import type { GivenCharge, ToldMessage } from '@doseline/contract'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The doses of a chart, as one tenant’s FHIR server knows them. */
export interface GivenFor {
  readonly tenant: string
  readonly server: string
  /** `MedicationAdministration/id` each. */
  readonly doses: readonly string[]
  /** Identities of charges that a person knows to be taken back in the EHR. */
  readonly gone?: readonly string[]
}

/** What an EHR took for some doses, in a form that cannot be read back. */
export interface Given {
  readonly given: readonly GivenCharge[]
  readonly told: readonly ToldMessage[]
}

/** Charges that the EHR is known to have taken for these doses, and the messages that told of them. */
export async function givenFor(db: Kysely<Tables>, { tenant, server, doses, gone = [] }: GivenFor): Promise<Given> {
  if (doses.length === 0) return { given: [], told: [] }
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
    given: rows
      .filter(({ charges, known, identity }) => charges !== '' && known && !gone.includes(identity))
      .map(({ identity, charges }) => ({ identity, ...(JSON.parse(charges) as Omit<GivenCharge, 'identity'>) })),
    told: rows.filter(({ content }) => content !== '').map(({ identity, content }) => ({ identity, content })),
  }
}
