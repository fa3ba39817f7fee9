import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ID = 'beside-the-visit'
const subject = (chart: SpoiledChart): object => ({ reference: chart.patient })
const visitOf = (chart: SpoiledChart): object | undefined => chart.dose.context && { ...chart.dose.context }

/** A claim of the day for a visit, with what differs. */
const claim = (chart: SpoiledChart, more: object, item: object = {}): boolean =>
  chart.add({
    resourceType: 'Claim',
    id: ID,
    status: 'active',
    use: 'claim',
    type: { coding: [{ code: 'professional' }] },
    patient: subject(chart),
    created: chart.day,
    insurance: [],
    item: [{ sequence: 1, productOrService: { coding: [{ code: '99214' }] }, servicedDate: chart.day, ...item }],
    ...more,
  })
const claimed = (name: string, more: object, item: object = {}): Spoiler => ({
  name: `a claim of the day ${name}`,
  spoil: (chart) => claim(chart, more, item),
  says: /coverage\/fits-the-account: .*Claim\/beside-the-visit/,
})
const usualClaim = (name: string, more: object, item: object = {}): Harmless => ({
  name: `a claim of the day ${name}`,
  change: (chart) => claim(chart, more, item),
})

const reason = (words: string): Spoiler => ({
  name: `a visit for “${words}”`,
  spoil: ({ encounter }) => encounter && set(encounter, 'reasonCode', [{ text: words }]),
  says: /visit-took-place|fits-the-account|nothing-was-reported/,
})
const usualReason = (words: string): Harmless => ({
  name: `a visit for “${words}”`,
  change: ({ encounter }) => encounter !== undefined && set(encounter, 'reasonCode', [{ text: words }]),
})
/** A problem that was found in the visit, in words alone. */
const problem = (chart: SpoiledChart, words: string): boolean =>
  chart.encounter !== undefined &&
  chart.add({
    resourceType: 'Condition',
    id: ID,
    subject: subject(chart),
    encounter: visitOf(chart),
    code: { text: words },
    clinicalStatus: { coding: [{ code: 'active' }] },
    onsetDateTime: chart.day,
  })
const problemOf = (words: string): Spoiler => ({
  name: `a problem of the visit that reads “${words}”`,
  spoil: (chart) => problem(chart, words),
  says: /Condition\/beside-the-visit/,
})

/** Another order of the drug, written on the day of the dose. */
const order = (chart: SpoiledChart, more: object): boolean => {
  const { medicationCodeableConcept, medicationReference, request } = chart.dose
  return (
    chart.all('MedicationRequest').some(({ id }) => request?.reference === `MedicationRequest/${id}`) &&
    // One that is contained in the dose is in no other record.
    medicationReference?.reference?.startsWith('#') !== true &&
    chart.add({
      resourceType: 'MedicationRequest',
      id: ID,
      intent: 'order',
      subject: subject(chart),
      authoredOn: chart.day,
      ...(medicationCodeableConcept ? { medicationCodeableConcept } : { medicationReference }),
      ...more,
    })
  )
}
const ordered = (name: string, more: object): Spoiler => ({
  name: `another order of the drug ${name}`,
  spoil: (chart) => order(chart, more),
  says: /MedicationRequest\/beside-the-visit/,
})

/** Records of the visit and the day that tell what the dose and its visit do not. */
export const BESIDE_THE_VISIT: readonly Spoiler[] = [
  claimed('with an accident', { accident: { date: '2026-02-01', type: { text: 'Motor vehicle' } } }),
  claimed('that says that the patient was hospitalized', {
    supportingInfo: [{ sequence: 1, category: { coding: [{ code: 'hospitalized' }] } }],
  }),
  claimed('of a nursing facility', { facility: { display: 'Sunrise SNF' } }),
  claimed('with place of service 31', {}, { locationCodeableConcept: { coding: [{ code: '31' }] } }),
  claimed('with place of service 21', {}, { locationCodeableConcept: { coding: [{ code: '21' }] } }),
  claimed('with the modifier of a hospice', {}, { modifier: [{ coding: [{ code: 'GW' }] }] }),
  claimed('with the modifier of a study', {}, { modifier: [{ coding: [{ code: 'Q1' }] }] }),
  reason('Patient arrived late - not seen'),
  reason('Court ordered exam'),
  reason('Medication pick-up'),
  reason('Labs only'),
  problemOf('Wrong drug administered'),
  problemOf('Injection refused'),
  problemOf('Hit by car'),
  ordered('that says not to give it', { status: 'active', doNotPerform: true }),
  ordered('that is on hold', { status: 'on-hold', statusReason: { text: 'Hold until dental clearance' } }),
  ordered('that was for another patient', { status: 'cancelled', statusReason: { text: 'Ordered on wrong patient' } }),
  {
    name: 'a record of the dose that was made in error and says that nobody received it',
    spoil: (chart) =>
      chart.addDose({
        status: 'entered-in-error',
        statusReason: undefined,
        note: [{ text: 'Both entries wrong - patient never received it' }],
      }),
    says: /nothing-was-reported|is-charted-once|texts-agree/,
  },
]

/** Such records that the app does not ask for, and tags, of which it sends those of servers alone. */
export const BESIDE_THE_VISIT_ELSEWHERE: readonly Spoiler[] = [
  {
    name: 'a dose that is tagged as historical',
    spoil: ({ dose }) => set(dose, 'meta', { ...dose.meta, tag: [{ code: 'historical' }] }),
    says: /nothing-was-reported: .*tagged “historical”/,
  },
  {
    name: 'a questionnaire that answers the status of a hospice with “Enrolled”',
    spoil: (chart) =>
      visitOf(chart) !== undefined &&
      chart.add({
        resourceType: 'QuestionnaireResponse',
        id: ID,
        status: 'completed',
        subject: subject(chart),
        encounter: visitOf(chart),
        authored: chart.day,
        item: [{ linkId: '1', text: 'Hospice status', answer: [{ valueString: 'Enrolled' }] }],
      }),
    says: /QuestionnaireResponse\/beside-the-visit/,
  },
  {
    name: 'an infusion of the visit as a procedure that was stopped',
    spoil: (chart) =>
      visitOf(chart) !== undefined &&
      chart.add({
        resourceType: 'Procedure',
        id: ID,
        status: 'stopped',
        subject: subject(chart),
        encounter: visitOf(chart),
        code: { text: 'Drug infusion' },
        performedDateTime: chart.day,
      }),
    says: /Procedure\/beside-the-visit/,
  },
]

/** Such records as they usually are. */
export const USUAL_BESIDE_THE_VISIT: readonly Harmless[] = [
  usualClaim('with an attachment, from an office', {
    supportingInfo: [{ sequence: 1, category: { coding: [{ code: 'attachment' }] } }],
    facility: { display: 'Main Street Infusion' },
  }),
  usualClaim(
    'in place of service 11 with a modifier of the visit',
    {},
    { locationCodeableConcept: { coding: [{ code: '11' }] }, modifier: [{ coding: [{ code: '25' }] }] },
  ),
  usualReason('Postmenopausal osteoporosis'),
  usualReason('Follow-up visit, infusion therapy'),
  usualReason('Rheumatoid arthritis, chronic low back pain'),
  {
    name: 'a problem of the visit in words that is a disease',
    change: (chart) => problem(chart, 'Chronic kidney disease, stage 2'),
  },
  {
    name: 'another order of the drug that was renewed',
    change: (chart) => order(chart, { status: 'stopped', statusReason: { text: 'Reordered' } }),
  },
  {
    name: 'a dose with a tag of its server',
    change: ({ dose }) => set(dose, 'meta', { ...dose.meta, tag: [{ code: 'actionable' }] }),
  },
  {
    name: 'a record of the dose that was made in error, at the wrong time',
    change: (chart) =>
      chart.addDose({
        status: 'entered-in-error',
        statusReason: undefined,
        note: [{ text: 'Entered in error, wrong time' }],
      }),
  },
]
