/** JSON text that is equal for equal content: keys sorted, no spaces, absent and undefined the same. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`
  const content = value as Readonly<Record<string, unknown>>
  let fields = ''
  for (const name of Object.keys(content).sort()) {
    const field = content[name]
    if (field !== undefined) fields += `${fields && ','}${JSON.stringify(name)}:${canonicalJson(field)}`
  }
  return `{${fields}}`
}
