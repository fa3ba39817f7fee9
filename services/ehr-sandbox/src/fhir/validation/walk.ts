import { type InternalSchemaElement, tryGetDataType } from '@medplum/core'

/** A value in a resource together with what the specification says about its element. */
export interface Node {
  readonly value: unknown
  readonly type: string
  readonly element: InternalSchemaElement
  /** FHIRPath with indexes, as an OperationOutcome names it. */
  readonly path: string
}

/** Visits every element of a resource that the definitions know, depth first. */
export function* walk(value: unknown, type: string, path = type): Generator<Node> {
  const schema = tryGetDataType(type)
  if (!schema || typeof value !== 'object' || value === null) return
  for (const [name, element] of Object.entries(schema.elements)) {
    for (const { key, type: elementType } of spellings(name, element)) {
      const held = (value as Record<string, unknown>)[key]
      if (held === undefined) continue
      const list = Array.isArray(held) ? held : [held]
      for (const [index, item] of list.entries()) {
        const at = `${path}.${key}${Array.isArray(held) ? `[${index}]` : ''}`
        const actual = elementType === 'Resource' ? (item as { resourceType?: string }).resourceType : elementType
        if (!actual) continue
        yield { value: item, type: actual, element, path: at }
        yield* walk(item, actual, at)
      }
    }
  }
}

/** `value[x]` may be written as valueString, valueCode, …; other elements have one spelling. */
function spellings(name: string, element: InternalSchemaElement): { key: string; type: string }[] {
  const types = element.type.map((one) => one.code)
  if (!name.endsWith('[x]')) return [{ key: name, type: types[0] ?? '' }]
  const stem = name.slice(0, -3)
  return types.map((type) => ({ key: stem + type.charAt(0).toUpperCase() + type.slice(1), type }))
}
