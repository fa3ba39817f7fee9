import { sha256 } from '../ledger/digest.ts'

const MOST = 10_000

/** Sessions that were shown and found lately, by a hash of their token; the oldest are forgotten. */
export function recentTokens(): { add(token: string): void; has(token: string): boolean } {
  const seen = new Set<string>()
  return {
    add(token) {
      const hash = sha256(token)
      seen.delete(hash)
      seen.add(hash)
      const [oldest] = seen
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest)
    },
    has: (token) => seen.has(sha256(token)),
  }
}
