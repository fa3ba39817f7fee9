import { type Json, resourceOn, type Unreadable } from './line-text.ts'
import { isObject, nameIn } from './references.ts'

/** What a line of a `deleted` file takes out of the export, as `Type/id`: a Bundle with a DELETE for each. */
export function deletedOn(text: string): readonly string[] | Unreadable {
  const bundle = resourceOn(text)
  if (typeof bundle === 'string') return bundle
  const { resourceType, entry = [] } = bundle
  if (resourceType !== 'Bundle' || !Array.isArray(entry)) return 'no resource'
  const names = entry.map((each: unknown) => deletedIn(each))
  return names.every((name) => name !== undefined) ? names : 'no resource'
}

function deletedIn(entry: unknown): string | undefined {
  const request: Json = isObject(entry) && isObject(entry.request) ? entry.request : {}
  if (String(request.method).toUpperCase() !== 'DELETE') return undefined
  return nameIn({ reference: request.url })
}
