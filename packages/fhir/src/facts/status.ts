import { type AdministrationStatus, type Fact, known, missing } from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { codedIn } from '../coded.ts'
import { wordsOf } from '../concepts.ts'
import { modifierOf } from '../extensions.ts'
import { list, listedWords, quoted } from '../shape.ts'
import { type NotGiven, notGivenIn } from './not-given.ts'
import { infusionOfRow } from './rate-row.ts'
import { placeOn } from './reading.ts'
import { unusualReason } from './stopped-because.ts'

/** Every status of R4's required value set. */
const STATUSES = [
  'in-progress',
  'not-done',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'unknown',
] as const satisfies readonly AdministrationStatus[]

/**
 * Whether the dose was given, with the reason where it was not. Elements by which older versions of FHIR say that nothing
 * was given outweigh the status; a reason why it was not given contradicts a completed dose. A row for the rate of another
 * record gave nothing by itself.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.status
 */
export function statusOf(
  chart: Chart,
  key: string,
  given: MedicationAdministration,
  { isAmountStated = false }: { readonly isAmountStated?: boolean } = {},
): Fact<AdministrationStatus> {
  if (chart.deleted.has(key)) return known('entered-in-error', placeOn({ key }, 'meta', 'deleted in the EHR'))
  const modified = modifierOf(given)
  if (modified) {
    const says = `The administration carries a modifier extension (${quoted(modified, 80)}) that may change what it means.`
    return missing('unreadable', says, placeOn({ key }, 'modifierExtension', modified))
  }
  const read = codedIn(key, given, 'status', STATUSES)
  const notGiven = notGivenIn(given)
  const isOver = 'code' in read && (read.code === 'entered-in-error' || read.code === 'not-done')
  if (notGiven?.says === 'not given' && !isOver) {
    return known('not-done', placeOn({ key }, notGiven.element, notGiven.shows))
  }
  if ('doubt' in read) {
    return missing(read.isWritten ? 'unreadable' : 'not-recorded', read.doubt, placeOn({ key }, 'status'))
  }
  const infusion = isAmountStated || isOver ? undefined : infusionOfRow(chart, key, given)
  if (infusion !== undefined)
    return known('not-done', placeOn({ key }, 'dosage.rate', `a row of ${infusion} for its rate`))
  const { code } = read
  const contradiction = contradicts(code, given, notGiven)
  if (contradiction) {
    const { element, shows } = contradiction
    const says = `${key} is ${code}, and its ${element} (“${quoted(shows, 60)}”) is for a dose that was not given.`
    return missing('contradictory', says, placeOn({ key }, 'status', code), placeOn({ key }, element, shows))
  }
  const unusual = code === 'stopped' ? unusualReason(given, isAmountStated) : undefined
  if (unusual !== undefined) {
    const says = `${key} is stopped because of “${quoted(unusual, 60)}”, which does not say that some of it was given.`
    return missing('contradictory', says, placeOn({ key }, 'status', code), placeOn({ key }, 'statusReason', unusual))
  }
  return known(code, placeOn({ key }, 'status', [code, ...reasonsIn(given)].join(': ')))
}

/** A stopped dose has a reason too: by a usual one what went in before counts. */
function contradicts(status: AdministrationStatus, given: MedicationAdministration, notGiven: NotGiven | undefined) {
  if (status === 'completed') return notGiven ?? whyNotGiven(given)
  return status === 'stopped' ? notGiven : undefined
}

const reasonsIn = ({ statusReason }: MedicationAdministration): string[] =>
  list(statusReason)
    .map(wordsOf)
    .filter((reason) => reason !== undefined)

/** Reasons why it was given, which some servers keep here too. */
const GIVEN = 'http://terminology.hl7.org/CodeSystem/reason-medication-given'

/**
 * R4 keeps statusReason for doses that were not given: beside a completed one it contradicts, whatever its words.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.statusReason
 */
function whyNotGiven({ statusReason }: MedicationAdministration) {
  const reasons = list(statusReason).filter(
    ({ coding }) => list(coding).length === 0 || list(coding).some(({ system }) => system !== GIVEN),
  )
  if (reasons.length === 0) return undefined
  const words = reasons.map((reason) => wordsOf(reason) ?? 'a reason without words')
  return { element: 'statusReason', shows: listedWords(words) }
}
