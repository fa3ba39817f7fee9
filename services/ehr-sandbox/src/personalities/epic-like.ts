import { full } from './full.ts'
import type { Personality } from './personality.ts'
import { reading, readOnly } from './reading.ts'

/**
 * After the captured CapabilityStatement of Epic. It says `conditionalCreate: false`; whether the real one refuses an
 * If-None-Exist or does not look at it is not known, so the worse of the two is played: it does not look.
 */
export const epicLike: Personality = {
  ...full,
  key: 'epic-like',
  label: 'Epic-like',
  says: 'No ChargeItem, no transaction and no batch; Flag can only be read, Task only be changed, Provenance not be written. Takes a Communication or a DocumentReference, and does not look at If-None-Exist.',
  types: {
    AllergyIntolerance: reading('_id', 'patient', 'clinical-status'),
    CarePlan: reading('_id', 'patient', 'subject', 'category', 'encounter'),
    CareTeam: reading('_id', 'patient', 'subject', 'status'),
    Communication: { does: ['read', 'search', 'create'], searchBy: ['_id', 'patient', 'subject', 'encounter'] },
    Condition: {
      does: ['read', 'search', 'create'],
      searchBy: ['_id', 'patient', 'subject', 'category', 'clinical-status', 'encounter'],
    },
    Coverage: reading('_id', 'patient', 'beneficiary'),
    Device: reading('_id', 'patient'),
    DiagnosticReport: reading('_id', 'patient', 'subject', 'category', 'code', 'date'),
    DocumentReference: {
      does: ['read', 'search', 'create'],
      searchBy: ['_id', 'patient', 'subject', 'category', 'type', 'date', 'encounter', 'status'],
    },
    Encounter: reading('_id', 'patient', 'subject', 'date', 'identifier', 'class'),
    ExplanationOfBenefit: reading('_id', 'patient', 'created'),
    Flag: reading('_id', 'patient', 'subject', 'encounter'),
    Immunization: reading('_id', 'patient', 'date', 'status'),
    Location: readOnly,
    Medication: readOnly,
    MedicationAdministration: reading('patient', 'subject', 'context', 'effective-time', 'request', 'status'),
    MedicationDispense: reading('_id', 'patient', 'subject', 'status'),
    MedicationRequest: reading('_id', 'patient', 'subject', 'status', 'intent', 'date'),
    Observation: reading('_id', 'patient', 'subject', 'category', 'code', 'date'),
    Organization: readOnly,
    Patient: reading('_id', 'identifier', 'birthdate', 'family', 'given', 'name', 'gender'),
    Practitioner: reading('_id', 'identifier', 'family', 'given', 'name'),
    PractitionerRole: reading('_id', 'practitioner', 'organization'),
    Procedure: reading('_id', 'patient', 'subject', 'date', 'category'),
    Provenance: readOnly,
    RelatedPerson: reading('_id', 'patient'),
    ServiceRequest: reading('_id', 'patient', 'subject', 'status', 'category'),
    Task: { does: ['read', 'search', 'update'], searchBy: ['_id', 'patient', 'status'] },
  },
  bundles: [],
  conditions: 'ignored',
  createsByUpdate: false,
  includes: false,
}
