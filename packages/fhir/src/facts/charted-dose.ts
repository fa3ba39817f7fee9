import { type ChartedDose, type Fact, isTimeZone, known, missing } from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import type { Chart, ReadingOptions } from '../chart.ts'
import { acquired } from './acquired.ts'
import { authorizationsOf } from './authorizations.ts'
import { chargesOf } from './charges.ts'
import { coveragesOf } from './coverages.ts'
import { diagnosesOf } from './diagnoses.ts'
import { discarded } from './discarded.ts'
import { documentationOf } from './documentation.ts'
import { doseGiven } from './dose.ts'
import { drugGiven } from './drug.ts'
import { givenOn } from './given-on.ts'
import { medicinesOf } from './medicines.ts'
import { minutesOf } from './minutes.ts'
import { amountOpened, containersOpened } from './opened.ts'
import { otherDosesOf } from './other-doses.ts'
import { encounterOf, patientOf } from './patient.ts'
import { notRead, type Reading } from './reading.ts'
import { resultsOf } from './results.ts'
import { settingOf } from './setting.ts'
import { statusOf } from './status.ts'
import { timeZoneOf } from './time-zone.ts'

/**
 * Everything the chart says about one dose, each fact with its place or the reason it is missing. Never throws: an
 * administration that is not in the chart is a dose about which nothing is known.
 */
export function chartedDose(chart: Chart, administration: string, options: ReadingOptions = {}): ChartedDose {
  const found = chart.resources.get(administration)
  if (found?.resourceType !== 'MedicationAdministration') return notInTheChart(administration)
  const reading = readingOf(chart, administration, found, options)
  const day = givenOn(administration, found, timeZoneOf(chart, administration, found, options))
  const unread = options.attested?.notCharged ? undefined : notRead(chart, 'ChargeItem')
  return {
    administration,
    patient: reading.patient,
    encounter: encounterOf(chart, administration, found),
    status: statusOf(administration, found),
    givenOn: day,
    drug: drugGiven(reading),
    dose: doseGiven(reading),
    containersOpened: containersOpened(reading),
    amountOpened: amountOpened(reading),
    discarded: discarded(reading),
    minutes: minutesOf(reading),
    acquired: acquired(reading),
    documentation: documentationOf(reading),
    setting: settingOf(reading),
    medicines: medicinesOf(reading),
    results: resultsOf(reading),
    diagnoses: diagnosesOf(reading, day.known ? day.value : undefined),
    coverages: coveragesOf(reading),
    otherDoses: otherDosesOf(reading),
    authorizations: authorizationsOf(reading),
    charges: chargesOf(reading),
    ...(unread && { chargesUnread: unread }),
    proposed: proposedIn(options),
  }
}

function readingOf(chart: Chart, key: string, given: MedicationAdministration, options: ReadingOptions): Reading {
  const zone = timeZoneOf(chart, key, given, options)
  const timeZone = zone !== undefined && isTimeZone(zone) ? zone : undefined
  return { chart, key, given, patient: patientOf(chart, key, given), timeZone, options }
}

function proposedIn({ proposed }: ReadingOptions): ChartedDose['proposed'] {
  const place = { resource: 'request', element: 'proposed' }
  if (!proposed) return missing('not-recorded', 'The request proposes no code.', place)
  const { code, modifiers } = proposed
  const shows = [code, ...modifiers].filter((part) => part !== undefined).join('-')
  return known({ ...(code !== undefined && { code }), modifiers }, { ...place, shows })
}

function notInTheChart(administration: string): ChartedDose {
  const nothing: Fact<never> = missing('not-recorded', `${administration} is not in the chart.`)
  return {
    administration,
    patient: nothing,
    encounter: nothing,
    status: nothing,
    givenOn: nothing,
    drug: nothing,
    dose: nothing,
    containersOpened: nothing,
    amountOpened: nothing,
    discarded: nothing,
    minutes: nothing,
    acquired: nothing,
    documentation: nothing,
    setting: nothing,
    medicines: nothing,
    results: nothing,
    diagnoses: nothing,
    coverages: nothing,
    otherDoses: nothing,
    authorizations: nothing,
    charges: nothing,
    proposed: nothing,
  }
}
