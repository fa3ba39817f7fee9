import type { RecordBeside } from '@doseline/dose'
import type { CodeableConcept, Condition } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { ICD_10_CM } from '../../code-systems.ts'
import { codesFrom } from '../../concepts.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { lowerCodes, phrasesOf, recordOf } from './said.ts'

/**
 * Causes and places of harm, and reasons for a visit, by which somebody else than the patient's plan pays: accidents in
 * transport, work, a place that pays for whom it keeps, an examination that somebody asked for.
 * @see https://www.ecfr.gov/current/title-42/chapter-IV/subchapter-B/part-411 42 CFR 411.4, 411.40 and 411.50
 */
const SOMEBODY_PAYS: readonly (readonly [RegExp, string])[] = [
  [/^V\d/i, 'after an accident somebody else may pay first'],
  [/^(Y99\.?[01]|Z04\.?2|Y92\.?6)/i, 'what happened at work somebody else may pay first'],
  [/^(Y92\.?1[0-9]|Z59\.?3|Z65\.?[12])/i, 'a place that keeps the patient may pay for the dose'],
  [/^Y6[2-9]/i, 'something went wrong with what was given'],
  [/^Z02\.?[0-9]/i, 'who asked for an examination pays for it'],
  [/^Y6[2-9]/i, 'what went wrong with care may not be charged'],
  [/^(R99|G93\.?82)/i, 'the patient may not have been alive'],
]

/** Diagnoses of the visit or reasons of the dose by which an accident or work brought the patient. */
export function accidentsBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, key, given } = reading
  const visit = resolve(chart, given.context, { key, resource: given })
  const encounter = visit?.resource.resourceType === 'Encounter' ? visit.resource : undefined
  const named = [
    ...list(encounter?.diagnosis).map(({ condition }) => condition),
    ...list(encounter?.reasonReference),
    ...list(given.reasonReference),
  ].flatMap((each) => keyOf(chart, each) ?? [])
  const ofVisit = new Set([...named, ...diagnosedIn(reading, visit?.key)])
  const conditions = [...ofVisit].flatMap((each): readonly (readonly [string, CodeableConcept | undefined])[] => {
    const found = chart.resources.get(each)
    return found?.resourceType === 'Condition' && !isNone(found) ? [[each, found.code]] : []
  })
  const reasons = [...list(encounter?.reasonCode), ...list(given.reasonCode)].map(
    (each) => [visit?.key ?? key, each] as const,
  )
  return [...conditions, ...reasons].flatMap(([holder, concept]): RecordBeside[] => {
    const codes = codesFrom(concept).flatMap(({ system, code }) => (system === ICD_10_CM && code ? [code] : []))
    const [code, why] =
      codes.flatMap((each) => {
        const found = SOMEBODY_PAYS.find(([pattern]) => pattern.test(each))
        return found ? [[each, found[1]] as const] : []
      })[0] ?? []
    if (code === undefined) return []
    const called = phrasesOf([concept])[0]
    const says = `${holder} names ${code}${called === undefined ? '' : ` (“${quoted(called, 60)}”)`} for the visit: ${why}.`
    return [recordOf(holder, 'account', { says, element: 'code' })]
  })
}

/** Conditions that say themselves that they are of the visit. */
const diagnosedIn = ({ chart, patient }: Reading, visit: string | undefined): readonly string[] =>
  visit === undefined || !patient.known
    ? []
    : ofPatient(chart, 'Condition', patient.value)
        .filter(({ resource }) => keyOf(chart, resource.encounter) === visit && !isNone(resource))
        .map(({ key }) => key)

const isNone = ({ verificationStatus }: Condition): boolean =>
  lowerCodes([verificationStatus]).some((code) => code === 'refuted' || code === 'entered-in-error')
