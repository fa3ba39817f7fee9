/**
 * Words by which a record says outright that its drug or service is not to be charged as usual, in whatever element they
 * stand. The app looks for them before it leaves anything out, and sends where they are instead of what stands around them.
 */
const OUTRIGHT =
  /\b((do not|don't|never) (bill|charge|submit)|not to be (billed|charged)|no[- ]charge|non-?billable|not billable|patient[- ]supplied|supplied by (the )?(patient|pharmacy)|brought (in )?by (the )?patient|patient'?s own (supply|medication|drug)|(white|brown)[- ]?bag(ged|ging)?|free (drug|sample|goods)|(study|trial|investigational) (drug|medication|product)|clinical trial|patient assistance|self[- ]administered|entered in error|wrong (patient|chart)|never administered|not administered)\b/i

/** In the long description of some HCPCS codes; it says what the code is not for. */
const OF_CODES = /not for use when (the )?drug is self[- ]administered/i

/** Elements of which the words are read as such, and the format’s own. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set(
  'resourceType id meta implicitRules language contained extension note status reference system url div'.split(' '),
)
const READ_IN =
  /^(dosage\.text|dosageInstruction\.(text|additionalInstruction|patientInstruction)|medicationCodeableConcept)/

/** Where such words stand in a record. */
export interface WordsAnywhere {
  /** `location.location.display` */
  readonly element: string
  readonly words: string
}

/** Where a record says such words, each element once. */
export function wordsAnywhere(resource: object): readonly WordsAnywhere[] {
  const found = new Map<string, string>()
  gather(resource, '', found)
  return found.size === 0 ? NONE : [...found].map(([element, words]) => ({ element, words }))
}
const NONE: readonly WordsAnywhere[] = []

function gather(value: unknown, path: string, found: Map<string, string>): void {
  if (typeof value === 'string') {
    const words = value.length > SHORTEST ? OUTRIGHT.exec(value.replace(OF_CODES, ''))?.[0] : undefined
    if (words !== undefined && !READ_IN.test(path)) found.set(path, words)
    return
  }
  if (Array.isArray(value)) for (const each of value) gather(each, path, found)
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value))
      if (!READ_ELSEWHERE.has(name)) gather(inner, path === '' ? name : `${path}.${name}`, found)
}

/** No such words are as short. */
const SHORTEST = 8

/** By this extension the app says where such words stood in what it left in the EHR: `element: words`. */
export const WORDS_ANYWHERE = 'https://doseline.example/fhir/StructureDefinition/words-anywhere'
