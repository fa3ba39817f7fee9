import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Ctx } from '../service.ts'

/**
 * The address a request comes from: of the connection, or, behind proxies of one’s own, what the outermost of them wrote
 * into X-Forwarded-For. What stands before that came from the caller and is not looked at.
 */
export function addressOf(c: Ctx, proxies: number): string {
  const forwarded = proxies > 0 ? c.req.header('x-forwarded-for')?.split(',').at(-proxies)?.trim() : undefined
  if (forwarded !== undefined && isIP(forwarded) !== 0) return network(forwarded)
  try {
    return network(getConnInfo(c).remote.address ?? 'unknown')
  } catch {
    return 'no socket'
  }
}

/** Of an IPv6 address the 64 bits of its network: whoever has one address there has all of them. */
function network(address: string): string {
  if (isIP(address) !== 6 || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - rest.length
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...rest].slice(0, 4).join(':')
}
