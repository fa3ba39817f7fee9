import type { RecordBeside } from '@doseline/dose'
import type { DomainResource, FhirResource, Reference } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { resolve, type Target } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOfCare } from './phrases.ts'
import { drugNames, recordOf } from './said.ts'
import { withoutTags } from './words-within.ts'

/**
 * Narratives that may hold what no element does, of the dose and of what it is read from: a person has to read what is not
 * of usual care. What is generated from the elements says nothing beside them.
 * @see https://hl7.org/fhir/R4/valueset-narrative-status.html
 */
export function narrativesBeside(reading: Reading): readonly RecordBeside[] {
  const names = drugNames(reading)
  return readFrom(reading).flatMap(({ key, resource }) => {
    const words = addedBy(resource)
    if (words === undefined || isOfCare(words, names)) return []
    const says = `The narrative of ${key}, which says more than its elements, reads “${quoted(words, 120)}”.`
    return [recordOf(key, 'report', { says, element: 'text' })]
  })
}

/** The dose, what was given, its order and its visit, the patient, and who pays or was asked to. */
function readFrom(reading: Reading): readonly Target[] {
  const { chart, key, given, patient } = reading
  const own: Target = { key, resource: given }
  const at = (reference: Reference | undefined): readonly Target[] => list(resolve(chart, reference, own))
  const { medicationReference, request, context, subject, reasonReference } = given
  const pays = (['Coverage', 'ClaimResponse', 'Account'] as const).flatMap((type): readonly Target[] =>
    patient.known ? ofPatient(chart, type, patient.value) : [],
  )
  return [own, ...[medicationReference, request, context, subject, ...list(reasonReference)].flatMap(at), ...pays]
}

function addedBy(resource: FhirResource): string | undefined {
  const { text: narrative }: Pick<DomainResource, 'text'> = resource as DomainResource
  if (narrative?.status !== 'additional') return undefined
  return text(withoutTags(text(narrative.div) ?? ''))
}
