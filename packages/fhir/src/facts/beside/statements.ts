import type { RecordBeside } from '@doseline/dose'
import type { MedicationStatement } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, namesIn, wordList } from './phrases.ts'
import { drugNames, mayHoldTheDose, phrasesOf, recordOf } from './said.ts'

/** What a list of medications says of a drug that is given in the clinic: how much, which way and how often. */
const DIRECTIONS = wordList(
  'a an and as at by every for in into of on once one or per the to under with use using total full each only x times time',
  'inject injects injected injection injections infuse infused infusion give given administer administered administration',
  'take dose doses mg mcg g ml milliliter milliliters milligram milligrams unit units iu vial vials syringe syringes pen kit',
  'prefilled single pf pfs soln solution sol concentrate powder recon iv sc sq subq subcut subcutaneous subcutaneously',
  'intravenous intravenously intramuscular im skin muscle vein route minutes hours over daily day days week weeks weekly month',
  'months monthly year years yearly annually q twice six three four two twelve clinic office provider physician doctor nurse',
  'facility health healthcare hospital center professional hcp staff infusion next last due since started start continue',
  'continued current active prescribed ordered therapy treatment medication for osteoporosis bone loss density metastases myeloma',
  'cancer calcium vitamin d reported taking takes yes brand generic rx human acid sodium',
)

/**
 * What the patient is said to take of the same drug at the time of the dose, where it says more than usual directions: that
 * it is taken at home, or comes from a pharmacy.
 * @see https://hl7.org/fhir/R4/medicationstatement.html
 */
export function statementsBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  const names = drugNames(reading)
  return ofPatient(chart, 'MedicationStatement', patient.value).flatMap((statement): RecordBeside[] => {
    const { key, resource } = statement
    const called = namesOf(reading, statement)
    if (!STANDS.has(resource.status) || !mayHold(reading, resource)) return []
    if (![...namesIn(called)].some((word) => names.has(word))) return []
    const strange = [...called, ...directionsOf(resource)].find(
      (words) => !isOnlyOf(unnumbered(words), DIRECTIONS, names),
    )
    if (strange === undefined) return []
    const says = `${key}, a medication of the patient, reads “${quoted(strange, 80)}”: the drug may not be the clinic’s, or was given elsewhere.`
    return [recordOf(key, 'report', { says, element: 'medication' })]
  })
}

const STANDS: ReadonlySet<unknown> = new Set(['active', 'completed', 'unknown'])

/** One that was over before the dose says nothing of it. */
const mayHold = (reading: Reading, { effectivePeriod, effectiveDateTime }: MedicationStatement): boolean =>
  mayHoldTheDose(
    reading,
    effectivePeriod ?? (effectiveDateTime === undefined ? undefined : { start: effectiveDateTime }),
  )

function namesOf({ chart }: Reading, { key, resource }: Keyed<MedicationStatement>): readonly string[] {
  const drug = resolve(chart, resource.medicationReference, { key, resource })?.resource
  const lost = keyOf(chart, resource.medicationReference) === undefined || drug === undefined
  return [
    ...phrasesOf([resource.medicationCodeableConcept, drug?.resourceType === 'Medication' ? drug.code : undefined]),
    ...(lost ? [text(resource.medicationReference?.display)].flatMap((each) => each ?? []) : []),
  ]
}

const directionsOf = ({ dosage, note }: MedicationStatement): readonly string[] => [
  ...list(dosage).flatMap((each) =>
    [text(each.text), text(each.patientInstruction), ...phrasesOf(list(each.additionalInstruction))].flatMap(
      (words) => words ?? [],
    ),
  ),
  ...list(note).flatMap((each) => text(each.text) ?? []),
]

/** Figures, and codes of drugs, say nothing of where it was taken. */
const unnumbered = (words: string): string => ` dose ${words.replaceAll(/[a-z]?\d[\d.,/%-]*/gi, ' ')} `
