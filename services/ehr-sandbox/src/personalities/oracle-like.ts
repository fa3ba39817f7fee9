import type { MedicationAdministration, MedicationRequest, Resource } from '@medplum/fhirtypes'
import { full } from './full.ts'
import type { BillCodes, Personality } from './personality.ts'
import { reading } from './reading.ts'

/** A comparison and a time of day: `ge2026-03-02T00:00:00Z`. */
const PREFIX_AND_TIME = /^(eq|ne|gt|lt|ge|le|sa|eb)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/**
 * After the captured CapabilityStatement of Oracle Health Millennium and the reference it publishes.
 * @see https://github.com/cerner/fhir.cerner.com/blob/main/lib/resources/r4/charge_item_create.yaml
 */
export const oracleLike: Personality = {
  ...full,
  key: 'oracle-like',
  label: 'Oracle-like',
  says: 'No Flag, no Task, no Communication, no transaction; a charge goes in by ChargeItem/$create only. Doses are searched by a day and time, changes need If-Match, and one unknown scope ends the launch.',
  types: {
    Account: reading('_id', 'identifier', 'patient'),
    AllergyIntolerance: reading('_id', 'patient', 'clinical-status'),
    CarePlan: reading('_id', 'patient', 'subject', 'category'),
    CareTeam: reading('_id', 'patient', 'subject', 'status'),
    ChargeItem: {
      does: ['read', 'search'],
      searchBy: ['context', 'account'],
      vendorSearchBy: { '-status': 'status' },
      searchNeeds: [
        { oneOf: ['context', 'account'], says: 'A search of ChargeItem needs context or account' },
        { oneOf: ['-status'], like: /^billable$/, says: 'A search of ChargeItem needs -status=billable' },
      ],
      operations: ['create'],
    },
    Condition: {
      does: ['read', 'search', 'create', 'update'],
      searchBy: ['_id', 'patient', 'subject', 'clinical-status', 'category', 'encounter'],
    },
    Coverage: {
      ...reading('patient'),
      searchNeeds: [{ oneOf: ['patient'], says: 'A search of Coverage needs patient' }],
    },
    Device: reading('_id', 'patient'),
    DiagnosticReport: reading('_id', 'patient', 'subject', 'date', 'code'),
    DocumentReference: {
      does: ['read', 'search', 'create'],
      searchBy: ['_id', 'patient', 'subject', 'category', 'type', 'date', 'period', 'encounter'],
    },
    Encounter: reading('_id', 'patient', 'subject', 'date', 'status', 'account'),
    Immunization: reading('_id', 'patient', 'date', 'status'),
    InsurancePlan: reading('_id', 'owned-by', 'identifier'),
    Location: reading('_id', 'identifier', 'name'),
    MedicationAdministration: {
      ...reading('_id', 'patient', 'status', 'performer', 'effective-time'),
      searchNeeds: [
        { oneOf: ['patient'], unless: '_id', says: 'A search of MedicationAdministration needs patient' },
        {
          oneOf: ['effective-time'],
          unless: '_id',
          like: PREFIX_AND_TIME,
          says: 'A search of MedicationAdministration needs effective-time with a prefix and a time, such as ge2026-03-02T00:00:00Z',
        },
      ],
    },
    MedicationRequest: reading('_id', 'patient', 'status', 'intent'),
    Observation: reading('_id', 'patient', 'subject', 'category', 'code', 'date'),
    Organization: reading('_id', 'identifier', 'name', 'type'),
    Patient: reading('_id', 'identifier', 'birthdate', 'family', 'given', 'name', 'gender'),
    Practitioner: reading('_id', 'identifier', 'family', 'given', 'name'),
    Procedure: reading('_id', 'patient', 'subject', 'date'),
    Provenance: {
      does: ['read', 'search', 'create'],
      searchBy: ['_id', 'target', 'patient'],
      targetsNot: ['ChargeItem'],
    },
    RelatedPerson: reading('_id', 'patient'),
    ServiceRequest: reading('_id', 'patient', 'subject'),
  },
  billCodes: { hcpcs: billCodes('HCPCS'), cpt: billCodes('CPT'), modifier: billCodes('MODIFIER') },
  bundles: ['batch'],
  conditions: 'ignored',
  createsByUpdate: false,
  updatesNeedIfMatch: true,
  bodies: ['application/fhir+json'],
  unknownParameters: 'refused',
  includes: false,
  scopes: { versions: ['v1', 'v2'], wildcards: false, permissions: 'offered', unknown: 'refused' },
  keeps: withDrugInside,
}

function billCodes(kind: string): BillCodes {
  return {
    system: `https://fhir.cerner.com/sandbox/CodeSystem/BillCodes-${kind}`,
    schedule: { system: 'https://fhir.cerner.com/sandbox/codeSet/14002', code: '1' },
  }
}

/** This EHR has no Medication to read: the drug is inside the dose or the order. */
function withDrugInside(resource: Resource, find: (reference: string) => Resource | undefined): Resource {
  if (resource.resourceType !== 'MedicationAdministration' && resource.resourceType !== 'MedicationRequest') {
    return resource
  }
  const place = resource.medicationReference?.reference
  const drug = place && find(place)
  if (!drug) return resource
  const inside: MedicationAdministration | MedicationRequest = {
    ...resource,
    contained: [...(resource.contained ?? []), { ...drug, id: 'drug' }],
    medicationReference: { ...resource.medicationReference, reference: '#drug' },
  }
  return inside
}
