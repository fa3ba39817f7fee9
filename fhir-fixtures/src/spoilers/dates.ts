import { type SpoiledChart, type Spoiler, set, setOnAll } from './spoiler.ts'

/** The dose at another moment, as one time. */
const at = ({ dose }: SpoiledChart, moment: string): boolean => {
  set(dose, 'effectivePeriod', undefined)
  return set(dose, 'effectiveDateTime', moment)
}
const patientOf = (chart: SpoiledChart) => chart.all('Patient').find(({ id }) => `Patient/${id}` === chart.patient)

const ABSENT = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }
const isDayStated = (chart: SpoiledChart): boolean =>
  'dateOfService' in (chart.request.attested?.[chart.request.focus] ?? {})

/** Days on which the dose cannot have been given, or that are not certain. */
export const DATES: readonly Spoiler[] = [
  {
    name: 'a place of care in another zone than the request names, where it was still the day before',
    spoil: (chart) => {
      const place = chart.all('Location')[0]
      const { effectiveDateTime } = chart.dose
      if (place === undefined || effectiveDateTime === undefined || 'dateOfService' in chart.stated) return false
      if (!chart.encounter?.location?.some(({ location }) => location.reference === `Location/${place.id}`))
        return false
      chart.request.timeZone = 'America/New_York'
      set(chart.dose, 'effectiveDateTime', `${effectiveDateTime.slice(0, 10)}T05:30:00Z`)
      const zone = { url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'America/Los_Angeles' }
      return set(place, 'extension', [zone])
    },
    says: /in America\/New_York, as the request says, and on .* in America\/Los_Angeles/,
  },
  {
    name: 'an infusion that is charted as running past the patient’s death',
    spoil: (chart) => {
      const until = chart.dose.effectivePeriod?.end
      if (until === undefined || 'minutes' in chart.stated) return false
      const died = new Date(Date.parse(until) - 60_000).toISOString()
      return chart.all('Patient').map((patient) => set(patient, 'deceasedDateTime', died)).length > 0
    },
    says: /after the patient’s death/,
  },
  {
    name: 'an infusion that is charted as running hours past its visit',
    spoil: ({ dose, encounter, stated }) => {
      const { start, end } = dose.effectivePeriod ?? {}
      if (start === undefined || end === undefined || Date.parse(end) - Date.parse(start) < 7_200_000) return false
      return !('minutes' in stated) && set(encounter, 'period', { start, end: start })
    },
    says: /long after its visit ended/,
  },
  {
    name: 'a dose at exactly midnight UTC in a place west of Greenwich',
    spoil: (chart) => {
      if (!chart.day) return false
      chart.request.timeZone = 'America/Chicago'
      set(chart.encounter, 'period', undefined)
      return at(chart, `${chart.day}T00:00:00Z`)
    },
    says: /two days|midnight|between/,
  },
  {
    name: 'a dose at midnight UTC written with an offset of zero and fractions',
    spoil: (chart) => {
      if (!chart.day) return false
      chart.request.timeZone = 'America/Los_Angeles'
      set(chart.encounter, 'period', undefined)
      return at(chart, `${chart.day}T00:00:00.000+00:00`)
    },
    says: /two days|midnight|between/,
  },
  { name: 'a dose charted by its month', spoil: (chart) => at(chart, chart.day.slice(0, 7)), says: /date-of-service/ },
  { name: 'a dose on a day that no calendar has', spoil: (chart) => at(chart, '2026-02-30'), says: /date-of-service/ },
  {
    name: 'a dose on the day after judging',
    spoil: (chart) => {
      set(chart.encounter, 'period', undefined)
      return at(chart, '2031-01-02T10:00:00-05:00')
    },
    says: /after|future|later/,
  },
  {
    name: 'a dose an hour after the moment of judging',
    spoil: (chart) => {
      const { day } = chart
      if (!day) return false
      set(chart.encounter, 'period', undefined)
      chart.request.asOf = `${day}T11:00:00-05:00`
      return at(chart, `${day}T12:00:00-05:00`)
    },
    says: /after|future|later/,
  },
  {
    name: 'a dose after the patient died',
    spoil: (chart) => set(patientOf(chart), 'deceasedDateTime', '2019-07-01'),
    says: /died|death|deceased/i,
  },
  ...(
    [
      ['deceasedBoolean', true],
      ['deceasedDateTime', 'last spring'],
    ] as const
  ).map(
    ([element, value]): Spoiler => ({
      name: `a patient who died, and ${element} dates it by no day`,
      spoil: (chart) => set(patientOf(chart), element, value),
      says: /died, and not when/,
    }),
  ),
  {
    name: 'a dose outside the visit that it names',
    spoil: (chart) =>
      set(chart.encounter, 'period', { start: '2019-03-04T08:00:00-05:00', end: '2019-03-04T17:00:00-05:00' }),
    says: /visit|Encounter/,
  },
  {
    name: 'a visit whose period is written as no time',
    spoil: ({ encounter, dose }) =>
      dose.context !== undefined && set(encounter, 'period', { start: '03/02/2026 9:00 AM' }),
    says: /period of the visit .* cannot be read/,
  },
  {
    name: 'a dose that ended before it started, on one day',
    spoil: ({ dose, day }) => {
      if (!day) return false
      set(dose, 'effectiveDateTime', undefined)
      return set(dose, 'effectivePeriod', { start: `${day}T11:00:00-05:00`, end: `${day}T10:00:00-05:00` })
    },
    says: /before it started/,
  },
  {
    name: 'a dose for which filing is closed',
    spoil: (chart) => {
      if (!chart.day) return false
      chart.request.asOf = '2035-01-02T10:00:00-05:00'
      return true
    },
    says: /can-still-be-filed/,
  },
  {
    name: 'a dose whose effective period has an end only',
    spoil: ({ dose, day }) => {
      set(dose, 'effectiveDateTime', undefined)
      return set(dose, 'effectivePeriod', { end: `${day}T13:00:00-05:00` })
    },
    says: /date-of-service/,
  },
  {
    name: 'a patient who was born after the dose',
    spoil: (chart) => setOnAll(chart.all('Patient'), 'birthDate', '2099-01-01'),
    says: /patient-was-alive/,
  },
  {
    name: 'a death of which only the year of the dose is known',
    spoil: (chart) => !isDayStated(chart) && setOnAll(chart.all('Patient'), 'deceasedDateTime', chart.day.slice(0, 4)),
    says: /patient-was-alive/,
  },
  {
    name: 'a death whose date is said to be unknown',
    spoil: (chart) =>
      !isDayStated(chart) && setOnAll(chart.all('Patient'), '_deceasedDateTime', { extension: [ABSENT] }),
    says: /patient-was-alive/,
  },
]
