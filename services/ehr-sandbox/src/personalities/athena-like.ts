import { full } from './full.ts'
import type { Personality } from './personality.ts'
import { reading, readOnly } from './reading.ts'

/**
 * After what athenahealth offers: no doses, no charges, no flags, nothing to write. Scopes to write are dropped from the
 * grant without a word.
 * @see https://github.com/athenahealth/apiserver-athenaFlex/issues/347
 */
export const athenaLike: Personality = {
  ...full,
  key: 'athena-like',
  label: 'athena-like',
  says: 'Has no MedicationAdministration, no ChargeItem and no Flag, and takes nothing back; scopes to write are left out of the grant without a word.',
  types: {
    AllergyIntolerance: reading('_id', 'patient', 'clinical-status'),
    CarePlan: reading('_id', 'patient', 'category'),
    CareTeam: reading('_id', 'patient', 'status'),
    Condition: reading('_id', 'patient', 'category', 'clinical-status', 'encounter'),
    Coverage: reading('_id', 'patient', 'beneficiary'),
    Device: reading('_id', 'patient'),
    DiagnosticReport: reading('_id', 'patient', 'category', 'code', 'date'),
    DocumentReference: reading('_id', 'patient', 'category', 'type', 'date'),
    Encounter: reading('_id', 'patient', 'date'),
    Immunization: reading('_id', 'patient', 'date'),
    Location: reading('_id', 'name'),
    Medication: readOnly,
    MedicationRequest: reading('_id', 'patient', 'intent', 'status'),
    Observation: reading('_id', 'patient', 'category', 'code', 'date'),
    Organization: reading('_id', 'name'),
    Patient: reading('_id', 'identifier', 'birthdate', 'family', 'given', 'name'),
    Practitioner: reading('_id', 'identifier', 'name'),
    Procedure: reading('_id', 'patient', 'date'),
    Provenance: readOnly,
  },
  bundles: [],
  conditions: 'ignored',
  createsByUpdate: false,
  includes: false,
  scopes: { versions: ['v1', 'v2'], wildcards: true, permissions: 'reading', unknown: 'left out' },
}
