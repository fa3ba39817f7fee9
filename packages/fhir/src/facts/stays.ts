import { addDays, type Fact, isSurelyAfter, known, type Stay, type StayKind, type TimeSpan } from '@doseline/dose'
import type { Claim, CodeableConcept, Encounter, ExplanationOfBenefit, Period } from 'fhir/r4'
import { allOf, type Keyed, ofPatient } from '../chart-index.ts'
import { codesFrom } from '../concepts.ts'
import { keyOf, resolve } from '../references.ts'
import { isObject, list, text } from '../shape.ts'
import { phrasesOf } from './beside/said.ts'
import { dischargedTo } from './discharge.ts'
import { episodesAround, kindOfEpisode, STAYS } from './episodes.ts'
import { mayHold, spanOf } from './may-hold.ts'
import { saidByName } from './place-names.ts'
import { saidByClass, saidByPlace, saidByType, shown } from './places-of-care.ts'
import { placeOn, type Reading, visitsOf } from './reading.ts'

/**
 * Stays of the patient that may hold the dose, beside the visit it names: in a hospital, a nursing facility or under
 * hospice care. The visit that the dose's own is part of counts whatever its period.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.partOf
 */
export function staysOf(reading: Reading, when: TimeSpan | undefined): Fact<readonly Stay[]> {
  const { chart, patient } = reading
  const own = keyOf(chart, reading.given.context)
  const parents = parentsOf(reading, own)
  const stays = allOf(chart, 'Encounter')
    .filter(({ key, resource }) => {
      if (key === own || NEVER_WAS.has(resource.status)) return false
      if (parents.has(key)) return true
      const isOfPatient = patient.known && keyOf(chart, resource.subject) === patient.value
      return isOfPatient && when !== undefined && mayHold(resource.period, when, reading.timeZone)
    })
    .flatMap(({ key, resource }) => stayIn(reading, key, resource, { isParent: parents.has(key), when }))
    .concat(
      when === undefined
        ? []
        : [
            ...becameInpatient(reading, when),
            ...admissionsAfter(reading, when),
            ...leftFor(reading, when),
            ...billedStays(reading, when),
          ],
    )
    .concat(episodesOf(reading, when))
  return known(stays, ...(stays.length > 0 ? stays.map(({ place }) => place) : [placeOn(reading, 'context')]))
}

/** Visits in which no patient stayed. */
const NEVER_WAS: ReadonlySet<string> = new Set(['planned', 'cancelled', 'entered-in-error'])

interface Around {
  readonly isParent: boolean
  readonly when: TimeSpan | undefined
}

function stayIn(reading: Reading, key: string, encounter: Encounter, { isParent, when }: Around): Stay[] {
  const classes = saidByClass(encounter.class)
  const places = list(encounter.location).flatMap(({ location }) => {
    const target = resolve(reading.chart, location, { key, resource: encounter })
    const named = saidByName(location?.display)
    if (target?.resource.resourceType !== 'Location') return named
    return [...list(target.resource.type).flatMap(saidByPlace), ...saidByName(target.resource.name), ...named]
  })
  const types = [...list(encounter.type), ...list(encounter.serviceType)].flatMap(saidByType)
  const said = [...classes, ...places, ...types]
  const found = said.find(({ kind }) => STAYS[kind] !== undefined)
  const { start, end } = encounter.period ?? {}
  const period = [text(start) && `from ${start}`, text(end) && `to ${end}`].filter(Boolean).join(' ')
  const place = { resource: key, element: 'class', shows: period }
  const isCertain = isParent || (when !== undefined && surelyHolds(encounter, when, reading.timeZone))
  const stay = { reference: key, ...(period && { period }), isCertain, isParent, place }
  const kind = found && STAYS[found.kind]
  if (kind) return [{ ...stay, kind }]
  // A visit that lasts, of a class that nobody can read, may be any stay.
  const strange = classes.length === 0 ? undefined : classes.find((each) => each.kind === 'not known')
  return strange && text(start) !== undefined ? [{ ...stay, written: shown(strange) }] : []
}

/** Whether the time surely lies in the stay: after its start, and before its end or while it goes on. */
function surelyHolds({ period, status }: Encounter, when: TimeSpan, timeZone: string | undefined): boolean {
  const [start, end] = [spanOf(period?.start, timeZone), spanOf(period?.end, timeZone)]
  if (start === undefined || !isSurelyAfter(when, start)) return false
  if (end !== undefined) return isSurelyAfter(end, when)
  return text(period?.end) === undefined && GOES_ON.has(status)
}

const GOES_ON: ReadonlySet<string> = new Set(['arrived', 'triaged', 'in-progress', 'onleave'])

/** Days before an admission whose outpatient services are paid with the stay (42 CFR 412.2(c)(5)). */
const DAYS_PAID_WITH_THE_STAY = 3

/** Admissions to the same hospital, as far as the chart says, soon after the dose. */
function admissionsAfter(reading: Reading, when: TimeSpan): readonly Stay[] {
  const own = keyOf(reading.chart, reading.given.context)
  const visit = own === undefined ? undefined : reading.chart.resources.get(own)
  const provider = visit?.resourceType === 'Encounter' ? keyOf(reading.chart, visit.serviceProvider) : undefined
  return visitsOfPatient(reading).flatMap(({ key, resource }): Stay[] => {
    const start = spanOf(resource.period?.start, reading.timeZone)
    if (key === own || start === undefined || !isSurelyAfter(start, when)) return []
    const admittedOn = start.days.earliest
    const isSoon = admittedOn <= addDays(when.days.latest, DAYS_PAID_WITH_THE_STAY)
    const isInpatient = saidByClass(resource.class).some(({ kind }) => kind === 'inpatient')
    const theirs = keyOf(reading.chart, resource.serviceProvider)
    const isElsewhere = provider !== undefined && theirs !== undefined && provider !== theirs
    if (!isSoon || !isInpatient || isElsewhere) return []
    const place = { resource: key, element: 'period', shows: start.written }
    return [{ reference: key, kind: 'inpatient', admittedOn, isCertain: false, isParent: false, place }]
  })
}

/** Days that Part A pays in a skilled nursing facility (42 CFR 409.61); nothing ends hospice care by itself. */
const DAYS_AT_MOST = 100

/** Where the last discharge before the dose led to, unless a stay of that kind has ended since. */
function leftFor(reading: Reading, when: TimeSpan): readonly Stay[] {
  const before = visitsOfPatient(reading)
    .flatMap(({ key, resource }) => {
      const end = spanOf(resource.period?.end, reading.timeZone)
      return end !== undefined && isSurelyAfter(when, end) ? [{ key, resource, on: end.days.latest }] : []
    })
    .toSorted((a, b) => (a.on < b.on ? 1 : -1))
  const hospice = before.findIndex(({ resource }) => dischargedTo(resource) === 'hospice')
  const isOver = before
    .slice(0, Math.max(0, hospice))
    .some((each) => stayKindIn(reading, each.key, each.resource) === 'hospice')
  // Who went home from an office visit did so from wherever they lived.
  const lastStay = before.find(({ key, resource }) => {
    const to = dischargedTo(resource)
    return (to !== undefined && to !== 'home') || stayKindIn(reading, key, resource) !== undefined
  })
  const last = hospice >= 0 && !isOver ? before[hospice] : lastStay
  const kind = last && dischargedTo(last.resource)
  if (!last || kind === undefined || kind === 'home' || kind === 'died') return []
  if (kind !== 'hospice' && addDays(last.on, DAYS_AT_MOST) < when.days.earliest) return []
  const place = { resource: last.key, element: 'hospitalization.dischargeDisposition', shows: kind }
  return [{ reference: last.key, kind, dischargedOn: last.on, isCertain: false, isParent: false, place }]
}

/** The visit itself became one of an inpatient, after the dose had begun. */
function becameInpatient(reading: Reading, when: TimeSpan): readonly Stay[] {
  const { chart, given, timeZone } = reading
  const key = keyOf(chart, given.context)
  const visit = chart.resources.get(key ?? '')
  if (key === undefined || visit?.resourceType !== 'Encounter') return []
  return list(visit.classHistory).flatMap(({ class: then, period }): Stay[] => {
    const start = spanOf(period?.start, timeZone)
    if (start === undefined || !isSurelyAfter(start, when)) return []
    const admittedOn = start.days.earliest
    const isSoon = admittedOn <= addDays(when.days.latest, DAYS_PAID_WITH_THE_STAY)
    if (!isSoon || !saidByClass(then).some(({ kind }) => kind === 'inpatient')) return []
    const place = { resource: key, element: 'classHistory', shows: start.written }
    return [{ reference: key, kind: 'inpatient', admittedOn, isCertain: false, isParent: false, place }]
  })
}

const visitsOfPatient = (reading: Reading): readonly Keyed<Encounter>[] =>
  visitsOf(reading).filter(({ resource }) => !NEVER_WAS.has(resource.status))

const stayKindIn = (reading: Reading, key: string, encounter: Encounter): StayKind | undefined =>
  stayIn(reading, key, encounter, { isParent: false, when: undefined })[0]?.kind

/** Stays that a facility has billed over the day of the dose: room and board, or the days of a hospice. */
function billedStays(reading: Reading, when: TimeSpan): readonly Stay[] {
  const { chart, patient, timeZone } = reading
  if (!patient.known) return []
  const bills: readonly Keyed<Claim | ExplanationOfBenefit>[] = [
    ...ofPatient(chart, 'Claim', patient.value),
    ...ofPatient(chart, 'ExplanationOfBenefit', patient.value),
  ]
  return bills.flatMap(({ key, resource }) => {
    if (resource.status !== 'active' || resource.use !== 'claim') return []
    const ofItems = list<BilledItem>(resource.item).flatMap((item): Stay[] => {
      const kind = codesOf(item).flatMap(stayByRevenueCode)[0]
      const day = text(item.servicedDate)
      const ofItem: Period | undefined =
        day === undefined ? (item.servicedPeriod ?? resource.billablePeriod) : { start: day, end: day }
      const period = isObject(ofItem) ? ofItem : undefined
      if (kind === undefined || period === undefined || !mayHold(period, when, timeZone)) return []
      const shows = [text(period.start) && `from ${period.start}`, text(period.end) && `to ${period.end}`]
      const written = shows.filter(Boolean).join(' ')
      const place = { resource: key, element: 'item.revenue', shows: written }
      return [{ reference: key, kind, ...(written && { period: written }), isCertain: true, isParent: false, place }]
    })
    return ofItems.length > 0 ? ofItems : byTypeOfBill({ key, resource }, when, timeZone)
  })
}

/** A bill of a stay over the day of the dose, or of an admission soon after it, by what the bill itself is called. */
function byTypeOfBill(
  { key, resource }: Keyed<Claim | ExplanationOfBenefit>,
  when: TimeSpan,
  timeZone: string | undefined,
): readonly Stay[] {
  const kind = stayBilledBy(resource)
  const { billablePeriod: period } = resource
  const start = spanOf(period?.start, timeZone)
  if (kind === undefined || start === undefined) return []
  const place = { resource: key, element: 'billablePeriod', shows: start.written }
  const stay = { reference: key, kind, isParent: false, place }
  if (mayHold(period, when, timeZone)) return [{ ...stay, period: `from ${start.written}`, isCertain: true }]
  const isSoon = start.days.earliest <= addDays(when.days.latest, DAYS_PAID_WITH_THE_STAY)
  if (kind !== 'inpatient' || !isSurelyAfter(start, when) || !isSoon) return []
  return [{ ...stay, admittedOn: start.days.earliest, isCertain: false }]
}

/** What kind of stay a bill is of, by the revenue codes of its items or by its own type. */
export function stayBilledBy({
  type,
  subType,
  item,
  supportingInfo,
}: Claim | ExplanationOfBenefit): StayKind | undefined {
  const named = phrasesOf([type, subType])
  const bills = list<{ category?: CodeableConcept; code?: CodeableConcept }>(supportingInfo).flatMap(
    ({ category, code }) => (phrasesOf([category]).some((each) => OF_A_BILL.test(each)) ? phrasesOf([code]) : []),
  )
  const byName =
    BY_NAME.find(([words]) => named.some((each) => words.test(each)))?.[1] ??
    BY_TYPE_OF_BILL.find(([type]) => [...named, ...bills].some((each) => type.test(each)))?.[1]
  if (byName !== undefined) return byName
  return list<BilledItem>(item).flatMap((each) => codesOf(each).flatMap(stayByRevenueCode))[0]
}

interface BilledItem {
  readonly revenue?: CodeableConcept | undefined
  readonly productOrService?: CodeableConcept | undefined
  readonly servicedDate?: string | undefined
  readonly servicedPeriod?: Period | undefined
}

const BY_NAME: readonly (readonly [RegExp, StayKind])[] = [
  [/\bhospice\b/i, 'hospice'],
  [/\bskilled nursing\b|\bsnf\b|\bswing[- ]?bed\b/i, 'skilled nursing facility'],
  [/(?<!\bnon[- ]?)\bin-?patient\b/i, 'inpatient'],
]
/** What says that a code is a type of bill. */
const OF_A_BILL = /typeofbill|type of bill|\btob\b/i
/** NUBC types of bill: 11 and 12 of inpatients, 18 swing bed, 41 and 86 of other stays, 21 and 22 of nursing facilities, 81 and 82 hospice. */
const BY_TYPE_OF_BILL: readonly (readonly [RegExp, StayKind])[] = [
  [/(^|\s)0?(11|12|41|86)[0-9A-Z]$/i, 'inpatient'],
  [/(^|\s)0?(18|21|22)[0-9A-Z]$/i, 'skilled nursing facility'],
  [/(^|\s)0?8[12][0-9A-Z]$/i, 'hospice'],
]

/** Revenue codes are four digits; a product or service of that form is one, too. */
const codesOf = ({ revenue, productOrService }: BilledItem): readonly string[] =>
  [...codesFrom(revenue), ...codesFrom(productOrService)].flatMap(({ code }) =>
    code !== undefined && /^0\d{3}$/.test(code) ? [code] : [],
  )

/** NUBC: room and board (010x to 021x, without days on leave), the rate of a nursing facility (0022), hospice (065x). */
function stayByRevenueCode(code: string): readonly StayKind[] {
  if (code === '0022') return ['skilled nursing facility']
  if (/^065\d$/.test(code)) return ['hospice']
  return /^0(1[0-7]|19|20|21)\d$/.test(code) ? ['inpatient'] : []
}

/**
 * Care over a time that may hold the dose, or that its visit is part of, in a hospice or a nursing facility, which pays for
 * the dose. What else an episode may be stands beside the dose.
 * @see https://hl7.org/fhir/R4/episodeofcare.html
 */
const episodesOf = (reading: Reading, when: TimeSpan | undefined): readonly Stay[] =>
  episodesAround(reading, when).flatMap(({ key, resource, isOwn }): Stay[] => {
    const { start, end } = resource.period ?? {}
    const period = [text(start) && `from ${start}`, text(end) && `to ${end}`].filter(Boolean).join(' ')
    const isCertain = isOwn || (resource.status === 'active' && text(start) !== undefined)
    const place = { resource: key, element: 'type', shows: period }
    const kind = kindOfEpisode(resource)
    return kind ? [{ reference: key, ...(period && { period }), isCertain, isParent: false, place, kind }] : []
  })

/** The visits that a visit is part of, up to the first. */
function parentsOf({ chart }: Reading, own: string | undefined): ReadonlySet<string> {
  const parents = new Set<string>()
  let key = own
  while (key !== undefined) {
    const visit = chart.resources.get(key)
    const parent = visit?.resourceType === 'Encounter' ? keyOf(chart, visit.partOf) : undefined
    key = parent === undefined || parents.has(parent) || parent === own ? undefined : parent
    if (key !== undefined) parents.add(key)
  }
  return parents
}
