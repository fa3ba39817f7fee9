/**
 * What an element of a dose that has no place of its own in FHIR speaks of: whether it bears on what is charged. The app
 * sends those that do, and the service asks about them; everything else of an EHR's own stays where it is.
 */

/** Names of extensions: supply, charge, research, payer, and whether it was given. */
const OF_THE_LINE =
  /suppl(y|ied)|own-?(med|drug|stock)|charge|bill|cost|free|sample|donat|purchas|bought|340b|(white|brown)-?bag|research|study|trial|investigation|payer|payor|insur|guarantor|given|administered|historical|self-?admin|home-?med|reported/i
/** What says yes by `true`, and no by `false`. */
const GOOD_IF_TRUE = /(?<!(not?|non)[-_.]?)(billable|chargeable|purchased|bought|given|administered)/i
const BAD_IF_TRUE = /\b(not?|non)[-_.]?(billable|chargeable|purchased|bought|given|administered)|self-?admin/i
const IN_WORDS =
  /\b(supplied|supply|own (med\w*|drug|stock)|(white|brown)[- ]bag\w*|samples?|no charge|free|donated|340b|research|study|trial|investigational|not (given|administered|billable)|do not (bill|charge)|historical|self[- ]administ\w*|reported|at home)\b/i

/** Whether an extension of a dose, by its url and its value, may change what is charged for it. */
export function speaksOfTheLine(url: string, value: unknown): boolean {
  const name = url.slice(url.lastIndexOf('/') + 1).replace(/([a-z])([A-Z])/g, '$1-$2')
  if (typeof value === 'boolean' || value === 'true' || value === 'false') {
    if (!OF_THE_LINE.test(name)) return false
    const isTrue = String(value) === 'true'
    return GOOD_IF_TRUE.test(name) && !BAD_IF_TRUE.test(name) ? !isTrue : isTrue
  }
  return OF_THE_LINE.test(name) || IN_WORDS.test(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}

/** Persons who are none of the staff, as a display names them. */
const LAY =
  /\b(patient(?!\s+care)|self|spouse|wife|husband|mother|father|daughter|son|family(?!\s+(nurse|medicine|practice|health|care))|caregiver|parent|guardian)\b/i
/** What only organizations are called. */
const ORGANIZATION =
  /\b(pharmacy|health|agency|hospital|clinic|center|centre|facility|home|services|associates|group|inc|llc|hospice)\b/i

/** What a display says of who gave a dose where it names no record: the word for a lay person, or the name of an organization. */
export function whoGave(display: string): string | undefined {
  return LAY.exec(display)?.[0]?.toLowerCase() ?? (ORGANIZATION.test(display) ? display : undefined)
}
/** Whether a display is of the patient, a relative or another person who is none of the staff. */
export const isLayPerson = (display: string): boolean => LAY.test(display)
