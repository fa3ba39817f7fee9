import type { RecordBeside } from '@doseline/dose'
import type { Reference } from 'fhir/r4'
import { resolve } from '../../references.ts'
import { list, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
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
  ]
  return named.flatMap(([holder, subject]): RecordBeside[] => {
    const { system, value } = subject?.identifier ?? {}
    const [of, number] = [text(system), text(value)]
    const known = list(registered.identifier).filter((each) => text(each.system) === of && of !== undefined)
    if (number === undefined || known.length === 0 || known.some((each) => text(each.value) === number)) return []
    const says = `${holder} refers to ${patient.value} and gives it a number that ${patient.value} does not have: it may be another patient’s.`
    return [recordOf(holder, 'report', { says, element: 'subject.identifier' })]
  })
}
