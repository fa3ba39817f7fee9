import { whoGave } from '@doseline/contract'
import type { Code, CoverageRecord, Fact } from '@doseline/dose'
import type { Coverage, Reference } from 'fhir/r4'
import { type Keyed, ofPatient, withoutPatient } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { codesFrom, firstCode, wordsOf } from '../concepts.ts'
import { keyOf } from '../references.ts'
import { isNothing, list, text } from '../shape.ts'
import { payorFrom } from './payor.ts'
import { listOf, type Reading } from './reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from './span-of-days.ts'

/**
 * The patient's own coverages, as the beneficiary, in the order the chart gives them. One that names no beneficiary may
 * be the patient's, so it is among them, as a doubt.
 * @see https://hl7.org/fhir/R4/coverage.html
 */
export function coveragesOf(reading: Reading): Fact<readonly CoverageRecord[]> {
  if (!reading.patient.known) return reading.patient
  const own = ofPatient(reading.chart, 'Coverage', reading.patient.value)
  const records = [
    ...own.map((coverage) => recordOf(reading, coverage)),
    ...withoutPatient(reading.chart, 'Coverage').map((coverage) => ({
      ...recordOf(reading, coverage),
      doubt: `${coverage.key} does not say whose coverage it is.`,
    })),
  ]
  const order = (record: CoverageRecord): number => record.order ?? Number.MAX_SAFE_INTEGER
  return listOf(
    reading.chart,
    'Coverage',
    records.toSorted((a, b) => order(a) - order(b)),
  )
}

/** @see https://hl7.org/fhir/R4/valueset-fm-status.html */
const STATUSES = ['active', 'cancelled', 'draft', 'entered-in-error'] as const

function recordOf(reading: Reading, { key, resource }: Keyed<Coverage>): CoverageRecord {
  const coded = codedIn(key, resource, 'status', STATUSES)
  const doubt = 'doubt' in coded ? coded.doubt : whyNotToPay(key, resource)
  const status = 'code' in coded ? coded.code : (text(resource.status) ?? 'no status')
  const payors = list(resource.payor).map((payor) => payorFrom(reading, { key, resource }, payor))
  const types = [...typesOf(resource), ...classesOf(resource)]
  const named = payors.map(({ name }) => name).find((name) => name !== undefined) ?? wordsOf(resource.type)
  const holder = anotherHolder(reading, { key, resource })
  const isOrder = typeof resource.order === 'number' && Number.isInteger(resource.order) && resource.order > 0
  return {
    reference: key,
    status,
    types,
    payors,
    ...periodOf(resource, zoneOfPeriods(reading)),
    ...(isOrder && { order: resource.order }),
    ...(holder !== undefined && { holder }),
    ...(doubt !== undefined && { doubt }),
    ...(saysNothing(resource) && { isEmpty: true as const }),
    place: { resource: key, element: 'payor', shows: [named ?? 'payer not named', status].join(', ') },
  }
}

/** A coverage that is listed for subrogation is there to recover costs from, not to pay. */
const whyNotToPay = (key: string, { subrogation }: Coverage): string | undefined =>
  subrogation === true ? `${key} is listed for subrogation, and such a coverage does not pay.` : undefined

/**
 * Whose insurance it is, where that is somebody else: by the relationship of the patient to who holds it, by the subscriber,
 * or by an organization that holds the policy.
 * @see https://hl7.org/fhir/R4/valueset-subscriber-relationship.html
 */
function anotherHolder(reading: Reading, coverage: Keyed<Coverage>): string | undefined {
  const { relationship, subscriber, policyHolder } = coverage.resource
  const code = firstCode(relationship)?.toLowerCase()
  if (code !== undefined && code !== 'self' && code !== '18') return wordsOf(relationship) ?? code
  return anotherThanThePatient(reading, subscriber) ?? anotherThanThePatient(reading, policyHolder)
}

/** Who a reference names, where that is not the patient; a name in words may be the patient’s own. */
function anotherThanThePatient({ chart, patient }: Reading, reference: Reference | undefined): string | undefined {
  const key = keyOf(chart, reference)
  const display = text(reference?.display)
  const type = text(reference?.type) ?? key?.split('/')[0]
  if (key !== undefined && patient.known && key === patient.value) return undefined
  if (type === 'RelatedPerson' || type === 'Organization') return display ?? key ?? type
  const isKnown = key !== undefined && chart.resources.get(key)?.resourceType === 'Patient'
  if (isKnown && patient.known) return display ?? key
  return type === undefined && display !== undefined ? whoGave(display) : undefined
}

/** What says who pays: a coverage without any of these is an empty row of a registration screen. */
const SAYS_WHO_PAYS = [
  'payor',
  'type',
  'class',
  'network',
  'period',
  'order',
] as const satisfies readonly (keyof Coverage)[]

const saysNothing = (coverage: Coverage): boolean => SAYS_WHO_PAYS.every((element) => isNothing(coverage[element]))

/** Every coding of the type, and its text where that says something else: either may name another kind of plan. */
function typesOf({ type }: Coverage): readonly Code[] {
  const codes = codesFrom(type)
  const words = text(type?.text)
  return words && codes.every(({ display }) => display !== words) ? [...codes, { display: words }] : codes
}

const COVERAGE_CLASS = 'http://terminology.hl7.org/CodeSystem/coverage-class'

/** A plan, group or network beside the type: its kind as the code, its name, then its value, as the display. */
function classesOf(coverage: Coverage): readonly Code[] {
  const network = text(coverage.network)
  const inNetwork = network === undefined ? [] : [{ system: COVERAGE_CLASS, code: 'network', display: network }]
  const classes = list(coverage.class).flatMap((one) => {
    const kind = { system: COVERAGE_CLASS, ...codesFrom(one.type)[0] }
    const said = [...new Set([text(one.name), text(one.value)])].flatMap((words) => words ?? [])
    return said.map((display) => ({ ...kind, display }))
  })
  const contracts = list(coverage.contract).flatMap(({ display }) => text(display) ?? [])
  const named = contracts.map((display) => ({ system: COVERAGE_CLASS, code: 'plan', display }))
  return [...classes, ...inNetwork, ...named, ...contractsOf(coverage)]
}

/** Blue Button’s extensions, one for each month: the contract of a Part C plan; a blank or `N` where there was none. */
const CONTRACT = /\/ptc_cntrct_id_\d\d$/
const CONTRACT_NUMBER = /^[A-Z]\d{4}$/

function contractsOf({ extension }: Coverage): readonly Code[] {
  const numbers = list(extension)
    .filter(({ url }) => CONTRACT.test(text(url) ?? ''))
    .flatMap(({ valueCoding }) => text(valueCoding?.code) ?? [])
    .filter((number) => CONTRACT_NUMBER.test(number))
  return [...new Set(numbers)].map((display) => ({ system: COVERAGE_CLASS, code: 'plan', display }))
}

/** A period as days: `2025` starts with its first day and ends with its last. */
function periodOf(
  { period }: Coverage,
  timeZone: string | undefined,
): Pick<CoverageRecord, 'from' | 'until' | 'unreadablePeriod'> {
  const [start, end] = [text(period?.start), text(period?.end)]
  const from = spanOfPeriodEnd(start, timeZone)?.earliest
  const until = spanOfPeriodEnd(end, timeZone)?.latest
  const unreadable = (start !== undefined && !from) || (end !== undefined && !until) || (from && until && from > until)
  return {
    ...(from && { from }),
    ...(until && { until }),
    ...(unreadable && { unreadablePeriod: `${start ?? '…'} to ${end ?? '…'}` }),
  }
}
