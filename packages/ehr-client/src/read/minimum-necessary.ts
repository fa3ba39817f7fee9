import {
  commentsIn,
  exchangeIn,
  extendedValues,
  isUsualFlag,
  notOfTheStaff,
  speaksOfTheCharge,
  speaksOfTheLine,
  takenBackIn,
  testNameIn,
  WORDS_ANYWHERE,
  whoGave,
  wordsAnywhere,
  wordsOfPayers,
  wordsOfRegistration,
} from '@doseline/contract'
import type {
  Account,
  CodeableConcept,
  Condition,
  Coverage,
  Encounter,
  Extension,
  FhirResource,
  Flag,
  HumanName,
  MedicationAdministration,
  Patient,
  Reference,
} from 'fhir/r4'
import { list, text } from '../http/shape.ts'
import { isOurs } from '../write/ours.ts'
import { READING_PLAN, rowOf } from './reading-plan.ts'
import { referencesIn } from './references.ts'

/**
 * What leaves the EHR: of each resource the elements the rules read (`sends` in the reading plan) and no other: no names,
 * numbers, addresses, photographs or narrative. What Doseline itself wrote is sent whole, because it is compared with
 * what was written and sent back with the next version.
 */
export function minimumNecessary(resources: readonly FhirResource[]): FhirResource[] {
  return resources.flatMap((resource) => {
    const kept = isOurs(resource) ? withoutNarrative(resource) : keptOf(resource)
    return kept ? [kept] : []
  })
}

function withoutNarrative(resource: FhirResource): FhirResource {
  const { text: _, ...content } = resource as FhirResource & { text?: unknown }
  return content as FhirResource
}

/** A tree of element names; a leaf keeps everything below it. */
interface Kept {
  readonly [element: string]: Kept | 'all'
}

const KEPT: ReadonlyMap<string, Kept> = new Map(
  READING_PLAN.flatMap(({ type, sends }) => (sends ? [[type, treeOf(['resourceType', ...sends])] as const] : [])),
)

function treeOf(paths: readonly string[]): Kept {
  const heads = [...new Set(paths.map((path) => path.split('.')[0] ?? ''))]
  return Object.fromEntries(
    heads.map((head) => {
      const below = paths.filter((path) => path.startsWith(`${head}.`)).map((path) => path.slice(head.length + 1))
      return [head, below.length === 0 ? 'all' : treeOf(below)]
    }),
  )
}

function keptOf(resource: FhirResource): FhirResource | undefined {
  const kept = isOnlyBeside(resource) ? undefined : KEPT.get(resource.resourceType)
  const picked = kept && (pick(resource, kept) as FhirResource)
  return picked && withExtendedValues(withWordsAnywhere(namesShortened(picked, resource), resource), resource)
}

/** Types of which the service looks for extensions beside single values. */
const MAY_BE_EXTENDED: ReadonlySet<string> = new Set([
  'MedicationAdministration',
  'MedicationRequest',
  'Medication',
  'Encounter',
  'Coverage',
])

/** That a value has an extension which nobody knows, by its address alone. */
function withExtendedValues(picked: FhirResource, resource: FhirResource): FhirResource {
  if (!MAY_BE_EXTENDED.has(picked.resourceType)) return picked
  const beside = extendedValues(resource).map(({ element, url }) => {
    const { extension = [] }: { extension?: object[] } = Reflect.get(picked, `_${element}`) ?? {}
    return [`_${element}`, { extension: [...extension, { url }] }]
  })
  return beside.length === 0 ? picked : { ...picked, ...Object.fromEntries(beside) }
}

/** Without the names of persons that elements of the type hold. */
function namesShortened(picked: FhirResource, resource: FhirResource): FhirResource {
  switch (picked.resourceType) {
    case 'Account':
      return withoutNames(picked)
    case 'MedicationAdministration':
      return ofDose(picked, resource as MedicationAdministration)
    case 'MedicationDispense':
      return { ...picked, ...actorsOf(picked, (display) => display) }
    case 'Patient':
      return { ...withOwnExtensions(picked, resource), ...registrationOf(resource as Patient) }
    case 'Encounter':
      return { ...withOwnExtensions(picked, resource), ...participantsOf(picked) }
    case 'Coverage':
      return { ...withOwnExtensions(picked, resource), ...holdersOf(picked) }
    case 'Condition':
      return { ...picked, ...notesOf(picked) }
    case 'Medication':
    case 'MedicationRequest':
      return withOwnExtensions(picked, resource)
    default:
      return picked
  }
}

/** Types of which the service looks for words against the charge in every element. */
const SAID_ANYWHERE: ReadonlySet<string> = new Set(
  'MedicationAdministration MedicationRequest Medication MedicationDispense Encounter Location Organization Patient Coverage'.split(
    ' ',
  ),
)

/** Where words against the charge stood in what is left in the EHR, and those words alone. */
function withWordsAnywhere(picked: FhirResource, resource: FhirResource): FhirResource {
  if (!SAID_ANYWHERE.has(picked.resourceType)) return picked
  const sent = new Set(wordsAnywhere(picked).map(({ element }) => element))
  const left = wordsAnywhere(resource).filter(({ element }) => !sent.has(element))
  if (left.length === 0) return picked
  const { extension = [] } = picked as { extension?: object[] }
  const told = left.map(({ element, words }) => ({ url: WORDS_ANYWHERE, valueString: `${element}: ${words}` }))
  return { ...picked, extension: [...extension, ...told] } as FhirResource
}

/** Extensions of an EHR's own that may change what is charged. */
function withOwnExtensions<T extends FhirResource>(picked: T, resource: FhirResource): T {
  const { extension: all } = resource as { extension?: unknown }
  const own = (Array.isArray(all) ? all : []).filter((each) => !isRead(each) && bearsOnTheCharge(each))
  const { extension = [] } = picked as { extension?: object[] }
  return own.length === 0 ? picked : { ...picked, extension: [...extension, ...own] }
}

function bearsOnTheCharge(extension: unknown, within = ''): boolean {
  if (typeof extension !== 'object' || extension === null) return false
  const { url, extension: inner } = extension as { url?: unknown; extension?: unknown }
  const [, value] = Object.entries(extension).find(([name]) => name.startsWith('value')) ?? []
  const address = within === '' ? String(url) : `${within}/${String(url)}`
  return (
    (within === '' && commentsIn(extension).length > 0) ||
    (value !== undefined && speaksOfTheCharge(address, value)) ||
    (Array.isArray(inner) && inner.some((each) => bearsOnTheCharge(each, within === '' ? address : within)))
  )
}

/** Of who took part no name; of what the visit is billed to only words of payers. */
function participantsOf({ participant, account }: Encounter): Partial<Pick<Encounter, 'participant' | 'account'>> {
  return {
    ...(Array.isArray(participant) && {
      participant: list(participant).map((each) => ({
        ...each,
        ...(each.individual && {
          individual: displayed(each.individual, notOfTheStaff(text(each.individual.display) ?? '')),
        }),
      })),
    }),
    ...(Array.isArray(account) && {
      account: list(account).map((each) => displayed(each, wordsOfPayers(text(each.display) ?? ''))),
    }),
  }
}

/** Of who holds a policy no name of a person: that it is another than the patient, or an organization. */
function holdersOf({ subscriber, policyHolder }: Coverage): Partial<Pick<Coverage, 'subscriber' | 'policyHolder'>> {
  const holder = (who: Reference): Reference =>
    displayed(
      who,
      who.type === 'Organization' || /(^|\/)Organization\//.test(who.reference ?? '')
        ? text(who.display)
        : whoGave(text(who.display) ?? ''),
    )
  return {
    ...(subscriber && { subscriber: holder(subscriber) }),
    ...(policyHolder && { policyHolder: holder(policyHolder) }),
  }
}

/** Of the notes of a diagnosis only the words that take it back. */
function notesOf({ note }: Condition): { note?: Condition['note'] } {
  const words = list(note).flatMap((each) => takenBackIn(text(each.text) ?? '') ?? [])
  return { note: words.length === 0 ? undefined : words.map((each) => ({ text: each })) }
}
/**
 * Of a registration, where the patient lives, whom to call and who cares for the patient: words of a place that pays for its
 * patients, of a death or of a test, and no other.
 */
function registrationOf({
  name,
  address,
  contact,
  generalPractitioner,
  managingOrganization,
}: Patient): Partial<Patient> {
  const nobody = list(name).flatMap((each) => testNameIn(each) ?? [])
  const named = list(name).flatMap(wordsOfName)
  const lives = list(address).flatMap(({ line, text: whole, city }) => wordsOf([...textsIn(line), whole, city]))
  const called = list(contact).flatMap(({ name: person, organization, relationship, address: at }) => [
    ...list(person).flatMap(wordsOfName),
    ...wordsOf([organization?.display, ...list(relationship).flatMap(phrasesIn), ...textsIn(at?.line)]),
  ])
  const cares = wordsOf([...list(generalPractitioner), ...list(managingOrganization)].map(({ display }) => display))
  return {
    name: nobody.length + named.length === 0 ? undefined : [...nobody.map((family) => ({ family })), { suffix: named }],
    ...(lives.length > 0 && { address: [{ line: lives }] }),
    ...(called.length > 0 && { contact: called.map((display) => ({ organization: { display } })) }),
    ...(cares.length > 0 && { generalPractitioner: cares.map((display) => ({ display })) }),
  }
}

const wordsOf = (texts: readonly unknown[]): string[] =>
  texts.flatMap((each) => wordsOfRegistration(text(each) ?? '') ?? [])
const wordsOfName = ({ text: whole, family, given, suffix, prefix }: HumanName): string[] =>
  wordsOf([whole, family, ...textsIn(given), ...textsIn(suffix), ...textsIn(prefix)])
const textsIn = (all: unknown): readonly unknown[] => (Array.isArray(all) ? all : [])
const phrasesIn = ({ text: words, coding }: CodeableConcept): readonly unknown[] => [
  words,
  ...list(coding).map(({ display }) => display),
]

/** Of who gave a dose no name of a person; and of an EHR's own extensions those that bear on what is charged. */
function ofDose(
  picked: MedicationAdministration,
  {
    extension: all,
    text: narrative,
    dosage,
  }: { extension?: unknown } & Pick<MedicationAdministration, 'text' | 'dosage'>,
): MedicationAdministration {
  const extension = [...(picked.extension ?? []), ...bearing(all)]
  return {
    ...picked,
    ...(picked.dosage && { dosage: dosageOf(picked.dosage, dosage) }),
    ...ofSource(picked),
    ...actorsOf(picked, (words) => whoGave(words) ?? notOfTheStaff(words)),
    ...(extension.length > 0 && { extension }),
    // A narrative that says more than the elements is a note of the dose.
    ...(narrative?.status === 'additional' && { text: narrative }),
  }
}

/** Extensions of an EHR's own that bear on the line, beside those that are read anyway. */
const bearing = (all: unknown): Extension[] =>
  (Array.isArray(all) ? all : []).filter((each) => !isRead(each) && bearsOnTheLine(each))

/** How it was given, with what an extension says of how much that was. */
function dosageOf(picked: Dosage, whole: Dosage | undefined): Dosage {
  const [own, ofDose] = [bearing(whole?.extension), bearing(whole?.dose?.extension)]
  return {
    ...picked,
    ...(own.length > 0 && { extension: [...(picked.extension ?? []), ...own] }),
    ...(ofDose.length > 0 &&
      picked.dose && { dose: { ...picked.dose, extension: [...(picked.dose.extension ?? []), ...ofDose] } }),
  }
}
type Dosage = NonNullable<MedicationAdministration['dosage']>

/** Of where a record came from only by which exchange. */
function ofSource({ meta }: MedicationAdministration): Pick<MedicationAdministration, 'meta'> {
  if (typeof meta?.source !== 'string') return {}
  const { source, ...rest } = meta
  const exchange = exchangeIn(source)
  return { meta: { ...rest, ...(exchange !== undefined && { source: exchange }) } }
}

/** Performers: of a person of whom there is a record no name, of an organization its own, of others what `words` leaves. */
function actorsOf<Performer extends { readonly actor: Reference }>(
  { performer }: { readonly performer?: Performer[] | undefined },
  words: (display: string) => string | undefined,
): { performer?: Performer[] } {
  if (!Array.isArray(performer)) return {}
  return {
    performer: performer.map((each) => {
      const { display, ...actor } = each.actor ?? {}
      if (typeof display !== 'string') return each
      const type = actor.type ?? actor.reference?.split('/').at(-2)
      const left = type === undefined ? words(display) : type === 'Organization' ? display : notOfTheStaff(display)
      return { ...each, actor: { ...actor, ...(left !== undefined && { display: left }) } }
    }),
  }
}

function bearsOnTheLine(extension: unknown): boolean {
  if (typeof extension !== 'object' || extension === null) return false
  const { url, extension: inner } = extension as { url?: unknown; extension?: unknown }
  const [, value] = Object.entries(extension).find(([name]) => name.startsWith('value')) ?? []
  return (
    commentsIn(extension).length > 0 ||
    (typeof url === 'string' && value !== undefined && speaksOfTheLine(url, value)) ||
    (Array.isArray(inner) && inner.some(bearsOnTheLine))
  )
}

/** An account is called after a person, and so is who answers for it: only words of payers are left of that. */
function withoutNames({ name, description, guarantor, coverage, ...account }: Account): Account {
  const only = (words: unknown): string | undefined => wordsOfPayers(text(words) ?? '')
  const [called, described] = [only(name), only(description)]
  const parties = list(guarantor).map(({ party, ...rest }) => ({
    ...rest,
    party: displayed(party, only(party?.display)),
  }))
  const coverages = list(coverage).map(({ coverage: paying, ...rest }) => ({
    ...rest,
    coverage: displayed(paying, withoutNumbers(paying)),
  }))
  return {
    ...account,
    ...(called !== undefined && { name: called }),
    ...(described !== undefined && { description: described }),
    ...(parties.length > 0 && { guarantor: parties }),
    ...(coverages.length > 0 && { coverage: coverages }),
  }
}

/** A reference with other words than its own, or without any. */
function displayed(reference: Reference | null | undefined, words: string | undefined): Reference {
  const { display: _, ...who } = list(reference)[0] ?? {}
  return { ...who, ...(words !== undefined && { display: words }) }
}

/** What a coverage is called, where nothing refers to it: who pays is read by that, and a member is known by a number. */
function withoutNumbers(coverage: Reference | null | undefined): string | undefined {
  if (text(coverage?.reference) !== undefined) return undefined
  const words = (text(coverage?.display) ?? '').split(/\s/).filter((word) => word !== '' && !/\d/.test(word))
  return text(words.join(' '))
}

/** What a dose, its order, what was dispensed and charged for it, and its visit go by. */
const OF_A_DOSE =
  /(^|\/)(MedicationAdministration|MedicationRequest|Medication|MedicationDispense|ChargeItem|Encounter)\//

/** Whether a resource is sent only where it is about a dose, or a charge, and is about none. */
function isOnlyBeside(resource: FhirResource): boolean {
  // A flag of care alone tells the service nothing, and much of the patient.
  if (resource.resourceType === 'Flag') return isUsualFlag(wordsIn(resource))
  const { onlyAbout } = rowOf(resource.resourceType) ?? {}
  return (
    onlyAbout !== undefined &&
    !onlyAbout.some((element) => referencesIn(resource, element).some((each) => OF_A_DOSE.test(each)))
  )
}

/** What its code and categories say: in words, else by their codes. */
const wordsIn = ({ code, category }: Flag): readonly string[] =>
  [...list(code), ...list(category)].flatMap((one: CodeableConcept) => {
    const codings = list(one.coding)
    const words = [text(one.text), ...codings.map(({ display }) => text(display))].filter((each) => each !== undefined)
    return words.length > 0 ? words : codings.flatMap((coding) => text(coding.code) ?? [])
  })

function pick(value: unknown, kept: Kept | 'all', name = ''): unknown {
  if (name === 'contained') return Array.isArray(value) ? minimumNecessary(value as FhirResource[]) : undefined
  if (name === 'extension') return Array.isArray(value) ? value.filter(isRead) : undefined
  if (name === 'birthDate') return yearOf(value)
  if (name === 'modifierExtension') return modifiersOnly(value)
  if (name === 'tag' || name === 'security') return Array.isArray(value) ? value.filter(isShortened) : undefined
  if (Array.isArray(value)) return value.map((one) => pick(one, kept))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([element, below]) => {
    const rule = kept === 'all' || MODIFIES.has(element) ? 'all' : (kept[element] ?? besideOf(kept, element))
    const picked = rule === undefined ? undefined : pick(below, rule, element)
    return picked === undefined || (Array.isArray(picked) && picked.length === 0) ? [] : [[element, picked] as const]
  })
  return Object.fromEntries(entries)
}

/**
 * What may turn the meaning of an element around goes with it, wherever it stands: R4 forbids reading past it.
 * @see https://hl7.org/fhir/R4/extensibility.html#modifierExtension
 */
const MODIFIES: ReadonlySet<string> = new Set(['modifierExtension', 'implicitRules', '_implicitRules'])

/** Beside a primitive that is kept, why it is absent. */
const besideOf = (kept: Kept, element: string): 'all' | undefined =>
  element.startsWith('_') && kept[element.slice(1)] === 'all' ? 'all' : undefined

/** Which modifiers there are, and whether they say yes; not what else they hold. */
function modifiersOnly(value: unknown): unknown {
  const only = (one: unknown): object => {
    if (typeof one !== 'object' || one === null) return {}
    const { url, valueBoolean } = one as { url?: unknown; valueBoolean?: unknown }
    return { ...(url !== undefined && { url }), ...(valueBoolean !== undefined && { valueBoolean }) }
  }
  return Array.isArray(value) ? value.map(only) : only(value)
}

/** The tags and labels by which a server says that it left something out, or that a record is not meant; others tell how private it is. */
const SHORTENED = new Set<unknown>(
  ['SUBSETTED', 'REDACTED', 'ABSTRED', 'AGGRED', 'MASKED', 'HTEST', 'UNRELIABLE'].concat(
    'test-data PATRPT PATAST'.split(' '),
  ),
)
const isShortened = (coding: unknown): boolean =>
  typeof coding === 'object' && coding !== null && 'code' in coding && SHORTENED.has(coding.code)

/** The ends of the addresses of extensions that facts are read from; any other may hold anything. */
export const EXTENSIONS_READ: readonly string[] = [
  '/containers-opened',
  '/opened-amount',
  '/discarded-amount',
  '/acquired',
  '/infuse-over-time',
  '/timezone',
  '/tz-code',
  '/data-absent-reason',
  '/ext-coverage-information',
  '/extension-reviewAction',
  '/extension-authorizationNumber',
  '/extension-itemPreAuthPeriod',
  '/extension-itemAuthorizedDate',
  '/extension-itemRequestedServiceDate',
  '/extension-itemAuthorizedDetail',
  '/extension-itemAuthorizedProvider',
  '/procedure-code',
  '/charge-modifier',
  '/modifier-code',
  '/chargeitem-modifier',
  '/billed-ndc',
  '/national-drug-product',
  '/offset-by',
  '/extension-MedicationAdministration.notGiven',
  '/extension-MedicationAdministration.wasNotGiven',
  '/extension-MedicationAdministration.reasonNotGiven',
]

/** How EHRs name an extension of their own that says a dose was not given; Blue Button’s contracts of a Part C plan. */
const READ_BY_NAME = [/not-?(given|administered)$/i, /\/ptc_cntrct_id_\d{2}$/i]

function isRead(extension: unknown): boolean {
  if (typeof extension !== 'object' || extension === null || !('url' in extension)) return false
  const { url } = extension
  if (typeof url !== 'string') return false
  return EXTENSIONS_READ.some((ending) => url.endsWith(ending)) || READ_BY_NAME.some((name) => name.test(url))
}

const DATE = /^(\d{4})(-\d{2}(-\d{2})?)?$/

/** Of the date of birth the year: it tells whom a drug is labeled for, and the day would tell who the patient is. */
const yearOf = (birthDate: unknown): unknown =>
  typeof birthDate === 'string' ? (DATE.exec(birthDate.trim())?.[1] ?? 'no date') : birthDate
