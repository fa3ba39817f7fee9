import { text } from '../shape.ts'
import { isResourceType } from './resource-types.ts'

/** A resource by its address: `Coverage/c1`, and the server where the address names one. */
export interface Addressed {
  readonly key: string
  readonly type: string
  /** Host and path of the server, in lower case, without the scheme. */
  readonly server?: string
}

/**
 * What an address means: the last `Type/id` of its path, whatever version is named behind it. Undefined for a search, a
 * UUID and whatever else names no resource.
 */
export function addressed(url: unknown): Addressed | undefined {
  const parts = (text(url) ?? '').split('/')
  if (parts.at(-2) === '_history') parts.splice(-2)
  const [type = '', id = ''] = parts.slice(-2)
  if (!isResourceType(type) || id === '' || /[?#|\s]/.test(id)) return undefined
  const isAbsolute = /^https?:$/i.test(parts[0] ?? '')
  return {
    key: `${type}/${id}`,
    type,
    ...(isAbsolute && { server: parts.slice(2, -2).join('/').toLowerCase() }),
  }
}

/** The resource type that a search, a read or an operation is about, by its address; undefined where it names none. */
export function typeAsked(url: unknown): string | undefined {
  const [path = ''] = (text(url) ?? '').split('?')
  const parts = path.split('/').filter((part) => part !== '' && part !== '_search')
  const [last = '', before = ''] = [parts.at(-1), parts.at(-2)]
  if (isResourceType(last)) return last
  return isResourceType(before) && !last.startsWith('$') ? before : undefined
}
