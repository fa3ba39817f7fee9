import type { Place } from '@doseline/dose'
import type { Extension, MedicationDispense } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { allOf, type Keyed } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { extensionsOf } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { list } from '../shape.ts'
import { placeOn, type Reading } from './reading.ts'

/** One extension of ours, and where it stands. */
export interface Statement {
  readonly extension: Extension
  readonly place: Place
}

/**
 * What the chart states about this dose by an extension: on the administration, on its dosage, or on a dispense that
 * belongs to this administration. A dispense without the extension says nothing: handing out is not opening.
 * @see https://hl7.org/fhir/R4/medicationdispense.html
 */
export function statements(reading: Reading, url: string): readonly Statement[] {
  const name = url.slice(url.lastIndexOf('/') + 1)
  const stated = (key: string, element: string, extensions: readonly Extension[]): Statement[] =>
    extensions.map((extension) => ({ extension, place: { resource: key, element: `${element}extension('${name}')` } }))
  return [
    ...stated(reading.key, '', extensionsOf(reading.given, url)),
    ...list(reading.given.dosage).flatMap((dosage) => stated(reading.key, 'dosage.', extensionsOf(dosage, url))),
    ...dispensesOf(reading).flatMap(({ key, resource }) => stated(key, '', extensionsOf(resource, url))),
  ]
}

/** Of what was handed out, or is being: what another dispense states was not done. */
const DISPENSED = ['completed', 'in-progress'] as const satisfies readonly MedicationDispense['status'][]

/** Dispenses tied to the administration from either side, or the one dispense of an order given only once. */
function dispensesOf(reading: Reading): readonly Keyed<MedicationDispense>[] {
  const { chart, given, key } = reading
  const all = allOf(chart, 'MedicationDispense')
  if (all.length === 0) return []
  const named = new Set(list(given.supportingInformation).map((reference) => keyOf(chart, reference)))
  const order = keyOf(chart, given.request)
  const ofOrder = order === undefined ? [] : dispensesOfOrder(reading, order)
  return all.filter(({ key: dispense, resource }) => {
    if (!('code' in codedIn(dispense, resource, 'status', DISPENSED))) return false
    const names = [...list(resource.partOf), ...list(resource.supportingInformation)]
    return (
      named.has(dispense) ||
      names.some((reference) => keyOf(chart, reference) === key) ||
      (ofOrder.length === 1 && ofOrder[0] === dispense)
    )
  })
}

function dispensesOfOrder({ chart }: Reading, order: string): readonly string[] {
  if (dosesByOrder(chart).get(order) !== 1) return []
  return allOf(chart, 'MedicationDispense')
    .filter(({ resource }) =>
      list(resource.authorizingPrescription).some((reference) => keyOf(chart, reference) === order),
    )
    .map(({ key }) => key)
}

const dosesOf = new WeakMap<Chart, ReadonlyMap<string, number>>()

/** How many doses name each order: counted once a chart. */
function dosesByOrder(chart: Chart): ReadonlyMap<string, number> {
  const before = dosesOf.get(chart)
  if (before) return before
  const counts = new Map<string, number>()
  for (const { resource } of allOf(chart, 'MedicationAdministration')) {
    const order = keyOf(chart, resource.request)
    if (order !== undefined) counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  dosesOf.set(chart, counts)
  return counts
}

/** A sentence of the notes that speaks of the thing asked, with its place; undefined where none does. */
export function noteAbout(
  reading: Reading,
  words: RegExp,
): { readonly says: string; readonly place: Place } | undefined {
  const notes = [...list(reading.given.note)]
  for (const [at, note] of notes.entries()) {
    const says = sentences(note.text).find((sentence) => words.test(sentence))
    if (says) return { says, place: placeOn(reading, `note[${at}].text`, says) }
  }
  const says = list(reading.given.dosage)
    .flatMap((dosage) => sentences(dosage.text))
    .find((one) => words.test(one))
  return says === undefined ? undefined : { says, place: placeOn(reading, 'dosage.text', says) }
}

const sentences = (words: unknown): string[] =>
  typeof words === 'string' ? words.split(/(?<=[.;!?])\s+|\n/).map((sentence) => sentence.trim().slice(0, 160)) : []
