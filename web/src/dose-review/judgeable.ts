import { type ChartRead, Failure, type ScopesSaid } from '@doseline/ehr-client'

/** Without the doses there is nothing to say, and with only some of them nothing that can be relied on. */
export function refuseUnjudgeable({ steps, resources }: ChartRead, scopes?: ScopesSaid): void {
  const doses = steps.find(({ type }) => type === 'MedicationAdministration')
  const detail = doses?.because
  switch (doses?.state) {
    case 'refused':
      // A right that the sign-in did not bring, and one that the EHR does not honor, are mended by different people.
      if (doses.notGranted) throw new Failure('no-scope', { scopes })
      throw new Failure('doses-refused', { detail })
    case 'not-offered':
      throw new Failure('doses-not-offered', { detail })
    // What the EHR itself leaves out stays out however often it is asked: the rest is judged, and never ready.
    case 'partial':
      if (doses.brokeOff || doses.count === 0) throw new Failure('doses-incomplete', { detail })
      break
    case 'failed':
      throw new Failure(detail === 'no answer' ? 'ehr-unreachable' : 'ehr-error', { detail })
  }
  if (!resources.some(({ resourceType }) => resourceType === 'MedicationAdministration')) {
    throw new Failure('nothing-to-judge')
  }
}
