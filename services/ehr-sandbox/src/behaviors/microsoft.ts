import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const DOCS = 'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/healthcare-apis/fhir'
const SEARCH = `${DOCS}/overview-of-search.md`
const read = { vendor: 'microsoft', confirmed: 'read', on: '2026-11-29' } as const
const reported = { vendor: 'microsoft', confirmed: 'reported', on: '2026-11-29' } as const

export const MICROSOFT: readonly Behavior[] = [
  {
    ...read,
    id: 'pages',
    about: 'search, _count',
    does: 'Puts 10 on a page, and 1000 at most.',
    source: SEARCH,
    test: TESTS.counts,
    plays: { pages: { usual: 10, most: 1000, over: 'outcome', links: 'next', total: 'when asked' } },
  },
  {
    ...read,
    id: 'count-clamped',
    about: 'search, _count',
    does: 'Says in the Bundle that a `_count` above 1000 was cut: an OperationOutcome of information, which leaves nothing out.',
    source: SEARCH,
    test: TESTS.readWarning,
  },
  {
    ...read,
    id: 'next-only',
    about: 'searchset, links',
    does: 'Names the next page alone: no first, previous or last.',
    source: SEARCH,
    test: TESTS.links,
  },
  {
    ...read,
    id: 'no-total',
    about: 'searchset, total',
    does: 'Gives a total for `_total=accurate` only.',
    source: SEARCH,
    test: TESTS.totals,
  },
  {
    ...read,
    id: 'includes-cut',
    about: 'search, _include',
    does: 'Includes 100 resources at most: what a dose refers to and did not come is read by itself.',
    source: SEARCH,
    test: 'packages/ehr-client/src/read/read-chart.test.ts › what doses refer to is read one by one, and everything else by patient',
  },
  {
    ...read,
    id: 'lenient',
    about: 'search parameters',
    does: 'Leaves out a parameter it does not know, unless `Prefer: handling=strict` is sent: a search may find more than was asked for.',
    source: SEARCH,
    test: 'packages/ehr-client/src/write/send.test.ts › a server that leaves the identifier out of its search does not pass other things for ours',
  },
  {
    ...reported,
    id: 'conditional-creates-race',
    about: 'create, If-None-Exist',
    does: 'Conditional creates at once make doubles, more often under load.',
    source: 'https://github.com/microsoft/fhir-server/issues/1382',
    test: TESTS.race,
    plays: { raceMs: 300 },
  },
  {
    ...read,
    id: 'stale-is-412',
    about: 'update, If-Match',
    does: 'A change to a version that is no longer current is a 412.',
    source: `${DOCS}/rest-api-capabilities.md`,
    test: TESTS.stale,
    plays: { staleVersion: 412 },
  },
  {
    ...reported,
    id: 'provenance-of-first-entry',
    about: 'X-Provenance',
    does: 'An X-Provenance header on a Bundle covers its first entry only; a Provenance of its own in the transaction covers what it names.',
    source: 'https://github.com/microsoft/fhir-server/issues/3361',
    test: 'packages/fhir/src/write/write-back.test.ts › each change names its version, and Provenance what it is about',
  },
  {
    ...reported,
    id: 'references-by-condition',
    about: 'transaction, conditional references',
    does: 'Finds no resource of the same transaction by a conditional reference; `urn:uuid:` references are resolved.',
    source: 'https://github.com/microsoft/fhir-server/issues/1175',
    test: TESTS.sendParts,
  },
  {
    ...reported,
    id: 'scope-left-out',
    about: 'token response, scope',
    does: 'Its sign-in may leave `scope` out of a token response.',
    source: 'https://github.com/microsoft/fhir-server/issues/703',
    test: TESTS.tokenKept,
  },
]
