import type { CitedSource } from '@doseline/contract'
import type { Source } from '@doseline/dose'

/** The key by which a finding names a source. */
export type Cite = (source: Source) => string

/** A list of sources, each value of each document once: `cite` names one, `cited` gives all that were named. */
export function citations(): { readonly cite: Cite; readonly cited: () => CitedSource[] } {
  const all: CitedSource[] = []
  const keys = new Map<string, string>()
  const valuesOf = new Map<string, number>()
  return {
    cite(source) {
      const same = [source.id, source.value, source.from].join('\n')
      const before = keys.get(same)
      if (before !== undefined) return before
      const values = (valuesOf.get(source.id) ?? 0) + 1
      const key = values === 1 ? source.id : `${source.id}#${values}`
      valuesOf.set(source.id, values)
      keys.set(same, key)
      all.push({ key, ...source })
      return key
    },
    cited: () => all,
  }
}
