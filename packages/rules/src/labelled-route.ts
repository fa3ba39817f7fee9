import type { PublishedValues } from '@doseline/codebook'
import type { Route } from '@doseline/dose'

/** The one route that a label has; undefined where it has several, or none is known. */
export function labelledRoute(labeled: PublishedValues['route']): Route | undefined {
  const [one, ...more] = [labeled].flat()
  return one === 'any' || more.length > 0 ? undefined : one
}
