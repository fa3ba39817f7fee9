import { getDataType } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import type { Criteria } from './search-criteria.ts'

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

/** The part of a resource that `_elements` or `_summary` asks for, tagged SUBSETTED as R4 wants. */
export function subset<T extends Resource>(
  resource: T,
  { elements, summary }: Pick<Criteria, 'elements' | 'summary'>,
): T {
  const keep = wanted(resource, elements, summary)
  if (!keep) return resource
  const kept = Object.entries(resource).filter(([key]) => keep(key))
  const tag = [...(resource.meta?.tag ?? []), SUBSETTED]
  return { ...Object.fromEntries(kept), meta: { ...resource.meta, tag } } as T
}

function wanted(resource: Resource, elements: Criteria['elements'], summary: Criteria['summary']) {
  const schema = getDataType(resource.resourceType)
  const only = (names: Iterable<string>) => {
    const stems = [...names].map((name) => name.replace(/\[x\]$/, ''))
    const choices = Object.keys(schema.elements).filter((name) => name.endsWith('[x]'))
    return (key: string) =>
      stems.includes(key) ||
      choices.some((choice) => stems.includes(choice.slice(0, -3)) && key.startsWith(choice.slice(0, -3)))
  }
  const always = ['resourceType', 'id', 'meta']
  const mandatory = schema.mandatoryProperties ?? []
  if (elements) return only([...always, ...mandatory, ...elements])
  if (summary === 'data') return (key: string) => key !== 'text'
  if (summary === 'text') return only([...always, ...mandatory, 'text'])
  if (summary === 'true') return only([...always, ...(schema.summaryProperties ?? [])])
  return undefined
}
