import { type Fact, isSurelyAfter, known, type Stay, type StayKind, type TimeSpan, timeSpan } from '@doseline/dose'
import type { Encounter, Period } from 'fhir/r4'
import { allOf } from '../chart-index.ts'
import { keyOf, resolve } from '../references.ts'
import { list, text } from '../shape.ts'
import { type SaidOfPlace, saidByClass, saidByPlace, saidByType, shown } from './places-of-care.ts'
import { placeOn, type Reading } from './reading.ts'

/**
 * Whether a time may lie in a period: not where it is surely before its start or after its end. Without a period it may.
 */
export function mayHold(period: Period | undefined, when: TimeSpan | undefined, timeZone: string | undefined): boolean {
  if (when === undefined) return true
  const start = spanOf(period?.start, timeZone)
  const end = spanOf(period?.end, timeZone)
  return !(start && isSurelyAfter(start, when)) && !(end && isSurelyAfter(when, end))
}

function spanOf(written: unknown, timeZone: string | undefined): TimeSpan | undefined {
  const moment = text(written)
  return moment === undefined ? undefined : timeSpan(moment, timeZone)
}

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
  return known(stays, ...(stays.length > 0 ? stays.map(({ place }) => place) : [placeOn(reading, 'context')]))
}

/** Visits in which no patient stayed. */
const NEVER_WAS: ReadonlySet<string> = new Set(['planned', 'cancelled', 'entered-in-error'])

const STAYS: Readonly<Partial<Record<SaidOfPlace['kind'], StayKind>>> = {
  inpatient: 'inpatient',
  'skilled nursing facility': 'skilled nursing facility',
  hospice: 'hospice',
}

interface Around {
  readonly isParent: boolean
  readonly when: TimeSpan | undefined
}

function stayIn(reading: Reading, key: string, encounter: Encounter, { isParent, when }: Around): Stay[] {
  const classes = saidByClass(encounter.class)
  const places = list(encounter.location).flatMap(({ location }) => {
    const target = resolve(reading.chart, location, { key, resource: encounter })
    return target?.resource.resourceType === 'Location' ? list(target.resource.type).flatMap(saidByPlace) : []
  })
  const said = [...classes, ...places, ...list(encounter.type).flatMap(saidByType)]
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
