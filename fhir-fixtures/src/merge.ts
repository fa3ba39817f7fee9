/** What YAML holds. */
export type Tree = { [name: string]: unknown }

/** A scenario over the one it is like: maps are merged name by name, everything else (lists too) is replaced. */
export function merged(base: Tree, difference: Tree): Tree {
  const result: Tree = { ...base }
  for (const [name, value] of Object.entries(difference)) {
    const below = base[name]
    result[name] = isTree(below) && isTree(value) ? merged(below, value) : value
  }
  return result
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
