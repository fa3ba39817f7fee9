import type { FhirResource } from 'fhir/r4'
import { patientReference } from './chart/patient-reference.ts'
import type { Chart } from './chart.ts'
import { keyOf } from './references.ts'
import { byText } from './shape.ts'

/** A resource of one type, with the key a Place names it by. */
export interface Keyed<T extends FhirResource> {
  readonly key: string
  readonly resource: T
}
type OfType<T extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: T }>

/** Lists made once a chart: with hundreds of doses, looking through it again for each would take seconds. */
const listsOf = new WeakMap<Chart, Map<string, readonly Keyed<FhirResource>[]>>()

/** All resources of a type, sorted by key. */
export function allOf<T extends FhirResource['resourceType']>(chart: Chart, type: T): readonly Keyed<OfType<T>>[] {
  return remembered(chart, type, () => keyedOfType(chart, type))
}

/** The resources of a type that are about this patient, sorted by key. */
export function ofPatient<T extends FhirResource['resourceType']>(
  chart: Chart,
  type: T,
  patient: string,
): readonly Keyed<OfType<T>>[] {
  return remembered(chart, `${type} of ${patient}`, () =>
    allOf(chart, type).filter(({ resource }) => keyOf(chart, patientReference(resource)) === patient),
  )
}

/** The resources of a type that do not say which patient they are about. */
export function withoutPatient<T extends FhirResource['resourceType']>(
  chart: Chart,
  type: T,
): readonly Keyed<OfType<T>>[] {
  return remembered(chart, `${type} without patient`, () =>
    allOf(chart, type).filter(({ resource }) => keyOf(chart, patientReference(resource)) === undefined),
  )
}

function keyedOfType<T extends FhirResource['resourceType']>(chart: Chart, type: T): Keyed<OfType<T>>[] {
  const keyed: Keyed<OfType<T>>[] = []
  for (const [key, resource] of chart.resources) if (isOfType(resource, type)) keyed.push({ key, resource })
  return keyed.toSorted((a, b) => byText(a.key, b.key))
}

const isOfType = <T extends FhirResource['resourceType']>(resource: FhirResource, type: T): resource is OfType<T> =>
  resource.resourceType === type

function remembered<T extends FhirResource>(
  chart: Chart,
  name: string,
  make: () => readonly Keyed<T>[],
): readonly Keyed<T>[] {
  const lists = listsOf.get(chart) ?? new Map<string, readonly Keyed<FhirResource>[]>()
  listsOf.set(chart, lists)
  const made = lists.get(name) ?? make()
  lists.set(name, made)
  // What is stored under a name was made by the one function that asks for that name.
  return made as readonly Keyed<T>[]
}
