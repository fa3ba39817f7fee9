import { z } from 'zod'
import type { Path } from './place.ts'
import { PolicyFile } from './schema.ts'

/** What the JSON Schema says of an element. */
export interface Element {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Element>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Element | false
  readonly items?: Element
  readonly enum?: readonly (string | number)[]
  readonly const?: unknown
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly allOf?: readonly Element[]
  readonly anyOf?: readonly Element[]
  readonly oneOf?: readonly Element[]
}
interface Schema extends Element {
  readonly definitions: Readonly<Record<string, Element>>
}

/** The JSON Schema of a policy file, for editors and for whoever checks files elsewhere. */
export function policyJsonSchema(): Schema {
  schema ??= z.toJSONSchema(PolicyFile, { io: 'input', target: 'draft-07' }) as unknown as Schema
  return schema
}
let schema: Schema | undefined

/** The elements a path can be; several where a list takes entries of several shapes, none where there is no such element. */
export function elementsAt(path: Path): readonly Element[] {
  return path.reduce<readonly Element[]>(
    (found, step) => found.flatMap((each) => inside(each, step)),
    shapesOf(policyJsonSchema()),
  )
}

function inside(element: Element, step: string | number): readonly Element[] {
  const { properties, additionalProperties, items } = element
  const next = typeof step === 'number' ? items : (properties?.[step] ?? additionalProperties)
  return next ? shapesOf(next) : []
}

/** An element itself, behind what it refers to and whatever it is one of; what is said beside a reference stays with it. */
function shapesOf(element: Element): readonly Element[] {
  const { $ref, allOf: [all] = [], anyOf, oneOf, ...own } = element
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? ''
    return shapesOf({ ...policyJsonSchema().definitions[name], ...own })
  }
  if (all) return shapesOf({ ...all, ...own })
  const choices = [...(anyOf ?? []), ...(oneOf ?? [])].filter(({ properties, $ref: ref }) => properties || ref)
  return choices.length > 0 ? choices.flatMap(shapesOf) : [own]
}
