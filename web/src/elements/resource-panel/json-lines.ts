/** One line of a resource as it is shown, with the path of keys it belongs to. */
export interface JsonLine {
  readonly text: string
  readonly path: readonly string[]
}

/** A value as indented JSON, line by line. */
export function jsonLines(value: unknown, path: readonly string[] = [], indent = '', name = '', tail = ''): JsonLine[] {
  const head = `${indent}${name === '' ? '' : `${JSON.stringify(name)}: `}`
  if (typeof value !== 'object' || value === null) return [{ text: `${head}${JSON.stringify(value)}${tail}`, path }]
  const isArray = Array.isArray(value)
  const entries = Object.entries(value)
  const [opening, closing] = isArray ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return [{ text: `${head}${opening}${closing}${tail}`, path }]
  return [
    { text: `${head}${opening}`, path },
    ...entries.flatMap(([key, each], at) =>
      jsonLines(each, [...path, key], `${indent}  `, isArray ? '' : key, at < entries.length - 1 ? ',' : ''),
    ),
    { text: `${indent}${closing}${tail}`, path },
  ]
}

interface Node {
  readonly path: readonly string[]
  readonly value: unknown
}

/**
 * The paths an element expression names in a resource: `dosage.dose`, `item[0].adjudication`, `effective` for any of its
 * types, `extension('name')` by the end of its url. Empty where nothing stands there.
 */
export function pathsOf(resource: unknown, element: string): (readonly string[])[] {
  let nodes: readonly Node[] = [{ path: [], value: resource }]
  for (const token of element.match(/extension\('[^']*'\)|[^.\s]+/g) ?? []) {
    nodes = nodes.flatMap(items).flatMap((node) => step(node, token))
  }
  return nodes.map(({ path }) => path).filter((path) => path.length > 0)
}

function step(node: Node, token: string): Node[] {
  const [, url] = /^extension\('([^']*)'\)$/.exec(token) ?? []
  if (url !== undefined) {
    return children(node, 'extension')
      .flatMap(items)
      .filter(({ value }) => isObject(value) && String(value.url).endsWith(url))
  }
  const [, name = token, at] = /^(\w+)(?:\[(\d+)\])?$/.exec(token) ?? []
  const found = children(node, name)
  return at === undefined ? found : found.flatMap((each) => items(each)[Number(at)] ?? [])
}

/** Children of that name, or of a choice of types that begins with it. */
function children({ path, value }: Node, name: string): Node[] {
  if (!isObject(value)) return []
  const isChoice = (key: string): boolean => key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length))
  return Object.keys(value)
    .filter((key) => key === name || (!Object.hasOwn(value, name) && isChoice(key)))
    .map((key) => ({ path: [...path, key], value: value[key] }))
}

function items({ path, value }: Node): Node[] {
  if (!Array.isArray(value)) return [{ path, value }]
  return value.map((each: unknown, at) => ({ path: [...path, String(at)], value: each }))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
