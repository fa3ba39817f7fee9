import { type Fact, known, ROUTES, type StatedBesideTexts, type TextBeside, type TextsBeside } from '@doseline/dose'
import type { CodeableConcept } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { list, text } from '../shape.ts'
import { isOnlyOf, wordList } from './beside/phrases.ts'
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
    ...wordsOfAll(dosage.site)
      .filter((words) => !isOnlyOf(words, OF_SITES))
      .map((words) => beside(reading, 'dosage', 'dosage.site', words)),
    ...wordsOfAll(dosage.route)
      .filter((words) => !isOnlyOf(words, OF_ROUTES))
      .map((words) => beside(reading, 'dosage', 'dosage.route', words)),
  ])
  const said = [...dosages, ...notes].filter((each) => each !== undefined)
  const { attested } = options
  const stated: StatedBesideTexts[] = [
    ...((attested?.administeredMg ?? attested?.administered) === undefined ? [] : (['given'] as const)),
    ...(attested?.acquired === undefined ? [] : (['acquired'] as const)),
    ...((attested?.reviewed ?? []).includes(reading.key) ? (['reviewed'] as const) : []),
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

/** Every text and display of a concept. */
const wordsOfAll = (concept: CodeableConcept | undefined): readonly string[] => [
  ...new Set(
    [text(concept?.text), ...list(concept?.coding).map(({ display }) => text(display))].flatMap((each) => each ?? []),
  ),
]

/** Parts of the body in which drugs are given, and devices that lead there. */
const OF_SITES = wordList(
  'a and or of the to in at structure region area part entire body body_structure site quadrant side surface skin tissue subcutaneous muscle vein',
  'left right bilateral both upper lower outer inner mid middle anterior posterior lateral medial ventral dorsal proximal distal',
  'l r lt rt lue rue lle rle lua rua lla rla luq ruq llq rlq lac rac lfa rfa abd',
  'arm arms deltoid thigh thighs abdomen abdominal stomach belly buttock buttocks gluteus gluteal glut ventrogluteal dorsogluteal',
  'leg vastus lateralis rectus femoris femur hip forearm hand wrist finger foot ankle elbow antecubital fossa ac cubital cephalic',
  'basilic median chest wall breast shoulder back flank scapula neck jugular subclavian umbilicus navel triceps biceps limb',
  'implanted implantable tunneled powerport cvc broviac groshong extremity iv port portacath mediport picc line central venous catheter access device peripheral piv midline hickman lumen',
  'quadriceps periumbilical eye vitreous knee joint',
)
/** How ways to give a drug are called. */
const OF_ROUTES = wordList(
  ...ROUTES,
  'a by i v s c m q p in into of the via or qualifier value route use administration method substance subcutaneous subcutaneously subcut',
  'subq sc sq intravenous intravenously intraven iv ivpb ivbp piggyback infusion injection injectable intramuscular',
  'intramuscularly im drip continuous intermittent intradermal intravitreal intrathecal intraarticular parenteral central',
  'port ports portacath mediport powerport implanted implantable catheter cvc access device picc midline hickman lumen single double left right',
  'peripheral line venous vein muscle skin under needle c38276 c38299 c28161',
)
