import { type Element, type ElementSchema, type ElementsAt, elementsIn, jsonSchemaOf } from '@doseline/yaml-files'
import { PolicyFile } from './schema.ts'

interface Schema extends ElementSchema {
  readonly definitions: Readonly<Record<string, Element>>
}

/** The JSON Schema of a policy file, for editors and for whoever checks files elsewhere. */
export function policyJsonSchema(): Schema {
  if (schema) return schema
  const made = jsonSchemaOf(PolicyFile)
  schema = { ...made, definitions: made.definitions ?? {} }
  return schema
}
let schema: Schema | undefined

/** The elements of a policy file that a path can be. */
export const elementsAt: ElementsAt = (path) => elementsIn(policyJsonSchema())(path)

export type { Element }
