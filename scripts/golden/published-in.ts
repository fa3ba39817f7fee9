import {
  type BookData,
  loadReleases,
  openCodebook,
  type PublishedName,
  readListedNames,
  readListedRoutes,
  readMolecules,
  readWhichCode,
} from '@doseline/codebook'
import { calendarDate, type Source } from '@doseline/dose'

/** The documents that a published value comes from, over all products, payers and the days values begin. */
export function publishedIn(name: PublishedName, data: BookData): readonly Source[] {
  const known = sourcesBy.get(data) ?? readSources(data)
  sourcesBy.set(data, known)
  return known.get(name) ?? []
}

/** Worked out once for all rules: there are some hundred editions. */
const sourcesBy = new WeakMap<BookData, ReadonlyMap<PublishedName, readonly Source[]>>()

const DAYS = ['2019-06-01', '2024-08-01', '2026-03-02', '2026-11-01']

function readSources(data: BookData): ReadonlyMap<PublishedName, readonly Source[]> {
  const codebook = openCodebook(data, loadReleases(), {
    which: readWhichCode(),
    molecules: readMolecules(),
    names: readListedNames(),
    routes: readListedRoutes(),
  })
  const found = new Map<PublishedName, Map<string, Source>>()
  for (const day of DAYS) {
    for (const payer of codebook.payers) {
      const edition = codebook.effectiveOn(calendarDate(day), payer.id, 'cms')
      for (const product of codebook.products()) {
        for (const [name, published] of Object.entries(edition.values(product))) {
          if (!published.known) continue
          const { id, from = '' } = published.source
          const sources = found.get(name as PublishedName) ?? new Map<string, Source>()
          sources.set(`${id} ${from}`, published.source)
          found.set(name as PublishedName, sources)
        }
      }
    }
  }
  return new Map([...found].map(([name, sources]) => [name, [...sources.values()]]))
}
