import { isSurelyAfter, type RecordBeside, timeSpan } from '@doseline/dose'
import type { Encounter } from 'fhir/r4'
import { keyOf, resolve } from '../../references.ts'
import { list, text } from '../../shape.ts'
import { saidByName } from '../place-names.ts'
import { type SaidOfPlace, saidByClass, saidByPlace, saidByType, shown } from '../places-of-care.ts'
import { type Reading, visitsOf } from '../reading.ts'
import { recordOf } from './said.ts'

/** Kinds of places in which nobody is while a drug is given in a clinic. Of stays is asked by itself. */
const ELSEWHERE: ReadonlySet<SaidOfPlace['kind']> = new Set([
  'emergency department',
  'dialysis facility',
  'home',
  'ambulatory surgical center',
  'urgent care facility',
])
const NEVER_WAS: ReadonlySet<unknown> = new Set(['planned', 'cancelled', 'entered-in-error'])
/** Care at home that goes on for weeks is no visit. */
const HOURS_OF_A_VISIT = 72

/**
 * Visits of the patient whose hours hold the dose, in another kind of place than a clinic: an observation in a hospital, a
 * dialysis. The patient cannot have been in both.
 */
export function sameHoursBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given, timeZone } = reading
  const own = keyOf(chart, given.context)
  const written = text(given.effectiveDateTime) ?? text(given.effectivePeriod?.start)
  const when = written === undefined ? undefined : timeSpan(written, timeZone)
  if (when?.at === undefined) return []
  const visit = resolve(chart, given.context, { key: reading.key, resource: given })
  const ownKinds = new Set(
    visit?.resource.resourceType === 'Encounter'
      ? kindsOf(reading, visit.key, visit.resource).map(({ kind }) => kind)
      : [],
  )
  return visitsOf(reading).flatMap(({ key, resource }): RecordBeside[] => {
    if (key === own || NEVER_WAS.has(resource.status) || isOfOneStay(reading, own, { key, resource })) return []
    const [start, end] = [resource.period?.start, resource.period?.end].map((each) =>
      text(each) === undefined ? undefined : timeSpan(text(each) ?? '', timeZone),
    )
    if (start?.at === undefined || end?.at === undefined || !isSurelyAfter(when, start) || !isSurelyAfter(end, when))
      return []
    if (end.at - start.at > HOURS_OF_A_VISIT * 3_600_000) return []
    const place = kindsOf(reading, key, resource).find(
      (said) => (ELSEWHERE.has(said.kind) && !ownKinds.has(said.kind)) || ('isOfHospital' in said && said.isOfHospital),
    )
    if (place === undefined) return []
    const says = `${key} (“${shown(place)}”) held the time of the dose as well, in another place than the visit of the dose.`
    return [recordOf(key, 'report', { says, element: 'period' })]
  })
}

/** Whether the one visit is part of the other: a dose in an observation stay names the nurse's visit. */
function isOfOneStay(
  { chart }: Reading,
  own: string | undefined,
  { key, resource }: { key: string; resource: Encounter },
): boolean {
  const visit = chart.resources.get(own ?? '')
  const parent = visit?.resourceType === 'Encounter' ? keyOf(chart, visit.partOf) : undefined
  return parent === key || (own !== undefined && keyOf(chart, resource.partOf) === own)
}

function kindsOf({ chart }: Reading, key: string, encounter: Encounter): readonly SaidOfPlace[] {
  const places = list(encounter.location).flatMap(({ location }) => {
    const target = resolve(chart, location, { key, resource: encounter })?.resource
    return target?.resourceType === 'Location'
      ? [...list(target.type).flatMap(saidByPlace), ...saidByName(target.name)]
      : saidByName(location?.display)
  })
  const types = [...list(encounter.type), ...list(encounter.serviceType)].flatMap(saidByType)
  return [...saidByClass(encounter.class), ...places, ...types, ...saidByName(encounter.serviceProvider?.display)]
}
