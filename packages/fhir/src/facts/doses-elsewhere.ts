import { type DoseElsewhere, type Fact, known, type Place, type SpanOfDays } from '@doseline/dose'
import type { MedicationDispense, MedicationStatement } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import { dosesOf } from './charge-service.ts'
import { dosesTold } from './doses-told.ts'
import { medicineNames } from './medicine-names.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * Doses that no administration of this chart records, because they were given elsewhere or by the patient. What
 * names no day, or goes on, may speak of any day of its time. A statement that is made of the order of the dose, and a
 * dispense that was for an administration of this chart, tell of nothing else.
 * @see https://hl7.org/fhir/R4/medicationstatement.html
 * @see https://hl7.org/fhir/R4/medicationdispense.html
 */
export function dosesElsewhere(reading: Reading): Fact<readonly DoseElsewhere[]> {
  if (!reading.patient.known) return reading.patient
  const { chart } = reading
  const patient = reading.patient.value
  const found = [
    ...ofPatient(chart, 'MedicationStatement', patient).flatMap((statement) => fromStatement(reading, statement)),
    ...ofPatient(chart, 'MedicationDispense', patient).flatMap((dispense) => fromDispense(reading, dispense)),
    ...dosesTold(reading),
  ]
  return known(found, ...found.map(({ place }) => place))
}

/** @see https://hl7.org/fhir/R4/valueset-medication-statement-status.html */
export const STATEMENT_STATUSES = [
  'active',
  'completed',
  'entered-in-error',
  'intended',
  'stopped',
  'on-hold',
  'unknown',
  'not-taken',
] as const
const WAS_NOT_TAKEN: ReadonlySet<string> = new Set(['entered-in-error', 'intended', 'not-taken'])
const WAS_TAKEN: ReadonlySet<string> = new Set(['completed', 'stopped'])
const TOLD_BY = /^(Patient|RelatedPerson)\//

function fromStatement(reading: Reading, { key, resource }: Keyed<MedicationStatement>): readonly DoseElsewhere[] {
  const status = codedIn(key, resource, 'status', STATEMENT_STATUSES)
  if ('code' in status && WAS_NOT_TAKEN.has(status.code)) return []
  if (isOfItsOrder(reading, resource)) return []
  const isListed = 'code' in status && !WAS_TAKEN.has(status.code)
  const span = { ...spanOfStatement(resource, reading.timeZone), ...(isListed && { goesOn: true as const }) }
  const isOneDay = span.from !== undefined && span.from === span.until && span.shown === span.from
  const teller = keyOf(reading.chart, resource.informationSource)
  const doubts = [
    'doubt' in status ? status.doubt : undefined,
    isListed ? `${key} is ${status.code}; it does not say that a dose was given.` : undefined,
    isOneDay ? undefined : `${key} speaks of ${span.shown}; it does not name the day of a dose.`,
    teller && TOLD_BY.test(teller)
      ? `${key} is what ${teller} tells; no record of the dose is in the chart.`
      : undefined,
  ]
  return one(reading, { key, resource }, 'stated', span, 'effective', doubts)
}

/** Days that are possible, and how the time stands there. */
interface Span extends Pick<DoseElsewhere, 'from' | 'until' | 'goesOn'> {
  readonly shown: string
}

/** A time that ended brought its last dose on its last day at the latest; one without an end goes on. */
function spanOfStatement(
  { effectiveDateTime, effectivePeriod, dateAsserted }: MedicationStatement,
  timeZone: string | undefined,
): Span {
  const day = spanOfDays(effectiveDateTime, timeZone)
  if (day) return { from: day.earliest, until: day.latest, shown: shown(day) }
  const start = spanOfDays(effectivePeriod?.start, timeZone)
  const end = spanOfDays(effectivePeriod?.end, timeZone)
  if (end) {
    const isOneDay = start !== undefined && start.earliest === end.latest
    return { from: end.earliest, until: end.latest, shown: isOneDay ? end.latest : shown(start ?? end, end) }
  }
  if (start) return { from: start.earliest, shown: `the time from ${start.earliest}` }
  const asserted = spanOfDays(dateAsserted, timeZone)
  return asserted ? { until: asserted.latest, shown: `a time before ${asserted.latest}` } : { shown: 'no time' }
}

const shown = ({ earliest, latest }: SpanOfDays, end?: SpanOfDays): string =>
  end ? `${earliest} to ${end.latest}` : earliest === latest ? earliest : `${earliest} to ${latest}`

/** What the EHR derives of the order of this dose is about this dose. */
function isOfItsOrder({ chart, given, key }: Reading, { basedOn, derivedFrom, partOf }: MedicationStatement): boolean {
  const own = new Set([key, keyOf(chart, given.request)])
  return [...list(basedOn), ...list(derivedFrom), ...list(partOf)].some((reference) => {
    const named = keyOf(chart, reference)
    return named !== undefined && own.has(named)
  })
}

export const DISPENSE_STATUSES = [
  'preparation',
  'in-progress',
  'cancelled',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'declined',
  'unknown',
] as const
/** What is being prepared was handed to nobody yet. */
export const WAS_NOT_DISPENSED: ReadonlySet<string> = new Set([
  'preparation',
  'cancelled',
  'entered-in-error',
  'stopped',
  'declined',
])

function fromDispense(reading: Reading, { key, resource }: Keyed<MedicationDispense>): readonly DoseElsewhere[] {
  const status = codedIn(key, resource, 'status', DISPENSE_STATUSES)
  if ('code' in status && WAS_NOT_DISPENSED.has(status.code)) return []
  if (dosesOf(reading.chart, [{ reference: key }]).length > 0) return []
  const day = spanOfDays(resource.whenHandedOver ?? resource.whenPrepared, reading.timeZone)
  const span: Span = day ? { from: day.earliest, until: day.latest, shown: day.latest } : { shown: 'no time' }
  const doubt = 'doubt' in status ? status.doubt : `${key} was dispensed; no record says whether it was given.`
  return one(
    reading,
    { key, resource },
    'dispensed',
    span,
    resource.whenHandedOver ? 'whenHandedOver' : 'whenPrepared',
    [doubt],
  )
}

function one(
  reading: Reading,
  { key, resource }: Keyed<MedicationStatement | MedicationDispense>,
  how: DoseElsewhere['how'],
  { shown: time, ...days }: Span,
  element: string,
  doubts: readonly (string | undefined)[],
): readonly DoseElsewhere[] {
  const drug = medicineNames(reading, { key, resource })
  if (!drug) return []
  const doubt = doubts.find((each) => each !== undefined)
  const shows = [text(drug.text[0]?.name), time].filter(Boolean).join(', ')
  const place: Place = { resource: key, element, shows }
  return [{ reference: key, how, drug, ...days, ...(doubt !== undefined && { doubt }), place }]
}
