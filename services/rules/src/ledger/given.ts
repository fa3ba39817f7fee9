import type { GivenCharge } from '@doseline/assessment'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The doses of a chart, as one tenant’s FHIR server knows them. */
export interface GivenFor {
  readonly tenant: string
  readonly server: string
  /** `MedicationAdministration/id` each. */
  readonly doses: readonly string[]
  /** Confirmed write-backs whose charges a person knows to be gone from the EHR. */
  readonly despite?: readonly string[]
}

/** Charges that the EHR is known to have taken for these doses, in a form that cannot be read back. */
export async function givenFor(
  db: Kysely<Tables>,
  { tenant, server, doses, despite = [] }: GivenFor,
): Promise<GivenCharge[]> {
  if (doses.length === 0) return []
  const rows = await db
    .selectFrom('given_for')
    .innerJoin('written', (join) =>
      join.onRef('written.tenant', '=', 'given_for.tenant').onRef('written.identity', '=', 'given_for.identity'),
    )
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['written.identity', 'written.charges', 'written.write_back', 'write_back.state'])
    .distinct()
    .where('given_for.tenant', '=', tenant)
    .where('given_for.server', '=', server)
    .where('given_for.dose', 'in', doses)
    .where('written.state', '=', 'live')
    .where('written.known', '=', true)
    .where('written.charges', '!=', '')
    .orderBy('written.identity')
    .execute()
  // Of one that is open a person says that the rest is gone, not what the EHR answered for.
  return rows
    .filter(({ write_back: id, state }) => !(state === 'confirmed' && despite.includes(id)))
    .map(({ identity, charges }) => ({ identity, ...(JSON.parse(charges) as Omit<GivenCharge, 'identity'>) }))
}
