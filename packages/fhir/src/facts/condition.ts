import type { CalendarDate, Code, Diagnosis, Place } from '@doseline/dose'
import type { Condition } from 'fhir/r4'
import { ICD_10_CM } from '../code-systems.ts'
import { codesFrom, firstCode, wordsOf } from '../concepts.ts'
import { modifierOf } from '../extensions.ts'
import { quoted, text } from '../shape.ts'
import { icd10cm } from './icd10cm.ts'
import { spanOfDays } from './span-of-days.ts'

/** Whether a condition stood on the day of the dose, and why not. */
export interface Standing {
  readonly stands: boolean
  readonly because?: string
}

const OVER = new Map([
  ['inactive', 'it is inactive'],
  ['remission', 'it is in remission'],
  ['resolved', 'it is resolved'],
])
const NOT_CONFIRMED = new Map([
  ['unconfirmed', 'it is not confirmed'],
  ['provisional', 'it is not confirmed (provisional)'],
  ['differential', 'it is not confirmed (differential)'],
  ['refuted', 'it was refuted'],
  ['entered-in-error', 'it was entered in error'],
])
const ACTIVE = new Set(['active', 'recurrence', 'relapse'])

/**
 * Whether a condition counts for a dose of that day. One that is over today still stood then if the chart dates its end
 * after the dose. A condition without a status stands: many servers leave it out for encounter diagnoses.
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition.clinicalStatus
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition.verificationStatus
 */
export function standing(condition: Condition, day: CalendarDate | undefined, timeZone: string | undefined): Standing {
  const modified = modifierOf(condition)
  if (modified) return { stands: false, because: `it carries a modifier extension (${quoted(modified, 80)})` }
  const verification = firstCode(condition.verificationStatus)
  const doubt = NOT_CONFIRMED.get(verification ?? '')
  if (doubt) return { stands: false, because: doubt }
  const ended = spanOfDays(condition.abatementDateTime ?? condition.abatementPeriod?.end, timeZone)
  if (day && ended && ended.latest < day) return { stands: false, because: `it ended ${ended.latest}, before the dose` }
  const began = beganAfter(condition, day, timeZone)
  if (began) return { stands: false, because: `it began ${began}, after the dose` }
  const clinical = firstCode(condition.clinicalStatus)
  const endedLater = day !== undefined && ended !== undefined && ended.earliest > day
  if (clinical === undefined || ACTIVE.has(clinical) || endedLater) return { stands: true }
  return { stands: false, because: OVER.get(clinical) ?? `its clinical status “${clinical}” is not one of R4’s` }
}

/** The first day the condition could have begun, where that is after the dose. */
function beganAfter(
  { onsetDateTime, onsetPeriod }: Condition,
  day: CalendarDate | undefined,
  timeZone: string | undefined,
): CalendarDate | undefined {
  const onset = text(onsetDateTime ?? onsetPeriod?.start)
  // Most of a problem list began years ago. No zone moves an earlier written day past the dose, so those need no calendar.
  if (day === undefined || onset === undefined || onset.slice(0, 10) < day) return undefined
  const earliest = spanOfDays(onset, timeZone)?.earliest
  return earliest !== undefined && earliest > day ? earliest : undefined
}

/** The diagnoses a concept names: one for each ICD-10-CM code, or one without where it has none. */
export function diagnosesFrom(
  concept: Condition['code'],
  from: Diagnosis['from'],
  standing: Standing,
  place: Place,
): readonly Diagnosis[] {
  const codes = codesFrom(concept)
  if (codes.length === 0) return []
  const icd = [...new Set(codes.map(icdOf).filter((code) => code !== undefined))]
  const words = wordsOf(concept)
  const one = (code: string | undefined): Diagnosis => ({
    ...(code !== undefined && { icd10cm: code }),
    codes,
    from,
    ...standing,
    place: {
      ...place,
      shows: [code, words === code ? undefined : words].filter((part) => part !== undefined).join(' '),
    },
  })
  return icd.length === 0 ? [one(undefined)] : icd.map(one)
}

const icdOf = ({ system, code }: Code): string | undefined => (system === ICD_10_CM ? icd10cm(code) : undefined)
