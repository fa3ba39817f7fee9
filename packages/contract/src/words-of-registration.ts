/**
 * What names and addresses of a registration say of a place that pays for what its patients are given, and of a death. The
 * app sends these words and nothing else of a name or an address; the service asks about them.
 */

/** A street is called after what stands in it, or once stood. */
const STREET =
  /\b[a-z]+ (road|rd|drive|dr|street|st|blvd|boulevard|avenue|ave|lane|ln|parkway|pkwy|highway|hwy|way|court|ct)\b/gi

const OF_PLACES: readonly RegExp[] = [
  /\bskilled nursing\b|\bsnf\b|\bswing[- ]?bed\b/i,
  /\bnursing (home|facility|center|centre)\b|\b(convalescent|rehabilitation|rehab) (home|hospital|facility|center|centre)\b/i,
  /\bhealth ?care (and|&) rehab\w*|\brehab\w* (and|&) health ?care\b|\bpost[- ]acute\b|\bsub[- ]?acute\b/i,
  /\blong[- ]term (acute )?care\b|\bltach?\b|\bin-?patients?\b/i,
  /\bhospice\b|\bpalliative care home\b/i,
  /\b(county jail|jail|prison|correctional|detention|penitentiary|inmate)\b/i,
  /\bhome health\b|\bvisiting nurses?\b/i,
]
/** What a registrar writes into a name where the record is not the patient’s own. */
const OF_ANOTHER_RECORD =
  /\b(duplicate|do not use|don'?t use|dup(e|licated)? (record|chart|mrn)|merged (to|into|with|record)|(wrong|old|test|obsolete|retired|inactive) (record|chart|mrn|patient)|use (mrn|other|new)|see (mrn|other)|void(ed)?)\b/i
const OF_DEATH = /\b(deceased|decedent|expired|estate of)\b/i

/**
 * The words of a text by which a place pays for its patients, a patient died, or the record is not to be used; undefined where it has none.
 * @example
 * wordsOfRegistration('Oak Hill Skilled Nursing, 12 Elm Street') // 'Skilled Nursing'
 */
export function wordsOfRegistration(text: string): string | undefined {
  const left = text.replaceAll(STREET, ' ')
  const found = [...OF_PLACES, OF_DEATH, OF_ANOTHER_RECORD].flatMap((words) => left.match(words)?.[0] ?? [])
  return found.length === 0 ? undefined : found.join(', ')
}
