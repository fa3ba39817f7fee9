import * as contract from '@doseline/contract'
import { z } from 'zod'

/** A JSON Schema, as far as zod writes one for the contract. @see https://json-schema.org/draft/2020-12 */
interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly propertyNames?: Schema
  readonly additionalProperties?: Schema | false
}

/**
 * The contract as plain TypeScript, so that an app reads its types without zod: what goes out as a caller writes it, what
 * comes back as it is answered, each element with its description, under the names that `@doseline/contract` has for them.
 */
export function contractTypes(): string {
  const schemas = Object.entries(contract).filter(([name, value]) => value instanceof z.ZodType && /^[A-Z]/.test(name))
  const registry = z.registry<{ id: string }>()
  for (const [name, schema] of schemas) registry.add(schema as z.ZodType, { id: name })
  const read = (io: 'input' | 'output') =>
    z.toJSONSchema(registry, { io, uri: (id) => id }).schemas as Readonly<Record<string, Schema>>
  const [given, answered] = [read('input'), read('output')]
  return Object.keys(answered)
    .toSorted()
    .map((name) => {
      const schema = HAS_INPUT.has(name) ? given[name] : answered[name]
      return `${comment(schema, '')}export type ${nameOf(name)} = ${typed(schema, '')}\n`
    })
    .join('\n')
}

/** Those that hold a default, which a caller may leave out: the contract has a type of them as they are written, too. */
const HAS_INPUT: ReadonlySet<string> = new Set([
  'ActsRequest',
  'AssessmentRequest',
  'PlansRequest',
  'Proposed',
  'WriteBackReservationRequest',
  'WriteBackRequest',
  'WorklistFilter',
  'WorklistSearch',
  'WorklistTotalsRequest',
])

const nameOf = (name: string): string => (HAS_INPUT.has(name) ? `${name}Input` : name)

function typed(schema: Schema = {}, indent: string): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map((each) => typed(each, indent)).join(' | ')
  switch (schema.type) {
    case 'null':
    case 'string':
    case 'boolean':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly (${typed(schema.items, indent)})[]`
    case 'object':
      return object(schema, indent)
    case undefined:
      return 'unknown'
    default:
      throw new Error(`The contract has a ${schema.type}, for which there is no type yet.`)
  }
}

function object(schema: Schema, indent: string): string {
  const { propertyNames, required = [], additionalProperties } = schema
  const inner = `${indent}  `
  // A record whose names are listed has all of them.
  const listed = additionalProperties
    ? propertyNames?.enum?.map((name) => [String(name), additionalProperties])
    : undefined
  const properties: Schema['properties'] = listed ? Object.fromEntries(listed) : schema.properties
  const members = Object.entries(properties ?? {}).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?'
    return `${comment(schema, inner)}${inner}readonly ${key(name)}${mark}: ${typed(schema, inner)}\n`
  })
  if (additionalProperties && !listed)
    members.push(`${inner}readonly [name: string]: ${typed(additionalProperties, inner)}\n`)
  return `{\n${members.join('')}${indent}}`
}

const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name))

const comment = ({ description }: Schema = {}, indent: string): string =>
  description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '* /')} */\n`
