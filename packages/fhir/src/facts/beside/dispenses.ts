import type { RecordBeside } from '@doseline/dose'
import type { MedicationDispense } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { codedIn } from '../../coded.ts'
import { list, quoted } from '../../shape.ts'
import { dosesOf } from '../charge-service.ts'
import { DISPENSE_STATUSES } from '../doses-elsewhere.ts'
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
  return own.flatMap((each): RecordBeside[] => {
    const status = codedIn(each.key, each.resource, 'status', DISPENSE_STATUSES)
    if ('doubt' in status) return [recordOf(each.key, 'report', { says: status.doubt, element: 'status' })]
    const reason = reasonOf(each)
    if (came.length > 0 && !came.includes(each) && !WENT.has(status.code)) return []
    if (WENT.has(status.code) && reason === undefined) return []
    const why = reason === undefined ? '' : ` (“${quoted(reason, 60)}”)`
    const says = `${each.key}, by which the dose was dispensed, has the status “${status.code}”${why}, and the dose is charted as given.`
    return [recordOf(each.key, 'report', { says, element: 'status' })]
  })
}

/** Why a dispense stands as it does, where it says more than that all went well. */
function reasonOf({ resource }: Keyed<MedicationDispense>): string | undefined {
  const { statusReasonCodeableConcept: reason } = resource
  return phrasesOf(list(reason)).find((phrase) => !isOnlyOf(phrase, WELL))
}
const WELL = wordList('complete completed dispensed delivered verified order dose given administered')
