import { full } from '../personalities/full.ts'
import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const STARTER =
  'https://github.com/hapifhir/hapi-fhir-jpaserver-starter/blob/master/src/main/resources/application.yaml'
/** HAPI FHIR JPA 8.8.0 with its defaults, as `tools/hapi` starts it. */
const run = { vendor: 'hapi', confirmed: 'run', source: 'tools/hapi/pom.xml', on: '2026-11-28' } as const
const reported = { vendor: 'hapi', confirmed: 'reported', on: '2026-11-29' } as const
const read = { vendor: 'hapi', confirmed: 'read', on: '2026-11-29' } as const

const withoutConditions = full.cors.requestHeaders.filter((name) => !/^If-(Match|None-Exist)$/.test(name))

export const HAPI: readonly Behavior[] = [
  {
    ...run,
    id: 'cors-without-conditions',
    about: 'CORS, request headers',
    does: 'Lets neither If-Match nor If-None-Exist through from a browser: there only a transaction keeps its conditions.',
    test: TESTS.cors,
    plays: { cors: { ...full.cors, requestHeaders: withoutConditions } },
  },
  {
    ...run,
    id: 'references-without-version',
    about: 'Reference.reference',
    does: 'Takes `/_history/n` out of every reference: the version a decision was made from is lost.',
    test: TESTS.versions,
    plays: { versionedReferences: 'without their version' },
  },
  {
    vendor: 'hapi',
    id: 'references-without-version-documented',
    about: 'Reference.reference',
    does: 'Versions are removed from references by default when they are read and when they are written; a setting keeps them.',
    confirmed: 'read',
    source: 'https://smilecdr.com/docs/fhir_repository/versioned_references.html',
    on: '2026-11-29',
    test: TESTS.versions,
  },
  {
    ...run,
    id: 'references-checked',
    about: 'transaction, references',
    does: 'Refuses a transaction whole where any reference leads to nothing it holds (HAPI-1094), such as an approver of another directory.',
    test: TESTS.dangling,
  },
  {
    ...reported,
    id: 'conditional-creates-race',
    about: 'create, If-None-Exist',
    does: 'Two conditional creates at once do not see each other, and both create.',
    source: 'https://github.com/hapifhir/hapi-fhir/issues/3141',
    test: TESTS.race,
    plays: { raceMs: 300 },
  },
  {
    ...reported,
    id: 'one-identity-twice',
    about: 'transaction',
    does: 'Of two entries with one identity it drops one without a word.',
    source: 'https://github.com/hapifhir/hapi-fhir/issues/8183',
    test: TESTS.twice,
  },
  {
    ...reported,
    id: 'condition-with-a-reference',
    about: 'transaction, ifNoneExist',
    does: 'A condition with a reference in it fails; one by identifier does not.',
    source: 'https://github.com/hapifhir/hapi-fhir/issues/5651',
    test: 'packages/fhir/src/write/channels/channel-for.test.ts › a Flag goes after the lines, each creation with its condition and how to look for it',
  },
  {
    ...read,
    id: 'pages',
    about: 'search, _count',
    does: 'Puts 20 on a page, and 200 at most, in the starter’s settings.',
    source: STARTER,
    test: TESTS.counts,
    plays: { pages: { usual: 20, most: 200, over: 'unsaid', links: 'all', total: 'always' } },
  },
  {
    ...run,
    id: 'paging-by-token',
    about: 'searchset, next link',
    does: 'Names the next page by `_getpages`, an address that is followed as it is.',
    test: TESTS.pagesAll,
  },
  {
    ...read,
    id: 'cors-any-origin',
    about: 'CORS, origins',
    does: 'Lets any origin in, with credentials, in the starter’s settings.',
    source: STARTER,
    test: TESTS.cors,
  },
  {
    vendor: 'hapi',
    id: 'search-remembered',
    about: 'search',
    does: 'May answer the same search again for a minute from what it found before.',
    confirmed: 'read',
    source: 'https://newreleases.io/project/github/hapifhir/hapi-fhir/release/v2.5',
    on: '2026-11-29',
    test: 'packages/ehr-client/src/write/send.test.ts › where the search lags: found at the last look, and not sent again',
  },
  {
    ...run,
    id: 'provenance-outside-compartment',
    about: 'Provenance, patient compartment',
    does: 'A Provenance about a Flag or a charge is not in the patient’s compartment: `Provenance?patient=` and `$everything` do not bring it.',
    test: 'packages/cli/test/sandbox-test.test.ts › where the answer to the write is lost, the Provenance of its lines is found and taken away too',
  },
]
