import { speaksAgainst, wordsOfPayers } from '@doseline/contract'
import { type Authorization, calendarDate, type Fact, type Payor, type Place } from '@doseline/dose'
import type { Claim, ClaimResponse, CodeableConcept, ExplanationOfBenefit, Reference } from 'fhir/r4'
import { doubtAbout } from '../chart/doubt.ts'
import { type Keyed, ofPatient, withoutPatient } from '../chart-index.ts'
import { ICD_10_CM } from '../code-systems.ts'
import { codedIn } from '../coded.ts'
import { codesFrom, wordsOf } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { adjudicationDoubt } from './adjudication.ts'
import { namesIn } from './beside/phrases.ts'
import { type Certified, certifiedIn, isDecidedByItem } from './certified.ts'
import { authorizationFromOrder } from './coverage-information.ts'
import { icd10cm } from './icd10cm.ts'
import { payorFrom } from './payor.ts'
import { saidByPlace } from './places-of-care.ts'
import { listOf, type Reading } from './reading.ts'
import { outcomeOf, saysApproved } from './review-action.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from './span-of-days.ts'

/**
 * Authorizations on file: preauthorization answers of the payer, also as an ExplanationOfBenefit, what Da Vinci CRD left on
 * the order, and what a person attests; beside them predeterminations, which authorize nothing. One answer about several items gives one authorization for each, with what was certified of it.
 * @see https://hl7.org/fhir/R4/claimresponse.html
 * @see https://hl7.org/fhir/us/davinci-pas/StructureDefinition-profile-claimresponse.html
 */
export function authorizationsOf(reading: Reading): Fact<readonly Authorization[]> {
  if (!reading.patient.known) return reading.patient
  const { chart } = reading
  const own = [
    ...ofPatient(chart, 'ClaimResponse', reading.patient.value),
    ...ofPatient(chart, 'ExplanationOfBenefit', reading.patient.value).flatMap(asAnswer),
  ]
  const nobodys = [
    ...withoutPatient(chart, 'ClaimResponse'),
    ...withoutPatient(chart, 'ExplanationOfBenefit').flatMap(asAnswer),
  ]
  const answers = [
    ...own.flatMap((answer) => authorizationsIn(reading, answer)),
    ...nobodys.flatMap((answer) =>
      authorizationsIn(reading, answer, `${answer.key} does not say which patient it is about.`),
    ),
  ]
  const attested = attestedAuthorization(reading)
  const found = listOf(reading.chart, 'ClaimResponse', [...answers, ...authorizationFromOrder(reading), ...attested])
  const { by = '', at = '' } = reading.options.attested ?? {}
  return found.known && attested.length > 0 ? { ...found, attested: { by, at } } : found
}

/**
 * An ExplanationOfBenefit that answers a preauthorization or a predetermination, as the ClaimResponse it stands for: one for
 * each number. One of any other use is no such answer.
 * @see https://hl7.org/fhir/R4/explanationofbenefit.html
 */
function asAnswer({ key, resource }: Keyed<ExplanationOfBenefit>): readonly Keyed<ClaimResponse>[] {
  const { use, item, addItem, claim, preAuthRef, preAuthRefPeriod, ...same } = resource
  if (use !== 'preauthorization' && use !== 'predetermination') return []
  const items = list(item).map(({ detail: __, ...each }) => ({ ...each, itemSequence: [each.sequence] }))
  const numbers = [preAuthRef].flat().flatMap((number) => text(number) ?? [])
  return (numbers.length > 0 ? numbers : [undefined]).map((number, at) => {
    const period = list(preAuthRefPeriod)[at]
    const answer = {
      ...same,
      resourceType: 'ClaimResponse' as const,
      use,
      addItem: [...items, ...list(addItem)],
      ...(claim && { request: claim }),
      ...(number !== undefined && { preAuthRef: number }),
      ...(period && { preAuthPeriod: period }),
    }
    return { key, resource: answer as unknown as ClaimResponse }
  })
}

/** @see https://hl7.org/fhir/R4/valueset-fm-status.html */
const STATUSES = ['active', 'cancelled', 'draft', 'entered-in-error'] as const
/** @see https://hl7.org/fhir/R4/valueset-claim-use.html */
const USES = ['claim', 'preauthorization', 'predetermination'] as const
/** @see https://hl7.org/fhir/R4/valueset-remittance-outcome.html */
const OUTCOMES = ['queued', 'complete', 'error', 'partial'] as const

/** `doubt`: why the whole answer may not be this patient's. */
function authorizationsIn(reading: Reading, answer: Keyed<ClaimResponse>, doubt?: string): readonly Authorization[] {
  const { key, resource } = answer
  const status = codedIn(key, resource, 'status', STATUSES)
  const use = codedIn(key, resource, 'use', USES)
  if ('code' in status && status.code === 'entered-in-error') return []
  if ('code' in use && use.code === 'claim') return []
  const isPredetermination = 'code' in use && use.code === 'predetermination'
  const outcome = codedIn(key, resource, 'outcome', OUTCOMES)
  const isOpen = 'code' in outcome && (outcome.code === 'queued' || outcome.code === 'error')
  const doubts = [
    ...(doubt === undefined ? [] : [doubt]),
    ...[status, use, outcome].flatMap((each) => ('doubt' in each ? [each.doubt] : [])),
    ...saysAgainst(answer),
    ...forAnother(reading, answer),
    ...saidByRequest(reading, answer),
    ...(isOpen && isDecidedByItem(resource) ? [`${key} decides its items and has the outcome “${outcome.code}”.`] : []),
  ]
  const request = requestOf(reading, resource)
  const taken = 'code' in status ? NOT_IN_FORCE[status.code] : undefined
  return certifiedIn(answer, request).map((one) => ({
    ...authorization(reading, answer, {
      ...one,
      outcome: taken ?? one.outcome,
      doubt: doubts[0] ?? one.doubt ?? requestDoubt(reading, answer) ?? focusDoubt(reading, answer),
    }),
    ...(isPredetermination && { isPredetermination }),
  }))
}

/** The request was made to an insurance that refers to no coverage: it may be any other. A coverage that is not in the chart is held elsewhere. */
function focusDoubt(reading: Reading, { key, resource }: Keyed<ClaimResponse>): string | undefined {
  const request = requestOf(reading, resource)
  const focal = [...list(resource.insurance), ...list(request?.insurance)].filter((each) => each.focal === true)
  const lost = focal.find(({ coverage }) => keyOf(reading.chart, coverage) === undefined)
  if (!lost) return undefined
  const named = text(lost.coverage?.display)
  return `${key} answers a request to another insurance${named === undefined ? '' : ` (“${quoted(named, 40)}”)`}, which the chart does not hold.`
}

/** An answer that was taken back, or is not given yet, is the payer's newest word all the same. */
const NOT_IN_FORCE: Readonly<Partial<Record<string, Certified['outcome']>>> = {
  cancelled: 'cancelled',
  draft: 'pending',
}

/** What is wrong with the request that was answered, where the chart holds it. */
function requestDoubt(reading: Reading, { key, resource }: Keyed<ClaimResponse>): string | undefined {
  const request = requestOf(reading, resource)
  if (!request) return undefined
  const name = keyOf(reading.chart, resource.request) ?? 'Claim'
  const status = codedIn(name, request, 'status', STATUSES)
  const use = codedIn(name, request, 'use', USES)
  if ('doubt' in status) return status.doubt
  if ('doubt' in use) return use.doubt
  if (status.code !== 'active') return `${key} answers ${name}, which has the status “${status.code}”.`
  if (use.code !== resource.use) return `${key} answers ${name}, which has the use “${use.code}”.`
  return ofAnotherBenefit(name, request)
}

/** What an answer says of itself as a whole, where an item of it may be approved all the same. */
function saysAgainst({ key, resource }: Keyed<ClaimResponse>): readonly string[] {
  const words = text(resource.disposition)
  const whole = outcomeOf(resource)
  const isAgainst =
    words !== undefined &&
    isDecidedByItem(resource) &&
    (whole === 'denied' || whole === 'pending' || whole === 'cancelled')
  return [
    ...(isAgainst ? [`${key} decides its items, and its disposition says “${quoted(words, 60)}”.`] : []),
    ...(list(resource.error).length > 0 ? [`${key} states an error.`] : []),
    ...list(resource.processNote).flatMap((note) => saidInNote(key, text(note.text), text(resource.preAuthRef))),
    ...(list(resource.communicationRequest).length > 0 ? [`${key} asks for more before it decides.`] : []),
    ...[ofAnotherBenefit(key, resource)].flatMap((each) => each ?? []),
    ...[...list(resource.item), ...list(resource.addItem)].flatMap((one) => toAnotherProvider(key, one)),
    ...decidedTwice(key, resource),
  ]
}

/** Words by which something was refused, or is not the answer yet. */
const REFUSES = /\b(den(y|ied|ial)|refus\w*|reject\w*|not approved|adverse|void\w*|revok\w*|withdrawn|pend(ed|ing))\b/i

/**
 * What the request that was answered says of where the drug comes from, where it is given, by whom, and who pays first:
 * what is approved is what was asked for.
 */
function saidByRequest(reading: Reading, { key, resource }: Keyed<ClaimResponse>): readonly string[] {
  const { chart, given } = reading
  const request = requestOf(reading, resource)
  const name = keyOf(chart, resource.request) ?? 'the request'
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const ours = visit?.resourceType === 'Encounter' ? text(visit.serviceProvider?.display) : undefined
  const isUnlike = (each: Reference | undefined): boolean =>
    ours !== undefined && !isOfVisit(reading, each ?? {}) && sharesNoName(ours, text(each?.display))
  const asked = [request?.provider, resource.requestor].find(isUnlike)
  const places = list<Placed>(request?.item).flatMap(({ locationCodeableConcept: place }) => (place ? [place] : []))
  const home = places.flatMap(wordsOfPlace).find((each) => /\bhome\b/i.test(each))
  const words = list(request?.supportingInfo)
    .flatMap(({ valueString, reason }) => [text(valueString), wordsOf(reason)])
    .find(
      (each) => each !== undefined && (speaksAgainst(each) || wordsOfPayers(each) !== undefined || SUPPLIED.test(each)),
    )
  const facility = text(request?.facility?.display)
  return [
    ...(asked
      ? [
          `${key} answers a request by “${quoted(text(asked.display) ?? '', 60)}”, and the visit was provided by “${quoted(ours ?? '', 60)}”.`,
        ]
      : []),
    ...(facility !== undefined && !isOfVisit(reading, request?.facility ?? {}) && !isPlaceOfVisit(reading, facility)
      ? [`${key} answers ${name}, which asks for it at “${quoted(facility, 60)}”.`]
      : []),
    ...(home === undefined ? [] : [`${key} answers ${name}, which asks for it at “${quoted(home, 60)}”.`]),
    ...(words === undefined ? [] : [`${key} answers ${name}, which says “${quoted(words, 80)}”.`]),
    ...(request?.accident ? [`${key} answers ${name}, which names an accident: another payer may pay first.`] : []),
    ...saidByForm(key, resource, request),
  ]
}

/** Whether two organizations have no word of their names in common: one practice goes by several names. */
function sharesNoName(ours: string, theirs: string | undefined): boolean {
  const own = namesIn([ours])
  return theirs !== undefined && own.size > 0 && ![...namesIn([theirs])].some((word) => own.has(word))
}

const SUPPLIED = /\b(specialty pharmacy|white[- ]bag\w*|brown[- ]bag\w*|patient (will|to) (obtain|bring|supply|pick))/i

const wordsOfPlace = (place: CodeableConcept): readonly string[] =>
  [text(place.text), ...list(place.coding).map(({ display }) => text(display))].flatMap((each) => each ?? [])

/** Whether a name is that of a place of the visit. */
function isPlaceOfVisit({ chart, given }: Reading, name: string): boolean {
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const places = visit?.resourceType === 'Encounter' ? list(visit.location).map(({ location }) => location) : []
  return places.some((each) => {
    const found = chart.resources.get(keyOf(chart, each) ?? '')
    const called = [text(each?.display), found?.resourceType === 'Location' ? text(found.name) : undefined]
    return called.some((one) => one?.toLowerCase() === name.toLowerCase())
  })
}

/** What the form of an answer, its narrative and its items that stand for themselves refuse. */
function saidByForm(
  key: string,
  { formCode, text: narrative, item }: ClaimResponse,
  request: Claim | undefined,
): readonly string[] {
  const written =
    narrative?.status === 'generated' ? undefined : text(narrative?.div)?.replaceAll(/<[^<>]{0,2000}>/g, ' ')
  const form = [wordsOf(formCode), written].find((each) => each !== undefined && REFUSES.test(each))
  // Where the chart holds the request, what each item is of is known.
  const refused = (request ? [] : list(item))
    .flatMap(({ adjudication }) => list(adjudication))
    .flatMap(({ category }) => [wordsOf(category), ...list(category?.coding).map(({ code }) => text(code))])
    .find((each) => each !== undefined && REFUSES.test(each))
  return [
    ...(form === undefined ? [] : [`${key} says “${quoted(form.trim(), 60)}”.`]),
    ...(refused === undefined ? [] : [`${key} says “${quoted(refused, 60)}” of one of its items.`]),
  ]
}

/** Items of one answer that are of one item of the request, or of one product, where one of them was not granted. */
function decidedTwice(key: string, { item, addItem }: ClaimResponse): readonly string[] {
  const decided = [
    ...list(item).map((one, at) => ({ one, element: `item[${at}]`, sequences: [one.itemSequence], codes: [] })),
    ...list(addItem).map((one, at) => ({
      one,
      element: `addItem[${at}]`,
      sequences: Array.isArray(one.itemSequence) ? one.itemSequence : [],
      codes: list(one.productOrService?.coding).flatMap(({ code }) => text(code) ?? []),
    })),
  ].map((each) => ({ ...each, doubt: adjudicationDoubt(key, each.element, each.one) }))
  return decided.flatMap(({ doubt, element, sequences, codes }) => {
    const isOfAnother = decided.some(
      (other) =>
        other.element !== element &&
        other.doubt === undefined &&
        (other.sequences.some((each) => sequences.includes(each)) ||
          other.codes.some((each) => codes.includes(each as never))),
    )
    return doubt !== undefined && isOfAnother ? [doubt] : []
  })
}

/** What payers print on every approval; any other note may take the approval back, or tie it to something. */
const ON_EVERY_APPROVAL =
  /^(this (authorization|approval|certification|notice|is) )?(is )?not a guarantee of (payment|benefits|coverage)\b|^(payment|benefits|coverage) (is|are) subject to\b.*\b(eligibility|benefits|terms)\b/i

function saidInNote(key: string, words: string | undefined, number: string | undefined): readonly string[] {
  if (words === undefined || ON_EVERY_APPROVAL.test(words) || saysApproved(words, number ?? '')) return []
  return [`${key} says “${quoted(words, 80)}” in a note.`]
}

/** @see https://hl7.org/fhir/R4/codesystem-claim-type.html */
const MEDICAL_BENEFIT: ReadonlySet<string> = new Set(['professional', 'institutional'])

/** A drug approved under the pharmacy benefit is not approved where it is given and charged. */
function ofAnotherBenefit(
  key: string,
  { type, subType }: Pick<Partial<Claim>, 'type' | 'subType'>,
): string | undefined {
  const codings = [...list(type?.coding), ...list(subType?.coding)]
  const strange = codings.find(
    ({ system, code }) =>
      text(system)?.endsWith('/claim-type') && !MEDICAL_BENEFIT.has(text(code)?.toLowerCase() ?? ''),
  )
  const said = [
    text(type?.text),
    text(subType?.text),
    ...codings.flatMap(({ code, display }) => [text(code), text(display)]),
  ]
  const other = said.find((each) => /\b(pharmac\w*|prescription|dental|oral|vision|part d)\b/i.test(each ?? ''))
  const called = other ?? text(strange?.display) ?? text(strange?.code)
  return strange || other
    ? `${key} is of the type “${quoted(called ?? 'without a code', 40)}”, and not of the medical benefit.`
    : undefined
}

/**
 * A payer names a provider where the approval is for that one alone, and no chart says under which name a practice is known
 * to it.
 * @see https://hl7.org/fhir/us/davinci-pas/StructureDefinition-extension-itemAuthorizedProvider.html
 */
function toAnotherProvider(key: string, item: object): readonly string[] {
  return extensionsEnding(item, '/extension-itemAuthorizedProvider').map(({ extension, valueReference }) => {
    const named = [valueReference, ...list(extension).map((each) => each.valueReference)].map((each) =>
      text(each?.display ?? each?.reference),
    )
    const who = named.find((each) => each !== undefined)
    return `${key} approves it for one provider only${who === undefined ? '' : ` (“${quoted(who, 60)}”)`}.`
  })
}

function authorization(
  reading: Reading,
  { key, resource }: Keyed<ClaimResponse>,
  { outcome, codes, words, element, number: own, period, amount, doubt }: Certified,
): Authorization {
  const timeZone = zoneOfPeriods(reading)
  const number = own ?? text(resource.preAuthRef)
  const days = period ?? resource.preAuthPeriod
  const from = spanOfPeriodEnd(days?.start, timeZone)?.earliest
  const until = spanOfPeriodEnd(days?.end, timeZone)?.latest
  // An end that is charted and cannot be read must not turn into an authorization without end.
  const isLost = (days?.start && !from) || (days?.end && !until)
  const unread = amount && 'unread' in amount ? `${key} states the amount ${amount.unread}.` : undefined
  const why = doubtAbout(reading.chart, key) ?? doubt ?? (isLost ? `The period of ${key} cannot be read.` : unread)
  const answeredOn = spanOfPeriodEnd(resource.created, timeZone)?.latest
  const insurer = insurerOf(reading, { key, resource })
  const coverages = coveragesNamed(reading, resource)
  const request = keyOf(reading.chart, resource.request)
  const settings = settingsAsked(requestOf(reading, resource), resource)
  const diagnoses = diagnosesAsked(reading, requestOf(reading, resource))
  const askedBy = askedByAnother(reading, resource)
  return {
    reference: key,
    ...(number && { number }),
    outcome,
    ...(from && { from }),
    ...(until && { until }),
    ...(amount && 'units' in amount && { units: amount.units }),
    ...(amount && 'visits' in amount && { visits: amount.visits }),
    codes,
    ...(words.length > 0 && { words }),
    ...(request && { request }),
    ...(answeredOn && { answeredOn }),
    ...(insurer && { insurer }),
    ...(coverages.length > 0 && { coverages }),
    ...(settings.length > 0 && { settings }),
    ...(diagnoses.length > 0 && { diagnoses }),
    ...(askedBy && { askedBy }),
    ...(why && { doubt: why }),
    place: { resource: key, element, shows: [number, outcome].filter((part) => part !== undefined).join(' ') },
  }
}

/** The diagnoses for which it was asked, where the request names them by code. */
const diagnosesAsked = ({ chart }: Reading, request: Claim | undefined): readonly string[] =>
  list(request?.diagnosis).flatMap(({ diagnosisCodeableConcept, diagnosisReference }) => {
    const condition = chart.resources.get(keyOf(chart, diagnosisReference) ?? '')
    const concept = condition?.resourceType === 'Condition' ? condition.code : diagnosisCodeableConcept
    return codesFrom(concept).flatMap(({ system, code }) => (system === ICD_10_CM ? (icd10cm(code) ?? []) : []))
  })

/** An organization that asked for it and is not the one of the visit, where both are named and nothing says that they are one. */
function askedByAnother(reading: Reading, answer: ClaimResponse): Authorization['askedBy'] {
  const { chart, given } = reading
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const ours = visit?.resourceType === 'Encounter' ? keyOf(chart, visit.serviceProvider) : undefined
  const provider = keyOf(chart, requestOf(reading, answer)?.provider ?? answer.requestor)
  const isOrganization = (key: string | undefined): key is string => key?.startsWith('Organization/') === true
  if (!isOrganization(ours) || !isOrganization(provider) || ours === provider) return undefined
  const [mine, theirs] = [ours, provider].map((key) => chart.resources.get(key))
  if (mine?.resourceType === 'Organization' && theirs?.resourceType === 'Organization') {
    const numbers = new Set(list(mine.identifier).flatMap(({ value }) => text(value) ?? []))
    const isPart = keyOf(chart, mine.partOf) === provider || keyOf(chart, theirs.partOf) === ours
    if (isPart || list(theirs.identifier).some(({ value }) => numbers.has(text(value) ?? ''))) return undefined
  }
  return { provider, given: ours }
}

/** The kinds of place for which it was asked, or given, where the request or the answer names them. */
const settingsAsked = (request: Claim | undefined, answer: ClaimResponse): Authorization['settings'] & {} =>
  [...list<Placed>(request?.item), ...list<Placed>(answer.addItem)]
    .flatMap(({ locationCodeableConcept: place }) => (place ? saidByPlace(place) : []))
    .flatMap(({ kind }) => (kind === 'says nothing' || kind === 'not known' ? [] : [kind]))

interface Placed {
  readonly locationCodeableConcept?: CodeableConcept
}

/** What the answer adds: for a place that nobody can read, or for somebody who is not the one of the visit. */
function forAnother(reading: Reading, { key, resource }: Keyed<ClaimResponse>): readonly string[] {
  return list(resource.addItem).flatMap(({ locationCodeableConcept: place, provider }) => {
    const strange = place ? saidByPlace(place).find(({ kind }) => kind === 'not known') : undefined
    const other = list(provider).find((each) => !isOfVisit(reading, each))
    const who = text(other?.display) ?? text(other?.reference)
    return [
      ...(strange ? [`${key} approves it for the place “${quoted(wordsOf(place) ?? '', 60)}”.`] : []),
      ...(other
        ? [`${key} approves it for one provider only${who === undefined ? '' : ` (“${quoted(who, 60)}”)`}.`]
        : []),
    ]
  })
}

/** Whether a provider is the organization of the visit, by reference or by its name. */
function isOfVisit({ chart, given }: Reading, provider: Reference): boolean {
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const ours = visit?.resourceType === 'Encounter' ? visit.serviceProvider : undefined
  const [mine, theirs] = [ours, provider].map((each) => keyOf(chart, each))
  if (mine !== undefined && mine === theirs) return true
  const own = chart.resources.get(mine ?? '')
  const names = [text(ours?.display), own?.resourceType === 'Organization' ? text(own.name) : undefined]
  const named = text(provider.display)?.toLowerCase()
  return named !== undefined && names.some((each) => each?.toLowerCase() === named)
}

/** ClaimResponse.item only numbers the items of the request; what they are stands there. */
function requestOf({ chart }: Reading, answer: ClaimResponse): Claim | undefined {
  const request = chart.resources.get(keyOf(chart, answer.request) ?? '')
  return request?.resourceType === 'Claim' ? request : undefined
}

function insurerOf(reading: Reading, holder: Keyed<ClaimResponse>): Payor | undefined {
  const reference = holder.resource.insurer ?? requestOf(reading, holder.resource)?.insurer
  if (!reference) return undefined
  const payor = payorFrom(reading, holder, reference)
  return payor.name === undefined && payor.identifiers.length === 0 ? undefined : payor
}

/** The coverages an answer was given under: the focal one where it says which; those of the request where it names none. */
function coveragesNamed(reading: Reading, answer: ClaimResponse): readonly string[] {
  const own = list(answer.insurance)
  const asked = list(requestOf(reading, answer)?.insurance)
  const all = own.length > 0 ? own : asked
  const focal = [...own, ...asked].filter((each) => each.focal === true)
  return (focal.length > 0 ? focal : all).flatMap(({ coverage }) => keyOf(reading.chart, coverage) ?? [])
}

function attestedAuthorization({ options }: Reading): readonly Authorization[] {
  const attested = options.attested?.authorization
  if (!attested) return []
  const place: Place = { resource: 'request', element: 'attested.authorization', shows: attested.number }
  const [from, until] = [calendarDate(attested.from ?? ''), calendarDate(attested.until ?? '')]
  const isLost = (attested.from && !from) || (attested.until && !until)
  return [
    {
      reference: 'request',
      number: attested.number,
      ...(attested.units !== undefined && { units: attested.units }),
      ...(attested.visits !== undefined && { visits: attested.visits }),
      outcome: 'approved',
      ...(from && { from }),
      ...(until && { until }),
      codes: [],
      isForThisDose: true as const,
      ...(isLost && { doubt: 'The period of the stated authorization cannot be read.' }),
      place,
    },
  ]
}
