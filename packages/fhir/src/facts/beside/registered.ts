import { wordsOfRegistration } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { HumanName, Patient } from 'fhir/r4'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { recordOf } from './said.ts'

/**
 * What the registration of the patient says of a place that pays for what its patients are given: where the patient lives,
 * who is called, who cares for them. Of all of that only such words are read.
 * @see https://hl7.org/fhir/R4/patient.html
 */
export function registeredBeside({ chart, patient }: Reading): readonly RecordBeside[] {
  const found = patient.known ? chart.resources.get(patient.value) : undefined
  if (!patient.known || found?.resourceType !== 'Patient') return []
  return namedIn(found).flatMap(({ element, written }) => {
    const words = wordsOfRegistration(written)
    if (words === undefined) return []
    const says = `${patient.value} has “${quoted(words, 60)}” in its registration (${element}): who cares for the patient may pay for the dose.`
    return [recordOf(patient.value, 'episode', { says, element })]
  })
}

interface NamedIn {
  readonly element: string
  readonly written: string
}

const namedIn = ({ name, address, contact, generalPractitioner, managingOrganization }: Patient): readonly NamedIn[] =>
  [
    ...list(name).flatMap((each) => partsOf('name', each)),
    ...list(address).flatMap(({ line, text: whole, city }) => [
      ...textsIn(line).map((each) => ['address', each] as const),
      ['address', whole] as const,
      ['address', city] as const,
    ]),
    ...list(contact).flatMap(({ name: called, organization, relationship, address: at }) => [
      ...(called ? partsOf('contact', called) : []),
      ['contact', organization?.display] as const,
      ...list(relationship).flatMap((each) => [
        ['contact', each.text] as const,
        ...list(each.coding).map(({ display }) => ['contact', display] as const),
      ]),
      ...textsIn(at?.line).map((each) => ['contact', each] as const),
    ]),
    ...list(generalPractitioner).map(({ display }) => ['generalPractitioner', display] as const),
    ['managingOrganization', managingOrganization?.display] as const,
  ].flatMap(([element, written]) => {
    const words = text(written)
    return words === undefined ? [] : [{ element, written: words }]
  })

const partsOf = (element: string, { text: whole, family, given, suffix, prefix }: HumanName) =>
  [whole, family, ...textsIn(given), ...textsIn(suffix), ...textsIn(prefix)].map((each) => [element, each] as const)

const textsIn = (all: unknown): readonly string[] => (Array.isArray(all) ? all.flatMap((each) => text(each) ?? []) : [])
