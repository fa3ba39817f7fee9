import { testNameIn } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { Coverage, Patient } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { mayHoldTheDose, phrasesOf, recordOf } from './said.ts'

/** What the registration of the patient says against charging: that nobody is this patient, or that a hospice pays. */
export const registrationBeside = (reading: Reading): readonly RecordBeside[] => [
  ...ofThePatient(reading),
  ...ofCoverages(reading),
]

function ofThePatient({ chart, given }: Reading): readonly RecordBeside[] {
  const key = keyOf(chart, given.subject)
  const patient = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || patient?.resourceType !== 'Patient') return []
  const name = list(patient.name as Patient['name'])
    .flatMap((each) => testNameIn(each) ?? [])
    .at(0)
  if (name === undefined) return []
  const says = `${key} is named “${quoted(name, 40)}”, as patients for tests are.`
  return [recordOf(key, 'account', { says, element: 'name' })]
}

/** Coverage of a hospice, or by a study, beside the one that pays: what the dose is for decides which. */
const PAYS_FOR_ALL = /\b(hospice|clinical trial|research (study|sponsor)|study sponsor)\b/i

function ofCoverages(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  return ofPatient(chart, 'Coverage', patient.value)
    .filter(({ resource }) => resource.status === 'active' && mayHoldTheDose(reading, resource.period))
    .flatMap(({ key, resource }) => {
      const words = wordsOf(resource).find((each) => PAYS_FOR_ALL.test(each))
      if (words === undefined) return []
      const says = `${key} (“${quoted(words, 60)}”) was active that day, and may pay for the dose.`
      return [recordOf(key, 'account', { says, element: 'type' })]
    })
}

const wordsOf = ({ type, payor, class: classes, network }: Coverage): readonly string[] => [
  ...phrasesOf([type]),
  ...[network, ...list(payor).map(({ display }) => display)].flatMap((each) => text(each) ?? []),
  ...list(classes).flatMap(({ name, value }) => [text(name), text(value)].flatMap((each) => each ?? [])),
]
