import type { SpanOfDays } from '@doseline/dose'
import type { MedicationRequest, Practitioner, PractitionerRole, Reference } from 'fhir/r4'
import { allOf } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { phrasesOf } from './beside/said.ts'
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
  const unable = resource?.resourceType === 'Practitioner' ? unableBy(resource, written, timeZone) : undefined
  if (unable !== undefined) return [`${key} was requested by ${who}, ${unable}.`]
  const roles =
    resource?.resourceType === 'PractitionerRole'
      ? [{ key: who, resource }]
      : allOf(chart, 'PractitionerRole').filter((each) => isOf(reading, each.resource.practitioner, who))
  const [first] = roles
  const called = roles.map((each) => [
    ...phrasesOf(list(each.resource.code)),
    ...phrasesOf(list(each.resource.specialty)),
  ])
  const strange = called.map((words) => words.find((each) => NO_PRESCRIBER.test(each)))
  if (strange.length > 0 && strange.every((each) => each !== undefined))
    return [`${key} was requested by ${who}, who is “${quoted(strange[0] ?? '', 60)}” and orders no drug.`]
  if (!first || roles.some((each) => isHeld(each.resource, written, timeZone))) return []
  return [`${key} was requested by ${who}, and ${first.key} says that the role was not held when it was written.`]
}

/** Who orders no drug by which Medicare pays. 42 CFR 410.26 and the states’ licenses: neither students nor other staff. */
const NO_PRESCRIBER =
  /\b(student|extern|receptionist|scheduler|secretar\w*|clerk|registrar|biller|coder|technician|technologist|veterinar\w*|dentist|dental|medical assistant|registered nurse|licensed practical nurse|rn|lpn|lvn|cma|cna|phlebotomist|social worker|dietiti?an|interpreter|volunteer|chaplain)\b/i
const PRESCRIBES =
  /\b(physicians?|md|m\.d\.?|do|d\.o\.?|mbbs|doctor of (medicine|osteopath\w*)|nurse practitioner|np|aprn|arnp|crnp|fnp|cnp|dnp|physician assistant|pa|pa-c|clinical nurse specialist|cns|dpm|podiatr\w*)\b/i

/** Why the qualifications of a practitioner let nobody order a drug on a day; undefined where nothing says so. */
function unableBy(
  { qualification }: Practitioner,
  on: SpanOfDays | undefined,
  timeZone: string | undefined,
): string | undefined {
  const all = list(qualification).map(({ code, period }) => ({
    words: phrasesOf([code]),
    until: spanOfPeriodEnd(period?.end, timeZone)?.latest,
  }))
  if (all.some(({ words }) => words.some((each) => PRESCRIBES.test(each) && !NO_PRESCRIBER.test(each)))) {
    const standing = all.filter(({ until }) => until === undefined || on === undefined || until >= on.latest)
    return standing.length > 0 ? undefined : `whose license ended on ${all[0]?.until ?? 'an earlier day'}`
  }
  const strange = all.flatMap(({ words }) => words).find((each) => NO_PRESCRIBER.test(each))
  return strange === undefined ? undefined : `who is “${quoted(strange, 60)}” and orders no drug`
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
