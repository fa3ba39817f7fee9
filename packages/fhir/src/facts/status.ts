import { type AdministrationStatus, type Fact, known, missing } from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { modifierOf } from '../extensions.ts'
import { list, quoted, text } from '../shape.ts'
import { placeOn } from './reading.ts'

/** Every status of R4's required value set. */
const STATUSES: ReadonlySet<string> = new Set<AdministrationStatus>([
  'in-progress',
  'not-done',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'unknown',
])

const isStatus = (status: string): status is AdministrationStatus => STATUSES.has(status)

/**
 * Whether the dose was given, with the reason where it was not.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.status
 */
export function statusOf(key: string, given: MedicationAdministration): Fact<AdministrationStatus> {
  const modified = modifierOf(given)
  if (modified) {
    const says = `The administration carries a modifier extension (${quoted(modified, 80)}) that may change what it means.`
    return missing('unreadable', says, placeOn({ key }, 'modifierExtension', modified))
  }
  const status = text(given.status)
  if (status === undefined)
    return missing('not-recorded', 'The administration has no status.', placeOn({ key }, 'status'))
  if (!isStatus(status)) {
    const says = `“${quoted(status, 40)}” is not a status that an administration can have.`
    return missing('unreadable', says, placeOn({ key }, 'status', status))
  }
  const reasons = list(given.statusReason)
    .map(wordsOf)
    .filter((reason) => reason !== undefined)
  return known(status, placeOn({ key }, 'status', [status, ...reasons].join(': ')))
}
