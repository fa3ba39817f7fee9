import { full } from '../personalities/full.ts'
import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const PAGING = 'https://www.medplum.com/docs/search/paginated-search'
const read = { vendor: 'medplum', confirmed: 'read', on: '2026-11-29' } as const
const reported = { vendor: 'medplum', confirmed: 'reported', on: '2026-11-29' } as const

export const MEDPLUM: readonly Behavior[] = [
  {
    ...read,
    id: 'pages',
    about: 'search, _count',
    does: 'Puts 20 on a page, and 1000 at most.',
    source: PAGING,
    test: TESTS.counts,
    plays: { pages: { usual: 20, most: 1000, over: 'unsaid', links: 'all', total: 'when asked' } },
  },
  {
    ...read,
    id: 'no-total',
    about: 'searchset, total',
    does: 'Gives a total only where `_total` asks for one.',
    source: PAGING,
    test: TESTS.totals,
  },
  {
    ...read,
    id: 'full-page-without-total',
    about: 'searchset, next link',
    does: 'So a page as full as it may be is the last one only where no next page is named.',
    source: PAGING,
    test: TESTS.pagesFull,
  },
  {
    ...read,
    id: 'offset-limit',
    about: 'search, _offset',
    does: 'Goes no further than 10,000 by `_offset`; beyond that there are cursors, which a next link holds.',
    source: 'https://medplum.com/docs/search/paginated-search',
    test: TESTS.pagesAll,
  },
  {
    ...read,
    id: 'cors-exposed',
    about: 'CORS, exposed headers',
    does: 'Lets a page read Content-Location, ETag, Last-Modified, Location and RateLimit: neither a request id nor Retry-After.',
    source: 'https://github.com/medplum/medplum/blob/main/packages/server/src/cors.ts',
    test: TESTS.cors,
    plays: {
      cors: {
        ...full.cors,
        exposedHeaders: ['Content-Location', 'ETag', 'Last-Modified', 'Location', 'RateLimit'],
      },
    },
  },
  {
    ...reported,
    id: 'conditional-creates-race',
    about: 'create, If-None-Exist',
    does: 'A conditional create is not serializable: two at once can both create.',
    source: 'https://github.com/medplum/medplum/issues/10177',
    test: TESTS.race,
    plays: { raceMs: 300 },
  },
  {
    ...reported,
    id: 'one-identity-twice',
    about: 'transaction, ifNoneExist',
    does: 'Two conditional creates with one condition in one transaction both create.',
    source: 'https://github.com/medplum/medplum/pull/6102',
    test: TESTS.twice,
  },
  {
    ...reported,
    id: 'patient-scopes-kept-to-patient',
    about: 'access token, patient/ scopes',
    does: 'Keeps a token with patient/ scopes to the patient’s compartment.',
    source: 'https://github.com/medplum/medplum/pull/9123',
    test: 'services/ehr-sandbox/test/smart-scopes.test.ts › then Ben cannot be read, searched or included',
  },
  {
    ...reported,
    id: 'encounter-in-context',
    about: 'token response, encounter',
    does: 'Names the encounter only where the app was launched from one.',
    source: 'https://github.com/medplum/medplum/issues/1448',
    test: 'packages/ehr-client/src/read/read-chart.test.ts › a dose names no visit',
  },
]
