import type { Condition, Encounter, Patient } from 'fhir/r4'
import type { Given, Setting } from '../given.ts'
import { sid, to } from './names.ts'
import { clinic, placeOf, prescriber } from './places.ts'
import { instant } from './times.ts'

/** The patient’s conditions: the problem list as the clinic keeps it. */
export function conditionsFrom({ conditions }: Given, patient: Patient): Condition[] {
  const status = (name: string, code: string) => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }],
  })
  return conditions.map((each, at) => ({
    resourceType: 'Condition',
    id: `${patient.id}-dx${at + 1}`,
    clinicalStatus: status('condition-clinical', each.status),
    verificationStatus: status('condition-ver-status', each.verification),
    category: [status('condition-category', 'problem-list-item')],
    code: {
      coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: each.icd10cm }],
      text: each.text,
    },
    subject: to(patient),
    ...(each.since && { onsetDateTime: each.since, recordedDate: each.since }),
    recorder: to(prescriber),
  }))
}

/** One outpatient visit for a dose, closed. Its diagnoses are those still active. */
export function visitFor(
  dose: { readonly on: string; readonly at: string; readonly until?: string | undefined },
  patient: Patient,
  conditions: readonly Condition[],
  number: number,
  setting: Setting = 'outpatient',
): Encounter {
  const place = placeOf[setting]
  const id = `${patient.id}-v${number}`
  return {
    resourceType: 'Encounter',
    id,
    identifier: [{ system: sid('encounter'), value: id }],
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', ...classOf(setting) },
    type: [{ text: 'Infusion or injection visit' }],
    subject: to(patient),
    participant: [{ individual: to(prescriber, 'Maren Lindqvist, MD') }],
    period: {
      start: instant(dose.on, dose.at, -30),
      end: instant(dose.on, dose.until === undefined || dose.until === 'not recorded' ? dose.at : dose.until, 45),
    },
    ...(conditions.length > 0 && {
      diagnosis: conditions.map((condition, at) => ({ condition: to(condition), rank: at + 1 })),
    }),
    location: [{ location: to(place, place.name), status: 'completed' }],
    serviceProvider: to(clinic, clinic.name),
  }
}

const classOf = (setting: Setting) =>
  setting === 'inpatient' ? { code: 'IMP', display: 'inpatient encounter' } : { code: 'AMB', display: 'ambulatory' }
