import { type Authorization, calendarDate, type Fact, type Place } from '@doseline/dose'
import type { ClaimResponse, Period, Quantity } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codesFrom } from '../concepts.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import { authorizationFromOrder } from './coverage-information.ts'
import { listOf, type Reading } from './reading.ts'
import { type Outcome, outcomeOf, reviewed } from './review-action.ts'
import { spanOfPeriodEnd } from './span-of-days.ts'

/**
 * Authorizations on file: preauthorization answers of the payer, what Da Vinci CRD left on the order, and what a person
 * attests. One answer about several items gives one authorization for each item that was decided by itself.
 * @see https://hl7.org/fhir/R4/claimresponse.html
 * @see https://hl7.org/fhir/us/davinci-pas/StructureDefinition-profile-claimresponse.html
 */
export function authorizationsOf(reading: Reading): Fact<readonly Authorization[]> {
  if (!reading.patient.known) return reading.patient
  const answers = ofPatient(reading.chart, 'ClaimResponse', reading.patient.value)
    .filter(({ resource }) => resource.use === 'preauthorization' && resource.status === 'active')
    .flatMap((response) => authorizationsIn(reading, response))
  const attested = attestedAuthorization(reading)
  const found = listOf(reading.chart, 'ClaimResponse', [...answers, ...authorizationFromOrder(reading), ...attested])
  const { by = '', at = '' } = reading.options.attested ?? {}
  return found.known && attested.length > 0 ? { ...found, attested: { by, at } } : found
}

function authorizationsIn(reading: Reading, answer: Keyed<ClaimResponse>): readonly Authorization[] {
  const { resource } = answer
  const items = [
    ...list(resource.item).map((item, at) => ({
      ...reviewed(item),
      codes: requestedCodes(reading, resource, item.itemSequence),
      units: undefined,
      element: `item[${at}]`,
    })),
    ...list(resource.addItem).map((item, at) => ({
      ...reviewed(item),
      codes: codesFrom(item.productOrService),
      units: wholeUnits(item.quantity),
      element: `addItem[${at}]`,
    })),
  ]
  const decided = items.filter(({ outcome }) => outcome !== undefined)
  if (decided.length === 0) {
    const codes = items.flatMap((item) => item.codes)
    return [authorization(reading, answer, outcomeOf(resource), codes, 'outcome')]
  }
  return decided.map((item) =>
    withUnits(
      authorization(reading, answer, item.outcome ?? 'unknown', item.codes, item.element, item.number, item.period),
      item.units,
    ),
  )
}

const withUnits = (one: Authorization, units: number | undefined): Authorization =>
  units === undefined ? one : { ...one, units }

const wholeUnits = (quantity: Quantity | undefined): number | undefined =>
  Number.isSafeInteger(quantity?.value) ? quantity?.value : undefined

function authorization(
  { timeZone }: Reading,
  { key, resource }: Keyed<ClaimResponse>,
  outcome: Outcome,
  codes: Authorization['codes'],
  element: string,
  ownNumber?: string,
  ownPeriod?: Period,
): Authorization {
  const number = ownNumber ?? text(resource.preAuthRef)
  const period = ownPeriod ?? resource.preAuthPeriod
  const from = spanOfPeriodEnd(period?.start, timeZone)?.earliest
  const until = spanOfPeriodEnd(period?.end, timeZone)?.latest
  // An end that is charted and cannot be read must not turn into an authorization without end.
  const lost = (text(period?.start) && !from) || (text(period?.end) && !until)
  return {
    reference: key,
    ...(number && { number }),
    outcome: lost && outcome === 'approved' ? 'unknown' : outcome,
    ...(from && { from }),
    ...(until && { until }),
    codes,
    place: { resource: key, element, shows: [number, outcome].filter((part) => part !== undefined).join(' ') },
  }
}

/** ClaimResponse.item only numbers the items of the request; what they are stands there. */
function requestedCodes(
  { chart }: Reading,
  answer: ClaimResponse,
  sequence: number | undefined,
): Authorization['codes'] {
  const request = chart.resources.get(keyOf(chart, answer.request) ?? '')
  if (request?.resourceType !== 'Claim') return []
  return list(request.item)
    .filter((item) => item.sequence === sequence)
    .flatMap((item) => codesFrom(item.productOrService))
}

function attestedAuthorization({ options }: Reading): readonly Authorization[] {
  const attested = options.attested?.authorization
  if (!attested) return []
  const place: Place = { resource: 'request', element: 'attested.authorization', shows: attested.number }
  const [from, until] = [calendarDate(attested.from ?? ''), calendarDate(attested.until ?? '')]
  const lost = (attested.from && !from) || (attested.until && !until)
  return [
    {
      reference: 'request',
      number: attested.number,
      ...(attested.units !== undefined && { units: attested.units }),
      ...(attested.visits !== undefined && { visits: attested.visits }),
      outcome: lost ? 'unknown' : 'approved',
      ...(from && { from }),
      ...(until && { until }),
      codes: [],
      place,
    },
  ]
}
