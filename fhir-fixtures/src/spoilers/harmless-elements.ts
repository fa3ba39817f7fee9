import type { FhirResource } from 'fhir/r4'
import { orderOf } from './elements.ts'
import { type Harmless, type SpoiledChart, set } from './spoiler.ts'

const V3 = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const SNOMED = 'http://snomed.info/sct'
const number = (value: string) => [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7', value, use: 'usual' }]
const concept = (text: string, code?: string) => ({ ...(code && { coding: [{ code, display: text }] }), text })
const dr = { reference: 'Practitioner/dr1', type: 'Practitioner', display: 'Lindqvist, Maren, MD' }

/**
 * What a type of record holds in production EHRs (Epic, Oracle Health, athena, Synthea, the examples of US Core) beside what
 * the scenarios have: every element that the tables take for one that never bears on a line, and usual values of those that
 * are read. A correct dose stays ready with all of it.
 */
export const RICH: Readonly<Partial<Record<FhirResource['resourceType'], (chart: SpoiledChart) => object>>> = {
  MedicationAdministration: () => ({
    identifier: number('MAR-20391'),
    eventHistory: [{ reference: 'Provenance/of-the-mar' }],
    device: [{ reference: 'Device/pump-12', display: 'Alaris infusion pump 12' }],
    supportingInformation: [
      { reference: 'Observation/vitals-1', display: 'Vital signs' },
      { reference: 'Encounter/elsewhere' },
    ],
  }),
  MedicationRequest: (chart) => ({
    identifier: number('ORD-7741'),
    groupIdentifier: { value: 'GRP-1' },
    priority: 'routine',
    category: [concept('Outpatient', 'outpatient')],
    encounter: { reference: 'Encounter/of-the-order', display: 'Office Visit' },
    recorder: dr,
    eventHistory: [{ reference: 'Provenance/of-the-order' }],
    priorPrescription: { reference: 'MedicationRequest/before', display: 'denosumab 60 mg/mL' },
    courseOfTherapyType: concept('Continuous long term therapy', 'continuous'),
    basedOn: [{ reference: 'CarePlan/not-sent' }],
    detectedIssue: [{ reference: 'DetectedIssue/not-sent' }],
    supportingInformation: [{ reference: 'Observation/calcium', display: 'Calcium' }],
    insurance: chart.coverages.map(({ id }) => ({ reference: `Coverage/${id}` })),
    dosageInstruction: [
      {
        sequence: 1,
        timing: {
          repeat: {
            boundsPeriod: { start: '2015-01-01', end: '2099-12-31' },
            count: 12,
            countMax: 24,
            duration: 1,
            durationMax: 2,
            durationUnit: 'h',
            frequency: 1,
            frequencyMax: 1,
            period: 1,
            periodMax: 2,
            periodUnit: 'wk',
            dayOfWeek: ['mon'],
            timeOfDay: ['10:00:00'],
            when: ['MORN'],
            offset: 30,
          },
          code: concept('Every week'),
        },
        asNeededBoolean: false,
        site: concept('Upper arm'),
        method: concept('Inject', '422145002'),
        doseAndRate: [
          { type: concept('ordered'), rateQuantity: { value: 25, unit: 'mL/h' } },
          {
            type: concept('calculated'),
            rateRatio: { numerator: { value: 25, unit: 'mL' }, denominator: { value: 1, unit: 'h' } },
            rateRange: { low: { value: 20, unit: 'mL/h' } },
          },
        ],
      },
      { timing: { repeat: { boundsDuration: { value: 1, unit: 'd' } } } },
      { timing: { repeat: { boundsRange: { low: { value: 1, unit: 'd' } } } } },
    ],
    dispenseRequest: {
      initialFill: { quantity: { value: 1 } },
      dispenseInterval: { value: 6, unit: 'mo' },
      validityPeriod: { start: '2015-01-01', end: '2099-12-31' },
      numberOfRepeatsAllowed: 1,
      quantity: { value: 1, unit: 'mL' },
      expectedSupplyDuration: { value: 180, unit: 'd' },
    },
    substitution: { allowedBoolean: true, reason: concept('Formulary policy') },
  }),
  Medication: () => ({
    identifier: number('ERX-1009'),
    manufacturer: { display: 'Amgen USA Inc' },
    ingredient: [{ isActive: true }],
  }),
  Encounter: () => ({
    identifier: number('CSN-500231'),
    statusHistory: [{ status: 'arrived', period: { start: '2026-03-02T09:40:00-05:00' } }],
    priority: concept('elective', 'EL'),
    length: { value: 75, unit: 'min' },
    participant: [
      {
        type: [{ coding: [{ code: 'ATND', display: 'attender' }] }],
        period: { start: '2026-03-02T09:40:00-05:00' },
        individual: dr,
      },
      { type: [concept('Referring Physician')], individual: { display: 'Ngozi Okafor, RN' } },
    ],
    account: [{ reference: 'Account/not-sent', display: 'Delgado, Rosa' }],
    appointment: [{ reference: 'Appointment/not-sent', display: 'Infusion visit' }],
    basedOn: [{ reference: 'ServiceRequest/not-sent' }],
    reasonCode: [concept('Osteoporosis injection'), concept('History of stroke (cerebrovascular accident)')],
    hospitalization: {
      preAdmissionIdentifier: { value: '12' },
      admitSource: concept('Physician referral', 'mp'),
      dietPreference: [concept('Low sodium')],
      specialArrangement: [concept('Wheelchair', 'wheel')],
      dischargeDisposition: concept('Discharged to Home or Self Care', 'home'),
      destination: { display: 'Home' },
    },
  }),
  Location: () => ({
    identifier: number('DEP-10501101'),
    status: 'active',
    operationalStatus: { code: 'O', display: 'Occupied' },
    description: 'Second floor, elevator B',
    mode: 'instance',
    telecom: [{ system: 'phone', value: '919-555-0111' }],
    address: {
      use: 'work',
      type: 'physical',
      text: '1 Main St, Durham NC',
      line: ['1 Main St'],
      city: 'Durham',
      district: 'Durham County',
      state: 'NC',
      postalCode: '27705',
      country: 'US',
      period: { start: '2015-01-01' },
    },
    position: { longitude: -78.9, latitude: 36 },
    hoursOfOperation: [{ daysOfWeek: ['mon'], openingTime: '08:00:00' }],
    availabilityExceptions: 'Closed on holidays',
    endpoint: [{ reference: 'Endpoint/e' }],
  }),
  Organization: () => ({
    active: true,
    telecom: [{ system: 'phone', value: '919-555-0111' }],
    address: [
      {
        use: 'work',
        type: 'both',
        text: '1 Main St, Durham NC',
        line: ['1 Main St'],
        city: 'Durham',
        district: 'Durham County',
        state: 'NC',
        postalCode: '27705',
        country: 'USA',
        period: { start: '2015-01-01' },
      },
    ],
    contact: [{ purpose: concept('Billing', 'BILL') }],
    endpoint: [{ reference: 'Endpoint/e' }],
  }),
  Patient: () => ({
    identifier: number('E3826'),
    active: true,
    name: [{ use: 'official', text: 'Rosa Maria Delgado', family: 'Delgado', given: ['Rosa', 'Maria'] }],
    telecom: [{ system: 'phone', value: '919-555-0122' }],
    address: [{ line: ['12 Mill Pond Lane'], city: 'Durham', state: 'NC', country: 'US' }],
    maritalStatus: concept('Married', 'M'),
    multipleBirthBoolean: false,
    multipleBirthInteger: 1,
    photo: [{ contentType: 'image/jpeg' }],
    contact: [{ relationship: [concept('Spouse')], name: { family: 'Delgado' } }],
    communication: [{ language: concept('English', 'en'), preferred: true }],
    generalPractitioner: [dr],
    managingOrganization: { display: 'Tar Bend Medical Group' },
    link: [{ other: { reference: 'Patient/an-older-record' }, type: 'replaces' }],
    extension: [
      {
        url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity',
        extension: [{ url: 'text', valueString: 'Not reported' }],
      },
      {
        url: 'http://open.epic.com/FHIR/StructureDefinition/extension/legal-sex',
        valueCodeableConcept: concept('female'),
      },
    ],
  }),
  Coverage: (chart) => ({
    identifier: number('COV-3'),
    subscriberId: '0A00A00AA00',
    dependent: '01',
    subscriber: { reference: chart.patient, display: 'Rosa Delgado' },
    policyHolder: { reference: chart.patient },
    costToBeneficiary: [
      { type: concept('Copay', 'copay'), valueMoney: { value: 20, currency: 'USD' } },
      { type: concept('Coinsurance'), valueQuantity: { value: 20, unit: '%' } },
    ],
  }),
  Condition: () => ({
    identifier: number('PL-77'),
    severity: concept('Moderate', '6736007'),
    bodySite: [concept('Lumbar spine')],
    stage: [{ summary: concept('Stage 1') }],
    evidence: [{ code: [concept('DXA')] }],
    onsetAge: { value: 70, unit: 'a' },
    onsetString: 'at seventy',
    onsetRange: { low: { value: 70, unit: 'a' } },
    recordedDate: '2023-02-14',
    recorder: dr,
    asserter: dr,
    note: [{ text: 'T-score -3.1 at the hip, on denosumab since 2023.' }],
  }),
}

/** The records of a type that a dose names, or that are the patient's. */
export function recordsOf(chart: SpoiledChart, type: FhirResource['resourceType']): readonly FhirResource[] {
  switch (type) {
    case 'MedicationAdministration':
      return [chart.dose]
    case 'MedicationRequest':
      return [orderOf(chart)].filter((each) => each !== undefined)
    case 'Encounter':
      return [chart.encounter].filter((each) => each !== undefined)
    case 'Coverage':
      return chart.coverages
    case 'Location':
    case 'Organization': {
      const named = JSON.stringify(chart.encounter ?? {})
      return chart.all(type).filter(({ id }) => named.includes(`${type}/${id}"`))
    }
    case 'Medication': {
      const named = chart.dose.medicationReference?.reference
      return chart.all('Medication').filter(({ id }) => `Medication/${id}` === named)
    }
    default:
      return chart.all(type)
  }
}

/** What a record has stays; within lists and elements that it has nothing is added. */
const enriched = (record: object, more: object): void => {
  for (const [element, value] of Object.entries(more)) if (!(element in record)) set(record, element, value)
}

/** Records as production EHRs send them. */
export const HARMLESS_ELEMENTS: readonly Harmless[] = [
  ...(Object.keys(RICH) as (keyof typeof RICH)[]).map(
    (type): Harmless => ({
      name: `a ${type} with everything that EHRs send`,
      change: (chart) => {
        const records = recordsOf(chart, type)
        for (const record of records) enriched(record, RICH[type]?.(chart) ?? {})
        return records.length > 0
      },
    }),
  ),
  {
    name: 'every record of the dose with everything that EHRs send',
    change: (chart) => {
      for (const type of Object.keys(RICH) as (keyof typeof RICH)[])
        for (const record of recordsOf(chart, type)) enriched(record, RICH[type]?.(chart) ?? {})
      return true
    },
  },
  ...['Every 6 months', 'ONCE', 'Q6 months', 'One time in clinic', 'Once every 180 days'].map(
    (words): Harmless => ({
      name: `an order to be given “${words}”`,
      change: (chart) => set(orderOf(chart), 'dosageInstruction', [{ timing: { code: { text: words } } }]),
    }),
  ),
  {
    name: 'an order whose reason is the disease in other words',
    change: (chart) => {
      const order = orderOf(chart)
      const own = JSON.stringify(chart.all('Condition').map(({ code }) => code))
      if (!order || !/M81\.0/.test(own) || !/Prolia/.test(JSON.stringify(chart.dose))) return false
      set(order, 'reasonReference', undefined)
      return set(order, 'reasonCode', [{ text: 'Senile osteoporosis' }])
    },
  },
  {
    name: 'an order of last year for the day of the dose',
    change: (chart) => {
      const last = `${Number(chart.day.slice(0, 4)) - 1}-03-05`
      return (
        set(orderOf(chart), 'dosageInstruction', [{ timing: { event: [chart.day] } }]) &&
        set(orderOf(chart), 'authoredOn', last)
      )
    },
  },
  ...[
    concept('Problem List Item', 'problem-list-item'),
    { coding: [{ system: V3, code: 'encounter-diagnosis' }] },
    { coding: [{ system: SNOMED, code: '439401001', display: 'Diagnosis' }] },
    concept('Health Concern', 'health-concern'),
  ].map(
    (category): Harmless => ({
      name: `diagnoses of the category ${JSON.stringify(category)}`,
      change: (chart) => chart.all('Condition').map((each) => set(each, 'category', [category])).length > 0,
    }),
  ),
  {
    name: 'a dose with a protocol that a person looked at',
    change: (chart) => {
      const order = orderOf(chart)
      if (!order) return false
      const at = `${chart.day || '2026-03-02'}T23:30:00Z`
      const stated = { by: 'A pharmacist', at, ...chart.stated, reviewed: [`MedicationRequest/${order.id}`] }
      chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
      return set(order, 'instantiatesUri', ['urn:protocol:osteoporosis'])
    },
  },
]
