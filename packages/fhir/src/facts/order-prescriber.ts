import type { SpanOfDays } from '@doseline/dose'
import type { MedicationRequest, PractitionerRole, Reference } from 'fhir/r4'
import { allOf } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { text } from '../shape.ts'
import type { Reading } from './reading.ts'
import { spanOfDays, spanOfPeriodEnd } from './span-of-days.ts'

/**
 * Why who requested an order could not order when it was written: the practitioner is not active, or none of the roles in
 * the chart covers the day. Without any role nothing says so. Whole sentences.
 * @see https://hl7.org/fhir/R4/practitionerrole.html
 */
export function againstItsPrescriber(reading: Reading, key: string, order: MedicationRequest): readonly string[] {
  const { chart, timeZone } = reading
  const who = keyOf(chart, order.requester)
  if (who === undefined) return []
  const resource = chart.resources.get(who)
  if (resource?.resourceType === 'Practitioner' && String(resource.active) === 'false')
    return [`${key} was requested by ${who}, who is registered as not active.`]
  const written = spanOfDays(order.authoredOn, timeZone)
  const roles =
    resource?.resourceType === 'PractitionerRole'
      ? [{ key: who, resource }]
      : allOf(chart, 'PractitionerRole').filter((each) => isOf(reading, each.resource.practitioner, who))
  const [first] = roles
  if (!first || roles.some((each) => isHeld(each.resource, written, timeZone))) return []
  return [`${key} was requested by ${who}, and ${first.key} says that the role was not held when it was written.`]
}

const isOf = ({ chart }: Reading, practitioner: Reference | undefined, who: string): boolean =>
  keyOf(chart, practitioner) === who

/** Whether a role was held on a day. One that is over today, and dates its end after the day, was. */
function isHeld({ active, period }: PractitionerRole, on: SpanOfDays | undefined, timeZone: string | undefined) {
  const [from, until] = [spanOfPeriodEnd(period?.start, timeZone), spanOfPeriodEnd(period?.end, timeZone)]
  if (text(period?.end) !== undefined && until === undefined) return false
  if (on !== undefined && ((until && until.latest < on.earliest) || (from && from.earliest > on.latest))) return false
  return String(active) !== 'false' || (until !== undefined && on !== undefined && until.earliest >= on.latest)
}
