import type { CalendarDate } from '@doseline/dose'
import type { MedicationDispense, Reference } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { allOf } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { list } from '../shape.ts'
import { spanOfDays } from './span-of-days.ts'

/** What leads to an administration: each key with the administrations it belongs to. */
interface Ties {
  /** By order; one order may have many doses. */
  readonly byOrder: ReadonlyMap<string, readonly string[]>
  /** By dispense or procedure that the administration names, or that names it. */
  readonly direct: ReadonlyMap<string, readonly string[]>
}

const tiesRead = new WeakMap<Chart, Ties>()

/**
 * The administrations that a reference leads to: itself one, or those of its order, dispense or procedure. None where the
 * chart does not tie it to any.
 * @see https://hl7.org/fhir/R4/chargeitem-definitions.html#ChargeItem.service
 */
export function dosesOf(chart: Chart, references: readonly Reference[]): readonly string[] {
  const doses = references.flatMap((reference) => {
    const key = keyOf(chart, reference)
    return key === undefined ? [] : dosesBehind(chart, key)
  })
  return [...new Set(doses)]
}

function dosesBehind(chart: Chart, key: string): readonly string[] {
  if (key.startsWith('MedicationAdministration/')) return [key]
  const ties = tiesOf(chart)
  const direct = ties.direct.get(key)
  if (direct) return direct
  const resource = chart.resources.get(key)
  return resource?.resourceType === 'MedicationDispense' ? ofOrders(chart, resource) : (ties.byOrder.get(key) ?? [])
}

/** The doses of a dispense’s order. Of an order with several doses, a dispense is for the next one. */
function ofOrders(chart: Chart, dispense: MedicationDispense): readonly string[] {
  const { byOrder } = tiesOf(chart)
  const doses = list(dispense.authorizingPrescription).flatMap((order) => byOrder.get(keyOf(chart, order) ?? '') ?? [])
  const on = dispensedOn(dispense)
  if (doses.length < 2 || on === undefined) return doses
  const next = doses
    .flatMap((dose) => {
      const day = administeredDay(chart, dose)
      return day !== undefined && day >= on ? [{ dose, day }] : []
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  return next.filter(({ day }) => day === next[0]?.day).map(({ dose }) => dose)
}

/** As written: a dispense and its dose are compared in one clinic’s own days. */
const dispensedOn = ({ whenHandedOver, whenPrepared }: MedicationDispense): CalendarDate | undefined =>
  spanOfDays(whenHandedOver ?? whenPrepared)?.earliest

function administeredDay(chart: Chart, dose: string): CalendarDate | undefined {
  const given = chart.resources.get(dose)
  if (given?.resourceType !== 'MedicationAdministration') return undefined
  return spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start)?.latest
}

function tiesOf(chart: Chart): Ties {
  const read = tiesRead.get(chart) ?? readTies(chart)
  tiesRead.set(chart, read)
  return read
}

function readTies(chart: Chart): Ties {
  const byOrder = new Map<string, string[]>()
  const direct = new Map<string, string[]>()
  const tie = (map: Map<string, string[]>, reference: Reference | undefined, dose: string): void => {
    const key = keyOf(chart, reference)
    if (key === undefined) return
    const tied = map.get(key)
    if (tied) tied.push(dose)
    else map.set(key, [dose])
  }
  for (const { key, resource } of allOf(chart, 'MedicationAdministration')) {
    tie(byOrder, resource.request, key)
    for (const reference of [...list(resource.partOf), ...list(resource.supportingInformation)]) {
      if (!keyOf(chart, reference)?.startsWith('MedicationAdministration/')) tie(direct, reference, key)
    }
  }
  for (const { key, resource } of [...allOf(chart, 'MedicationDispense'), ...allOf(chart, 'Procedure')]) {
    const names = [
      ...list(resource.partOf),
      ...('supportingInformation' in resource ? list(resource.supportingInformation) : []),
    ]
    for (const reference of names) {
      const dose = keyOf(chart, reference)
      if (dose?.startsWith('MedicationAdministration/')) tie(direct, { reference: key }, dose)
    }
  }
  return { byOrder, direct }
}

/** Services that no drug is: what is charged for them is charged for no dose. */
const NO_DRUG = ['DiagnosticReport/', 'ImagingStudy/', 'Observation/', 'Immunization/']

/** Whether all that a charge names as its service is something else than a drug. */
export function isForSomethingElse(chart: Chart, references: readonly Reference[]): boolean {
  const keys = references.map((reference) => keyOf(chart, reference))
  return keys.length > 0 && keys.every((key) => NO_DRUG.some((start) => key?.startsWith(start)))
}
