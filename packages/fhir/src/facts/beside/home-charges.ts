import type { RecordBeside } from '@doseline/dose'
import type { Condition } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays } from '../span-of-days.ts'
import { lowerCodes, phrasesOf, recordOf } from './said.ts'

/** Codes by which care at home is charged: home infusion, visits and aides. */
const AT_HOME =
  /^(G006[89]|G0070|G008[89]|G0090|9960[12]|9950\d|993(4[1-9]|50)|S93[2-7]\d|S94[9]\d|S95\d\d|S9810|T10(0[0-5]|2[12])|Q500[1-9])$/i

/** Charges of the visit, or of the day without a visit, by which the dose was given at home. */
export function homeChargesBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given, patient, timeZone } = reading
  const visit = keyOf(chart, given.context)
  const day = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)?.earliest
  if (!patient.known) return []
  return ofPatient(chart, 'ChargeItem', patient.value).flatMap(({ key, resource }): RecordBeside[] => {
    const of = keyOf(chart, resource.context)
    const on = spanOfDays(resource.occurrenceDateTime ?? resource.occurrencePeriod?.start, timeZone)?.earliest
    const isOfIt = of === undefined || visit === undefined ? on !== undefined && on === day : of === visit
    const code = list(resource.code?.coding)
      .flatMap((each) => text(each.code) ?? [])
      .find((each) => AT_HOME.test(each))
    if (!isOfIt || code === undefined || VOID.has(resource.status)) return []
    const says = `${key} charges ${code} for the same visit, which is care at the patient’s home.`
    return [recordOf(key, 'report', { says, element: 'code' })]
  })
}

const VOID: ReadonlySet<unknown> = new Set(['aborted', 'not-billable', 'entered-in-error'])

const PAID_OTHERWISE =
  /\bhospice\b|\bskilled nursing\b|\bsnf\b|\bclinical (research|trial|study)\b|\bresearch study\b|\bworkers?.{0,3} comp\w*/i

/** Problems of the patient that are no disease: that a facility or a study cares for the patient, or an employer pays. */
export function problemsBeside({ chart, patient }: Reading): readonly RecordBeside[] {
  if (!patient.known) return []
  return ofPatient(chart, 'Condition', patient.value).flatMap(({ key, resource }): RecordBeside[] => {
    const words = phrasesOf([resource.code]).find((each) => PAID_OTHERWISE.test(each))
    if (words === undefined || !isActive(resource)) return []
    const says = `${key}, a problem of the patient, reads “${quoted(words, 60)}”: somebody else may pay for the dose.`
    return [recordOf(key, 'episode', { says, element: 'code' })]
  })
}

const isActive = ({ clinicalStatus, verificationStatus }: Condition): boolean =>
  lowerCodes([clinicalStatus]).every((code) => code === 'active' || code === 'recurrence' || code === 'relapse') &&
  lowerCodes([verificationStatus]).every((code) => code !== 'refuted' && code !== 'entered-in-error')
