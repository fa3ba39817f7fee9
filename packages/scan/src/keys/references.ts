import type { Json } from './line-text.ts'

/**
 * What a reference leads to, as a name that lines go by: `Type/id`, `urn:uuid:…`, or `Type?system|value` for a conditional
 * reference and one by identifier alone. Undefined for a contained resource and for what names nothing.
 * @see https://hl7.org/fhir/R4/references.html
 */
export function nameIn(reference: unknown, typeExpected = ''): string | undefined {
  if (!isObject(reference)) return undefined
  const { reference: literal, identifier, type } = reference
  if (typeof literal === 'string') return nameOf(literal)
  if (!isObject(identifier)) return undefined
  return identifierName(typeof type === 'string' ? type : typeExpected, identifier)
}

const RELATIVE = /^\/?([A-Z][A-Za-z]{2,63})\/([^/?#|\s]+)(?:\/_history\/[^/\s]+)?$/
const ABSOLUTE = /^https?:\/\/.+\/([A-Z][A-Za-z]{2,63})\/([^/?#|\s]+)(?:\/_history\/[^/\s]+)?$/
const CONDITIONAL = /^([A-Z][A-Za-z]{2,63})\?identifier=([^&]*)$/

function nameOf(literal: string): string | undefined {
  if (/^urn:/i.test(literal)) return literal.toLowerCase()
  const [, type, id] = RELATIVE.exec(literal) ?? ABSOLUTE.exec(literal) ?? []
  if (type !== undefined) return `${type}/${id}`
  const [, of, query = ''] = CONDITIONAL.exec(literal) ?? []
  if (of === undefined) return undefined
  const [system = '', value] = decoded(query).split('|')
  return value === undefined ? `${of}?|${system}` : `${of}?${system}|${value}`
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query)
  } catch {
    return query
  }
}

function identifierName(type: string, { system, value }: Json): string | undefined {
  if (typeof value !== 'string' || type === '') return undefined
  return `${type}?${typeof system === 'string' ? system : ''}|${value}`
}

/** The other names a resource goes by, beside `Type/id`: its id as a URN, and its identifiers, with and without system. */
export function aliasesOf({ resourceType, id, identifier }: Json): readonly string[] {
  const urns = typeof id === 'string' && UUID.test(id) ? [`urn:uuid:${id.toLowerCase()}`] : []
  const all: readonly unknown[] = Array.isArray(identifier) ? identifier : [identifier]
  const named = all.filter(isObject).flatMap(({ system, value }) => {
    if (typeof value !== 'string') return []
    const bare = `${resourceType}?|${value}`
    const own = typeof system === 'string' ? [`${resourceType}?${system}|${value}`, bare] : [bare]
    return /^urn:/i.test(value) ? [...own, value.toLowerCase()] : own
  })
  return [...new Set([...urns, ...named])]
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Every reference in a resource, as names, each once. */
export function referencesIn(resource: Json): readonly string[] {
  const names = new Set<string>()
  const open: unknown[] = [resource]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (Array.isArray(at)) open.push(...at)
    else if (isObject(at)) {
      const name = nameIn(at)
      if (name !== undefined) names.add(name)
      for (const each of Object.values(at)) if (typeof each === 'object' && each !== null) open.push(each)
    }
  }
  return [...names]
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
