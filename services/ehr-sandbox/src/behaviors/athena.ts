import { reading, readOnly } from '../personalities/reading.ts'
import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const ISSUES = 'https://github.com/athenahealth/apiserver-athenaFlex/issues'
const captured = { vendor: 'athena', confirmed: 'captured', on: '2026-11-28' } as const
const reported = { vendor: 'athena', confirmed: 'reported', on: '2026-11-29' } as const

export const ATHENA: readonly Behavior[] = [
  {
    ...captured,
    id: 'reads',
    about: 'resource types',
    does: 'Reads and searches the types of US Core, and takes nothing.',
    test: TESTS.parameters,
    plays: {
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
      createsByUpdate: false,
      includes: false,
    },
  },
  {
    ...captured,
    id: 'no-doses',
    about: 'MedicationAdministration',
    does: 'Has no MedicationAdministration: there is nothing to judge.',
    test: TESTS.refusals,
  },
  {
    ...captured,
    id: 'no-charges',
    about: 'ChargeItem',
    does: 'Has no ChargeItem.',
    test: TESTS.refusals,
  },
  {
    ...reported,
    id: 'no-alerts',
    about: 'Flag',
    does: 'Has no Flag, and no other interface for alerts.',
    source: `${ISSUES}/370`,
    test: TESTS.refusals,
  },
  {
    ...captured,
    id: 'no-bundles',
    about: 'transaction, batch',
    does: 'Takes neither a transaction nor a batch.',
    test: TESTS.bundles,
    plays: { bundles: [], conditions: 'ignored' },
  },
  {
    ...reported,
    id: 'write-scopes-dropped',
    about: 'token response, scope',
    does: 'Leaves scopes to create and update out of the grant, and says nothing of it.',
    source: `${ISSUES}/347`,
    test: TESTS.scopesUnknown,
    plays: { scopes: { versions: ['v1', 'v2'], wildcards: true, permissions: 'reading', unknown: 'left out' } },
  },
  {
    ...reported,
    id: 'outcome-instead-of-results',
    about: 'searchset',
    does: 'Answered a search with a 200 and a searchset that held only an OperationOutcome of an error, no total: not an empty chart.',
    source: `${ISSUES}/252`,
    test: TESTS.pagesWrong,
  },
  {
    ...reported,
    id: 'unknown-parameter-refused',
    about: 'search parameters',
    does: 'Refuses a search whose parameters it does not know in this combination.',
    source: `${ISSUES}/254`,
    test: TESTS.readNextForm,
  },
  {
    ...reported,
    id: 'forbidden-though-granted',
    about: 'search, 403',
    does: 'Answers 403 “Not authorized” for types whose scope was granted, where the practice has not opened them.',
    source: `${ISSUES}/399`,
    test: TESTS.readReasons,
  },
]
