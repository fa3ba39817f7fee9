import {
  type AdministrationStatus,
  epochMilliseconds,
  type Fact,
  isTimeZone,
  known,
  lazily,
  type OtherDose,
} from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { ofPatient, withoutPatient } from '../chart-index.ts'
import { list, text } from '../shape.ts'
import { administeredOn } from './administered-on.ts'
import { visitPeriod } from './administered-when.ts'
import { routeOf } from './documentation.ts'
import { doseGiven } from './dose.ts'
import { drugGiven } from './drug.ts'
import { clockCharted, minutesCharted } from './minutes.ts'
import { encounterOf } from './patient.ts'
import { showsRate } from './rate.ts'
import { notRead, type Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'
import { statusOf } from './status.ts'
import { timeZoneOf } from './time-zone.ts'

/**
 * Every other administration of the same patient. That no earlier dose was given can only be said of a complete list,
 * so an incomplete reading leaves the fact missing, whatever was found.
 * @see https://hl7.org/fhir/R4/medicationadministration.html
 */
export function otherDosesOf(reading: Reading): Fact<readonly OtherDose[]> {
  if (!reading.patient.known) return reading.patient
  const unread = notRead(reading.chart, 'MedicationAdministration')
  if (unread) return unread
  const others = dosesOf(reading, reading.patient.value).filter(({ administration }) => administration !== reading.key)
  return {
    known: true,
    value: others,
    // Each of five hundred doses has the four hundred and ninety-nine others, and hardly anybody asks where they stand.
    get places() {
      return others.map(({ administration }) => ({ resource: administration, element: 'effective' }))
    },
  }
}

/** Read once a patient and zone: each of a hundred doses asks for the ninety-nine others. */
const dosesRead = new WeakMap<Chart, Map<string, readonly OtherDose[]>>()

function dosesOf(reading: Reading, patient: string): readonly OtherDose[] {
  const { chart, options } = reading
  const read = dosesRead.get(chart) ?? new Map<string, readonly OtherDose[]>()
  dosesRead.set(chart, read)
  const name = `${patient} ${options.timeZone ?? ''}`
  const doses = read.get(name) ?? readDoses(reading, patient)
  read.set(name, doses)
  return doses
}

/** The patient's own, and those that name nobody: each may be the patient's. */
const readDoses = ({ chart, options }: Reading, patient: string): readonly OtherDose[] => [
  ...ofPatient(chart, 'MedicationAdministration', patient).map((one) =>
    otherDose(readingOf({ chart, options, patient, ...one })),
  ),
  ...withoutPatient(chart, 'MedicationAdministration').map((one) =>
    otherDose({ ...readingOf({ chart, options, patient, ...one }), isOfNobody: true }),
  ),
]

/** What another dose is read from. */
interface OtherReading extends Reading {
  /** As it is charted, or as the caller says: it may be none. */
  readonly zone: string | undefined
  readonly isOfNobody?: true
}

type Other = ReturnType<typeof ofPatient<'MedicationAdministration'>>[number]

function readingOf({
  chart,
  options,
  patient,
  key,
  resource: given,
}: Pick<Reading, 'chart' | 'options'> & { readonly patient: string } & Other): OtherReading {
  const zone = timeZoneOf(chart, key, given, options)
  const timeZone = zone !== undefined && isTimeZone(zone) ? zone : undefined
  return { chart, key, given, patient: known(patient), timeZone, zone, options: { timeZone: options.timeZone } }
}

/** Of most the day and the status alone decide that they bear on nothing. */
const otherDose = lazily<OtherDose, OtherReading>({
  administration: ({ key }) => key,
  doubt: ({ chart, key, given, isOfNobody }) =>
    isOfNobody ? `${key} does not say whose dose it is.` : doubtOf(key, statusOf(chart, key, given)),
  status: ({ chart, key, given }) => {
    const status = statusOf(chart, key, given)
    return status.known ? status.value : 'unknown'
  },
  administeredOn: ({ chart, key, given, zone, timeZone }) =>
    administeredOn(key, given, { timeZone: zone, visit: visitPeriod(chart, given, timeZone), midnightIsWritten: true }),
  until: ({ given, timeZone }, { administeredOn: day }) => (day.known ? undefined : untilOf(given, timeZone)),
  drug: drugGiven,
  dose: doseGiven,
  encounter: ({ chart, key, given }) => {
    const encounter = encounterOf(chart, key, given)
    return encounter.known ? encounter.value : undefined
  },
  startedAt: ({ given }) => {
    const start = text(given.effectiveDateTime) ?? text(given.effectivePeriod?.start)
    return start === undefined ? undefined : epochMilliseconds(start)
  },
  intoAVein: veinOf,
})

/** Whether it went into a vein: by its route, or, where it has none, by a period or a rate. */
function veinOf(reading: Reading): OtherDose['intoAVein'] {
  const [dosage] = list(reading.given.dosage)
  const route = routeOf(dosage?.route)
  const { start, end } = reading.given.effectivePeriod ?? {}
  const isDrip = text(end) !== undefined || (text(start) !== undefined && showsRate(dosage) !== undefined)
  if (route !== 'intravenous' && (route !== undefined || !isDrip)) return undefined
  const minutes = minutesCharted(reading)
  const ran = clockCharted(reading)
  return minutes.known ? { minutes: minutes.value, ...(ran && { ran }) } : {}
}

/** The last day a dose without a certain day can have been given, where the chart dates it at all. */
function untilOf(given: MedicationAdministration, timeZone: string | undefined): OtherDose['until'] {
  const { effectiveDateTime, effectivePeriod } = given
  return spanOfDays(effectiveDateTime ?? effectivePeriod?.end ?? effectivePeriod?.start, timeZone)?.latest
}

function doubtOf(key: string, status: Fact<AdministrationStatus>): string | undefined {
  if (!status.known) return status.says
  return status.value === 'unknown' ? `${key} has the status unknown.` : undefined
}
