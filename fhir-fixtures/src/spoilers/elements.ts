import type { FhirResource, MedicationRequest } from 'fhir/r4'
import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const EHR = 'https://ehr.example/fhir/StructureDefinition'

/** The order that the dose names. */
export const orderOf = (chart: SpoiledChart): MedicationRequest | undefined =>
  chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)
const isStated = ({ stated }: SpoiledChart): boolean => 'administeredMg' in stated || 'reviewed' in stated
const dayBefore = ({ day }: SpoiledChart, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

const ordered = (name: string, differs: (chart: SpoiledChart) => object, says = /fits-its-order/): Spoiler => ({
  name: `an order ${name}`,
  spoil: (chart) => {
    const order = isStated(chart) ? undefined : orderOf(chart)
    if (order && chart.day) Object.assign(order, differs(chart))
    return order !== undefined && chart.day !== ''
  },
  says,
})
const timed = (name: string, timing: (chart: SpoiledChart) => object): Spoiler =>
  ordered(name, (chart) => ({ dosageInstruction: [{ timing: timing(chart) }] }))
const named = (name: string, element: string, reference: object): Spoiler =>
  ordered(`that names ${name}`, () => ({ [element]: [reference] }), /MedicationRequest\/.* names /)

/** Elements of the order by which the dose was not given by it. */
const OF_THE_ORDER: readonly Spoiler[] = [
  timed('whose directions ended before the dose', (chart) => ({
    repeat: { boundsPeriod: { start: dayBefore(chart, 300), end: dayBefore(chart, 40) } },
  })),
  timed('whose directions begin after the dose', () => ({ repeat: { boundsPeriod: { start: '2099-01-01' } } })),
  timed('for another day', (chart) => ({ event: [dayBefore(chart, 7)] })),
  ordered('of four years before', (chart) => ({ authoredOn: dayBefore(chart, 1461) })),
  {
    name: 'an order of one dose, which was given before',
    spoil: (chart) => {
      const order = isStated(chart) ? undefined : orderOf(chart)
      const before = chart
        .all('MedicationAdministration')
        .find(({ id, status }) => id !== chart.dose.id && status === 'completed')
      const on = before?.effectiveDateTime ?? before?.effectivePeriod?.start ?? ''
      if (!order || !before || !chart.day || !on || on.slice(0, 10) >= chart.day) return false
      set(before, 'request', chart.dose.request)
      set(order, 'authoredOn', on)
      return set(order, 'dosageInstruction', [{ timing: { repeat: { count: 1 } } }])
    },
    says: /fits-its-order: .*orders one dose/,
  },
  ordered(
    'of a course that is a trial',
    () => ({ courseOfTherapyType: { text: 'Clinical trial' } }),
    /is-wholly-read: MedicationRequest\/.*courseOfTherapyType/,
  ),
  ordered(
    'by another method',
    () => ({ dosageInstruction: [{ method: { text: 'Swallow' } }] }),
    /is-wholly-read: MedicationRequest\/.*method/,
  ),
  named('a study in words', 'supportingInformation', { display: 'Research study protocol 20-114' }),
  named('a study', 'supportingInformation', { reference: 'ResearchSubject/s1' }),
  named('a plan in words that was discontinued', 'basedOn', { display: 'Therapy plan (discontinued)' }),
  named('an alert in words', 'detectedIssue', { display: 'Duplicate therapy' }),
  ordered('that was completed because it was entered on the wrong chart', () => ({
    statusReason: { text: 'Entered on wrong chart' },
  })),
  {
    name: 'an order of at most half the dose',
    spoil: (chart) => {
      const order = isStated(chart) ? undefined : orderOf(chart)
      const { dose } = chart.dose.dosage ?? {}
      return (
        dose?.value !== undefined &&
        set(order, 'dosageInstruction', [{ maxDosePerAdministration: { ...dose, value: dose.value / 2 } }])
      )
    },
    says: /fits-its-order: .*no more than/,
  },
  {
    name: 'an order for another disease than the dose',
    spoil: (chart) => {
      const order = orderOf(chart)
      const own = chart.dose.reasonReference ?? chart.dose.reasonCode
      if (!order || own === undefined || 'diagnoses' in chart.stated) return false
      set(order, 'reasonReference', undefined)
      return set(order, 'reasonCode', [{ text: 'Paget disease of bone' }])
    },
    says: /diagnosis-supports-the-product: MedicationRequest\/.* is for “Paget/,
  },
]

const onDose = (
  name: string,
  change: (chart: SpoiledChart) => boolean | undefined,
  says = /MedicationAdministration\//,
): Spoiler => ({
  name: `a dose ${name}`,
  spoil: change,
  says,
})
const by = (performer: object) => (chart: SpoiledChart) => set(chart.dose, 'performer', [performer])
const NURSE = { reference: 'Practitioner/prac-okafor' }

const OF_THE_DOSE: readonly Spoiler[] = [
  onDose('given by the nurse of an agency', by({ actor: { ...NURSE, display: 'Home health nurse, Bayada' } })),
  onDose('given by an outside provider', by({ actor: { display: 'Outside provider (historical)' } })),
  onDose('given as a caregiver', by({ function: { text: 'Caregiver' }, actor: { display: 'Maria Delgado' } })),
  onDose('given by the nurse of a hospice, as such', by({ function: { text: 'Hospice RN' }, actor: NURSE })),
  onDose('with a notice to the patient', ({ dose }) =>
    set(dose, 'supportingInformation', [{ display: 'Advance Beneficiary Notice signed 3/2/2026' }]),
  ),
  onDose('by the patient’s own pump', ({ dose }) => set(dose, 'device', [{ display: 'Patient home pump' }])),
  onDose('that came from an exchange', ({ dose }) =>
    set(dose, 'meta', { source: 'https://careeverywhere.hospital.example/fhir' }),
  ),
  onDose('for a trial, in words', ({ dose }) =>
    set(dose, 'reasonCode', [...(dose.reasonCode ?? []), { text: 'Clinical trial NCT01234567' }]),
  ),
  onDose(
    'for another disease too, in words',
    (chart) => {
      const { dose } = chart
      if ('diagnoses' in chart.stated || dose.reasonReference === undefined) return false
      return set(dose, 'reasonCode', [{ text: 'Paget disease of bone' }])
    },
    /diagnosis-supports-the-product/,
  ),
  ...['PATRPT', 'PATAST'].map((code) =>
    onDose(
      `with the label ${code}`,
      ({ dose }) => set(dose, 'meta', { security: [{ code }] }),
      new RegExp(`is-wholly-read: .*${code}`),
    ),
  ),
]

const visited = (name: string, differs: object, says = /visit-took-place: Encounter\//): Spoiler => ({
  name: `a visit ${name}`,
  spoil: ({ encounter }) => {
    if (encounter) Object.assign(encounter, differs)
    return encounter !== undefined
  },
  says,
})
const ACCOUNTS = ['Self-pay account', 'Research billing account', 'Workers comp - Acme']
const REASONS = [
  'Motor vehicle accident',
  'Workers compensation',
  'Hospice',
  'Clinical trial',
  'Home health',
  'Charity care',
  'Patient supplied medication',
]

const OF_THE_VISIT: readonly Spoiler[] = [
  ...REASONS.map((text) => visited(`for “${text}”`, { reasonCode: [{ text }] })),
  ...ACCOUNTS.map((display) => visited(`that bills “${display}”`, { account: [{ display }] })),
  visited(
    'of a patient from a nursing facility',
    { hospitalization: { admitSource: { coding: [{ code: 'nursing' }], text: 'From skilled nursing facility' } } },
    /is-wholly-read: Encounter\/.*admitSource/,
  ),
  visited('after which the patient went to a nursing facility', {
    hospitalization: { dischargeDisposition: { coding: [{ code: 'snf' }] } },
  }),
  visited('after which the patient went to a hospice', {
    hospitalization: { dischargeDisposition: { text: 'Hospice' } },
  }),
  visited('with a nurse of an agency', { participant: [{ individual: { ...NURSE, display: 'Home health aide' } }] }),
  visited('that another hospital provided', { serviceProvider: { display: 'Outside hospital (historical)' } }),
  visited('from a nursing home, in words', { hospitalization: { origin: { display: 'Oak Grove Skilled Nursing' } } }),
  visited('by an appointment for research', { appointment: [{ display: 'Research visit' }] }),
]

/** The country of each place and organization of the visit. */
const inCountry = (type: 'Location' | 'Organization', address: object): Spoiler => ({
  name: `a ${type} of the visit abroad`,
  spoil: (chart) => {
    const named = JSON.stringify(chart.encounter ?? {})
    const all = chart.all(type).filter(({ id }) => named.includes(`${type}/${id}"`))
    return all.map((each) => set(each, 'address', type === 'Location' ? address : [address])).length > 0
  },
  says: /is-wholly-read: .*country “/,
})

const onOwnMedicare = (
  name: string,
  change: (coverage: object, chart: SpoiledChart) => unknown,
  says: RegExp,
): Spoiler => ({
  name,
  spoil: (chart) => {
    const { originalMedicare } = chart
    if (originalMedicare) change(originalMedicare, chart)
    return originalMedicare !== undefined
  },
  says,
})
const PAYER = /coverage\//

const OF_THE_REGISTRATION: readonly Spoiler[] = [
  inCountry('Location', { city: 'Tijuana', country: 'MX' }),
  inCountry('Organization', { city: 'Toronto', country: 'Canada' }),
  onOwnMedicare(
    'Medicare whose policy an employer holds',
    (c) => set(c, 'policyHolder', { display: 'Acme Inc' }),
    PAYER,
  ),
  onOwnMedicare('Medicare of the husband', (c) => set(c, 'subscriber', { display: 'John (husband)' }), PAYER),
  onOwnMedicare(
    'Medicare by contract of a plan',
    (c) => set(c, 'contract', [{ display: 'Humana Gold Plus HMO' }]),
    PAYER,
  ),
  onOwnMedicare(
    'a hospice of Medicare beside Part B',
    (c, chart) => chart.add({ ...c, id: 'of-a-hospice', order: 2, type: { text: 'Hospice' } }),
    PAYER,
  ),
  {
    name: 'a patient by the name of a test',
    spoil: (chart) =>
      chart.all('Patient').map((each) => set(each, 'name', [{ family: 'Zztest', given: ['Rosa'] }])).length > 0,
    says: /fits-the-account: Patient\/.* is named “Zztest”/,
  },
  {
    name: 'a patient whose record is not used',
    spoil: (chart) => chart.all('Patient').map((each) => set(each, 'active', false)).length > 0,
    says: /is-wholly-read: Patient\//,
  },
  {
    name: 'a patient that is tagged as test data',
    spoil: (chart) =>
      chart.all('Patient').map((each) => set(each, 'meta', { tag: [{ code: 'test-data' }] })).length > 0,
    says: /is-wholly-read: Patient\/.*test data/,
  },
  ...[
    { note: [{ text: 'Entered in error, DXA normal. Remove from problem list.' }] },
    { note: [{ text: 'Rule out; awaiting DXA' }] },
    { category: [{ text: 'Family History' }] },
    { category: [{ coding: [{ code: 'medical-history', display: 'Medical History' }] }] },
  ].map(
    (differs): Spoiler => ({
      name: `a diagnosis with ${JSON.stringify(differs)}`,
      spoil: (chart) => {
        if ('diagnoses' in chart.stated || 'reasonCode' in chart.dose) return false
        return chart.all('Condition').map((each) => Object.assign(each, differs)).length > 0
      },
      says: /diagnosis-supports/,
    }),
  ),
]

/** A record that bears on the dose, by its type. */
const bearing = (chart: SpoiledChart, type: string): object | undefined => {
  const [, medication] = (chart.dose.medicationReference?.reference ?? '').split('/')
  const by: Readonly<Record<string, () => FhirResource | undefined>> = {
    Medication: () => chart.all('Medication').find(({ id }) => id === medication),
    MedicationRequest: () => orderOf(chart),
    Encounter: () => chart.encounter,
    Coverage: () => chart.coverages[0],
    Patient: () => chart.all('Patient').find(({ id }) => `Patient/${id}` === chart.patient),
  }
  return by[type]?.()
}

/** Extensions of an EHR's own, on what the dose names. */
const EXTENDED: readonly (readonly [type: string, extension: object])[] = [
  ['Medication', { url: `${EHR}/patient-supplied`, valueBoolean: true }],
  ['MedicationRequest', { url: `${EHR}/drug-source`, valueString: 'White bag' }],
  ['Encounter', { url: `${EHR}/340B`, valueBoolean: true }],
  ['Encounter', { url: `${EHR}/billing-status`, valueString: 'Do not bill' }],
  ['Coverage', { url: `${EHR}/verification-status`, valueString: 'Not eligible' }],
  ['Patient', { url: `${EHR}/hospice`, valueBoolean: true }],
]

/** Elements that nobody reads, in which words stand that say it outright. */
const ANYWHERE: readonly (readonly [type: string, element: string, value: object])[] = [
  ['Medication', 'manufacturer', { display: 'Amgen (patient supplied)' }],
  ['MedicationRequest', 'priorPrescription', { display: 'White bagged, do not bill' }],
  ['Encounter', 'priority', { text: 'No charge' }],
  ['Coverage', 'costToBeneficiary', [{ type: { text: 'Patient assistance' } }]],
  ['Patient', 'generalPractitioner', [{ display: 'Clinical trial unit' }]],
]
const isCharged = (chart: SpoiledChart): boolean =>
  !/"(supplied|free)"/.test(JSON.stringify([chart.dose, chart.stated]))

/** What records of the dose say in elements that facts were not read from. */
export const ELEMENTS: readonly Spoiler[] = [
  ...OF_THE_ORDER,
  ...OF_THE_DOSE,
  ...OF_THE_VISIT,
  ...OF_THE_REGISTRATION,
  ...EXTENDED.map(
    ([type, extension]): Spoiler => ({
      name: `a ${type} with the extension ${JSON.stringify(extension)}`,
      spoil: (chart) => {
        const record = bearing(chart, type) as { extension?: object[] } | undefined
        return set(record, 'extension', [...(record?.extension ?? []), extension])
      },
      says: new RegExp(`${type}/.* carries an extension`),
    }),
  ),
  ...ANYWHERE.map(
    ([type, element, value]): Spoiler => ({
      name: `a ${type} whose ${element} says ${JSON.stringify(value)}`,
      spoil: (chart) => isCharged(chart) && set(bearing(chart, type), element, value),
      says: new RegExp(`is-wholly-read: ${type}/`),
    }),
  ),
]
