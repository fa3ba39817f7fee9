import type { BundleLink } from '@medplum/fhirtypes'
import type { PageOffer } from '../personalities/personality.ts'
import type { Criteria } from './search-criteria.ts'

/** `self`, and `first`, `previous`, `next`, `last` where there is more than one page; some servers name the next alone. */
export function pageLinks(
  url: string,
  { used, count, offset, summary }: Criteria,
  total: number,
  { links: which }: PageOffer,
): BundleLink[] {
  const at = (relation: string, from?: number): BundleLink => {
    const query = new URLSearchParams(used)
    if (from !== undefined) {
      query.set('_count', String(count))
      query.set('_offset', String(from))
    }
    return { relation, url: query.size > 0 ? `${url}?${query}` : url }
  }
  const links = [at('self')]
  if (summary === 'count' || total <= count) return links
  links.push(at('first', 0))
  if (offset > 0) links.push(at('previous', Math.max(0, offset - count)))
  if (offset + count < total) links.push(at('next', offset + count))
  links.push(at('last', Math.floor((total - 1) / count) * count))
  return which === 'all' ? links : links.filter(({ relation }) => relation === 'self' || relation === 'next')
}
