import { type Documentation, type Fact, known, type ROUTES } from '@doseline/dose'
import type { CodeableConcept, Medication } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { keyOf, resolve } from '../references.ts'
import { list, text } from '../shape.ts'
import { placeOn, type Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * What the record says of how the dose was given: lot and expiry of the product, route, site, who gave and what ordered it.
 * @see https://hl7.org/fhir/R4/medicationadministration.html
 * @see https://hl7.org/fhir/R4/medication-definitions.html#Medication.batch
 */
export function documentationOf(reading: Reading): Fact<Documentation> {
  const { chart, given } = reading
  const [dosage] = list(given.dosage)
  const medication = resolve(chart, given.medicationReference, { key: reading.key, resource: given })?.resource
  const batch = medication?.resourceType === 'Medication' ? batchOf(medication) : {}
  const route = routeOf(dosage?.route)
  const site = wordsOf(dosage?.site)
  const person = list(given.performer)
    .map(({ actor }) => keyOf(chart, actor))
    .find((key) => key !== undefined)
  const order = keyOf(chart, given.request)
  return known(
    {
      ...batch,
      ...(route && { route }),
      ...(site && { site }),
      ...(person && { person }),
      ...(order && { order }),
    },
    placeOn(reading, 'dosage'),
  )
}

function batchOf({ batch }: Medication): Pick<Documentation, 'lot' | 'expires'> {
  const lot = text(batch?.lotNumber)
  // A month without a day expires on its last day.
  const expires = spanOfDays(batch?.expirationDate)?.latest
  return { ...(lot && { lot }), ...(expires && { expires }) }
}

/** SNOMED CT, as R4 lists them. @see https://hl7.org/fhir/R4/valueset-route-codes.html */
const BY_CODE: Readonly<Record<string, (typeof ROUTES)[number]>> = {
  '34206005': 'subcutaneous',
  '47625008': 'intravenous',
}
const BY_WORD: Readonly<Record<string, (typeof ROUTES)[number]>> = {
  subcutaneous: 'subcutaneous',
  subcut: 'subcutaneous',
  subq: 'subcutaneous',
  sc: 'subcutaneous',
  sq: 'subcutaneous',
  intravenous: 'intravenous',
  iv: 'intravenous',
  ivpb: 'intravenous',
}

function routeOf(concept: CodeableConcept | undefined): string | undefined {
  const coded = list(concept?.coding)
    .map(({ code }) => BY_CODE[code ?? ''])
    .find((route) => route !== undefined)
  if (coded) return coded
  const said = wordsOf(concept)
  const word = said
    ?.toLowerCase()
    .split(/[^a-z]/)
    .map((each) => BY_WORD[each])
    .find((route) => route !== undefined)
  return word ?? said
}
