import { type DrugNames, type Fact, known, missing, type Place } from '@doseline/dose'
import type { Medication, Quantity, Ratio, Reference } from 'fhir/r4'
import { systemOf } from '../code-systems.ts'
import { absentBecause } from '../extensions.ts'
import { resolve } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { NameCollector } from './name-collector.ts'
import { notRead, placeOn, type Reading } from './reading.ts'

/**
 * What was given, by every name the chart has for it: the administration's own concept, or the Medication it refers to,
 * with the names of what that is mixed from. What was ordered is not read: it need not be what was given.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.medication_x_
 * @see https://hl7.org/fhir/R4/medication.html
 */
export function drugGiven(reading: Reading): Fact<DrugNames> {
  const { given } = reading
  const names = new NameCollector()
  names.addConcept(given.medicationCodeableConcept, placeOn(reading, 'medicationCodeableConcept'))
  const lost = given.medicationReference ? addReferenced(reading, given.medicationReference, names) : undefined
  if (names.found) return known(names.names, ...names.places)
  if (lost) return lost
  const place = placeOn(reading, 'medication')
  if (names.problems.length > 0) return missing('unreadable', names.problems.join(' '), ...names.places)
  const absent = absentBecause(given.medicationCodeableConcept)
  const says = absent
    ? `The chart says that the drug is absent (${absent}).`
    : 'The administration does not name the drug that was given.'
  return missing('not-recorded', says, place)
}

/** Adds the names of a Medication; answers why where it cannot be found and the reference names nothing by itself. */
function addReferenced(reading: Reading, reference: Reference, names: NameCollector): Fact<never> | undefined {
  const target = resolve(reading.chart, reference, { key: reading.key, resource: reading.given })
  if (target?.resource.resourceType === 'Medication') {
    addMedication(reading, target.key, target.resource, names)
    // What a reference shows for its drug is one more name of it.
    names.addText(reference.display, placeOn(reading, 'medicationReference.display'))
    names.addStrengths(strengthsOf(target.key, target.resource))
    return undefined
  }
  const place = placeOn(reading, 'medicationReference')
  const { system, value } = reference.identifier ?? {}
  if (systemOf({ system, code: value })) names.addConcept({ coding: [{ system, code: value }] }, place)
  const pointer = text(reference.reference) ?? text(value) ?? 'without an address'
  const lost = `${quoted(pointer, 80)} is not in the chart`
  const display = text(reference.display)
  if (display) names.addText(display, { ...place, shows: `${display} (${lost})` })
  return notRead(reading.chart, 'Medication') ?? missing('not-recorded', `The drug that was given, ${lost}.`, place)
}

function addMedication(reading: Reading, key: string, medication: Medication, names: NameCollector): void {
  names.addConcept(medication.code, { resource: key, element: 'code' })
  list(medication.ingredient).forEach((ingredient, at) => {
    const place: Place = { resource: key, element: `ingredient[${at}].item` }
    names.addWords(ingredient.itemCodeableConcept, place)
    const item = resolve(reading.chart, ingredient.itemReference, {
      key: reading.key,
      resource: reading.given,
    })?.resource
    if (item?.resourceType === 'Medication' || item?.resourceType === 'Substance') names.addWords(item.code, place)
    else if (text(ingredient.itemReference?.display)) names.addText(ingredient.itemReference?.display, place)
  })
}

/** The strength of what it is made of, where that is one drug, and how much a package holds. A mixture is no product of its strength. */
function strengthsOf(
  key: string,
  { ingredient, amount }: Medication,
): readonly { readonly name: string; readonly place: Place }[] {
  const parts = list(ingredient).filter(({ strength }) => strength !== undefined)
  const [only, ...others] = parts
  const ratios = [
    ...(others.length === 0 ? [{ ratio: only?.strength, element: 'ingredient[0].strength' }] : []),
    { ratio: amount, element: 'amount' },
  ]
  return ratios.flatMap(({ ratio, element }) => {
    const name = ratio && written(ratio)
    return name ? [{ name, place: { resource: key, element, shows: name } }] : []
  })
}

/** `120 mg/1.7 mL`; without what it is of where that is counted: `120 mg` a vial. */
function written({ numerator, denominator }: Ratio): string | undefined {
  const unit = ({ unit: words, code }: Quantity): string | undefined => text(words) ?? text(code)
  if (!numerator || typeof numerator.value !== 'number' || unit(numerator) === undefined) return undefined
  const of = denominator && unit(denominator)
  const isVolume = of !== undefined && /^m?l$/i.test(of)
  return `${numerator.value} ${unit(numerator)}${isVolume ? `/${denominator?.value ?? 1} ${of}` : ''}`
}
