import { type Documentation, type Fact, known, type Route, routeInWord, routesNamed } from '@doseline/dose'
import type { CodeableConcept, Medication, MedicationAdministration, Reference } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { keyOf, resolve } from '../references.ts'
import { list, text } from '../shape.ts'
import { isOnlyOf, wordList } from './beside/phrases.ts'
import { phrasesOf } from './beside/said.ts'
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
  const { expires, ...lot } = medication?.resourceType === 'Medication' ? batchOf(medication) : {}
  const batch = { ...lot, ...(expires && !isReviewed(reading) && { expires }) }
  const route = routeOf(dosage?.route) ?? routeInWords(dosage?.text)
  const site = wordsOf(dosage?.site)
  const performers = list(given.performer)
  const person = performers.map(({ actor }) => keyOf(chart, actor)).find((key) => key !== undefined)
  const layPerson = performers.filter(isPerforming).find(({ actor }) => isLay(typeOf(keyOf(chart, actor), actor)))
  const order = keyOf(chart, given.request)
  return known(
    {
      ...batch,
      ...(route && { route }),
      ...(site && { site }),
      ...(person && { person }),
      ...(layPerson && { layPerson: nameOf(keyOf(chart, layPerson.actor), layPerson.actor) }),
      ...(order && { order }),
    },
    placeOn(reading, 'dosage'),
  )
}

/** A person looked at the product: what is wrong with its expiry is on the record and not on the box. */
function isReviewed({ chart, given, key, options }: Reading): boolean {
  const target = resolve(chart, given.medicationReference, { key, resource: given })
  const product = target?.key ?? keyOf(chart, given.medicationReference)
  const reviewed: unknown = options.attested?.reviewed
  return Array.isArray(reviewed) && product !== undefined && reviewed.includes(product)
}

type Performer = NonNullable<MedicationAdministration['performer']>[number]

/** Who looks on, or checks, does not give. @see https://hl7.org/fhir/R4/codesystem-med-admin-perform-function.html */
const isPerforming = ({ function: as }: Performer): boolean =>
  !list(as?.coding).some(({ code }) => code === 'verifier' || code === 'witness')

const isLay = (type: string | undefined): boolean => type === 'Patient' || type === 'RelatedPerson'

const typeOf = (key: string | undefined, actor: Reference | null | undefined): string | undefined =>
  text(actor?.type) ?? key?.slice(0, Math.max(0, key.indexOf('/')))

const nameOf = (key: string | undefined, actor: Reference | null | undefined): string =>
  key ?? text(actor?.display) ?? 'the patient'

function batchOf({ batch }: Medication): Pick<Documentation, 'lot' | 'expires'> {
  const lot = text(batch?.lotNumber)
  // A month without a day expires on its last day.
  const expires = spanOfDays(batch?.expirationDate)?.latest
  return { ...(lot && { lot }), ...(expires && { expires }) }
}

/** SNOMED CT, as R4 lists them. @see https://hl7.org/fhir/R4/valueset-route-codes.html */
const BY_CODE: ReadonlyMap<string, Route> = new Map(
  Object.entries({
    '34206005': 'subcutaneous',
    '47625008': 'intravenous',
    '78421000': 'intramuscular',
    '372464004': 'intradermal',
    '418401004': 'intravitreal',
    '12130007': 'intraarticular',
    '72607000': 'intrathecal',
    '372466002': 'intralesional',
    '372461007': 'intracavernous',
    '58100008': 'intraarterial',
    '38239002': 'intraperitoneal',
    '372469009': 'intrapleural',
    '372471009': 'intravesical',
    '404820008': 'epidural',
    '372476004': 'subconjunctival',
    '26643006': 'oral',
    '37839007': 'sublingual',
    '46713006': 'nasal',
    '6064005': 'topical',
    '45890007': 'transdermal',
    '54485002': 'ophthalmic',
    '37161004': 'rectal',
  } as const),
)
/** How a drug was given; in the chart’s words where it is none of the routes, or where codes and words name several. */
export function routeOf(concept: CodeableConcept | undefined): string | undefined {
  const coded = list(concept?.coding).flatMap(({ code }) => BY_CODE.get(code ?? '') ?? [])
  const words = [text(concept?.text), ...list(concept?.coding).map(({ display }) => text(display))].flatMap((name) =>
    name === undefined ? [] : routesNamed(name),
  )
  const [route, ...others] = new Set([...coded, ...words])
  if (others.length > 0) return [route, ...others].join(' and ')
  return route ?? (isIntoAVein(concept) ? 'intravenous' : wordsOf(concept))
}

/** Lines and ports that lead into a vein, as a route names them. */
const INTO_A_VEIN = wordList(
  'picc port ports portacath port-a-cath mediport powerport implanted implantable central venous line lines catheter cvc peripheral vein',
  'midline hickman broviac groshong tunneled access device vascular single double triple lumen right left basilic cephalic arm chest via',
)
const VEIN =
  /\b(picc|port|portacath|mediport|powerport|cvc|midline|hickman|broviac|groshong|central (venous )?(line|catheter))\b|\bvenous\b|\bvein\b/i
const isIntoAVein = (concept: CodeableConcept | undefined): boolean => {
  const words = phrasesOf([concept])
  return words.length > 0 && words.every((each) => isOnlyOf(each, INTO_A_VEIN)) && words.some((each) => VEIN.test(each))
}

const routesIn = (words: string | undefined): Route[] =>
  words
    ?.toLowerCase()
    .split(/[^a-z]/)
    .flatMap((each) => routeInWord(each) ?? []) ?? []

/** What a product is called by its route says nothing of how it was given: `subcutaneous syringe`. */
const NAMES_A_FORM =
  /\b(subcutaneous|intravenous|subcut|subq|iv|sc|sq) (syringe|solution|soln|pen|vial|suspension|kit)\b/gi

/** The one route that a sentence names; undefined where it names none or several. */
function routeInWords(words: string | undefined): string | undefined {
  const [route, ...others] = new Set(routesIn(text(words)?.replace(NAMES_A_FORM, '')))
  return others.length === 0 ? route : undefined
}
