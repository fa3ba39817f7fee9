import { type SpoiledChart, type Spoiler, set, setOnAll } from './spoiler.ts'

const ABSENT = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
}
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical'
const concept = (code: string, system = CLINICAL) => ({ coding: [{ system, code }] })

/** Statuses that are absent, outside their code system, in another case, or say that nothing came of it. */
export const STATUSES: readonly Spoiler[] = [
  {
    name: 'a statement that the dose was not taken',
    spoil: (chart) =>
      chart.add({
        resourceType: 'MedicationStatement',
        id: 'not-taken',
        status: 'not-taken',
        medicationCodeableConcept: { text: 'acetaminophen 500 mg tablet' },
        subject: { reference: chart.patient },
        effectiveDateTime: chart.day,
        partOf: [{ reference: chart.request.focus }],
      }),
    says: /was not taken/,
  },
  ...['not-done', 'entered-in-error', 'in-progress', 'on-hold', 'unknown', 'Completed', 'completed ', 'done'].map(
    (status): Spoiler => ({
      name: `MedicationAdministration.status “${status}”`,
      spoil: ({ dose }) => set(dose, 'status', status),
      says: /is-completed/,
    }),
  ),
  {
    name: 'MedicationAdministration without a status',
    spoil: ({ dose }) => set(dose, 'status', undefined),
    says: /is-completed: .*status/,
  },
  {
    name: 'MedicationAdministration.status with a data-absent-reason',
    spoil: ({ dose }) => set(dose, 'status', undefined) && set(dose, '_status', ABSENT),
    says: /is-completed: .*status/,
  },
  ...['cancelled', 'entered-in-error', 'planned', 'unknown', 'Finished'].map(
    (status): Spoiler => ({
      name: `Encounter.status “${status}”`,
      spoil: ({ encounter }) => set(encounter, 'status', status),
      says: /Encounter\/|visit/,
    }),
  ),
  {
    name: 'MedicationAdministration.status beside a data-absent-reason',
    spoil: ({ dose }) => set(dose, '_status', ABSENT),
    says: /is-completed: .*absent/,
  },
  {
    name: 'Coverage.status beside a data-absent-reason',
    spoil: ({ coverages }) => setOnAll(coverages, '_status', ABSENT),
    says: /Coverage\/.*absent/,
  },
  ...['cancelled', 'draft', 'entered-in-error', 'Completed'].map(
    (status): Spoiler => ({
      name: `MedicationRequest.status “${status}” of the order of the dose`,
      spoil: (chart) => set(orderOf(chart), 'status', status),
      says: /MedicationRequest\//,
    }),
  ),
  {
    name: 'an order that says not to give the drug',
    spoil: (chart) => set(orderOf(chart), 'doNotPerform', true),
    says: /MedicationRequest\/.* not to give/,
  },
  ...['entered-in-error', 'Active'].map(
    (status): Spoiler => ({
      name: `Medication.status “${status}”`,
      spoil: (chart) =>
        set(
          chart.all('Medication').find(({ id }) => `Medication/${id}` === chart.dose.medicationReference?.reference),
          'status',
          status,
        ),
      says: /Medication\//,
    }),
  ),
  ...[
    ['abatementString', 'resolved last year'],
    ['abatementBoolean', true],
    ['abatementAge', { value: 40, unit: 'a' }],
  ].map(
    ([element, value]): Spoiler => ({
      name: `every Condition active with an ${element}`,
      spoil: (chart) => !hasDiagnosisElsewhere(chart) && setOnAll(chart.all('Condition'), String(element), value),
      says: /diagnosis-supports.*has ended/,
    }),
  ),
  {
    name: 'Encounter without a status',
    spoil: ({ encounter }) => set(encounter, 'status', undefined),
    says: /Encounter\/.*status|visit.*status/,
  },
  ...['draft', 'entered-in-error', 'Active', 'ACTIVE', 'current'].map(
    (status): Spoiler => ({
      name: `Coverage.status “${status}”`,
      spoil: ({ coverages }) => setOnAll(coverages, 'status', status),
      says: /Coverage\//,
    }),
  ),
  {
    name: 'Coverage without a status',
    spoil: ({ coverages }) => setOnAll(coverages, 'status', undefined),
    says: /Coverage\/.*status/,
  },
  {
    name: 'Coverage.status with a data-absent-reason',
    spoil: ({ coverages }) => setOnAll(coverages, 'status', undefined) && setOnAll(coverages, '_status', ABSENT),
    says: /Coverage\/.*status/,
  },
  {
    name: 'Coverage cancelled, without an end',
    spoil: ({ coverages }) =>
      setOnAll(coverages, 'status', 'cancelled') && coverages.every(({ period }) => !period?.end),
    says: /coverage\//,
  },
  ...[
    ['in another case', concept('Active')],
    ['outside its code system', concept('current')],
    ['of another system', concept('active', 'https://ehr.example/condition-status')],
    ['that is resolved', concept('resolved')],
    ['that is inactive', concept('inactive')],
    ['absent', undefined],
    ['with a data-absent-reason', ABSENT],
  ].map(
    ([what, status]): Spoiler => ({
      name: `every Condition with a clinicalStatus ${what}`,
      spoil: (chart) => {
        chart.remove(({ resourceType }) => resourceType === 'MedicationRequest')
        // R4 lets the diagnosis of a visit go without.
        const isOfAVisit = JSON.stringify(chart.all('Condition')).includes('"encounter-diagnosis"')
        if (status === undefined && isOfAVisit) return false
        return !hasDiagnosisElsewhere(chart) && setOnAll(chart.all('Condition'), 'clinicalStatus', status)
      },
      says: /diagnosis-supports/,
    }),
  ),
  ...['unconfirmed', 'provisional', 'refuted', 'Confirmed', 'surely'].map(
    (code): Spoiler => ({
      name: `every Condition with the verificationStatus ${code}`,
      spoil: (chart) =>
        !hasDiagnosisElsewhere(chart) &&
        setOnAll(
          chart.all('Condition'),
          'verificationStatus',
          concept(code, 'http://terminology.hl7.org/CodeSystem/condition-ver-status'),
        ),
      says: /diagnosis-supports/,
    }),
  ),
]

const orderOf = (chart: SpoiledChart) =>
  chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)

/** A code on the administration supports the dose whatever the conditions say, and so does one that a person chose. */
const hasDiagnosisElsewhere = ({ dose, request }: SpoiledChart): boolean =>
  'reasonCode' in dose || 'diagnoses' in (request.attested?.[request.focus] ?? {})
