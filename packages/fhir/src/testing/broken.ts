import fc from 'fast-check'
import type { FhirResource } from 'fhir/r4'

const OUT_OF_PLACE: readonly unknown[] = [null, '', 'x', 5, -1, true, [], {}, [null], [['x']], { reference: 5 }]

/** Charts with one value, somewhere inside, replaced by something that has no business there. */
export function broken(resources: readonly FhirResource[]): fc.Arbitrary<FhirResource[]> {
  return fc.tuple(fc.nat(), fc.constantFrom(...OUT_OF_PLACE)).map(([at, wrong]) => {
    const chart: FhirResource[] = JSON.parse(JSON.stringify(resources))
    const fields = fieldsIn(chart)
    const chosen = fields[at % fields.length]
    if (chosen) chosen.holder[chosen.name] = wrong
    return chart
  })
}

interface Field {
  readonly holder: Record<string, unknown>
  readonly name: string
}

function fieldsIn(value: unknown): readonly Field[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...fieldsIn(holder[name])])
}
