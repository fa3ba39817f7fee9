import { type Fact, known, type StatedBesideTexts, type TextBeside, type TextsBeside } from '@doseline/dose'
import { wordsOf } from '../concepts.ts'
import { list, text } from '../shape.ts'
import { placeOn, type Reading } from './reading.ts'

/**
 * What stands in free text beside the coded facts of a dose: its notes, and the words of its dosage. Also what a person
 * states of the dose, which answers what such a text leaves open.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.note
 */
export function textsBeside(reading: Reading): Fact<TextsBeside> {
  const { given, options } = reading
  const notes = list(given.note).map((note, at) => beside(reading, 'note', `note[${at}].text`, text(note.text)))
  const dosages = list(given.dosage).flatMap((dosage) => [
    beside(reading, 'dosage', 'dosage.text', text(dosage.text)),
    beside(reading, 'dosage', 'dosage.method', wordsOf(dosage.method)),
  ])
  const said = [...dosages, ...notes].filter((each) => each !== undefined)
  const { attested } = options
  const stated: StatedBesideTexts[] = [
    ...(attested?.administeredMg === undefined ? [] : (['given'] as const)),
    ...(attested?.acquired === undefined ? [] : (['acquired'] as const)),
    ...(attested?.discardedMg === undefined ? [] : (['discarded'] as const)),
  ]
  return known({ said, stated }, ...said.map(({ place }) => place))
}

function beside(
  reading: Reading,
  from: TextBeside['from'],
  element: string,
  words: string | undefined,
): TextBeside | undefined {
  return words === undefined ? undefined : { from, words, place: placeOn(reading, element, words.slice(0, 160)) }
}
