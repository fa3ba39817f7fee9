import { extendedValues } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import { ofPatient } from '../../chart-index.ts'
import { resolve, type Target } from '../../references.ts'
import { quoted } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { mayHoldTheDose, recordOf } from './said.ts'

/**
 * Values of the dose, its order, its drug, its visit and coverage with an extension of which nobody here knows what it makes of
 * them: that they are uncertain, that another is meant.
 */
export function extendedValuesBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given, key, patient } = reading
  const own: Target = { key, resource: given }
  const named = [given.medicationReference, given.request, given.context].flatMap(
    (reference) => resolve(chart, reference, own) ?? [],
  )
  const coverages = patient.known
    ? ofPatient(chart, 'Coverage', patient.value).filter(({ resource }) => mayHoldTheDose(reading, resource.period))
    : []
  return [own, ...named, ...coverages].flatMap(({ key: of, resource }) =>
    extendedValues(resource).map(({ element, url }) => {
      const says = `${of} has an extension (${quoted(url, 100)}) beside ${element}, of which Doseline does not know what it makes of it.`
      return recordOf(of, 'element', { says, element })
    }),
  )
}
