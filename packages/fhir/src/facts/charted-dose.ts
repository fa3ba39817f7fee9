import {
  type AdministeredWhen,
  type ChartedDose,
  type Fact,
  isTimeZone,
  known,
  lazily,
  type Members,
  missing,
  rooted,
} from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import { takenAsWhole } from '../chart/reads.ts'
import { namingItsVisit } from '../chart/visits-within.ts'
import type { Chart, ReadingOptions } from '../chart.ts'
import { text } from '../shape.ts'
import { acquired } from './acquired.ts'
import { administeredOn } from './administered-on.ts'
import { administeredWhen, visitPeriod } from './administered-when.ts'
import { authorizationsOf } from './authorizations.ts'
import { eligibilityStatements } from './beside/eligibility.ts'
import { paysByRecords, recordsBeside } from './beside/index.ts'
import { proseBeside } from './beside/prose.ts'
import { chargesOf, chargesUnread } from './charges.ts'
import { codesBeside } from './codes-beside.ts'
import { coverageStatements } from './coverage-information.ts'
import { coveragesOf } from './coverages.ts'
import { diagnosesOf } from './diagnoses.ts'
import { discarded } from './discarded.ts'
import { dispensedFor } from './dispensed-for.ts'
import { documentationOf } from './documentation.ts'
import { doseGiven } from './dose.ts'
import { dosesElsewhere } from './doses-elsewhere.ts'
import { drugGiven } from './drug.ts'
import { gapsOf } from './gaps.ts'
import { medicinesOf } from './medicines.ts'
import { minutesOf, ranOnTheClock } from './minutes.ts'
import { amountOpened, containersOpened } from './opened.ts'
import { orderOf } from './order.ts'
import { otherDosesOf } from './other-doses.ts'
import { encounterOf, patientOf } from './patient.ts'
import { placeOn, type Reading } from './reading.ts'
import { resultsOf } from './results.ts'
import { settingOf } from './setting.ts'
import { statedAt, statedBeside } from './stated-beside.ts'
import { statusOf } from './status.ts'
import { staysOf } from './stays.ts'
import { textsBeside } from './texts.ts'
import { timeZoneOf } from './time-zone.ts'
import { visitOf } from './visit.ts'

/**
 * Everything the chart says about one dose, each fact with its place or the reason it is missing, read when it is looked at.
 * Never throws: an administration that is not in the chart is a dose about which nothing is known.
 */
export function chartedDose(whole: Chart, administration: string, options: ReadingOptions = {}): ChartedDose {
  const chart = options.attested?.wholeChart ? takenAsWhole(whole) : whole
  const found = chart.resources.get(administration)
  if (found?.resourceType !== 'MedicationAdministration') return notInTheChart(administration)
  return asCharted(readingOf(chart, administration, found, { whole, options }))
}

/** What a dose is read from, beside what every fact reader looks at. */
interface WholeReading extends Reading {
  /** With what was left out of it, also where a person says that this bears on nothing. */
  readonly whole: Chart
  readonly visit: AdministeredWhen['visit']
  /** As it is charted, or as the caller says: it may be none. */
  readonly zone: string | undefined
  readonly stated: ReturnType<typeof statedBeside>
}

const FACTS: Members<ChartedDose, WholeReading> = {
  administration: ({ key }) => key,
  patient: ({ patient }) => patient,
  encounter: ({ chart, key, given }) => encounterOf(chart, key, given),
  status: ({ chart, key, given, options }) =>
    statusOf(chart, key, given, { isAmountStated: options.attested?.administeredMg !== undefined }),
  administeredOn: ({ chart, key, given, zone, visit, options }) => {
    const chartZone = options.timeZone === undefined ? undefined : timeZoneOf(chart, key, given, {})
    return administeredOn(key, given, { timeZone: zone, chartZone, visit, attested: options.attested })
  },
  drug: drugGiven,
  dose: doseGiven,
  doseStated: ({ stated }) => stated.doseStated,
  containersOpened,
  amountOpened,
  discarded,
  minutes: minutesOf,
  ran: (reading) => {
    const ran = ranOnTheClock(reading)
    return ran && known(ran, placeOn(reading, 'effectivePeriod'))
  },
  given: (reading, { administeredOn: day }) =>
    known(administeredWhen(reading, day, reading.visit), placeOn(reading, 'effective')),
  isInitialInfusion: ({ stated }) => stated.isInitialInfusion,
  extraContainersReason: ({ stated }) => stated.extraContainersReason,
  acquired,
  documentation: documentationOf,
  texts: textsBeside,
  order: orderOf,
  statedAt: ({ options }) => statedAt(options),
  visit: visitOf,
  setting: (reading, { given }) => settingOf(reading, given?.known ? given.value.start : undefined),
  stays: (reading, { given }) => staysOf(reading, given?.known ? given.value.start : undefined),
  medicines: medicinesOf,
  results: resultsOf,
  diagnoses: (reading, { administeredOn: day }) => diagnosesOf(reading, day.known ? day.value : undefined),
  coverages: coveragesOf,
  saidToPay: ({ options }) => saidToPay(options),
  otherDoses: otherDosesOf,
  dosesElsewhere,
  dispensedFor,
  earlierStated: ({ stated }) => stated.earlierStated,
  drugChangeReason: ({ stated }) => stated.drugChangeReason,
  lookedUp: ({ stated }) => stated.lookedUp,
  departmentModifier: ({ stated }) => stated.departmentModifier,
  authorizations: authorizationsOf,
  coverageStatements: (reading) => known([...coverageStatements(reading), ...eligibilityStatements(reading)]),
  recordsBeside,
  proseBeside,
  codesBeside,
  paysByRecords,
  reviewed: ({ stated }) => stated.reviewed,
  charges: chargesOf,
  chargesUnread,
  gaps: (reading, { administeredOn: day, charges }) => gapsOf(reading, reading.whole, { day, charges }),
  dailyDoseReason: ({ options }) => dailyDoseReasonIn(options),
  proposed: ({ options }) => proposedIn(options),
}

/** Rules ask for what these say by another name. */
const ASKED_AS = {
  dose: 'administeredAmount',
  discarded: 'discardedAmount',
  containersOpened: 'openedAmount',
  amountOpened: 'openedAmount',
  given: 'administeredWhen',
  ran: 'minutes',
  medicines: 'treatments',
  otherDoses: 'earlierDoses',
  chargesUnread: 'charges',
  recordsBeside: 'recordsAgainst',
  proseBeside: 'recordsInDoubt',
  codesBeside: 'codesNamed',
  gaps: 'chart',
} as const

const asCharted = lazily(rooted(FACTS, ASKED_AS))

function readingOf(
  chart: Chart,
  key: string,
  charted: MedicationAdministration,
  { whole, options }: Pick<WholeReading, 'whole' | 'options'>,
): WholeReading {
  const given = namingItsVisit(key, charted)
  const zone = timeZoneOf(chart, key, given, options)
  const timeZone = zone !== undefined && isTimeZone(zone) ? zone : undefined
  const visit = visitPeriod(chart, given, timeZone)
  const patient = patientOf(chart, key, given)
  return { chart, key, given, patient, timeZone, options, whole, zone, visit, stated: statedBeside(options) }
}

/** No chart has an element for it: only a person can say why. */
function dailyDoseReasonIn({ attested }: ReadingOptions): Fact<string> {
  const place = { resource: 'request', element: 'attested.dailyDoseReason' }
  const reason = text(attested?.dailyDoseReason)
  if (!attested || reason === undefined) {
    return missing('not-recorded', 'No reason is stated why more was given that day than is labeled.', place)
  }
  return { ...known(reason, { ...place, shows: reason }), attested: { by: attested.by, at: attested.at } }
}

function saidToPay({ attested }: ReadingOptions): ChartedDose['saidToPay'] {
  if (!attested || (attested.coverage === undefined && attested.payer === undefined)) return undefined
  const { coverage, payer, by, at } = attested
  return { ...(coverage && { coverage }), ...(payer && { payer }), by, at }
}

function proposedIn({ proposed }: ReadingOptions): ChartedDose['proposed'] {
  const place = { resource: 'request', element: 'proposed' }
  if (!proposed) return missing('not-recorded', 'The request proposes no code.', place)
  const { code, modifiers } = proposed
  const shows = [code, ...modifiers].filter((part) => part !== undefined).join('-')
  return known({ ...(code !== undefined && { code }), modifiers }, { ...place, shows })
}

function notInTheChart(administration: string): ChartedDose {
  const nothing: Fact<never> = {
    ...missing('not-recorded', `${administration} is not in the chart.`),
    root: 'chart',
  }
  return {
    administration,
    patient: nothing,
    encounter: nothing,
    status: nothing,
    administeredOn: nothing,
    drug: nothing,
    dose: nothing,
    containersOpened: nothing,
    amountOpened: nothing,
    discarded: nothing,
    minutes: nothing,
    acquired: nothing,
    documentation: nothing,
    visit: nothing,
    setting: nothing,
    stays: nothing,
    medicines: nothing,
    results: nothing,
    diagnoses: nothing,
    coverages: nothing,
    otherDoses: nothing,
    authorizations: nothing,
    charges: nothing,
    gaps: nothing,
    dailyDoseReason: nothing,
    proposed: nothing,
  }
}
