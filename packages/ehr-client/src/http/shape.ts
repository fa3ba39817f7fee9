/** Records come from somebody's server in any shape: these readers make every one of them safe to look at. */

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a repeating element. A lone object counts as a list of one: some servers drop the brackets. */
export const list = <T extends object>(value: readonly T[] | T | null | undefined): readonly T[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one): one is T => isObject(one))

/** The text, trimmed; undefined where there is none, or where something else than a text stands. */
export function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : ''
  return trimmed === '' ? undefined : trimmed
}
