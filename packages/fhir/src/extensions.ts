import type { Extension } from 'fhir/r4'
import { list, text } from './shape.ts'

/** Anything that can carry extensions. */
export interface Extensible {
  readonly extension?: Extension[] | undefined
}

/** The extensions of an element under this url. */
export const extensionsOf = (element: Extensible | undefined, url: string): readonly Extension[] =>
  list(element?.extension).filter((extension) => extension.url === url)

/** The extensions whose url ends so, for definitions that several authors publish under their own base. */
export const extensionsEnding = (element: Extensible | undefined, ending: string): readonly Extension[] =>
  list(element?.extension).filter((extension) => text(extension.url)?.endsWith(ending))

const DATA_ABSENT_REASON = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/**
 * Why a chart says that it has no value, such as `unknown` or `masked`.
 * @see https://hl7.org/fhir/R4/extension-data-absent-reason.html
 */
export function absentBecause(element: Extensible | undefined): string | undefined {
  const [reason] = extensionsOf(element, DATA_ABSENT_REASON)
  return text(reason?.valueCode)
}

/** By these older versions of FHIR say that a dose was not given; they are read. @see https://hl7.org/fhir/R4/versions.html#extensions */
export const SAYS_NOT_GIVEN = /\/extension-MedicationAdministration\.(notGiven|wasNotGiven|reasonNotGiven)$/

/**
 * The first modifier extension of a resource. Doseline knows no others, and R4 forbids reading past an unknown one: it may
 * say that the resource means the opposite of what it shows.
 * @see https://hl7.org/fhir/R4/extensibility.html#modifierExtension
 */
export function modifierOf(resource: { readonly modifierExtension?: Extension[] | undefined }): string | undefined {
  const [extension] = list(resource.modifierExtension).filter(({ url }) => !SAYS_NOT_GIVEN.test(text(url) ?? ''))
  return extension && (text(extension.url) ?? 'without a url')
}
