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
  // What stands under a type is of it.
  return (typesOf(chart).get(type) ?? []) as readonly Keyed<OfType<T>>[]
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

type ByType = ReadonlyMap<string, readonly Keyed<FhirResource>[]>
const typesIn = new WeakMap<Chart, ByType>()

/** The resources of a chart by type, in one walk over all. */
function typesOf(chart: Chart): ByType {
  const before = typesIn.get(chart)
  if (before) return before
  const types = new Map<string, Keyed<FhirResource>[]>()
  chart.resources.forEach((resource, key) => {
    const others = types.get(resource.resourceType)
    if (others) others.push({ key, resource })
    else types.set(resource.resourceType, [{ key, resource }])
  })
  for (const all of types.values()) if (all.length > 1) all.sort((a, b) => byText(a.key, b.key))
  typesIn.set(chart, types)
  return types
}

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
