import { ATHENA } from './athena.ts'
import type { Behavior, Vendor } from './behavior.ts'
import { EPIC } from './epic.ts'
import { HAPI } from './hapi.ts'
import { MEDPLUM } from './medplum.ts'
import { MICROSOFT } from './microsoft.ts'
import { ORACLE_AI } from './oracle-ai.ts'
import { ORACLE_MILLENNIUM } from './oracle-millennium.ts'

export type { Behavior, Confirmed, Plays, Vendor } from './behavior.ts'

/** Each vendor's name, in the order of the page. */
export const VENDOR_NAMES: Readonly<Record<Vendor, string>> = {
  epic: 'Epic',
  'oracle-millennium': 'Oracle Health Millennium',
  'oracle-ai': 'Oracle Health AI Application Suite',
  athena: 'athenahealth',
  hapi: 'HAPI FHIR',
  medplum: 'Medplum',
  microsoft: 'Microsoft FHIR service',
}

/** What other people's FHIR servers do, row by row, with where it is said and the test that covers it. */
export const BEHAVIORS: readonly Behavior[] = [
  ...EPIC,
  ...ORACLE_MILLENNIUM,
  ...ORACLE_AI,
  ...ATHENA,
  ...HAPI,
  ...MEDPLUM,
  ...MICROSOFT,
]
