import type { Source } from '@doseline/dose'
import type { ReleaseHead } from './release-file.ts'

/** What each kind of release is called. */
export const CALLED: Readonly<Record<ReleaseHead['kind'], string>> = {
  'asp-crosswalk': 'NDC–HCPCS crosswalk',
  'payment-limits': 'Part B payment limits',
  hcpcs: 'HCPCS release',
  'mue-practitioner': 'MUE table for practitioners',
  'mue-outpatient': 'MUE table for outpatient hospitals',
  'mue-dme': 'MUE table for suppliers of equipment',
  'opps-addendum-b': 'OPPS Addendum B',
  'ptp-practitioner': 'NCCI edits for practitioners',
  'ptp-outpatient': 'NCCI edits for outpatient hospitals',
  'icd-10-cm': 'ICD-10-CM code list',
  'ndc-directory': 'NDC directory',
  'rxnorm-ndc': 'NDCs of RxNorm',
}

/** A release as a finding cites it. */
export const sourceIn = ({ id, kind, publisher, from }: ReleaseHead, value: string): Source => ({
  id,
  title: `${CALLED[kind]} of ${from} (${publisher})`,
  from,
  value,
  confidence: 'confirmed',
})
