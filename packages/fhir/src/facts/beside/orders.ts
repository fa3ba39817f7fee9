import { addDays, type RecordBeside } from '@doseline/dose'
import type { MedicationRequest } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { isOfOneDrug } from '../own-stock.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays } from '../span-of-days.ts'
import { recordOf } from './said.ts'

/** So many days ahead an order of a dose is written that names none. No source says how many; a week is ours. */
const DAYS_AHEAD = 7
const NO_ORDER: ReadonlySet<unknown> = new Set([
  'cancelled',
  'stopped',
  'on-hold',
  'entered-in-error',
  'draft',
  'unknown',
])

/**
 * Orders of the drug that were called off about the day of a dose which names no order of the chart: it may have been given
 * by none. Where another order of the drug stands, that one counts.
 */
export function ordersBeside(reading: Reading): readonly RecordBeside[] {
  return [...calledOff(reading), ...replaced(reading)]
}

/** An order that takes the place of the order of the dose, and stood when the dose was given. */
function replaced(reading: Reading): readonly RecordBeside[] {
  const { chart, given, patient, timeZone } = reading
  const order = keyOf(chart, given.request)
  const on = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)
  if (!patient.known || order === undefined || !on) return []
  return ofPatient(chart, 'MedicationRequest', patient.value).flatMap(({ key, resource }): RecordBeside[] => {
    const written = spanOfDays(resource.authoredOn, timeZone)
    const isEarlier = written === undefined || written.earliest < on.earliest
    const stands = !NO_ORDER.has(resource.status) && resource.intent !== 'proposal' && resource.intent !== 'plan'
    if (key === order || !stands || !isEarlier || keyOf(chart, resource.priorPrescription) !== order) return []
    const says = `${key} took the place of ${order}, the order of the dose, before it was given.`
    return [recordOf(key, 'report', { says, element: 'priorPrescription' })]
  })
}

function calledOff(reading: Reading): readonly RecordBeside[] {
  const { chart, key, given, patient, timeZone } = reading
  const own = { key, resource: given }
  const on = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)
  if (!patient.known || !on || resolve(chart, given.request, own)?.resource.resourceType === 'MedicationRequest')
    return []
  const orders = ofPatient(chart, 'MedicationRequest', patient.value).filter((each) => isOfOneDrug(chart, own, each))
  const standing = orders.some((each) => !NO_ORDER.has(each.resource.status) && !isLater(each))
  if (standing) return []
  return orders.flatMap((each): RecordBeside[] => {
    if (!NO_ORDER.has(each.resource.status) || !isAbout(each)) return []
    const says = `The dose names no order, and ${each.key}, an order of the drug, is “${String(each.resource.status)}”.`
    return [recordOf(each.key, 'report', { says, element: 'status' })]
  })

  function isLater({ resource }: Keyed<MedicationRequest>): boolean {
    const written = spanOfDays(resource.authoredOn, timeZone)
    return written !== undefined && on !== undefined && written.earliest > on.latest
  }
  function isAbout({ resource }: Keyed<MedicationRequest>): boolean {
    const written = spanOfDays(resource.authoredOn, timeZone)
    if (!written || !on) return true
    return written.earliest <= on.latest && addDays(written.latest, DAYS_AHEAD) >= on.earliest
  }
}
