/**
 * What an EHR writes beside the elements of FHIR, in extensions of its own: comments, and what is said of single values. The app
 * sends these, and the service has a person look at them.
 */

/** Extensions of the format itself, and of its national editions: they have a meaning of their own, and none is a comment. */
const OF_THE_FORMAT = /^http:\/\/(hl7\.org|terminology\.hl7\.org)\/fhir\//
const OF_OURS = /^https:\/\/doseline\.example\//
/** By their end, those whose words are read as something else. */
const IS_READ =
  /\/(acquired|timezone|tz-code|data-absent-reason|ext-coverage-information|containers-opened|opened-amount|discarded-amount|extension-MedicationAdministration\.(notGiven|wasNotGiven|reasonNotGiven))$/
const MOST_DEEP = 4

/** Whether words are a sentence: fewer than three are a name, an answer or a code. */
export const isProse = (words: string): boolean =>
  words.split(/\s/, LONGEST).filter((word) => /\p{L}/u.test(word)).length >= SENTENCE
const SENTENCE = 3
const LONGEST = 100

/** The comments that an extension of an EHR's own holds, itself or within, each as it is written. */
export function commentsIn(extension: unknown, depth = 0): readonly string[] {
  if (typeof extension !== 'object' || extension === null) return []
  const { url, valueString, valueMarkdown, extension: inner } = extension as Readonly<Record<string, unknown>>
  const address = typeof url === 'string' ? url : ''
  if (depth === 0 && (OF_THE_FORMAT.test(address) || OF_OURS.test(address) || IS_READ.test(address))) return []
  const words = valueString ?? valueMarkdown
  return [
    ...(typeof words === 'string' && isProse(words) ? [words.trim()] : []),
    ...(Array.isArray(inner) && depth < MOST_DEEP ? inner.flatMap((each) => commentsIn(each, depth + 1)) : []),
  ]
}

/** Extensions of a value that say how it is written, spoken or kept, or why it is absent, which is read where it is looked for. */
const OF_WRITING =
  /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/(data-absent-reason|translation|originalText|rendered-value|rendering-\w{1,20}|narrativeLink|timezone|tz-code|quantity-precision|iso21090-\w{1,40}|language|identifier-validDate|patient-birthTime|humanname-\w{1,20})$|\/(timezone|tz-code)$/

/** An element of a resource with an extension beside its value of which nobody here knows what it makes of it. */
export interface ExtendedValue {
  readonly element: string
  readonly url: string
}

/**
 * The elements at the top of a resource that have such an extension beside their value, each once.
 * @see https://hl7.org/fhir/R4/json.html#primitive
 */
export const extendedValues = (resource: object): readonly ExtendedValue[] =>
  Object.entries(resource).flatMap(([name, beside]) => {
    const url = name.startsWith('_') ? unknownIn(beside) : undefined
    return url === undefined ? [] : [{ element: name.slice(1), url }]
  })

function unknownIn(beside: unknown): string | undefined {
  for (const each of Array.isArray(beside) ? beside : [beside]) {
    const { extension } = (typeof each === 'object' && each !== null ? each : {}) as { extension?: unknown }
    for (const one of Array.isArray(extension) ? extension : []) {
      const { url } = (typeof one === 'object' && one !== null ? one : {}) as { url?: unknown }
      if (typeof url !== 'string') return 'without a url'
      if (!OF_WRITING.test(url)) return url
    }
  }
  return undefined
}
