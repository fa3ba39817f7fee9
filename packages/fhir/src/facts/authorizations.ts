import { type Authorization, calendarDate, type Fact, type Payor, type Place } from '@doseline/dose'
import type { Claim, ClaimResponse } from 'fhir/r4'
import { doubtAbout } from '../chart/doubt.ts'
import { type Keyed, ofPatient, withoutPatient } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { keyOf } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { type Certified, certifiedIn, isDecidedByItem } from './certified.ts'
import { authorizationFromOrder } from './coverage-information.ts'
import { payorFrom } from './payor.ts'
import { listOf, type Reading } from './reading.ts'
import { outcomeOf } from './review-action.ts'
import { spanOfPeriodEnd } from './span-of-days.ts'

/**
 * Authorizations on file: preauthorization answers of the payer, what Da Vinci CRD left on the order, and what a person
 * attests. One answer about several items gives one authorization for each, with what was certified of it.
 * @see https://hl7.org/fhir/R4/claimresponse.html
 * @see https://hl7.org/fhir/us/davinci-pas/StructureDefinition-profile-claimresponse.html
 */
export function authorizationsOf(reading: Reading): Fact<readonly Authorization[]> {
  if (!reading.patient.known) return reading.patient
  const own = ofPatient(reading.chart, 'ClaimResponse', reading.patient.value)
  const answers = [
    ...own.flatMap((answer) => authorizationsIn(reading, answer)),
    ...withoutPatient(reading.chart, 'ClaimResponse').flatMap((answer) =>
      authorizationsIn(reading, answer, `${answer.key} does not say which patient it is about.`),
    ),
  ]
  const attested = attestedAuthorization(reading)
  const found = listOf(reading.chart, 'ClaimResponse', [...answers, ...authorizationFromOrder(reading), ...attested])
  const { by = '', at = '' } = reading.options.attested ?? {}
  return found.known && attested.length > 0 ? { ...found, attested: { by, at } } : found
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
  if ('code' in use && use.code !== 'preauthorization') return []
  const outcome = codedIn(key, resource, 'outcome', OUTCOMES)
  const isOpen = 'code' in outcome && (outcome.code === 'queued' || outcome.code === 'error')
  const doubts = [
    ...(doubt === undefined ? [] : [doubt]),
    ...[status, use, outcome].flatMap((each) => ('doubt' in each ? [each.doubt] : [])),
    ...saysAgainst(answer),
    ...(isOpen && isDecidedByItem(resource) ? [`${key} decides its items and has the outcome “${outcome.code}”.`] : []),
  ]
  const taken = 'code' in status ? NOT_IN_FORCE[status.code] : undefined
  return certifiedIn(answer, requestOf(reading, resource)).map((one) =>
    authorization(reading, answer, {
      ...one,
      outcome: taken ?? one.outcome,
      doubt: doubts[0] ?? one.doubt ?? requestDoubt(reading, answer),
    }),
  )
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
  return use.code === 'preauthorization' ? undefined : `${key} answers ${name}, which has the use “${use.code}”.`
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
  ]
}

function authorization(
  reading: Reading,
  { key, resource }: Keyed<ClaimResponse>,
  { outcome, codes, words, element, number: own, period, amount, doubt }: Certified,
): Authorization {
  const { timeZone } = reading
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
    ...(why && { doubt: why }),
    place: { resource: key, element, shows: [number, outcome].filter((part) => part !== undefined).join(' ') },
  }
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
  const all = own.length > 0 ? own : list(requestOf(reading, answer)?.insurance)
  const focal = all.filter((each) => each.focal === true)
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
