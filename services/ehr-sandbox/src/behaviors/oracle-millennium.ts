import type { MedicationAdministration, MedicationRequest, Resource } from '@medplum/fhirtypes'
import type { BillCodes } from '../personalities/personality.ts'
import { reading } from '../personalities/reading.ts'
import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const PAGES = 'https://github.com/cerner/fhir.cerner.com/blob/main/content/millennium/r4'
const read = { vendor: 'oracle-millennium', confirmed: 'read', on: '2026-11-29' } as const
const captured = { vendor: 'oracle-millennium', confirmed: 'captured', on: '2026-11-28' } as const
const DOSES = `${PAGES}/clinical/medications/medication-administration.md`
const CHARGES = `${PAGES}/financial/general/charge-item.md`
const CREATE = 'https://github.com/cerner/fhir.cerner.com/blob/main/lib/resources/r4/charge_item_create.yaml'

/** A comparison and a time of day: `ge2026-03-02T00:00:00Z`. */
const PREFIX_AND_TIME = /^(gt|lt|ge|le)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

export const ORACLE_MILLENNIUM: readonly Behavior[] = [
  {
    ...captured,
    id: 'reads',
    about: 'resource types',
    does: 'Reads and searches the types of US Core and some of billing, each by the parameters it lists.',
    test: TESTS.parameters,
    plays: {
      types: {
        Account: reading('_id', 'identifier', 'patient'),
        AllergyIntolerance: reading('_id', 'patient', 'clinical-status'),
        CarePlan: reading('_id', 'patient', 'subject', 'category'),
        CareTeam: reading('_id', 'patient', 'subject', 'status'),
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
        MedicationRequest: reading('_id', 'patient', 'status', 'intent'),
        Observation: reading('_id', 'patient', 'subject', 'category', 'code', 'date'),
        Organization: reading('_id', 'identifier', 'name', 'type'),
        Patient: reading('_id', 'identifier', 'birthdate', 'family', 'given', 'name', 'gender'),
        Practitioner: reading('_id', 'identifier', 'family', 'given', 'name'),
        Procedure: reading('_id', 'patient', 'subject', 'date'),
        RelatedPerson: reading('_id', 'patient'),
        ServiceRequest: reading('_id', 'patient', 'subject'),
      },
    },
  },
  {
    ...read,
    id: 'doses-by-patient',
    about: 'MedicationAdministration, search',
    does: 'Finds doses by `_id` or `patient`, and besides by status, performer and time; never by visit.',
    source: DOSES,
    test: TESTS.oracleLists,
    plays: {
      types: {
        MedicationAdministration: {
          ...reading('_id', 'patient', 'status', 'performer', 'effective-time'),
          searchNeeds: [
            { oneOf: ['patient'], unless: '_id', says: 'A search of MedicationAdministration needs patient or _id' },
          ],
        },
      },
    },
  },
  {
    ...read,
    id: 'doses-time-of-day',
    about: 'MedicationAdministration, effective-time',
    does: 'Where `effective-time` is given, it wants a prefix (ge, gt, le or lt) and a time of day.',
    source: DOSES,
    test: TESTS.oracleNames,
    plays: {
      types: {
        MedicationAdministration: {
          searchNeeds: [
            {
              oneOf: ['effective-time'],
              like: PREFIX_AND_TIME,
              optional: true,
              says: 'effective-time needs a prefix and a time, such as ge2026-03-02T00:00:00Z',
            },
          ],
        },
      },
    },
  },
  {
    ...read,
    id: 'doses-id-alone',
    about: 'MedicationAdministration, _id',
    does: 'A search by `_id` takes no other parameter.',
    source: DOSES,
    test: TESTS.alone,
    plays: { types: { MedicationAdministration: { searchAlone: ['_id'] } } },
  },
  {
    ...read,
    id: 'drug-inside',
    about: 'MedicationAdministration.medication',
    does: 'Has no Medication to read: a drug of several ingredients is contained in the dose.',
    source: DOSES,
    test: TESTS.oracleInside,
    plays: { keeps: withDrugInside },
  },
  {
    ...read,
    id: 'infuse-over-time',
    about: 'MedicationAdministration, extension',
    does: 'Says how long an infusion ran in an extension `infuse-over-time`, in minutes.',
    source: DOSES,
    test: 'packages/fhir/src/facts/when-it-was-given.test.ts › Oracle’s time of the infusion is offered, and never taken',
  },
  {
    ...read,
    id: 'charges-by-visit',
    about: 'ChargeItem, search',
    does: 'Finds charges by `_id`, visit or account, and by visit or account only with `-status=billable`: what was billed is not seen.',
    source: CHARGES,
    test: TESTS.chargeFound,
    plays: {
      types: {
        ChargeItem: {
          does: ['read', 'search'],
          searchBy: ['_id', 'context', 'account'],
          vendorSearchBy: { '-status': 'status' },
          searchNeeds: [
            {
              oneOf: ['context', 'account'],
              unless: '_id',
              says: 'A search of ChargeItem needs _id, context or account',
            },
            {
              oneOf: ['-status'],
              unless: '_id',
              like: /^billable$/,
              says: 'A search of ChargeItem needs -status=billable',
            },
          ],
        },
      },
    },
  },
  {
    ...read,
    id: 'charges-by-operation',
    about: 'ChargeItem/$create',
    does: 'Takes a charge by the operation alone, with a bill code of the tenant and its schedule; one call may create several.',
    source: CREATE,
    test: TESTS.chargeCreated,
    plays: {
      types: { ChargeItem: { operations: ['create'] } },
      billCodes: { hcpcs: billCodes('HCPCS'), cpt: billCodes('CPT'), modifier: billCodes('MODIFIER') },
    },
  },
  {
    ...read,
    id: 'charges-answered-empty',
    about: 'ChargeItem/$create, answer',
    does: 'Answers with 200, `text/html` and nothing in it: which charge was made is not said.',
    source: CHARGES,
    test: TESTS.chargeCreated,
  },
  {
    ...read,
    id: 'charges-twice',
    about: 'ChargeItem/$create, transactionId',
    does: 'Calls the transactionId unique, and does not say that the same one a second time makes no second charge.',
    source: CREATE,
    test: TESTS.chargeTwice,
  },
  {
    ...read,
    id: 'charges-in-extensions',
    about: 'ChargeItem, extensions',
    does: 'Keeps HCPCS, modifiers, revenue code and NDC in extensions of its own; `ChargeItem.code` may hold the charge master’s code.',
    source: CHARGES,
    test: TESTS.vendorCode,
  },
  {
    ...read,
    id: 'charges-credited',
    about: 'ChargeItem, offset-by',
    does: 'A credited charge stays; an extension `offset-by` names what offsets it.',
    source: CHARGES,
    test: TESTS.credited,
  },
  {
    ...read,
    id: 'charges-not-for-patients',
    about: 'ChargeItem, authorization',
    does: 'Gives charges to providers and systems, not to patients.',
    source: CHARGES,
    test: TESTS.readNotGranted,
  },
  {
    ...read,
    id: 'coverage-by-patient',
    about: 'Coverage, search',
    does: 'Finds coverages by `patient` or `-encounter`; not by beneficiary or `_id`.',
    source: `${PAGES}/financial/coverage.md`,
    test: TESTS.refusals,
    plays: {
      types: {
        Coverage: {
          ...reading('patient'),
          searchNeeds: [{ oneOf: ['patient'], says: 'A search of Coverage needs patient' }],
        },
      },
    },
  },
  {
    ...read,
    id: 'provenance-by-target',
    about: 'Provenance, search',
    does: 'Finds a Provenance by `_id` or `target`, and never by patient.',
    source: `${PAGES}/foundation/security/provenance.md`,
    test: TESTS.parameters,
    plays: {
      types: {
        Provenance: {
          does: ['read', 'search', 'create'],
          searchBy: ['_id', 'target'],
          searchNeeds: [{ oneOf: ['_id', 'target'], says: 'A search of Provenance needs _id or target' }],
        },
      },
    },
  },
  {
    ...read,
    id: 'provenance-not-of-charges',
    about: 'Provenance.target',
    does: 'Lists what a Provenance may be about, and ChargeItem is not among it.',
    source: `${PAGES}/foundation/security/provenance.md`,
    test: TESTS.oracleProvenance,
    plays: { types: { Provenance: { targetsNot: ['ChargeItem'] } } },
  },
  {
    ...captured,
    id: 'condition-changed',
    about: 'Condition',
    does: 'Creates and changes conditions.',
    test: TESTS.oracleStale,
    plays: {
      types: {
        Condition: {
          does: ['read', 'search', 'create', 'update'],
          searchBy: ['_id', 'patient', 'subject', 'clinical-status', 'category', 'encounter'],
        },
      },
    },
  },
  {
    ...captured,
    id: 'no-flag',
    about: 'Flag, Task',
    does: 'Has neither flags nor tasks.',
    test: TESTS.refusals,
  },
  {
    ...captured,
    id: 'batch-only',
    about: 'transaction, batch',
    does: 'Takes batches, and no transaction.',
    test: TESTS.oracleBatch,
    plays: { bundles: ['batch'], conditions: 'ignored', createsByUpdate: false },
  },
  {
    ...read,
    id: 'if-match-needed',
    about: 'update, If-Match',
    does: 'A change without If-Match is a 412.',
    source: 'https://docs.oracle.com/en/industries/health/millennium-platform-apis/mfrap/op-appointment-id-patch.html',
    test: TESTS.refusals,
    plays: { updatesNeedIfMatch: true },
  },
  {
    ...read,
    id: 'stale-is-409',
    about: 'update, If-Match',
    does: 'A change to a version that is no longer current is a 409, where others say 412.',
    source: 'https://docs.oracle.com/en/industries/health/millennium-platform-apis/mfrap/op-appointment-id-patch.html',
    test: TESTS.stale,
    plays: { staleVersion: 409 },
  },
  {
    ...read,
    id: 'fhir-json-only',
    about: 'create, Content-Type',
    does: 'Takes bodies as `application/fhir+json`.',
    source: `${PAGES}/foundation/security/provenance.md`,
    test: TESTS.oracleBody,
    plays: { bodies: ['application/fhir+json'] },
  },
  {
    ...captured,
    id: 'unknown-parameter-refused',
    about: 'search parameters',
    does: 'Refuses a search with a parameter it does not know, and includes no drug.',
    test: TESTS.readNextForm,
    plays: { unknownParameters: 'refused', includes: false },
  },
  {
    vendor: 'oracle-millennium',
    id: 'unknown-scope-refused',
    about: 'authorize, scope',
    does: 'One scope it does not know ends the whole request, and there is no `*`: scopes are asked for as they are listed.',
    confirmed: 'memory',
    on: '2026-11-28',
    test: TESTS.scopesListed,
    plays: { scopes: { versions: ['v1', 'v2'], wildcards: false, permissions: 'offered', unknown: 'refused' } },
  },
  {
    ...read,
    id: 'search-fails-whole',
    about: 'searchset',
    does: 'A whole search can fail because one resource in it does not conform.',
    source: 'https://docs.oracle.com/en/industries/health/health-ai-application-suite/aifcl/change-log.html',
    test: TESTS.readReasons,
  },
]

function billCodes(kind: string): BillCodes {
  return {
    system: `https://fhir.cerner.com/sandbox/CodeSystem/BillCodes-${kind}`,
    schedule: { system: 'https://fhir.cerner.com/sandbox/codeSet/14002', code: '1' },
  }
}

/** The drug is inside the dose or the order. */
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
