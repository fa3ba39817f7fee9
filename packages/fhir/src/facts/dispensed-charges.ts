import type { ExistingCharge } from '@doseline/dose'
import type { MedicationDispense, Reference } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import type { Keyed } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { keyOf, resolve } from '../references.ts'
import { text } from '../shape.ts'
import { dated, daysOfMoment, daysWithout } from './charge-days.ts'
import { dosesOf } from './charge-service.ts'
import { NameCollector } from './name-collector.ts'
import type { Reading } from './reading.ts'

const STATUSES = [
  'preparation',
  'in-progress',
  'cancelled',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'declined',
  'unknown',
] as const satisfies readonly MedicationDispense['status'][]
const NOT_DISPENSED: ReadonlySet<string> = new Set(['cancelled', 'entered-in-error', 'stopped', 'declined'])

/**
 * Where a site charges on dispense, each dispense drops a charge, whether or not the chart shows it. One whose drug is not
 * named drops one too.
 * @see https://hl7.org/fhir/R4/medicationdispense.html
 */
export function chargeOnDispense(
  { chart, timeZone }: Reading,
  { key, resource }: Keyed<MedicationDispense>,
): ExistingCharge | undefined {
  const status = codedIn(key, resource, 'status', STATUSES)
  if ('code' in status && NOT_DISPENSED.has(status.code)) return undefined
  const names = new NameCollector()
  addDispensed(names, chart, { key, resource })
  const encounter = keyOf(chart, resource.context)
  const days =
    daysOfMoment(resource.whenHandedOver ?? resource.whenPrepared, timeZone) ??
    daysWithout(chart, encounter, undefined, timeZone)
  const what = names.names.text[0]?.name ?? names.names.ndc[0]?.name
  return {
    reference: key,
    status: text(resource.status) ?? 'no status',
    doubt: `This site charges on dispense, and ${key} dispensed ${what ?? 'a drug that it does not name'}.`,
    codes: [],
    ...(names.found ? { drug: names.names } : { knownBy: 'no drug' }),
    modifiers: [],
    services: dosesOf(chart, [{ reference: key }]),
    ...dated(days),
    ...(encounter !== undefined && { encounter }),
    place: { resource: key, element: 'medication' },
  }
}

function addDispensed(names: NameCollector, chart: Chart, { key, resource }: Keyed<MedicationDispense>): void {
  names.addConcept(resource.medicationCodeableConcept, { resource: key, element: 'medicationCodeableConcept' })
  const target = resolve(chart, resource.medicationReference, { key, resource })?.resource
  if (target?.resourceType === 'Medication') names.addConcept(target.code, { resource: key, element: 'medication' })
  names.addText(resource.medicationReference?.display, { resource: key, element: 'medicationReference.display' })
}

/** The drugs of what a charge names as its service; none where anything else than a dispense of the chart is among it. */
export function dispensedDrug(chart: Chart, services: readonly Reference[]): NameCollector {
  const names = new NameCollector()
  const dispenses = services.map((reference) => {
    const key = keyOf(chart, reference)
    const resource = key === undefined ? undefined : chart.resources.get(key)
    return key !== undefined && resource?.resourceType === 'MedicationDispense' ? { key, resource } : undefined
  })
  const all = dispenses.filter((each) => each !== undefined)
  if (all.length === dispenses.length) for (const each of all) addDispensed(names, chart, each)
  return names
}
