import type { PersonalityKey } from '../../src/index.ts'
import { ALL } from '../../src/testing/launch.ts'

const ORACLE = [
  'launch openid fhirUser online_access patient/Patient.rs patient/MedicationAdministration.rs user/ChargeItem.crs',
  'user/Coverage.rs patient/Condition.crus patient/DocumentReference.crs patient/Provenance.crs patient/Encounter.rs',
].join(' ')

/** All an app could ask of each EHR. */
export const FULL_SCOPES: Record<PersonalityKey, string> = {
  full: ALL,
  'epic-like': ALL,
  'oracle-like': ORACLE,
  'oracle-ai': ORACLE,
  'athena-like': 'launch openid fhirUser online_access patient/*.rs',
  'hapi-like': ALL,
  'medplum-like': ALL,
  'microsoft-like': ALL,
  lagging: ALL,
  racy: ALL,
  flaky: ALL,
  expiring: ALL,
  'no-transaction': ALL,
  'v1-scopes': 'launch openid fhirUser online_access patient/*.read patient/*.write',
}

export function taskFor(patient: string) {
  return {
    resourceType: 'Task',
    identifier: [{ system: 'urn:test', value: 'task-1' }],
    status: 'requested',
    intent: 'proposal',
    code: { text: 'Charges to enter' },
    description: '60 units, none discarded',
    for: { reference: `Patient/${patient}` },
  }
}

export function communicationFor(patient: string) {
  return {
    resourceType: 'Communication',
    identifier: [{ system: 'urn:test', value: 'message-1' }],
    status: 'completed',
    subject: { reference: `Patient/${patient}` },
    payload: [{ contentString: '60 units, none discarded' }],
  }
}

export function documentFor(patient: string) {
  const data = Buffer.from('60 units, none discarded').toString('base64')
  return {
    resourceType: 'DocumentReference',
    identifier: [{ system: 'urn:test', value: 'document-1' }],
    status: 'current',
    subject: { reference: `Patient/${patient}` },
    content: [{ attachment: { contentType: 'text/plain', data } }],
  }
}

export function provenanceOf(target: string) {
  return {
    resourceType: 'Provenance',
    target: [{ reference: target }],
    recorded: '2026-03-02T10:00:00Z',
    agent: [{ who: { reference: 'Practitioner/dr-lee' } }],
  }
}
