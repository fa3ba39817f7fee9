import { full } from '../personalities/full.ts'
import type { Personality, TypeOffer } from '../personalities/personality.ts'
import type { Behavior, Plays } from './behavior.ts'

type Played = Omit<Personality, 'key' | 'label' | 'says'>

/**
 * The personality that behaves as the rows say, and in everything else as the full one does. Of rows about one thing the
 * later counts. Where any row names resource types, there are no others.
 */
export function played(...rows: readonly (readonly Behavior[])[]): Played {
  const plays = rows.flat().flatMap((row) => row.plays ?? [])
  const types = plays.reduce<Record<string, TypeOffer>>((all, each) => withTypes(all, each), {})
  // What a vendor exports is known of no row yet, so none of these does.
  const { key: _, label: __, says: ___, bulk: ____, ...usual } = full
  const traits = Object.assign({}, ...plays.map(({ types: _____, ...rest }) => rest)) as Partial<Played>
  return { ...usual, ...traits, ...(Object.keys(types).length > 0 && { types }) }
}

function withTypes(all: Record<string, TypeOffer>, { types = {} }: Plays): Record<string, TypeOffer> {
  const merged = Object.entries(types).map(([type, offer]) => {
    const before = all[type]
    const searchNeeds = [...(before?.searchNeeds ?? []), ...(offer.searchNeeds ?? [])]
    const does = offer.does ?? before?.does ?? []
    return [type, { ...before, ...offer, does, ...(searchNeeds.length > 0 && { searchNeeds }) }] as const
  })
  return { ...all, ...Object.fromEntries(merged) }
}
