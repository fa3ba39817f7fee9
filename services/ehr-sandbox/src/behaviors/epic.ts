import { reading, readOnly } from '../personalities/reading.ts'
import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const SPECIFICATIONS = 'https://fhir.epic.com/Specifications?api=968%2C'
const captured = { vendor: 'epic', confirmed: 'captured', on: '2026-11-28' } as const

export const EPIC: readonly Behavior[] = [
  {
    ...captured,
    id: 'reads',
    about: 'resource types',
    does: 'Reads and searches the types of US Core, each by the parameters it lists.',
    test: TESTS.parameters,
    plays: {
      types: {
        AllergyIntolerance: reading('_id', 'patient', 'clinical-status'),
        CarePlan: reading('_id', 'patient', 'subject', 'category', 'encounter'),
        CareTeam: reading('_id', 'patient', 'subject', 'status'),
        Coverage: reading('_id', 'patient', 'beneficiary'),
        Device: reading('_id', 'patient'),
        DiagnosticReport: reading('_id', 'patient', 'subject', 'category', 'code', 'date'),
        Encounter: reading('_id', 'patient', 'subject', 'date', 'identifier', 'class'),
        ExplanationOfBenefit: reading('_id', 'patient', 'created'),
        Immunization: reading('_id', 'patient', 'date', 'status'),
        MedicationDispense: reading('_id', 'patient', 'subject', 'status'),
        MedicationRequest: reading('_id', 'patient', 'subject', 'status', 'intent', 'date'),
        Observation: reading('_id', 'patient', 'subject', 'category', 'code', 'date'),
        Patient: reading('_id', 'identifier', 'birthdate', 'family', 'given', 'name', 'gender'),
        Practitioner: reading('_id', 'identifier', 'family', 'given', 'name'),
        PractitionerRole: reading('_id', 'practitioner', 'organization'),
        Procedure: reading('_id', 'patient', 'subject', 'date', 'category'),
        RelatedPerson: reading('_id', 'patient'),
        ServiceRequest: reading('_id', 'patient', 'subject', 'status', 'category'),
      },
    },
  },
  {
    ...captured,
    id: 'doses',
    about: 'MedicationAdministration, search',
    does: 'Finds doses by patient, visit (`context`), time, order and status; not by `_id`.',
    test: TESTS.epicDoses,
    plays: {
      types: {
        MedicationAdministration: reading('patient', 'subject', 'context', 'effective-time', 'request', 'status'),
      },
    },
  },
  {
    ...captured,
    id: 'drug-by-id',
    about: 'Medication, Organization, Location',
    does: 'Gives them by id alone: what a dose refers to is read one by one.',
    test: TESTS.refusals,
    plays: { types: { Location: readOnly, Medication: readOnly, Organization: readOnly } },
  },
  {
    ...captured,
    id: 'no-charges',
    about: 'ChargeItem',
    does: 'Has no ChargeItem: charges are neither seen nor written.',
    test: TESTS.refusals,
  },
  {
    ...captured,
    id: 'flag-read-only',
    about: 'Flag',
    does: 'Reads and searches flags, and takes none.',
    test: TESTS.refusals,
    plays: { types: { Flag: reading('_id', 'patient', 'subject', 'encounter') } },
  },
  {
    ...captured,
    id: 'task-changed-only',
    about: 'Task',
    does: 'Changes a task that is there, and creates none.',
    test: TESTS.refusals,
    plays: { types: { Task: { does: ['read', 'search', 'update'], searchBy: ['_id', 'patient', 'status'] } } },
  },
  {
    ...captured,
    id: 'provenance-read-only',
    about: 'Provenance',
    does: 'Gives a Provenance by id, and takes none: who approved is nowhere in the chart.',
    test: TESTS.refusals,
    plays: { types: { Provenance: readOnly } },
  },
  {
    ...captured,
    id: 'communication-created',
    about: 'Communication, DocumentReference',
    does: 'Creates a Communication and a DocumentReference.',
    test: TESTS.epicMessages,
    plays: {
      types: {
        Communication: { does: ['read', 'search', 'create'], searchBy: ['_id', 'patient', 'subject', 'encounter'] },
        DocumentReference: {
          does: ['read', 'search', 'create'],
          searchBy: ['_id', 'patient', 'subject', 'category', 'type', 'date', 'encounter', 'status'],
        },
      },
    },
  },
  {
    ...captured,
    id: 'condition-created',
    about: 'Condition',
    does: 'Creates a Condition, and changes none.',
    test: TESTS.asStated,
    plays: {
      types: {
        Condition: {
          does: ['read', 'search', 'create'],
          searchBy: ['_id', 'patient', 'subject', 'category', 'clinical-status', 'encounter'],
        },
      },
    },
  },
  {
    ...captured,
    id: 'no-bundles',
    about: 'transaction, batch',
    does: 'Takes neither a transaction nor a batch.',
    test: TESTS.bundles,
    plays: { bundles: [], createsByUpdate: false },
  },
  {
    ...captured,
    id: 'no-conditional-create',
    about: 'create, If-None-Exist',
    does: 'Says `conditionalCreate: false`. Whether it refuses the header or does not look at it is not known; the worse is played: it does not look.',
    test: TESTS.noConditions,
    plays: { conditions: 'ignored' },
  },
  {
    ...captured,
    id: 'no-include',
    about: 'search, _include',
    does: 'Includes nothing, and leaves a parameter it does not know out with a warning in the searchset.',
    test: TESTS.epicUnknown,
    plays: { includes: false, unknownParameters: 'reported' },
  },
  {
    vendor: 'epic',
    id: 'post-filtered',
    about: 'search parameters',
    does: 'Since May 2024 applies many parameters after retrieval: a filtered search takes as long as the whole one.',
    confirmed: 'read',
    source: SPECIFICATIONS,
    on: '2026-11-29',
    test: TESTS.pagesAll,
  },
  {
    vendor: 'epic',
    id: 'remarks',
    about: 'searchset, OperationOutcome',
    does: 'Puts remarks with codes of its own among the results: 4101 nothing found, 4119 what the user may see, 59100 a parameter ignored.',
    confirmed: 'memory',
    on: '2026-11-28',
    test: TESTS.readWarning,
  },
  {
    vendor: 'epic',
    id: 'scope-left-out',
    about: 'token response, scope',
    does: 'May leave `scope` out of a token response.',
    confirmed: 'reported',
    source: 'https://github.com/smart-on-fhir/client-js/issues/138',
    on: '2026-11-28',
    test: TESTS.tokenKept,
  },
]
