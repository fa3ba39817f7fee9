import { readFileSync } from 'node:fs'
import { table } from '@doseline/cli/markdown'
import { type Element, policyJsonSchema } from '@doseline/codebook'

const PAGE = new URL('../../docs/policies.md', import.meta.url)
const [BEGIN, END] = ['<!-- elements: ', '<!-- end of elements -->']

/** `docs/policies.md`, with a table of every element as the schema says it. */
export function policiesPage(): string {
  const { definitions, ...file } = policyJsonSchema()
  const shapes = [['A policy file', file] as const, ...Object.entries(definitions)]
  const tables = shapes.flatMap(([name, element]) => [
    '',
    `### ${name}`,
    '',
    ...(name !== 'A policy file' && element.description ? [element.description, ''] : []),
    table(
      ['Element', 'Needed', 'What it holds', 'What it is'],
      [...rowsOf(element)].map(([at, each, isNeeded]) => [
        `\`${at}\``,
        isNeeded ? 'yes' : '',
        holds(each),
        each.description ?? '',
      ]),
    ),
  ])
  const page = readFileSync(PAGE, 'utf8')
  const begin = page.indexOf('\n', page.indexOf(BEGIN)) + 1
  return `${page.slice(0, begin)}${tables.join('\n')}\n\n${page.slice(page.indexOf(END))}`
}

/** What every dated entry has: said once, in the table of the page on days. */
const DATED = ['from', 'checkedOn', 'through', 'source', 'confidence', 'overrides']

function* rowsOf(element: Element, at = ''): Generator<readonly [at: string, element: Element, isNeeded: boolean]> {
  const { properties = {}, required = [] } = element
  const isInner = at !== ''
  for (const [name, each] of Object.entries(properties)) {
    if (isInner && DATED.includes(name)) continue
    const place = isInner ? `${at}.${name}` : name
    yield [place, each, required.includes(name)]
    yield* rowsOf(each, place)
    for (const inner of [each.items, ...(each.items?.anyOf ?? []), each.additionalProperties])
      if (inner && !inner.$ref) yield* rowsOf(inner, place)
  }
}

/** `a list of Interval`, `text`, `one of ML, UN`. */
function holds(element: Element): string {
  const {
    $ref,
    allOf,
    anyOf,
    oneOf,
    items,
    additionalProperties,
    enum: values,
    const: only,
    type,
    format,
    properties,
  } = element
  if ($ref) return linked($ref)
  if (allOf?.[0]) return holds(allOf[0])
  const shapes = [...(anyOf ?? []), ...(oneOf ?? [])].filter(
    (each) => each.properties || each.$ref || each.const !== undefined,
  )
  if (shapes.length > 0) return [...new Set(shapes.map(holds))].join(' or ')
  if (items) return isDated(items) ? 'a list with days' : `a list: ${holds(items)}`
  if (additionalProperties) return `by name: ${holds(additionalProperties)}`
  if (values)
    return values.length === 1 ? `\`${values[0]}\`` : `one of ${values.map((each) => `\`${each}\``).join(', ')}`
  if (only !== undefined) return `\`${String(only)}\``
  if (properties) return 'elements'
  if (format === 'date') return 'a day'
  return (
    { string: 'text', integer: 'a whole number', number: 'a number', boolean: '`true` or `false`' }[type ?? ''] ?? ''
  )
}

const isDated = ({ properties, anyOf, $ref }: Element): boolean =>
  !$ref &&
  (properties?.checkedOn !== undefined || anyOf?.some((each) => each.properties?.checkedOn !== undefined) === true)

const linked = (reference: string): string => {
  const name = reference.split('/').at(-1) ?? ''
  return `[${name}](#${name.toLowerCase()})`
}
