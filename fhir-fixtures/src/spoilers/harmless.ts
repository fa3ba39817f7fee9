import type { Bundle, FhirResource } from 'fhir/r4'
import { USUAL_BESIDE_THE_VISIT } from './beside-the-visit.ts'
import { HARMLESS_CHARGED_ELSEWHERE } from './charged-elsewhere.ts'
import { HARMLESS_COPIES } from './copies.ts'
import { HARMLESS_DIAGNOSES } from './diagnosis-list.ts'
import { HARMLESS_DISPENSES } from './dispenses.ts'
import { HARMLESS_ELEMENTS } from './harmless-elements.ts'
import { HARMLESS_RECORDS } from './harmless-records.ts'
import { HARMLESS_REGISTRATION } from './harmless-registration.ts'
import { HARMLESS_VISITS } from './harmless-visits.ts'
import { HARMLESS_LISTED_DRUGS } from './listed-drugs.ts'
import { HARMLESS_NOTES_OF_THE_LABEL } from './notes-of-the-label.ts'
import { HARMLESS_ORDERING } from './ordered-otherwise.ts'
import { HARMLESS_PAYERS } from './other-payers.ts'
import { HARMLESS_OWN_ELEMENTS } from './own-elements.ts'
import { HARMLESS_BESIDE } from './paid-otherwise.ts'
import { READ_AS_USUAL } from './read-by-a-person.ts'
import { HARMLESS_TWICE } from './said-in-two-places.ts'
import { type Harmless, type SpoiledChart, set, setOnAll } from './spoiler.ts'
import { HARMLESS_STOPPED } from './stopped.ts'
import { HARMLESS_ORDERS } from './texts.ts'
import { HARMLESS_ELSEWHERE } from './told-elsewhere.ts'
import { HARMLESS_WORDS } from './words-elsewhere.ts'
import { HARMLESS_WORDS_OF_THE_DRUG } from './words-of-the-drug.ts'

const CPT = 'http://www.ama-assn.org/go/cpt'
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const UNKNOWN = [{ url: 'https://ehr.example/StructureDefinition/something', valueBoolean: true }]
const SUCCESS = { severity: 'success', code: 'success', diagnostics: 'All found.' }
const FIRST_OF_2015 = '2015-01-05'

const charge = (chart: SpoiledChart, differs: object): boolean =>
  chart.add({
    resourceType: 'ChargeItem',
    id: 'another-charge',
    status: 'billed',
    code: { coding: [{ system: CPT, code: '99213' }] },
    subject: { reference: chart.patient },
    ...(chart.dose.context && { context: chart.dose.context }),
    occurrenceDateTime: chart.day,
    quantity: { value: 1 },
    ...differs,
  })
const condition = (chart: SpoiledChart, differs: object): boolean =>
  chart.add({
    resourceType: 'Condition',
    id: 'another-condition',
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }], text: 'Hypertension' },
    subject: { reference: chart.patient },
    ...differs,
  })
/** A drug that no product here is, given by mouth. */
const TABLET = {
  medicationReference: undefined,
  medicationCodeableConcept: { text: 'acetaminophen 500 mg tablet' },
  dosage: { route: { text: 'Oral' }, dose: { value: 500, unit: 'mg' } },
  extension: undefined,
  id: 'another-drug',
}
const visitOf = (chart: SpoiledChart, differs: object): object => ({
  resourceType: 'Encounter',
  id: 'another-visit',
  status: 'finished',
  subject: { reference: chart.patient },
  ...differs,
})
/** A coverage beside the one that pays, surely not before it. */
const beside = (chart: SpoiledChart, differs: object): boolean => {
  const { originalMedicare } = chart
  return originalMedicare !== undefined && chart.add({ ...structuredClone(originalMedicare), id: 'beside', ...differs })
}
const search = (chart: SpoiledChart, type: string, more: (own: Bundle<FhirResource>) => object): true => {
  const own = chart.entries.filter(({ resource }) => resource?.resourceType === type)
  chart.remove(({ resourceType }) => resourceType === type)
  const result: Bundle<FhirResource> = { resourceType: 'Bundle', type: 'searchset', entry: own }
  return chart.add({ ...result, ...more(result) })
}

/** What may stand in a chart beside a dose that is in order. The other half of the promise: a correct dose is ready. */
export const HARMLESS: readonly Harmless[] = [
  ...[
    'Patient tolerated well. Next appointment scheduled in 6 months.',
    'No adverse reaction; calcium 9.2 last week, advised calcium at home. Consent on file.',
    'No spill or leakage noted. Needle discarded in sharps.',
    'Pt arrived ambulatory. VSS, BP 128/76. Labs reviewed, creatinine 0.8. Discharged home in stable condition.',
    'Patient denies recent dental work, jaw pain or fever. Consent signed, education provided, verbalized understanding.',
    'Two patient identifiers verified. Given by J. Smith, RN. No complaints.',
    'PIV 22g left forearm, good blood return, flushed with 10 mL NS. PIV removed, gauze dressing applied.',
    'Premedicated with Tylenol 650 mg PO. Next dose due in 6 months.',
    'PIV 22g R AC. Injection site without redness or swelling.',
    'Pt presents for treatment. No new complaints. Denies dental procedures. Tolerated well. RTC in 6 months.',
    'Alert and oriented x3. Ambulatory with steady gait. IV discontinued, catheter intact, pressure held, dressing applied.',
  ].map(
    (words): Harmless => ({
      name: `a note that reads “${words}”`,
      change: (chart) => set(chart.dose, 'note', [{ text: words }]),
    }),
  ),
  ...[
    '60 mg subcutaneously every 6 months',
    'Inject 1 mL (60 mg total) under the skin every 6 (six) months.',
    '60 mg, Subcutaneous, Once, On Mon 3/2/26 at 1000, For 1 dose',
    '60 mg, Subcutaneous, Once, 1 dose, Starting Mon 3/2/2026, Until Mon 3/2/2026',
    '60 mg = 1 mL, Inj, Subcutaneous, Once. Refrigerate. Protect from light.',
  ].map(
    (words): Harmless => ({
      name: `a dosage in words that reads “${words}”`,
      change: (chart) =>
        chart.mg === 60 && /Prolia/.test(JSON.stringify(chart.dose)) && set(chart.dose.dosage, 'text', words),
    }),
  ),
  {
    name: 'an order that was stopped',
    change: (chart) =>
      set(
        chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference),
        'status',
        'stopped',
      ),
  },
  {
    name: 'an order that was stopped because it was done with, on its last valid day',
    change: (chart) => {
      const order = chart
        .all('MedicationRequest')
        .find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)
      set(order, 'statusReason', { text: 'Order completed' })
      set(order, 'dispenseRequest', { validityPeriod: { start: '2015-01-01', end: chart.day } })
      return set(order, 'status', 'stopped')
    },
  },
  {
    name: 'doses that were searched for over many years',
    change: (chart) =>
      search(chart, 'MedicationAdministration', () => ({
        link: [
          {
            relation: 'self',
            url: 'https://ehr.example/fhir/MedicationAdministration?patient=p&effective-time=ge1990',
          },
        ],
      })),
  },
  {
    name: 'a note that says that the drug was not bought under 340B',
    change: (chart) => set(chart.dose, 'note', [{ text: 'Non-340B stock.' }]),
  },
  {
    name: 'a visit that the dose contains',
    change: ({ dose, encounter }) => {
      if (!encounter) return false
      set(dose, 'contained', [...(dose.contained ?? []), { ...structuredClone(encounter), id: 'visit' }])
      return set(dose, 'context', { reference: '#visit' })
    },
  },
  ...[
    'Osteoporosis',
    'Postmenopausal osteoporosis',
    'Senile osteoporosis without fracture',
    'Osteoporosis at high risk of fracture',
  ].map(
    (words): Harmless => ({
      name: `a reason of the dose that reads “${words}”`,
      change: (chart) => {
        if (!/"M81\.0"/.test(JSON.stringify(chart.all('Condition'))) || chart.all('Condition').length > 1) return false
        set(chart.dose, 'reasonReference', undefined)
        return set(chart.dose, 'reasonCode', [{ text: words }])
      },
    }),
  ),
  {
    name: 'a reason of the dose that says only that it was ordered',
    change: (chart) => set(chart.dose, 'reasonCode', [{ text: 'Given as ordered' }]),
  },
  {
    name: 'a coverage that the patient holds',
    change: (chart) => setOnAll(chart.coverages, 'relationship', { coding: [{ code: 'self' }] }),
  },
  {
    name: 'a coverage that ends with the day of the dose, as a time in UTC',
    change: ({ originalMedicare, dose, day }) => {
      const written = dose.effectiveDateTime ?? dose.effectivePeriod?.start
      if (!originalMedicare || !written?.endsWith('-05:00')) return false
      const next = new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
      return set(originalMedicare, 'period', { start: '2015-01-01', end: `${next}T04:59:59Z` })
    },
  },
  ...['This is not a guarantee of payment.', 'Approved'].map(
    (words): Harmless => ({
      name: `an authorization with the note “${words}”`,
      change: (chart) => setOnAll(chart.all('ClaimResponse'), 'processNote', [{ text: words }]),
    }),
  ),
  {
    name: 'an authorization of a professional service',
    change: (chart) =>
      setOnAll(chart.all('ClaimResponse'), 'type', {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }],
      }),
  },
  ...(
    [
      ['a denial of another drug', { disposition: 'Denied' }, 'J9299'],
      ['a predetermination that the drug would be paid', { use: 'predetermination', disposition: 'Approved' }, 'J0897'],
    ] as const
  ).map(
    ([name, differs, code]): Harmless => ({
      name,
      change: (chart) =>
        chart.add({
          resourceType: 'ClaimResponse',
          id: 'of-no-bearing',
          status: 'active',
          use: 'preauthorization',
          patient: { reference: chart.patient },
          created: chart.day,
          outcome: 'complete',
          addItem: [{ productOrService: { coding: [{ system: HCPCS, code }] } }],
          ...differs,
        }),
    }),
  ),
  ...['Office Visit', 'Infusion', 'Injection', 'Nurse visit', 'Established patient', 'Hospital follow-up'].map(
    (words): Harmless => ({
      name: `Encounter.type “${words}”`,
      change: ({ encounter }) => set(encounter, 'type', [{ text: words }]),
    }),
  ),
  {
    name: 'a visit of an established patient, by its CPT code',
    change: ({ encounter }) => set(encounter, 'type', [{ coding: [{ system: CPT, code: '99214' }] }]),
  },
  {
    name: 'a visit that the patient left for home',
    change: ({ encounter }) =>
      set(encounter, 'hospitalization', { dischargeDisposition: { coding: [{ code: 'home' }], text: 'Home' } }),
  },
  {
    name: 'a discharge to a skilled nursing facility in 2015, and a stay there that has ended',
    change: (chart) =>
      chart.add({
        ...visitOf(chart, {}),
        id: 'discharged-long-ago',
        class: { code: 'IMP' },
        period: { start: '2015-01-02', end: FIRST_OF_2015 },
        hospitalization: { dischargeDisposition: { coding: [{ code: 'snf' }] } },
      }),
  },
  {
    name: 'a place with the name of a hospital',
    change: (chart) => setOnAll(chart.all('Location'), 'name', 'Mercy Hospital, Infusion Suite 4'),
  },
  {
    name: 'a charge of the drug half a year later',
    change: (chart) =>
      chart.day !== '' &&
      charge(chart, { occurrenceDateTime: `${Number(chart.day.slice(0, 4)) + 1}${chart.day.slice(4)}` }),
  },
  { name: 'an unrelated condition without a status', change: (chart) => condition(chart, {}) },
  {
    name: 'an unrelated condition whose status is in another case',
    change: (chart) => condition(chart, { clinicalStatus: { coding: [{ code: 'Active' }] } }),
  },
  {
    name: 'an unrelated condition with an unknown modifierExtension',
    change: (chart) => condition(chart, { modifierExtension: UNKNOWN }),
  },
  {
    name: 'an inpatient stay that was over long before',
    change: (chart) =>
      chart.add(visitOf(chart, { class: { code: 'IMP' }, period: { start: '2015-01-01', end: '2015-01-05' } })),
  },
  {
    name: 'an inpatient stay that was cancelled',
    change: (chart) =>
      chart.add(visitOf(chart, { status: 'cancelled', class: { code: 'IMP' }, period: { start: '2015-01-01' } })),
  },
  {
    name: 'a series of outpatient visits that spans the dose',
    change: (chart) =>
      chart.add(visitOf(chart, { status: 'in-progress', class: { code: 'AMB' }, period: { start: '2015-01-01' } })),
  },
  {
    name: 'a visit that is part of another outpatient visit',
    change: (chart) =>
      set(chart.encounter, 'partOf', { reference: 'Encounter/another-visit' }) &&
      chart.add(visitOf(chart, { class: { code: 'AMB' } })),
  },
  ...['Outpatient', 'Hospital Outpatient', 'Infusion Series', 'Office Visit', 'Support OP Encounter'].map(
    (display): Harmless => ({
      name: `a class of the EHR’s own, in words: ${display}`,
      change: ({ encounter }) => set(encounter, 'class', { system: 'urn:oid:1.2.840.114350.1', code: '13', display }),
    }),
  ),
  {
    name: 'a patient who only looked on',
    change: ({ dose, patient }) =>
      dose.performer !== undefined &&
      set(dose, 'performer', [
        ...dose.performer,
        { function: { coding: [{ code: 'witness' }] }, actor: { reference: patient } },
      ]),
  },
  {
    name: 'a dose that is part of a procedure that was done',
    change: (chart) =>
      set(chart.dose, 'partOf', [{ reference: 'Procedure/the-injection' }]) &&
      chart.add({
        resourceType: 'Procedure',
        id: 'the-injection',
        status: 'completed',
        subject: { reference: chart.patient },
      }),
  },
  { name: 'a charge of the office visit', change: (chart) => charge(chart, {}) },
  {
    name: 'a charge by a code of the charge master, for another drug that was dispensed',
    change: (chart) => {
      const subject = { reference: chart.patient }
      const medicationCodeableConcept = { text: 'acetaminophen 325 MG oral tablet' }
      chart.add({
        resourceType: 'MedicationDispense',
        id: 'tablets',
        status: 'completed',
        subject,
        medicationCodeableConcept,
      })
      return charge(chart, {
        code: { coding: [{ system: 'https://fhir.example/cdm', code: '3004411' }] },
        service: [{ reference: 'MedicationDispense/tablets' }],
      })
    },
  },
  {
    name: 'a charge of the drug, and its credit',
    change: (chart) => {
      const code = { coding: [{ system: HCPCS, code: 'J0897' }] }
      return charge(chart, { code }) && charge(chart, { id: 'credit', code, quantity: { value: -1 } })
    },
  },
  {
    name: 'a charge for giving another drug of the visit, in another way',
    change: (chart) => {
      const code = chart.dose.effectivePeriod?.end ? '96372' : '96413'
      // Of a dose without an end, or with a route of its own, the chart tells how it was given only by its product.
      if (!chart.dose.effectivePeriod?.end && !/denosumab/.test(JSON.stringify(chart.all('Medication')))) return false
      return charge(chart, { code: { coding: [{ system: CPT, code }] } })
    },
  },
  {
    name: 'the drug that was given, dispensed for its visit',
    change: (chart) => {
      const { medicationCodeableConcept, medicationReference, contained } = chart.dose
      return chart.add({
        resourceType: 'MedicationDispense',
        id: 'the-same',
        status: 'completed',
        subject: { reference: chart.patient },
        context: chart.dose.context,
        contained,
        medicationCodeableConcept,
        medicationReference,
        whenHandedOver: chart.day,
      })
    },
  },
  {
    name: 'a charge of a laboratory test',
    change: (chart) => charge(chart, { code: { coding: [{ system: CPT, code: '80053' }] } }),
  },
  ...['entered-in-error', 'aborted'].map(
    (status): Harmless => ({
      name: `a charge of the drug that is ${status}`,
      change: (chart) => charge(chart, { status, code: { coding: [{ system: HCPCS, code: 'J0897' }] } }),
    }),
  ),
  {
    name: 'an office visit that is not billable',
    change: (chart) => charge(chart, { status: 'not-billable' }),
  },
  {
    name: 'a charge by a code of the charge master that is not billable',
    change: (chart) =>
      charge(chart, {
        status: 'not-billable',
        code: { coding: [{ system: 'https://fhir.example/cdm', code: '3004411' }] },
      }),
  },
  {
    name: 'a charge of the drug ten years ago',
    // A loading dose follows the first dose on record, whenever that was.
    change: (chart) =>
      !/C40|D48\.0|E83\.52/.test(JSON.stringify(chart.all('Condition'))) &&
      charge(chart, {
        code: { coding: [{ system: HCPCS, code: 'J0897' }] },
        occurrenceDateTime: FIRST_OF_2015,
        context: undefined,
      }),
  },
  {
    name: 'a cancelled claim of the day',
    change: (chart) =>
      chart.add({
        resourceType: 'Claim',
        id: 'cancelled-claim',
        status: 'cancelled',
        use: 'claim',
        type: { text: 'professional' },
        patient: { reference: chart.patient },
        created: chart.day,
        provider: { display: 'Tar Bend' },
        priority: { text: 'normal' },
        insurance: [],
        item: [
          { sequence: 1, productOrService: { coding: [{ system: HCPCS, code: 'J0897' }] }, servicedDate: chart.day },
        ],
      }),
  },
  {
    name: 'claims and answers to claims that the EHR does not offer',
    change: ({ request }) => {
      request.reads = { ...request.reads, Claim: 'not-offered', ExplanationOfBenefit: 'not-offered' }
      return true
    },
  },
  {
    name: 'an OperationOutcome that only informs',
    change: (chart) =>
      search(chart, 'Condition', (own) => ({
        entry: [
          ...(own.entry ?? []),
          {
            search: { mode: 'outcome' },
            resource: {
              resourceType: 'OperationOutcome',
              issue: [{ severity: 'information', code: 'informational', diagnostics: 'Search took 12 ms.' }],
            },
          },
        ],
      })),
  },
  {
    name: 'a total that is what came',
    change: (chart) => search(chart, 'Condition', (own) => ({ total: own.entry?.length ?? 0 })),
  },
  {
    name: 'a page that names itself with a larger _count',
    change: (chart) =>
      search(chart, 'Coverage', () => ({
        link: [{ relation: 'self', url: 'https://ehr.example/fhir/Coverage?patient=p&_count=100' }],
      })),
  },
  ...[
    'http://ehr-inside:8080/fhir?_count=1&page=2&patient=p',
    'https://ehr.example/fhir?page=2&patient=p&_count=1',
  ].map(
    (next): Harmless => ({
      name: `a second page that names itself otherwise than ${next}`,
      change: (chart) => {
        const own = chart.entries.filter(({ resource }) => resource?.resourceType === 'Condition')
        chart.remove(({ resourceType }) => resourceType === 'Condition')
        const self = 'https://ehr.example/fhir?patient=p&page=2&_count=1'
        const shared = { resourceType: 'Bundle', type: 'searchset', total: own.length }
        const link = [
          { relation: 'self', url: 'https://ehr.example/fhir/Condition?patient=p&_count=1' },
          { relation: 'next', url: next },
        ]
        chart.add({ ...shared, link, entry: own.slice(0, 1) })
        return chart.add({ ...shared, link: [{ relation: 'self', url: self }], entry: own.slice(1) })
      },
    }),
  ),
  {
    name: 'an OperationOutcome of success, as R5 has it',
    change: (chart) =>
      search(chart, 'Condition', (own) => ({
        entry: [
          ...(own.entry ?? []),
          { search: { mode: 'outcome' }, resource: { resourceType: 'OperationOutcome', issue: [SUCCESS] } },
        ],
      })),
  },
  {
    name: 'a resource type of FHIR R5 that says nothing about a dose',
    change: (chart) => chart.add({ resourceType: 'ImagingSelection', id: 'image', status: 'available' }),
  },
  { name: 'a patient who is alive', change: (chart) => set(chart.all('Patient')[0], 'deceasedBoolean', false) },
  {
    name: 'an unknown modifierExtension on a nurse',
    change: (chart) =>
      chart.add({
        resourceType: 'Practitioner',
        id: 'nurse',
        modifierExtension: UNKNOWN,
        name: [{ family: 'Okafor' }],
      }),
  },
  {
    name: 'an unknown extension on the dose',
    change: ({ dose }) => set(dose, 'extension', [...(dose.extension ?? []), ...UNKNOWN]),
  },
  {
    name: 'notGiven: false, as STU3 says it of a dose that was given',
    change: ({ dose }) => set(dose, 'notGiven', false),
  },
  {
    name: 'the same resources twice',
    change: (chart) => chart.entries.push(...structuredClone(chart.entries)) > 0,
  },
  {
    name: 'an older version of the dose, with another amount',
    change: (chart) => {
      const { dose } = chart
      const older = structuredClone(dose)
      set(older.dosage?.dose, 'value', 1)
      set(older, 'meta', { versionId: '1', lastUpdated: '2020-03-02T18:00:00Z' })
      set(dose, 'meta', { versionId: '2', lastUpdated: '2026-03-02T19:00:00Z' })
      return chart.add(older)
    },
  },
  {
    name: 'a second administration of the day that is entered-in-error',
    change: (chart) => chart.addDose({ status: 'entered-in-error' }),
  },
  { name: 'a tablet of another drug on the same day', change: (chart) => chart.addDose(TABLET) },
  {
    name: 'the patient died after the dose',
    change: (chart) => {
      const patient = chart.all('Patient').find(({ id }) => `Patient/${id}` === chart.patient)
      return set(patient, 'deceasedDateTime', '2026-10-01')
    },
  },
  { name: 'a visit that is still going on', change: ({ encounter }) => set(encounter, 'status', 'in-progress') },
  {
    name: 'a visit without an end',
    change: ({ encounter }) => encounter?.period !== undefined && set(encounter.period, 'end', undefined),
  },
  {
    name: 'an allergy to penicillin without a status',
    change: (chart) =>
      chart.add({
        resourceType: 'AllergyIntolerance',
        id: 'allergy',
        code: { text: 'Penicillin' },
        patient: { reference: chart.patient },
      }),
  },
  {
    name: 'vitamin D as the patient states it, without a status',
    change: (chart) =>
      chart.add({
        resourceType: 'MedicationStatement',
        id: 'vitamin-d',
        medicationCodeableConcept: { text: 'cholecalciferol 1000 IU' },
        subject: { reference: chart.patient },
      }),
  },
  {
    name: 'diagnoses of the visit without a clinical status, which R4 wants of a problem list only',
    change: (chart) => {
      const category = [{ coding: [{ code: 'encounter-diagnosis' }] }]
      const all = chart.all('Condition').filter(({ clinicalStatus }) => clinicalStatus?.coding?.[0]?.code === 'active')
      for (const one of all) set(one, 'category', category)
      return all.map((one) => set(one, 'clinicalStatus', undefined)).length > 0
    },
  },
  {
    name: 'the tablet of the same molecule, taken until the week before',
    change: (chart) =>
      chart.add({
        resourceType: 'MedicationStatement',
        id: 'tablet',
        status: 'completed',
        medicationCodeableConcept: { text: 'ibandronate 150 mg oral tablet' },
        subject: { reference: chart.patient },
      }),
  },
  {
    name: 'the drug on the list of medicines, by the order of the dose',
    change: (chart) => {
      const { medicationReference, medicationCodeableConcept, request } = chart.dose
      if (!request) return false
      return chart.add({
        resourceType: 'MedicationStatement',
        id: 'listed',
        status: 'active',
        basedOn: [request],
        ...(medicationReference && { medicationReference }),
        ...(medicationCodeableConcept && { medicationCodeableConcept }),
        subject: { reference: chart.patient },
      })
    },
  },
  {
    name: 'a supplement to Medicare, second in order',
    change: (chart) =>
      beside(chart, {
        order: 2,
        type: { text: 'Medicare supplement (Medigap)' },
        payor: [{ display: 'Mutual of Omaha' }],
      }),
  },
  {
    name: 'a supplement to Medicare, second in order, beside Part B without an order',
    change: (chart) => {
      set(chart.originalMedicare, 'order', undefined)
      const type = { text: 'Medicare supplement (Medigap)' }
      return beside(chart, { order: 2, type, payor: [{ display: 'Mutual of Omaha' }] })
    },
  },
  {
    name: 'Medicaid, second in order, beside Part B without an order',
    change: (chart) => {
      set(chart.originalMedicare, 'order', undefined)
      return beside(chart, { order: 2, type: { text: 'Medicaid' }, payor: [{ display: 'NC Medicaid' }] })
    },
  },
  {
    name: 'an order on which the payer answers that it covers the drug',
    change: (chart) => {
      const url = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information'
      const covered = [
        { url: 'covered', valueCode: 'covered' },
        { url: 'pa-needed', valueCode: 'no-auth' },
      ]
      const orders = chart.all('MedicationRequest')
      for (const order of orders) set(order, 'extension', [...(order.extension ?? []), { url, extension: covered }])
      return orders.length > 0
    },
  },
  {
    name: 'private insurance, second in order',
    change: (chart) =>
      set(chart.originalMedicare, 'order', 1) &&
      beside(chart, { order: 2, type: { text: 'Commercial' }, payor: [{ display: 'Cigna' }] }),
  },
  {
    name: 'Medicare Part B in the words of a registration',
    change: (chart) =>
      chart.originalMedicare !== undefined &&
      set(chart.originalMedicare, 'type', { text: 'MCR B' }) &&
      set(chart.originalMedicare, 'payor', [{ display: 'MEDICARE PT B' }]),
  },
  {
    name: 'a supplement by the code of HL7, which may be Medicaid too',
    change: (chart) => {
      set(chart.originalMedicare, 'order', undefined)
      const coding = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'SUBSUPP' }]
      return beside(chart, { order: 2, type: { coding }, payor: [{ display: 'Cigna' }] })
    },
  },
  {
    name: 'TRICARE For Life, which pays what Medicare leaves',
    change: (chart) => beside(chart, { type: { text: 'TRICARE' }, payor: [{ display: 'TRICARE For Life' }] }),
  },
  {
    name: 'a group that is “none”, and a manager of drug benefits',
    change: (chart) => {
      const group = { type: { text: 'group' }, value: 'NONE' }
      return (
        set(chart.originalMedicare, 'class', [group]) &&
        beside(chart, { order: undefined, type: undefined, class: undefined, payor: [{ display: 'CVS Caremark' }] })
      )
    },
  },
  {
    name: 'Medicare Part A and Part D beside Part B',
    change: (chart) => {
      const { originalMedicare } = chart
      if (!originalMedicare) return false
      for (const part of ['A', 'D']) {
        const words = `Medicare Part ${part}`
        const differs = { id: `part-${part}`, type: { text: words }, payor: [{ display: words }] }
        chart.add({ ...structuredClone(originalMedicare), ...differs })
      }
      return true
    },
  },
  {
    name: 'a coverage of another payer that ended years ago',
    change: (chart) =>
      beside(chart, {
        type: { text: 'Commercial' },
        payor: [{ display: 'Aetna' }],
        period: { start: '2001-01-01', end: '2009-12-31' },
      }),
  },
  {
    name: 'a draft of another coverage',
    change: (chart) => beside(chart, { status: 'draft', payor: [{ display: 'Aetna' }], type: { text: 'Commercial' } }),
  },
  {
    name: 'a resource of a type that nothing is read from',
    change: (chart) =>
      chart.add({ resourceType: 'Immunization', id: 'flu', status: 'completed', modifierExtension: UNKNOWN }),
  },
  {
    name: 'a narrative, a profile and a security label on the dose',
    change: ({ dose }) =>
      set(dose, 'text', { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">given</div>' }) &&
      set(dose, 'meta', { profile: ['https://ehr.example/StructureDefinition/administration'] }),
  },
  ...HARMLESS_RECORDS,
  ...USUAL_BESIDE_THE_VISIT,
  ...HARMLESS_CHARGED_ELSEWHERE,
  ...HARMLESS_BESIDE,
  ...HARMLESS_COPIES,
  ...HARMLESS_VISITS,
  ...HARMLESS_REGISTRATION,
  ...HARMLESS_STOPPED,
  ...HARMLESS_ORDERS,
  ...HARMLESS_DISPENSES,
  ...HARMLESS_DIAGNOSES,
  ...HARMLESS_LISTED_DRUGS,
  ...HARMLESS_NOTES_OF_THE_LABEL,
  ...HARMLESS_OWN_ELEMENTS,
  ...HARMLESS_ELEMENTS,
  ...HARMLESS_WORDS,
  ...HARMLESS_WORDS_OF_THE_DRUG,
  ...HARMLESS_ORDERING,
  ...HARMLESS_PAYERS,
  ...HARMLESS_ELSEWHERE,
  ...READ_AS_USUAL,
  ...HARMLESS_TWICE,
]
