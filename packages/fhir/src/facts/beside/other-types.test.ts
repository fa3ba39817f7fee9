import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { chartFrom } from '../../chart-from.ts'
import { anAdministration } from '../../testing/a-chart.ts'
import { chartedDose } from '../charted-dose.ts'

const DOSE = 'MedicationAdministration/ma-1'
const subject = { reference: 'Patient/p1' }
const patient = subject
const encounter = { reference: 'Encounter/e1' }
const J3397 = { coding: [{ code: 'J3397' }] }
const MEPSEVII = { text: 'Mepsevii 10 mg/5 mL' }
const visit = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  class: { code: 'AMB' },
  subject,
  appointment: [{ reference: 'Appointment/x' }],
  basedOn: [{ reference: 'ServiceRequest/x' }],
}

/** What is said of one record beside the dose of 2 March 2026. */
function said(record: object): readonly string[] {
  const resource = { id: 'x', ...record } as FhirResource
  const { recordsBeside } = chartedDose(chartFrom([anAdministration(), visit as FhirResource, resource]), DOSE)
  if (!recordsBeside?.known) return ['not known']
  return recordsBeside.value.map(({ says }) => says)
}

const procedure = { resourceType: 'Procedure', status: 'completed', subject, encounter, code: J3397 }
const invoice = {
  resourceType: 'Invoice',
  status: 'issued',
  subject,
  date: '2026-03-05',
  lineItem: [{ chargeItemCodeableConcept: J3397 }],
}
const immunization = {
  resourceType: 'Immunization',
  status: 'completed',
  patient,
  occurrenceDateTime: '2026-02-20',
  vaccineCode: MEPSEVII,
}
const provenance = {
  resourceType: 'Provenance',
  target: [{ reference: DOSE }],
  recorded: '2026-03-02T18:00:00Z',
  activity: { coding: [{ code: 'NULLIFY' }] },
}
const answers = (asked: string, answer: object) => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  subject,
  authored: '2026-03-02',
  item: [{ linkId: '1', item: [{ linkId: '1.1', text: asked, answer: [answer] }] }],
})
const employed = 'Are you covered by a group health plan through current employment?'
const appointment = { resourceType: 'Appointment', status: 'noshow' }
const request = { resourceType: 'ServiceRequest', status: 'revoked', intent: 'order', subject }
const plan = { resourceType: 'CarePlan', status: 'active', intent: 'plan', subject, title: 'Hospice plan of care' }
const delivery = {
  resourceType: 'SupplyDelivery',
  status: 'completed',
  patient,
  suppliedItem: { itemCodeableConcept: MEPSEVII },
}
const brought = {
  resourceType: 'List',
  status: 'current',
  mode: 'snapshot',
  subject,
  title: 'Medications brought by patient',
  entry: [{ item: { display: 'Mepsevii' } }],
}
const document = {
  resourceType: 'DocumentReference',
  status: 'current',
  subject,
  date: '2026-03-02T09:00:00Z',
  content: [{ attachment: { title: 'Signed ABN' } }],
}

describe('records of other types say against charging the dose', () => {
  test.each<[string, object, RegExp]>([
    ['a procedure by the code of a drug', procedure, /Procedure\/x records J3397/],
    ['an invoice that bills a drug', invoice, /Invoice\/x, an invoice that is issued, bills J3397/],
    ['the drug, charted as a vaccine', immunization, /Immunization\/x records “Mepsevii.*on 2026-02-20/],
    ['a record that was nullified', provenance, /Provenance\/x says .*“NULLIFY”/],
    ['a yes to a question about an employer', answers(employed, { valueBoolean: true }), /with yes/],
    ['a yes in words', answers('Is this due to a work accident?', { valueString: 'Yes' }), /with yes/],
    ['an appointment that nobody came to', appointment, /Appointment\/x, .*“noshow”/],
    ['a request that was revoked', request, /ServiceRequest\/x, .*“revoked”/],
    [
      'a referral to a hospice',
      { ...request, status: 'active', code: { text: 'Referral to hospice' } },
      /refers the patient to “Referral to hospice”/,
    ],
    ['a plan of a hospice', plan, /CarePlan\/x is a plan of care/],
    ['a delivery of the drug', delivery, /SupplyDelivery\/x delivered/],
    ['what the patient brought', brought, /List\/x, “Medications brought by patient”/],
    ['a notice by the title of its document', document, /DocumentReference\/x is a document “Signed ABN”/],
  ])('%s', (_, record, says) => expect(said(record)).toEqual([expect.stringMatching(says)]))
})

describe('records of other types that bear on nothing', () => {
  test.each<[string, object]>([
    ['a procedure by the code of giving', { ...procedure, code: { coding: [{ code: '96365' }] } }],
    ['a procedure of another day', { ...procedure, encounter: undefined, performedDateTime: '2026-01-02' }],
    ['an invoice of before', { ...invoice, date: '2026-02-01' }],
    ['an invoice that was cancelled', { ...invoice, status: 'cancelled' }],
    ['a vaccine', { ...immunization, vaccineCode: { text: 'Influenza vaccine' } }],
    ['a record that was made', { ...provenance, activity: { coding: [{ code: 'CREATE' }] } }],
    ['a no', answers(employed, { valueBoolean: false })],
    ['a yes to a question about something else', answers('Do you feel well today?', { valueBoolean: true })],
    ['an appointment that was kept', { ...appointment, status: 'fulfilled' }],
    ['a request that was done', { ...request, status: 'completed' }],
    ['a plan that was over', { ...plan, period: { start: '2012-01-01', end: '2012-02-01' } }],
    ['a delivery of something else', { ...delivery, suppliedItem: { itemCodeableConcept: { text: 'Walker' } } }],
    ['a list of problems', { ...brought, title: 'Problem list' }],
    ['a document about something else', { ...document, content: [{ attachment: { title: 'Infusion note' } }] }],
    ['a notice of years ago', { ...document, date: '2012-03-02T09:00:00Z' }],
    ['a procedure of another patient', { ...procedure, subject: { reference: 'Patient/p2' } }],
  ])('%s', (_, record) => expect(said(record)).toEqual([]))
})
