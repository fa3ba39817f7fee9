import type { StayKind, TimeSpan } from '@doseline/dose'
import type { EpisodeOfCare } from 'fhir/r4'
import { allOf, type Keyed } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { list } from '../shape.ts'
import { mayHold } from './may-hold.ts'
import { type SaidOfPlace, saidByType } from './places-of-care.ts'
import type { Reading } from './reading.ts'

/** Kinds of care that pay for what is given meanwhile. */
export const STAYS: Readonly<Partial<Record<SaidOfPlace['kind'], StayKind>>> = {
  inpatient: 'inpatient',
  'skilled nursing facility': 'skilled nursing facility',
  hospice: 'hospice',
}

/** The first of those that the types of an episode name. */
export const kindOfEpisode = ({ type }: EpisodeOfCare): StayKind | undefined =>
  list(type)
    .flatMap(saidByType)
    .flatMap((each) => STAYS[each.kind] ?? [])[0]

/** An episode that was only planned, or never was, is none. @see https://hl7.org/fhir/R4/valueset-episode-of-care-status.html */
const NO_EPISODE: ReadonlySet<unknown> = new Set(['planned', 'waitlist', 'cancelled', 'entered-in-error'])

interface Episode extends Keyed<EpisodeOfCare> {
  /** The visit of the dose is part of it. */
  readonly isOwn: boolean
}

/** Care over a time that may hold the dose, or that its visit is part of. */
export function episodesAround(reading: Reading, when: TimeSpan | undefined): readonly Episode[] {
  const { chart, given, patient, timeZone } = reading
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const named = visit?.resourceType === 'Encounter' ? [...list(visit.episodeOfCare), given.context] : [given.context]
  const own = new Set(named.flatMap((each) => (each ? (keyOf(chart, each) ?? []) : [])))
  return allOf(chart, 'EpisodeOfCare').flatMap(({ key, resource }): Episode[] => {
    const isOwn = own.has(key)
    const isOfPatient = patient.known && keyOf(chart, resource.patient) === patient.value
    if (NO_EPISODE.has(resource.status) || (!isOwn && !isOfPatient)) return []
    return isOwn || mayHold(resource.period, when, timeZone) ? [{ key, resource, isOwn }] : []
  })
}
