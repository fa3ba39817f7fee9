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
  if (isAmount(value)) return true
  return OF_THE_LINE.test(name) || IN_WORDS.test(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}

/** An amount of a drug: a second one beside the dose may be the one that was given. */
const OF_A_DRUG: ReadonlySet<unknown> = new Set(['mg', 'g', 'ug', 'mcg', '[iU]', 'IU', 'unit', 'units', 'mL', 'ml'])
const isAmount = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'value') !== undefined &&
  [Reflect.get(value, 'code'), Reflect.get(value, 'unit')].some((unit) => OF_A_DRUG.has(unit))

/** Names of extensions beside a dose: as of a dose, where a name does not say something else on records of other types. */
const OF_THE_CHARGE =
  /suppl(y|ied)|own-?(med|drug|stock)|(?<!dis)charge|bill|donat|340b|(white|brown)-?bag|research|study|clinical-?trial|investigation|hospice|accident|workers|write-?off|non-?covered|(is|drug|free|clinic|office|manufacturer)-?samples?$|compound(ed|ing)|placebo|expanded-?access|compassionate|deceased/i
const AGAINST =
  /\b(hospice|not eligible|ineligible|not covered|workers?'?s? comp\w*|accident|skilled nursing|snf|write[- ]?off|self[- ]?pay|charity)\b/i
/** What FHIR itself says of persons. */
const OF_PERSONS = /^http:\/\/hl7\.org\/fhir\/(us\/core\/StructureDefinition\/us-core-|StructureDefinition\/patient-)/

/** Whether an extension of a record beside a dose, as its order, its visit, its coverage, may change what is charged. */
export function speaksOfTheCharge(url: string, value: unknown): boolean {
  if (OF_PERSONS.test(url)) return false
  const name = url.slice(url.lastIndexOf('/') + 1).replace(/([a-z])([A-Z])/g, '$1-$2')
  if (typeof value === 'boolean' || value === 'true' || value === 'false') {
    return (
      OF_THE_CHARGE.test(name) && (String(value) === 'true') !== (GOOD_IF_TRUE.test(name) && !BAD_IF_TRUE.test(name))
    )
  }
  if (isAmount(value)) return true
  return OF_THE_CHARGE.test(name) || speaksAgainst(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}

/** Whether words say of a dose that it is charged to another, or not at all. */
export const speaksAgainst = (words: string): boolean => IN_WORDS.test(words) || AGAINST.test(words)

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

/** By which a person of whom there is a record is called one of another place, or no person of the staff. */
const ELSEWHERE =
  /\b(home (health|care|infusion|nurs\w+)|home[- ]?health|visiting nurs\w+|agency|hospice|caregiver|outside (provider|hospital|facility|clinic|records?|nurse)|historical|external (provider|facility)|care ?everywhere|self[- ]administ\w*|vna|snf|skilled nursing|dialysis (rn|nurse|center|unit|clinic)|minute ?clinic|research (coordinator|nurse)|school nurse)\b/i

/** Words of a display by which whoever it names is none of the clinic's staff; undefined where it is a name. */
export const notOfTheStaff = (display: string): string | undefined => ELSEWHERE.exec(display)?.[0]

/** Exchanges by which records of other places come in. */
const EXCHANGE = /care-?everywhere|commonwell|carequality|e-?health-?exchange|outside-?records|historical/i

/** By which exchange a record came from another place, by the address of its source; undefined where by none. */
export const exchangeIn = (source: string): string | undefined => EXCHANGE.exec(source)?.[0]
