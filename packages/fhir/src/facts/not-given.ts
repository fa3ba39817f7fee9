import type { CodeableConcept, Extension, MedicationAdministration } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { isObject, list, quoted, text } from '../shape.ts'

/** What an element of an older version of FHIR says of whether the dose was given. */
export interface NotGiven {
  /** `unclear` where it gives only a reason, or cannot be read. */
  readonly says: 'not given' | 'unclear'
  readonly element: string
  readonly shows: string
}

/** STU3’s and DSTU2’s modifier elements; R4 charts may carry them as elements or as extensions. */
const FLAGS = ['notGiven', 'wasNotGiven'] as const
const REASON = 'reasonNotGiven'
/** Without any of these an administration does not speak of it. */
const SPEAKS = [...FLAGS, ...FLAGS.map((flag) => `_${flag}`), REASON, 'extension', 'modifierExtension']

/**
 * Whether an administration says, by an element that R4 no longer has, that the dose was not given; undefined where it says
 * nothing, or that it was.
 * @see https://hl7.org/fhir/STU3/medicationadministration-definitions.html#MedicationAdministration.notGiven
 * @see https://hl7.org/fhir/DSTU2/medicationadministration-definitions.html#MedicationAdministration.wasNotGiven
 * @see https://hl7.org/fhir/R4/versions.html#extensions
 */
export function notGivenIn(given: MedicationAdministration): NotGiven | undefined {
  if (!SPEAKS.some((element) => element in given)) return undefined
  const reasons = [...own(given, REASON), ...extensions(given, REASON).map(valueIn)].flatMap(wordsIn)
  for (const element of FLAGS) {
    for (const flag of [...own(given, element), ...extensions(given, element).map(valueIn)]) {
      if (flag === false || flag === 'false') continue
      const isTrue = flag === true || flag === 'true'
      const shows = isTrue
        ? `${element}${reasons[0] ? `: ${reasons[0]}` : ''}`
        : (text(flag) ?? 'a value that is no boolean')
      return { says: isTrue ? 'not given' : 'unclear', element, shows: quoted(shows, 80) }
    }
  }
  if (reasons[0] !== undefined) return { says: 'unclear', element: REASON, shows: quoted(reasons[0], 80) }
  return ofItsOwn(given)
}

/** Elements that stand there without a value, and what an EHR says in an extension of its own: `…/medication-not-given`. */
function ofItsOwn(given: MedicationAdministration): NotGiven | undefined {
  const empty = FLAGS.find((flag) => isObject(Reflect.get(given, `_${flag}`)))
  if (empty) return { says: 'unclear', element: empty, shows: `${empty} without a value` }
  const extension = list(given.extension).find(
    (each) => OWN_NAME.test(text(each.url) ?? '') && String(valueIn(each)) !== 'false',
  )
  return extension && { says: 'unclear', element: 'extension', shows: quoted(text(extension.url) ?? '', 80) }
}

/** How an extension about a dose that was not given is named, whoever defined it. */
const OWN_NAME = /not-?(given|administered)$/i

function wordsIn(reason: unknown): string[] {
  const words = text(reason)
  if (words !== undefined) return [words]
  return list(reason as CodeableConcept | CodeableConcept[]).map((one) => wordsOf(one) ?? 'a reason without words')
}

function own(given: object, element: string): unknown[] {
  const value: unknown = Reflect.get(given, element)
  return value === undefined || value === null ? [] : [value]
}

const extensions = (given: MedicationAdministration, element: string): readonly Extension[] =>
  [given, { extension: given.modifierExtension }].flatMap((holder) =>
    extensionsEnding(holder, `/extension-MedicationAdministration.${element}`),
  )

/** The value of an extension, whatever its type. */
function valueIn(extension: Extension): unknown {
  const name = Object.keys(extension).find((each) => each.startsWith('value'))
  const value: unknown = name === undefined ? undefined : Reflect.get(extension, name)
  return value ?? (isObject(extension) ? 'without a value' : undefined)
}
