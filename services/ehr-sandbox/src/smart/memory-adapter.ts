import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Kept {
  readonly payload: AdapterPayload
  readonly until: number
}

/**
 * Storage for one authorization server. The library's own is shared by every provider in the process, so that a token
 * of one sandbox would open another.
 */
export function memoryAdapter(): (name: string) => Adapter {
  const kept = new Map<string, Kept>()
  const byUid = new Map<string, string>()
  const byGrant = new Map<string, Set<string>>()
  const find = async (key: string | undefined) => {
    const entry = key === undefined ? undefined : kept.get(key)
    if (entry && entry.until < Date.now()) kept.delete(key as string)
    return entry && entry.until >= Date.now() ? entry.payload : undefined
  }
  return (name) => {
    const keyOf = (id: string) => `${name}:${id}`
    return {
      async upsert(id, payload, expiresIn) {
        const key = keyOf(id)
        kept.set(key, { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY })
        if (payload.uid) byUid.set(`${name}:${payload.uid}`, key)
        if (payload.grantId) byGrant.set(payload.grantId, (byGrant.get(payload.grantId) ?? new Set()).add(key))
      },
      find: (id) => find(keyOf(id)),
      findByUid: (uid) => find(byUid.get(`${name}:${uid}`)),
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = await find(keyOf(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        kept.delete(keyOf(id))
      },
      async revokeByGrantId(grantId) {
        for (const key of byGrant.get(grantId) ?? []) kept.delete(key)
        byGrant.delete(grantId)
      },
    }
  }
}
