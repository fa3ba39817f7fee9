import type { RecordBeside } from '@doseline/dose'
import type { Patient, Reference } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { resolve } from '../../references.ts'
import { list, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { wordList, wordsIn } from './phrases.ts'
import { recordOf } from './said.ts'

/**
 * A record of the dose that names the patient by a reference and, beside it, by a number that is another person's: it was
 * charted for the wrong one, or merged.
 */
export function subjectBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, key, given, patient } = reading
  const registered = patient.known ? chart.resources.get(patient.value) : undefined
  if (!patient.known || registered?.resourceType !== 'Patient') return []
  const own = { key, resource: given }
  const [order, visit] = [resolve(chart, given.request, own), resolve(chart, given.context, own)]
  const named: readonly (readonly [string, Reference | undefined])[] = [
    [key, given.subject],
    ...(order?.resource.resourceType === 'MedicationRequest' ? [[order.key, order.resource.subject] as const] : []),
    ...(visit?.resource.resourceType === 'Encounter' ? [[visit.key, visit.resource.subject] as const] : []),
    ...ofPatient(chart, 'Coverage', patient.value)
      .filter(({ resource }) => resource.status === 'active')
      .map((each) => [each.key, each.resource.beneficiary] as const),
  ]
  return named.flatMap(([holder, subject]): RecordBeside[] => {
    const called = text(subject?.display)
    if (called !== undefined && isAnotherName(called, registered)) {
      const says = `${holder} refers to ${patient.value} and calls the patient by another name than ${patient.value} has: it may be another patient’s.`
      return [recordOf(holder, 'report', { says, element: 'subject.display' })]
    }
    const { system, value } = subject?.identifier ?? {}
    const [of, number] = [text(system), text(value)]
    const known = list(registered.identifier).filter((each) => text(each.system) === of && of !== undefined)
    if (number === undefined || known.length === 0 || known.some((each) => text(each.value) === number)) return []
    const says = `${holder} refers to ${patient.value} and gives it a number that ${patient.value} does not have: it may be another patient’s.`
    return [recordOf(holder, 'report', { says, element: 'subject.identifier' })]
  })
}

/** Words that are no name: `Patient 12`, `Mrs.` */
const NO_NAME = wordList(
  'patient pt person beneficiary member subject mr mrs ms miss mx dr jr sr ii iii iv md the unknown anonymous test',
)

/** Whether none of the names in a display is one of the patient’s, where the patient has names. */
function isAnotherName(display: string, { name }: Patient): boolean {
  const own = new Set(
    list(name as Patient['name']).flatMap(({ text: whole, family, given }) =>
      [whole, family, ...(Array.isArray(given) ? given : [])].flatMap((each) => wordsIn(text(each) ?? '')),
    ),
  )
  const said = wordsIn(display).filter((word) => /^\p{L}{2,}$/u.test(word) && !NO_NAME.has(word))
  return own.size > 0 && said.length > 1 && !said.some((word) => own.has(word))
}
