import type { Code, CoverageRecord, Fact } from '@doseline/dose'
import type { Coverage, Identifier, Reference } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { systemOf } from '../code-systems.ts'
import { codesFrom, wordsOf } from '../concepts.ts'
import { resolve } from '../references.ts'
import { isObject, list, text } from '../shape.ts'
import { listOf, type Reading } from './reading.ts'
import { spanOfPeriodEnd } from './span-of-days.ts'

/**
 * The patient's own coverages, as the beneficiary, in the order the chart gives them.
 * @see https://hl7.org/fhir/R4/coverage.html
 */
export function coveragesOf(reading: Reading): Fact<readonly CoverageRecord[]> {
  if (!reading.patient.known) return reading.patient
  const own = ofPatient(reading.chart, 'Coverage', reading.patient.value)
  const records = own.map((coverage) => recordOf(reading, coverage))
  const order = (record: CoverageRecord): number => record.order ?? Number.MAX_SAFE_INTEGER
  return listOf(
    reading.chart,
    'Coverage',
    records.toSorted((a, b) => order(a) - order(b)),
  )
}

type Payor = CoverageRecord['payors'][number]

function recordOf(reading: Reading, { key, resource }: Keyed<Coverage>): CoverageRecord {
  const status = text(resource.status) ?? 'unknown'
  const payors = list(resource.payor).map((payor) => payorOf(reading, { key, resource }, payor))
  const period = periodOf(resource, reading.timeZone)
  const named = payors.map(({ name }) => name).find((name) => name !== undefined) ?? wordsOf(resource.type)
  const isOrder = typeof resource.order === 'number' && Number.isInteger(resource.order) && resource.order > 0
  return {
    reference: key,
    status,
    types: [...codesFrom(resource.type), ...classesOf(resource)],
    payors,
    ...period,
    ...(isOrder && { order: resource.order }),
    place: { resource: key, element: 'payor', shows: [named ?? 'payer not named', status].join(', ') },
  }
}

const COVERAGE_CLASS = 'http://terminology.hl7.org/CodeSystem/coverage-class'

/** A plan or group beside the type: its kind as the code, its name as the display. */
function classesOf(coverage: Coverage): readonly Code[] {
  return list(coverage.class).map((one) => {
    const display = text(one.name) ?? text(one.value)
    return { system: COVERAGE_CLASS, ...codesFrom(one.type)[0], ...(display && { display }) }
  })
}

function payorOf(reading: Reading, holder: Keyed<Coverage>, reference: Reference): Payor {
  const written = text(reference.display)
  const target = resolve(reading.chart, reference, holder)?.resource
  const own = identifiersFrom([reference.identifier])
  if (target?.resourceType !== 'Organization') return { ...(written && { name: written }), identifiers: own }
  const name = text(target.name) ?? written ?? firstAlias(target.alias)
  return { ...(name && { name }), identifiers: [...own, ...identifiersFrom(list(target.identifier))] }
}

const firstAlias = (alias: unknown): string | undefined => (Array.isArray(alias) ? text(alias[0]) : undefined)

function identifiersFrom(identifiers: readonly (Identifier | undefined)[]): readonly Code[] {
  return identifiers.filter(isObject).flatMap((identifier) => {
    const { system, value }: Identifier = identifier
    const code = text(value)
    const canonical = systemOf({ system, code })
    return code === undefined ? [] : [{ ...(canonical && { system: canonical }), code }]
  })
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
