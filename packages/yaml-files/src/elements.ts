import { z } from 'zod'
import type { Path } from './read-yaml.ts'

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

/** A JSON Schema with the elements that it refers to. */
export interface ElementSchema extends Element {
  readonly definitions?: Readonly<Record<string, Element>>
}

/** The elements a path can be; several where a list takes entries of several shapes, none where there is no such element. */
export type ElementsAt = (path: Path) => readonly Element[]

/** The JSON Schema of what an author writes, before amounts and days are read from it. */
export const jsonSchemaOf = (shape: z.ZodType): ElementSchema =>
  z.toJSONSchema(shape, { io: 'input', target: 'draft-07', unrepresentable: 'any' }) as unknown as ElementSchema

/** Finds the elements of a schema by their path. */
export function elementsIn(schema: ElementSchema): ElementsAt {
  const shapesOf = (element: Element): readonly Element[] => {
    // What is said beside a reference stays with it.
    const { $ref, allOf: [all] = [], anyOf, oneOf, ...own } = element
    if ($ref !== undefined) return shapesOf({ ...schema.definitions?.[$ref.split('/').at(-1) ?? ''], ...own })
    if (all) return shapesOf({ ...all, ...own })
    const choices = [...(anyOf ?? []), ...(oneOf ?? [])].filter(({ properties, $ref: ref }) => properties || ref)
    return choices.length > 0 ? choices.flatMap(shapesOf) : [own]
  }
  const inside = ({ properties, additionalProperties, items }: Element, step: string | number): readonly Element[] => {
    const next = typeof step === 'number' ? items : (properties?.[step] ?? additionalProperties)
    return next ? shapesOf(next) : []
  }
  return (path) =>
    path.reduce<readonly Element[]>((found, step) => found.flatMap((each) => inside(each, step)), shapesOf(schema))
}
