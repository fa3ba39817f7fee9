import { type Fact, known, missing } from '@doseline/dose'
import type { MedicationAdministration, Reference } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { keyOf } from '../references.ts'
import { placeOn } from './reading.ts'

/**
 * The patient the dose was given to, as `Patient/id`.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.subject
 */
export function patientOf(chart: Chart, key: string, given: MedicationAdministration): Fact<string> {
  return referenceOf(chart, key, 'subject', given.subject, 'Patient', 'patient')
}

/**
 * The encounter the dose was given in, as `Encounter/id`.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.context
 */
export function encounterOf(chart: Chart, key: string, given: MedicationAdministration): Fact<string> {
  return referenceOf(chart, key, 'context', given.context, 'Encounter', 'encounter')
}

function referenceOf(
  chart: Chart,
  key: string,
  element: string,
  reference: Reference | undefined,
  type: string,
  noun: string,
): Fact<string> {
  const target = keyOf(chart, reference && { type, ...reference })
  if (target === undefined) {
    const because = reference === undefined ? 'not-recorded' : 'unreadable'
    return missing(because, `The administration does not name its ${noun} by a reference.`, placeOn({ key }, element))
  }
  const place = placeOn({ key }, element, target)
  if (target.startsWith(`${key}#`)) {
    return missing('not-recorded', `The administration contains its ${noun}, which no other record can name.`, place)
  }
  const isAnother = /^[A-Z][A-Za-z]+\//.test(target) && !target.startsWith(`${type}/`)
  return isAnother
    ? missing('unreadable', `The administration names ${target} where its ${noun} stands.`, place)
    : known(target, place)
}
