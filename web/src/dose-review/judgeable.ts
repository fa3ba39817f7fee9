import { type ChartRead, Failure } from '@doseline/ehr'

/** Without the doses there is nothing to say, and with only some of them nothing that can be relied on. */
export function refuseUnjudgeable({ steps, resources }: ChartRead): void {
  const doses = steps.find(({ type }) => type === 'MedicationAdministration')
  const detail = doses?.because
  switch (doses?.state) {
    case 'refused':
      throw new Failure('no-scope', { detail, status: 403 })
    case 'not-offered':
      throw new Failure('doses-not-offered', { detail })
    case 'failed':
      if (doses.count > 0) throw new Failure('doses-incomplete', { detail })
      throw new Failure(detail === 'no answer' ? 'ehr-unreachable' : 'ehr-error', { detail })
  }
  if (!resources.some(({ resourceType }) => resourceType === 'MedicationAdministration')) {
    throw new Failure('nothing-to-judge')
  }
}
