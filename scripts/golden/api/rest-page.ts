import { table } from '@doseline/cli/markdown'
import type { OpenApi, Operation, Schema } from './described.ts'
import { GENERATED_FROM_SERVICE } from './generated-from-service.ts'

/** `docs/api/rest.md`: every address of the REST API, what it takes and what it answers. */
export function restPage({ paths, components }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'Other')
  return [
    GENERATED_FROM_SERVICE,
    '',
    '# REST reference',
    '',
    'The same as `/openapi.json` of a running service, to read. `/docs/try/` is the page to try it. A refusal is `application/problem+json` ([every code](../problems.md)).',
    'Start with the [integrator’s guide](../integrators-guide.md).',
    ...[...byTag].flatMap(([tag, rows]) => [
      '',
      `## ${tag}`,
      ...rows.flatMap(({ method, path, operation }) => operationText(`${method} ${path}`, operation)),
    ]),
    '',
    '## What is sent and answered',
    ...Object.entries(components.schemas).flatMap(([name, schema]) => schemaText(name, schema)),
    '',
  ].join('\n')
}

function operationText(name: string, { summary, description, parameters = [], requestBody, responses }: Operation) {
  const taken = requestBody?.content['application/json']?.schema
  return [
    '',
    `### \`${name}\``,
    '',
    `${summary}.`,
    ...(description ? ['', description] : []),
    ...(parameters.length > 0
      ? [
          '',
          table(
            ['Parameter', 'In', 'Required', 'What it is'],
            parameters.map((each) => [
              `\`${each.name}\``,
              each.in,
              each.required ? 'yes' : 'no',
              each.description ?? '',
            ]),
          ),
        ]
      : []),
    ...(taken ? ['', `Takes ${typeText(taken)}.`] : []),
    '',
    table(
      ['Status', 'When', 'Body'],
      Object.entries(responses).map(([status, { description: when, content }]) => [
        status,
        when,
        Object.values(content ?? {})
          .map(({ schema }) => typeText(schema))
          .join(' or '),
      ]),
    ),
  ]
}

function schemaText(name: string, schema: Schema): string[] {
  const rows = elements(schema)
  return [
    '',
    `### ${name}`,
    ...(schema.description ? ['', `${schema.description}.`] : []),
    '',
    rows.length > 0 ? table(['Element', 'Type', 'Required', 'What it is'], rows) : `${typeText(schema)}.`,
  ]
}

/** Every element, those of an object in place by their path. */
function elements(schema: Schema, under = ''): string[][] {
  const whole = schema.allOf ? schema.allOf.flatMap((each) => elements(each, under)) : []
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const path = `${under}${name}`
    const row = [`\`${path}\``, typeText(each), schema.required?.includes(name) ? 'yes' : 'no', each.description ?? '']
    const list = each.items?.properties ? elements(each.items, `${path}[].`) : []
    return [row, ...elements({ ...each, allOf: [] }, `${path}.`), ...list]
  })
  return [...whole, ...own]
}

function typeText(schema: Schema): string {
  const { $ref, type, items, enum: values, const: only, format, additionalProperties: each } = schema
  if ($ref) return linked($ref)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return [...new Set(choices.map(typeText))].join(' or ')
  if (only !== undefined) return `\`${only}\``
  if (values) return values.map((value) => `\`${value}\``).join(', ')
  if (items) return `list of ${typeText(items)}`
  if (typeof each === 'object' && !schema.properties && Object.keys(each).length > 0) return `map of ${typeText(each)}`
  const name = Array.isArray(type) ? type.join(' or ') : String(type ?? 'any')
  return format ? `${name}, ${format}` : name
}

function linked(ref: string): string {
  const name = ref.split('/').at(-1) ?? ref
  return `[${name}](#${name.toLowerCase()})`
}
