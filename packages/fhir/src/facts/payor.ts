import type { Code, Payor } from '@doseline/dose'
import type { FhirResource, Identifier, Reference } from 'fhir/r4'
import type { Keyed } from '../chart-index.ts'
import { systemOf } from '../code-systems.ts'
import { resolve } from '../references.ts'
import { isObject, list, text } from '../shape.ts'
import type { Reading } from './reading.ts'

const PERSONS: ReadonlySet<string> = new Set<FhirResource['resourceType']>(['Patient', 'RelatedPerson'])

/** Who pays, by the Organization a reference leads to, its display and its identifiers: each may name another. */
export function payorFrom(reading: Reading, holder: Keyed<FhirResource>, reference: Reference): Payor {
  const written = text(reference.display)
  const target = resolve(reading.chart, reference, holder)?.resource
  const own = identifiersFrom([reference.identifier])
  const kind = target?.resourceType ?? text(reference.type) ?? text(reference.reference)?.split('/').at(-2)
  if (kind !== undefined && PERSONS.has(kind)) return { isPerson: true, identifiers: own }
  if (target?.resourceType !== 'Organization') return { ...(written && { name: written }), identifiers: own }
  const aliases = aliasesOf(target.alias)
  const name = text(target.name) ?? written ?? aliases[0]
  return {
    ...(name && { name }),
    ...(written && written !== name && { alsoNamed: [written] }),
    ...(aliases.length > 0 && { aliases }),
    identifiers: [...own, ...identifiersFrom(list(target.identifier))],
  }
}

const aliasesOf = (alias: unknown): readonly string[] =>
  Array.isArray(alias) ? alias.flatMap((each) => text(each) ?? []) : []

function identifiersFrom(identifiers: readonly (Identifier | undefined)[]): readonly Code[] {
  return identifiers.filter(isObject).flatMap((identifier) => {
    const { system, value }: Identifier = identifier
    const code = text(value)
    const canonical = systemOf({ system, code })
    return code === undefined ? [] : [{ ...(canonical && { system: canonical }), code }]
  })
}
