import type { Ctx } from '../service.ts'
import { HttpProblem } from './problem.ts'

const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,128})"|([A-Za-z0-9\-._~:]{1,128}))$/

/**
 * The key of a request that may be sent again; undefined where it has none. Throws 400 for one that cannot be read.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotencyKey(c: Ctx): string | undefined {
  const header = c.req.header('idempotency-key')
  if (header === undefined) return undefined
  const [, quoted, bare] = KEY.exec(header) ?? []
  const key = quoted ?? bare
  if (key !== undefined) return key
  throw new HttpProblem('idempotency-key-unreadable', 'The Idempotency-Key is no quoted string of 1 to 128 signs.')
}

/** The same key with another request. */
export const keyReused = (): HttpProblem =>
  new HttpProblem('idempotency-key-reused', 'This Idempotency-Key came before, with another request.', [
    { pointer: '', detail: 'Another request under the same key.', remedy: 'Make a new key for a new request.' },
  ])
