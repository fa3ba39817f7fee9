import { exact, exactText, type RecordBeside } from '@doseline/dose'
import type { MedicationDispense } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { codedIn } from '../../coded.ts'
import { list, quoted, text } from '../../shape.ts'
import { dosesOf } from '../charge-service.ts'
import { isForTheDose } from '../dispensed-for.ts'
import { DISPENSE_STATUSES } from '../doses-elsewhere.ts'
import { containersOpened } from '../opened.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { phrasesOf, recordOf } from './said.ts'

/** Of a dispense of which the drug went on its way to the patient. */
const WENT: ReadonlySet<string> = new Set(['completed', 'in-progress', 'preparation'])

/**
 * Dispenses of the dose that say that its drug never came, or went back: of one that was made again, the other counts.
 * @see https://hl7.org/fhir/R4/valueset-medicationdispense-status.html
 */
export function dispensesBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, key, patient } = reading
  if (!patient.known) return []
  const own = ofPatient(chart, 'MedicationDispense', patient.value)
    .filter((each) => dosesOf(chart, [{ reference: each.key }]).includes(key))
    .filter(({ resource }) => resource.status !== 'entered-in-error')
  const came = own.filter((each) => WENT.has(each.resource.status) && reasonOf(each) === undefined)
  const said = own.flatMap((each): RecordBeside[] => {
    const status = codedIn(each.key, each.resource, 'status', DISPENSE_STATUSES)
    if ('doubt' in status) return [recordOf(each.key, 'report', { says: status.doubt, element: 'status' })]
    const reason = reasonOf(each)
    if (came.length > 0 && !came.includes(each) && !WENT.has(status.code)) return []
    if (WENT.has(status.code) && reason === undefined) return []
    const why = reason === undefined ? '' : ` (“${quoted(reason, 60)}”)`
    const says = `${each.key}, by which the dose was dispensed, has the status “${status.code}”${why}, and the dose is charted as given.`
    return [recordOf(each.key, 'report', { says, element: 'status' })]
  })
  return [...said, ...fewerDispensed(reading)]
}

/**
 * Less was dispensed than was given or opened, as far as both are in one unit: what is missing came from elsewhere, or was
 * not given.
 */
function fewerDispensed(reading: Reading): readonly RecordBeside[] {
  const { chart, patient, given } = reading
  if (!patient.known) return []
  const own = ofPatient(chart, 'MedicationDispense', patient.value).filter(
    (each) => each.resource.status !== 'entered-in-error' && isForTheDose(reading, each),
  )
  const counted = own.flatMap((each) => {
    const { value, unit, code } = each.resource.quantity ?? {}
    const amount = typeof value === 'number' ? exact(value) : undefined
    return amount === undefined ? [] : [{ ...each, amount, unit: text(code) ?? text(unit) ?? '' }]
  })
  const [first, ...others] = counted
  // Amounts in several units, or of only some of the dispenses, add up to nothing.
  if (!first || counted.length < own.length || others.some(({ unit }) => unit !== first.unit)) return []
  const all = others.reduce((sum, { amount }) => sum.add(amount), first.amount)
  const dose = given.dosage?.dose
  const opened = containersOpened(reading)
  const needed = [
    ...(typeof dose?.value === 'number' && (text(dose.code) ?? text(dose.unit)) === first.unit
      ? [{ amount: exact(dose.value), as: 'given' }]
      : []),
    ...(opened.known && OF_CONTAINERS.test(first.unit) ? [{ amount: exact(opened.value), as: 'opened' }] : []),
  ]
  const most = needed.find(({ amount }) => amount !== undefined && all.compare(amount) < 0)
  const isOfContainers = opened.known && OF_CONTAINERS.test(first.unit)
  const openedCount = opened.known ? exact(opened.value) : undefined
  if (!most?.amount && isOfContainers && openedCount !== undefined && all.compare(openedCount) > 0) {
    const says = `${first.key} dispensed ${exactText(all)} ${first.unit} for the dose, and ${exactText(openedCount)} ${first.unit} was opened: what became of the others is not said.`
    return [recordOf(first.key, 'report', { says, element: 'quantity' })]
  }
  if (!most?.amount) return []
  const says = `${first.key} dispensed ${exactText(all)} ${first.unit} for the dose, and ${exactText(most.amount)} ${first.unit} was ${most.as}.`
  return [recordOf(first.key, 'report', { says, element: 'quantity' })]
}
const OF_CONTAINERS = /^\{?(vial|syringe|ampule|ampul|container|ea|each|cartridge|pen|kit)s?\}?$/i

/** Why a dispense stands as it does, where it says more than that all went well. */
function reasonOf({ resource }: Keyed<MedicationDispense>): string | undefined {
  const { statusReasonCodeableConcept: reason } = resource
  return phrasesOf(list(reason)).find((phrase) => !isOnlyOf(phrase, WELL))
}
const WELL = wordList('complete completed dispensed delivered verified order dose given administered')
