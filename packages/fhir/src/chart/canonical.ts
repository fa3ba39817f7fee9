import type { FhirResource } from 'fhir/r4'
import { CanonicalText, canonicalJson, type Rename } from '../canonical-json.ts'
import type { Chart } from '../chart.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'

/**
 * The resources of a chart in one form, whatever shape they came in: by `Type/id`, each with its id, as
 * canonical JSON, references by the `Type/id` they lead to, contained resources beside the others. Equal charts have equal
 * forms; it is what a digest is made of, and nothing is read from it.
 */
export function canonicalResources(chart: Chart): CanonicalText {
  const form: Record<string, CanonicalText> = {}
  const add = (name: string, resource: object, refer: Rename): void => {
    form[name] = new CanonicalText(canonicalJson(resource, refer))
  }
  for (const [key, resource] of chart.resources) {
    const { contained } = resource as { contained?: readonly FhirResource[] }
    const inside = new Map<string, string>()
    for (const one of list<FhirResource>(contained)) {
      const id = text(one.id)?.replace(/^#/, '')
      if (id === undefined) continue
      const free = `${one.resourceType}/${id}`
      // Another resource of that name keeps its place; what is contained is then named by its holder.
      inside.set(`#${id}`, chart.resources.has(free) ? `${key}#${id}` : free)
    }
    const refer: Rename = (name, written) =>
      name === 'reference' ? (inside.get(written) ?? keyOf(chart, { reference: written })) : undefined
    for (const one of list<FhirResource>(contained)) {
      const name = inside.get(`#${text(one.id)?.replace(/^#/, '')}`)
      const [, id] = (name ?? '').split(/[/#]/)
      add(name ?? `${key}#`, { ...one, id }, refer)
    }
    add(key, { ...resource, contained: undefined, id: key.slice(key.indexOf('/') + 1) }, refer)
  }
  return new CanonicalText(canonicalJson(form))
}
