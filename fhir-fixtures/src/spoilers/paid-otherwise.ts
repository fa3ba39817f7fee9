import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm'
const days = ({ day }: SpoiledChart, from: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + from * 86_400_000).toISOString().slice(0, 10)
const subject = (chart: SpoiledChart) => ({ reference: chart.patient })

const record = (name: string, make: (chart: SpoiledChart) => object | undefined, says: RegExp): Spoiler => ({
  name,
  spoil: (chart) => {
    const made = make(chart)
    return made !== undefined && chart.day !== '' && chart.add({ id: 'beside-the-dose', ...made })
  },
  says,
})
const harmless = (name: string, make: (chart: SpoiledChart) => object | undefined): Harmless => ({
  name,
  change: (chart) => {
    const made = make(chart)
    return made !== undefined && chart.day !== '' && chart.add({ id: 'beside-the-dose', ...made })
  },
})

/** A charge of the visit for something else than the dose. */
const charge = (chart: SpoiledChart, code: string, differs: object = {}) => ({
  resourceType: 'ChargeItem',
  status: 'billable',
  code: { coding: [{ code }] },
  subject: subject(chart),
  context: chart.dose.context,
  occurrenceDateTime: chart.day,
  ...differs,
})

const OF_ANOTHER_PLACE = {
  T1015: 'a clinic paid by the visit',
  G0466: 'a health center',
  '99309': 'a nursing facility',
  '99223': 'a hospital stay',
  '99232': 'a hospital stay',
  '99284': 'an emergency department',
  '99291': 'critical care',
  '90935': 'dialysis',
  '90999': 'dialysis',
  G0299: 'home health',
} as const

const CHARGES: readonly Spoiler[] = [
  ...Object.entries(OF_ANOTHER_PLACE).map(([code, of]) =>
    record(
      `a charge of the visit by ${code}, of ${of}`,
      (chart) => charge(chart, code),
      /nothing-was-reported: .*no visit of a clinic/,
    ),
  ),
  ...['GV', 'Q1', 'QJ'].map((modifier) =>
    record(
      `a charge of the visit with ${modifier}`,
      (chart) => charge(chart, '99213', { code: { coding: [{ code: '99213' }, { code: modifier }] } }),
      /nothing-was-reported: .*is charged with/,
    ),
  ),
  record(
    'a charge of the visit to the account of a study',
    (chart) => charge(chart, '99213', { account: [{ display: 'Study 123' }] }),
    /nothing-was-reported: .*is charged to/,
  ),
]

const INSIDE: readonly Spoiler[] = [
  record(
    'a charge inside a list',
    (chart) => ({
      resourceType: 'List',
      status: 'current',
      mode: 'working',
      subject: subject(chart),
      contained: [{ ...charge(chart, 'J0897'), id: 'inside' }],
      entry: [{ item: { reference: '#inside' } }],
    }),
    /holds a ChargeItem inside it/,
  ),
]

const visit = (name: string, element: string, value: unknown, says: RegExp): Spoiler => ({
  name,
  spoil: (chart) => set(chart.encounter, element, value),
  says,
})
const VISIT: readonly Spoiler[] = [
  ...['Work related injury', 'Fell at work', 'On-the-job accident'].map((words) =>
    visit(`a visit for “${words}”`, 'reasonCode', [{ text: words }], /visit-took-place: .*somebody else may pay/),
  ),
  ...['Tijuana, Mexico clinic', 'Toronto, Canada'].map((display) =>
    visit(`a visit in “${display}”`, 'location', [{ location: { display } }], /outside the United States/),
  ),
  ...['Admitted as inpatient', 'Transferred to acute care', 'Observation'].map((text) =>
    visit(
      `a visit that ended with “${text}”`,
      'hospitalization',
      { dischargeDisposition: { text } },
      /visit-took-place: .*ended with|admitted/,
    ),
  ),
  {
    name: 'an account of the visit of another year',
    spoil: (chart) =>
      set(chart.encounter, 'account', [{ reference: 'Account/of-the-visit' }]) &&
      chart.add({
        resourceType: 'Account',
        id: 'of-the-visit',
        status: 'active',
        subject: [subject(chart)],
        servicePeriod: { start: '2020-01-01', end: '2020-12-31' },
      }),
    says: /fits-the-account: .*another time/,
  },
  record(
    'care of a skilled nursing facility',
    (chart) => ({
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: subject(chart),
      managingOrganization: { display: 'Sunrise Skilled Nursing Facility' },
      period: { start: days(chart, -30) },
    }),
    /is care by “Sunrise/,
  ),
]

const condition = (chart: SpoiledChart, code: string, differs: object = {}) => ({
  resourceType: 'Condition',
  clinicalStatus: { coding: [{ code: 'active' }] },
  verificationStatus: { coding: [{ code: 'confirmed' }] },
  code: { coding: [{ system: ICD10CM, code }] },
  subject: subject(chart),
  ...differs,
})
const CONDITIONS: readonly Spoiler[] = [
  record('a patient in custody, by ICD-10-CM', (chart) => condition(chart, 'Z65.1'), /somebody else may pay/),
  record(
    'a failure in dosage as a diagnosis of the visit',
    (chart) => (chart.encounter ? condition(chart, 'Y63.8', { encounter: chart.dose.context }) : undefined),
    /something went wrong/,
  ),
]

const orderOf = (chart: SpoiledChart) => {
  const [, id] = (chart.dose.request?.reference ?? '').split('/')
  return chart.all('MedicationRequest').find((each) => each.id === id)
}
const requestedBy = (name: string, beside: (who: string) => readonly object[]): Spoiler => ({
  name,
  spoil: (chart) => {
    const order = orderOf(chart)
    if (!set(order, 'requester', { reference: 'Practitioner/orders' })) return false
    for (const each of beside('Practitioner/orders')) chart.add(each)
    return true
  },
  says: /fits-its-order: .*(orders no drug|license ended)/,
})
const practitioner = (qualification: readonly object[]) => ({
  resourceType: 'Practitioner',
  id: 'orders',
  qualification,
})
const PRESCRIBERS: readonly Spoiler[] = [
  requestedBy('an order by a student', () => [practitioner([{ code: { text: 'Medical student' } }])]),
  requestedBy('an order by a veterinarian', () => [practitioner([{ code: { text: 'Veterinarian' } }])]),
  requestedBy('an order by somebody whose license ended', () => [
    practitioner([{ code: { text: 'MD' }, period: { end: '2015-12-31' } }]),
  ]),
  requestedBy('an order by somebody whose role is that of a receptionist', (who) => [
    practitioner([]),
    { resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: who }, code: [{ text: 'Receptionist' }] },
  ]),
]

const REPLACED: readonly Spoiler[] = [
  {
    name: 'an order that took the place of the order of the dose the day before',
    spoil: (chart) => {
      const order = orderOf(chart)
      return (
        order !== undefined &&
        chart.day !== '' &&
        chart.add({
          ...structuredClone(order),
          id: 'replaces',
          status: 'active',
          authoredOn: days(chart, -1),
          priorPrescription: chart.dose.request,
        })
      )
    },
    says: /took the place of/,
  },
]

const isProlia = (chart: SpoiledChart): boolean => /prolia/i.test(JSON.stringify([chart.dose, chart.all('Medication')]))
const told = (name: string, make: (chart: SpoiledChart, day: string) => object): Spoiler =>
  record(
    `a dose two months before, told by ${name}`,
    (chart) => (isProlia(chart) ? { subject: subject(chart), ...make(chart, days(chart, -56)) } : undefined),
    /enough-time-has-passed|nothing-was-reported|nobody-holds-it/,
  )
const EARLIER: readonly Spoiler[] = [
  told('an observation of when it was', (chart, day) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Date of last Prolia injection' },
    valueDateTime: day,
    effectiveDateTime: chart.day,
  })),
  told('a procedure by its code', (_, day) => ({
    resourceType: 'Procedure',
    status: 'completed',
    code: { coding: [{ code: 'J0897' }] },
    performedDateTime: day,
  })),
  told('a procedure by what was used', (_, day) => ({
    resourceType: 'Procedure',
    status: 'completed',
    code: { text: 'Subcutaneous injection' },
    usedCode: [{ text: 'Prolia 60 mg' }],
    performedDateTime: day,
  })),
  told('the type of a visit', (_, day) => ({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    period: { start: day, end: day },
    type: [{ text: 'Prolia injection visit' }],
  })),
  told('an order of a service', (_, day) => ({
    resourceType: 'ServiceRequest',
    status: 'completed',
    intent: 'order',
    code: { text: 'Prolia injection' },
    occurrenceDateTime: day,
  })),
]

const coverage = (name: string, change: (own: object, chart: SpoiledChart) => boolean, says: RegExp): Spoiler => ({
  name,
  spoil: (chart) => chart.originalMedicare !== undefined && change(chart.originalMedicare, chart),
  says,
})
const payor = (chart: SpoiledChart, differs: object): boolean =>
  chart.add({ resourceType: 'Organization', id: 'the-payer', name: 'Medicare Part B', ...differs }) &&
  set(chart.originalMedicare, 'payor', [{ reference: 'Organization/the-payer' }])
const NUMBERS: readonly Spoiler[] = [
  coverage(
    'a number of the insured that is none',
    (own) => set(own, 'subscriberId', 'PENDING'),
    /number of the insured/,
  ),
]
const INSURERS: readonly Spoiler[] = [
  coverage(
    'Medicare that is called a health maintenance organization too',
    (_, chart) => payor(chart, { alias: ['Humana Gold Plus'] }),
    /also called/,
  ),
  coverage(
    'Medicare of the type Medicare Advantage',
    (_, chart) => payor(chart, { type: [{ text: 'Medicare Advantage' }] }),
    /also called|Advantage/,
  ),
]

/** What answers a request for leave, or the request, says otherwise than the dose was given. */
const authorized = (name: string, of: 'Claim' | 'ClaimResponse', element: string, value: unknown): Spoiler => ({
  name: `${of === 'Claim' ? 'a request' : 'an answer'} ${name}`,
  spoil: (chart) => {
    const [answer, ...others] = chart.all('ClaimResponse').filter(({ use }) => use === 'preauthorization')
    if (!answer || others.length > 0) return false
    if (of === 'ClaimResponse') return set(answer, element, value)
    const asked = { resourceType: 'Claim', id: 'asked', status: 'active', use: answer.use, patient: answer.patient }
    return (
      answer.request === undefined &&
      chart.add({ ...asked, insurance: answer.insurance, [element]: value }) &&
      set(answer, 'request', { reference: 'Claim/asked' })
    )
  },
  says: /prior-authorization-is-on-file/,
})
const AUTHORIZED: readonly Spoiler[] = [
  authorized('under the pharmacy benefit', 'ClaimResponse', 'subType', { text: 'Pharmacy benefit' }),
  authorized('by a letter of denial', 'ClaimResponse', 'formCode', { text: 'Denial letter' }),
  authorized('that says in words that it was denied', 'ClaimResponse', 'text', {
    status: 'additional',
    div: '<div xmlns="http://www.w3.org/1999/xhtml">Authorization denied</div>',
  }),
  authorized('for another hospital', 'Claim', 'facility', { display: 'Qwertz Hospital' }),
  authorized('after an accident', 'Claim', 'accident', { date: '2026-02-20', type: { text: 'auto' } }),
  authorized('for a drug of a specialty pharmacy', 'Claim', 'supportingInfo', [
    { sequence: 1, category: { text: 'additional' }, valueString: 'Patient will obtain drug from specialty pharmacy' },
  ]),
]

const about = (chart: SpoiledChart) => ({ reference: chart.request.focus })
const NURSE = [{ who: { display: 'RN' } }]
const TOLD_OF_THE_RECORD: readonly Spoiler[] = [
  record(
    'a dose that was made into another',
    (chart) => ({
      resourceType: 'Provenance',
      target: [{ reference: 'MedicationAdministration/another' }],
      recorded: `${chart.day}T22:00:00Z`,
      agent: NURSE,
      entity: [{ role: 'revision', what: about(chart) }],
    }),
    /was made into/,
  ),
  record(
    'a dose that came by an exchange',
    (chart) => ({
      resourceType: 'Provenance',
      target: [about(chart)],
      recorded: `${chart.day}T22:00:00Z`,
      agent: [{ type: { text: 'transmitter' }, who: { display: 'Other Hospital via Care Everywhere' } }],
    }),
    /came from “Other Hospital/,
  ),
  record(
    'a dose that was charted in a facility',
    (chart) => ({
      resourceType: 'Provenance',
      target: [about(chart)],
      recorded: `${chart.day}T22:00:00Z`,
      location: { display: 'Sunrise Skilled Nursing Facility' },
      agent: NURSE,
    }),
    /was charted at “Sunrise/,
  ),
  record(
    'a dose that was charted as of another day',
    (chart) => ({
      resourceType: 'Provenance',
      target: [about(chart)],
      recorded: `${chart.day}T22:00:00Z`,
      occurredDateTime: days(chart, -2),
      agent: NURSE,
    }),
    /was charted as of/,
  ),
  record(
    'a dose of which the record was made two days before',
    (chart) => ({
      resourceType: 'Provenance',
      target: [about(chart)],
      recorded: `${days(chart, -2)}T12:00:00Z`,
      activity: { coding: [{ code: 'CREATE' }] },
      agent: NURSE,
    }),
    /before it was given/,
  ),
  record(
    'a message that takes the charge back',
    (chart) => ({
      resourceType: 'MessageHeader',
      eventCoding: { code: 'cancel', display: 'Cancel charge' },
      source: { endpoint: 'urn:x' },
      focus: [about(chart)],
    }),
    /is a message about the dose/,
  ),
  {
    name: 'a dose of a patient by another name',
    spoil: (chart) =>
      chart.all('Patient').some(({ id, name }) => `Patient/${id}` === chart.patient && (name?.length ?? 0) > 0) &&
      set(chart.dose.subject, 'display', 'Qwertz, Zebulon'),
    says: /by another name/,
  },
]

const PROPOSED: readonly Spoiler[] = [
  {
    name: 'AY proposed for a patient who is not on dialysis',
    spoil: (chart) =>
      chart.originalMedicare !== undefined &&
      chart.request.proposed === undefined &&
      set(chart.request, 'proposed', { [chart.request.focus]: { modifiers: ['AY'] } }),
    says: /AY is proposed/,
  },
]

/** Who or what else pays for a dose, told beside it by codes and elements that a coder looks at. */
export const PAID_OTHERWISE: readonly Spoiler[] = [
  ...CHARGES,
  ...VISIT,
  ...CONDITIONS,
  ...REPLACED,
  ...INSURERS,
  ...PROPOSED,
]

/** The same by records and elements that the app leaves in the EHR: only another caller sends them. */
export const PAID_OTHERWISE_ELSEWHERE: readonly Spoiler[] = [
  ...INSIDE,
  ...PRESCRIBERS,
  ...EARLIER,
  ...NUMBERS,
  ...AUTHORIZED,
  ...TOLD_OF_THE_RECORD,
]

/** The same records as they stand beside a dose in order. */
export const HARMLESS_BESIDE: readonly Harmless[] = [
  ...['99213', '99205', '36415', '80053', '77080', 'G0463', 'G2211', 'J1100', '90471', '92014', 'G8427', '99406'].map(
    (code) => harmless(`a charge of the visit by ${code}`, (chart) => charge(chart, code)),
  ),
  harmless('a charge of the visit with 25 to the patient’s account', (chart) =>
    charge(chart, '99214', {
      code: { coding: [{ code: '99214' }, { code: '25' }] },
      account: [{ display: 'Patient account 4711' }],
    }),
  ),
  harmless('a stay that was charged another month', (chart) =>
    charge(chart, '99232', { context: undefined, occurrenceDateTime: days(chart, -40) }),
  ),
  ...['Osteoporosis follow up', 'Fracture of hip', 'Workup of bone loss'].map(
    (text): Harmless => ({
      name: `a visit for “${text}”`,
      change: (chart) => set(chart.encounter, 'reasonCode', [{ text }]),
    }),
  ),
  {
    name: 'a visit in Albuquerque, New Mexico',
    change: (chart) =>
      // A department of a hospital stays one.
      chart.encounter?.location === undefined &&
      set(chart.encounter, 'location', [{ location: { display: 'Infusion Clinic, Albuquerque, New Mexico' } }]),
  },
  harmless('a problem of another place of living', (chart) => condition(chart, 'Z60.2')),
  harmless('care of an endocrinology clinic', (chart) => ({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: subject(chart),
    type: [{ text: 'Osteoporosis care' }],
    managingOrganization: { display: 'Foothills Endocrinology' },
    period: { start: days(chart, -30) },
  })),
  harmless('a visit for an office visit two months before', (chart) => ({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject: subject(chart),
    period: { start: `${days(chart, -56)}T10:00:00Z`, end: `${days(chart, -56)}T10:30:00Z` },
    type: [{ text: 'Office visit' }],
  })),
  {
    name: 'an order by a physician whose license of another kind ended',
    change: (chart) =>
      set(orderOf(chart), 'requester', { reference: 'Practitioner/orders' }) &&
      chart.add(
        practitioner([{ code: { text: 'MD' } }, { code: { text: 'Board certified' }, period: { end: '2015-12-31' } }]),
      ),
  },
  {
    name: 'a number of the insured with letters and digits',
    change: (chart) => set(chart.originalMedicare, 'subscriberId', '1EG4TE5MK73'),
  },
  {
    name: 'Medicare by the name of its contractor too',
    change: (chart) =>
      chart.originalMedicare !== undefined &&
      payor(chart, { alias: ['Medicare', 'Palmetto GBA'], type: [{ text: 'Payer' }] }),
  },
  harmless('a record that a nurse made on the day', (chart) => ({
    resourceType: 'Provenance',
    target: [about(chart)],
    recorded: `${days(chart, 1)}T02:00:00Z`,
    activity: { coding: [{ code: 'CREATE' }] },
    agent: NURSE,
    location: { display: 'Infusion Suite' },
  })),
  harmless('a message that tells of the dose', (chart) => ({
    resourceType: 'MessageHeader',
    eventCoding: { code: 'administration', display: 'Medication administered' },
    source: { endpoint: 'urn:x' },
    focus: [about(chart)],
  })),
]
