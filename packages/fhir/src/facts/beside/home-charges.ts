import type { RecordBeside } from '@doseline/dose'
import type { Condition } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { lowerCodes, phrasesOf, recordOf } from './said.ts'
import { chargesOfTheVisit } from './visit-charges.ts'

/** Codes by which care at home is charged: home infusion, visits and aides. */
const AT_HOME =
  /^(G006[89]|G0070|G008[89]|G0090|9960[12]|9950\d|993(4[1-9]|50)|S93[2-7]\d|S94[9]\d|S95\d\d|S9810|T10(0[0-5]|2[12])|Q500[1-9])$/i

/** Charges of the visit, or of the day without a visit, by which the dose was given at home. */
export function homeChargesBeside(reading: Reading): readonly RecordBeside[] {
  return chargesOfTheVisit(reading).flatMap(({ key, resource }): RecordBeside[] => {
    const code = list(resource.code?.coding)
      .flatMap((each) => text(each.code) ?? [])
      .find((each) => AT_HOME.test(each))
    if (code === undefined) return []
    const says = `${key} charges ${code} for the same visit, which is care at the patient’s home.`
    return [recordOf(key, 'report', { says, element: 'code' })]
  })
}

const PAID_OTHERWISE =
  /\bhospice\b|\b(imprison\w*|incarcerat\w*|inmate)\b|\bskilled nursing\b|\bsnf\b|\bclinical (research|trial|study)\b|\bresearch study\b|\bworkers?.{0,3} comp\w*/i

/** Problems of the patient that are no disease: that a facility or a study cares for the patient, or an employer pays. */
export function problemsBeside({ chart, patient }: Reading): readonly RecordBeside[] {
  if (!patient.known) return []
  return ofPatient(chart, 'Condition', patient.value).flatMap(({ key, resource }): RecordBeside[] => {
    const words = phrasesOf([resource.code]).find((each) => PAID_OTHERWISE.test(each)) ?? inCustody(resource)
    if (words === undefined || !isActive(resource)) return []
    const says = `${key}, a problem of the patient, reads “${quoted(words, 60)}”: somebody else may pay for the dose.`
    return [recordOf(key, 'episode', { says, element: 'code' })]
  })
}

/** ICD-10-CM Z65.1: Medicare pays nothing for whom a state keeps (42 CFR 411.4). */
const inCustody = ({ code }: Condition): string | undefined =>
  list(code?.coding)
    .flatMap((each) => text(each.code) ?? [])
    .find((each) => /^Z65\.?1$/i.test(each))

const isActive = ({ clinicalStatus, verificationStatus }: Condition): boolean =>
  lowerCodes([clinicalStatus]).every((code) => code === 'active' || code === 'recurrence' || code === 'relapse') &&
  lowerCodes([verificationStatus]).every((code) => code !== 'refuted' && code !== 'entered-in-error')
