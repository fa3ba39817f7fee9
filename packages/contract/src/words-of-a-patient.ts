/** Names by which hospitals tell patients that nobody is. No family is called so: they begin with two Z, or say it outright. */
const OF_A_TEST = /^zz+[a-z]*|^(test[- ]?patient|patient[- ]?test|do ?not ?use|fake|dummy|training patient)$/i
const TEST = /^test\d*$/i
const PATIENT = /^(patient|pt|test\w*)$/i

/**
 * The part of a name by which a patient is none, as it is written; undefined of a person. Somebody may be called Test: that
 * alone is a name.
 *
 * @example
 * testNameIn({ family: 'Zztest', given: ['Rosa'] }) // 'Zztest'
 */
export function testNameIn({ family, given, text }: NameParts): string | undefined {
  const parts = [family, ...(Array.isArray(given) ? given : [])].filter((part) => typeof part === 'string')
  const called = parts.find((part) => OF_A_TEST.test(part.trim()))
  if (called !== undefined) return called.trim()
  const isTest =
    parts.some((part) => TEST.test(part.trim())) &&
    parts.some((part) => PATIENT.test(part.trim()) && !TEST.test(part.trim()))
  if (isTest) return 'Test patient'
  const [first = ''] = typeof text === 'string' ? text.trim().split(/[\s,]+/) : []
  return parts.length === 0 && /^zz/i.test(first) ? first : undefined
}

/** The parts of a name that are looked at. */
export interface NameParts {
  readonly family?: unknown
  readonly given?: unknown
  readonly text?: unknown
}
