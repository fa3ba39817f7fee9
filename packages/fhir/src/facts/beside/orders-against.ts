import type { RecordBeside } from '@doseline/dose'
import { addDays } from '@doseline/dose'
import type { MedicationRequest, ServiceRequest } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { isOfOneDrug } from '../own-stock.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays } from '../span-of-days.ts'
import { isOnlyOf, namesIn, wordList } from './phrases.ts'
import { drugNames, phrasesOf, recordOf, type Said } from './said.ts'
import { OF_ANY_DRUG } from './words-of-drugs.ts'

/** So long before a dose an order of the drug may still speak of it. No source says how long; a quarter is ours. */
const DAYS_BEFORE = 92
/** Reasons by which an order ends or waits as usual: it was done, renewed, or entered twice. */
const USUAL = wordList(
  'completed complete done given administered fulfilled filled renewed reordered re ordered reorder replaced by new order duplicate expired discontinued therapy',
  'course finished dose change changed updated modified plan annual renewal entered twice system auto automatic end of order the as per protocol ended',
)

/**
 * Orders of the drug beside the one that the dose names, written before it: not to give it, to wait with it, or called off for a reason
 * that is of the patient or the drug. Who gave the dose may not have seen them.
 * @see https://hl7.org/fhir/R4/medicationrequest-definitions.html#MedicationRequest.doNotPerform
 */
export function ordersAgainst(reading: Reading): readonly RecordBeside[] {
  const { chart, key, given, patient, timeZone } = reading
  const own = { key, resource: given }
  const on = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)
  if (!patient.known || !on) return []
  const order = keyOf(chart, given.request)
  const isThen = (written: string | undefined): boolean => {
    const day = spanOfDays(written, timeZone)
    return day === undefined || (day.earliest <= on.latest && addDays(day.latest, DAYS_BEFORE) >= on.earliest)
  }
  const ofDrug = ofPatient(chart, 'MedicationRequest', patient.value)
    .filter((each) => each.key !== order && isThen(each.resource.authoredOn) && isOfOneDrug(chart, own, each))
    .flatMap((each) => saidOf(each).map((said) => recordOf(each.key, 'report', said)))
  const names = drugNames(reading)
  const ofCare = ofPatient(chart, 'ServiceRequest', patient.value)
    .filter(({ resource }) => resource.doNotPerform === true && isThen(resource.authoredOn) && namesIt(resource, names))
    .map((each) =>
      recordOf(each.key, 'report', { says: `${each.key} asks not to give the drug.`, element: 'doNotPerform' }),
    )
  return [...ofDrug, ...ofCare]
}

const namesIt = ({ code, status }: ServiceRequest, names: ReadonlySet<string>): boolean =>
  status !== 'entered-in-error' &&
  status !== 'revoked' &&
  [...namesIn(phrasesOf([code]))].some((word) => names.has(word) && !OF_ANY_DRUG.has(word))

function saidOf({ key, resource }: Keyed<MedicationRequest>): readonly Said[] {
  const { status, doNotPerform, statusReason } = resource
  if (status === 'entered-in-error' || resource.intent === 'proposal') return []
  if (doNotPerform === true)
    return [{ says: `${key}, an order of the drug, says not to give it.`, element: 'doNotPerform' }]
  const why = phrasesOf([statusReason])[0]
  const because = why === undefined ? '' : ` (“${quoted(why, 60)}”)`
  if (status === 'on-hold')
    return [{ says: `${key}, an order of the drug from before the dose, is on hold${because}.`, element: 'status' }]
  const isCalledOff = status === 'cancelled' || status === 'stopped'
  const notes = list(resource.note).flatMap((each) => text(each.text) ?? [])
  const strange = [...(why === undefined ? [] : [why]), ...notes].find((each) => !isOnlyOf(each, USUAL))
  if (!isCalledOff || strange === undefined) return []
  const says = `${key}, an order of the drug from before the dose, is “${status}” (“${quoted(strange, 60)}”).`
  return [{ says, element: 'statusReason' }]
}
