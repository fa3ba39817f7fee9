import {
  type AdministeredWhen,
  type CalendarDate,
  epochMilliseconds,
  type Fact,
  isMidnightUtc,
  type TimeSpan,
  timeSpan,
} from '@doseline/dose'
import type { MedicationAdministration, Patient } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { ofPatient } from '../chart-index.ts'
import { codesFrom } from '../concepts.ts'
import { absentBecause } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { listedWords, text } from '../shape.ts'
import { dischargedTo } from './discharge.ts'
import { type Reading, visitsOf } from './reading.ts'

/**
 * When the dose was given, and what bounds that: the visit it names and the patient's death, each at the precision it is
 * charted with. The day that was settled counts where the time itself names two.
 */
export function administeredWhen(
  reading: Reading,
  day: Fact<CalendarDate>,
  visit: AdministeredWhen['visit'],
): AdministeredWhen {
  const { effectiveDateTime, effectivePeriod } = reading.given
  const end = spanOf(effectivePeriod?.end, reading.timeZone)
  const start = startOf(text(effectiveDateTime) ?? text(effectivePeriod?.start), end, day, reading.timeZone)
  const { attested } = reading.options
  const patient = reading.patient.known ? reading.chart.resources.get(reading.patient.value) : undefined
  const person = patient?.resourceType === 'Patient' ? patient : undefined
  const death = (person && deathOf(reading, person)) ?? deathBeside(reading)
  const birth = person && birthOf(reading, person)
  const sex = SEXES.find((each) => each === person?.gender)
  return {
    ...(start && { start }),
    ...(end && { end }),
    ...(visit && { visit }),
    ...(reading.timeZone !== undefined && { timeZone: reading.timeZone }),
    ...(attested?.dateOfService !== undefined &&
      day.known &&
      attested.dateOfService === day.value && { dayStatedBy: attested.by }),
    ...(death && { death }),
    ...(birth && { birth }),
    ...(sex && { sex }),
    hasPatient: person !== undefined,
  }
}

/** The period of the visit that the administration names; undefined where it has none. */
export function visitPeriod(
  chart: Chart,
  given: MedicationAdministration,
  timeZone: string | undefined,
): AdministeredWhen['visit'] {
  const key = keyOf(chart, given.context)
  const encounter = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || encounter?.resourceType !== 'Encounter') return undefined
  const { start, end } = encounter.period ?? {}
  const [from, until] = [spanOf(start, timeZone), spanOf(end, timeZone)]
  const unread = [from ? undefined : text(start), until ? undefined : text(end)].filter((each) => each !== undefined)
  if (!from && !until && unread.length === 0) return undefined
  const shows = [text(start) && `from ${start}`, text(end) && `to ${end}`].filter(Boolean).join(' ')
  return {
    reference: key,
    ...(from && { start: from }),
    ...(until && { end: until }),
    ...(unread.length > 0 && { unread: listedWords(unread) }),
    place: { resource: key, element: 'period', shows },
  }
}

function startOf(
  written: string | undefined,
  end: TimeSpan | undefined,
  day: Fact<CalendarDate>,
  timeZone: string | undefined,
): TimeSpan | undefined {
  const span = spanOf(written, timeZone)
  const days = day.known ? { earliest: day.value, latest: day.value } : undefined
  if (!span || written === undefined) return days && { written: days.latest, days }
  // A midnight whose period ends at a time of the clock is a time of the clock.
  if (isMidnightUtc(written) && end?.at !== undefined) return withInstant(span, written, days)
  return days ? { ...span, days } : span
}

function withInstant(span: TimeSpan, written: string, days: TimeSpan['days'] | undefined): TimeSpan {
  const at = epochMilliseconds(written)
  return { ...span, days: days ?? span.days, ...(at !== undefined && { at }) }
}

/** @see https://hl7.org/fhir/R4/valueset-administrative-gender.html */
const SEXES = ['female', 'male'] as const

function birthOf(reading: Reading, { birthDate }: Patient): AdministeredWhen['birth'] {
  const written = text(birthDate)
  if (written === undefined) return undefined
  const on = spanOf(written, reading.timeZone)
  const resource = reading.patient.known ? reading.patient.value : 'Patient'
  return { ...(on && { on }), place: { resource, element: 'birthDate', shows: written } }
}

function deathOf(reading: Reading, patient: Patient): AdministeredWhen['death'] {
  const { deceasedDateTime, deceasedBoolean } = patient
  const resource = reading.patient.known ? reading.patient.value : 'Patient'
  const written = text(deceasedDateTime)
  if (written !== undefined) {
    const on = spanOf(written, reading.timeZone)
    return { ...(on && { on }), place: { resource, element: 'deceasedDateTime', shows: written } }
  }
  // Servers that write FHIR by hand send the word: nobody is said to be alive by mistake.
  const isDead = deceasedBoolean === true || String(deceasedBoolean) === 'true'
  if (isDead) return { place: { resource, element: 'deceasedBoolean', shows: 'true' } }
  // A date that is said to be absent is the date of a death; one that is merely left out is none.
  const absent = absentBecause(patient._deceasedDateTime) ?? absentBecause(patient._deceasedBoolean)
  return absent === undefined ? undefined : { place: { resource, element: 'deceased', shows: absent } }
}

/** LOINC: date and time of death. */
const DATE_OF_DEATH = '81956-5'

/** A death that another record holds: the visit in which the patient died, or an observation of its date. */
function deathBeside(reading: Reading): AdministeredWhen['death'] {
  const { chart, patient, timeZone } = reading
  if (!patient.known) return undefined
  const last = visitsOf(reading).find(
    ({ resource }) => resource.status !== 'entered-in-error' && dischargedTo(resource) === 'died',
  )
  const seen = ofPatient(chart, 'Observation', patient.value).find(
    ({ resource }) =>
      resource.status !== 'entered-in-error' &&
      codesFrom(resource.code).some(({ code }) => code === DATE_OF_DEATH) &&
      text(resource.valueDateTime) !== undefined,
  )
  const found = last
    ? { key: last.key, element: 'period.end', written: text(last.resource.period?.end) }
    : seen && { key: seen.key, element: 'valueDateTime', written: text(seen.resource.valueDateTime) }
  if (!found) return undefined
  const on = spanOf(found.written, timeZone)
  return { ...(on && { on }), place: { resource: found.key, element: found.element, shows: found.written ?? 'died' } }
}

function spanOf(written: unknown, timeZone: string | undefined): TimeSpan | undefined {
  const moment = text(written)
  return moment === undefined ? undefined : timeSpan(moment, timeZone)
}
