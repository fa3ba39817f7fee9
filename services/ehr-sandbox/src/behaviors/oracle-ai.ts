import type { Behavior } from './behavior.ts'
import { TESTS } from './tests.ts'

const CHANGES = 'https://docs.oracle.com/en/industries/health/health-ai-application-suite/aifcl/change-log.html'
const read = { vendor: 'oracle-ai', confirmed: 'read', source: CHANGES, on: '2026-11-29' } as const

/** What Oracle’s newer platform does otherwise than Millennium; in everything else it is taken to do the same. */
export const ORACLE_AI: readonly Behavior[] = [
  {
    ...read,
    id: 'non-conforming-left-out',
    about: 'searchset',
    does: 'Leaves resources that do not conform out of a search, and says so by one generic OperationOutcome among the results: neither which nor why.',
    test: TESTS.leftOut,
    plays: { nonConforming: 'left out' },
  },
  {
    ...read,
    id: 'non-conforming-cannot-tell',
    about: 'searchset, read by Doseline',
    does: 'So a chart may lack the coverage or the dose, with a 200 and a total that counts what came: there is no way to know what it was.',
    test: 'e2e/reading.test.ts › a coverage that was left out is named with the EHR’s words, and the dose is not ready',
  },
  {
    ...read,
    id: 'count-usual',
    about: 'search, _count',
    does: 'Puts 50 on a page where `_count` is left out, for every type.',
    test: TESTS.counts,
    plays: { pages: { usual: 50, most: 1000, over: 'self link', links: 'all', total: 'always' } },
  },
  {
    ...read,
    id: 'count-clamped',
    about: 'search, _count',
    does: 'Cuts a `_count` above 1000, and says what it applied in the self link alone.',
    test: TESTS.counts,
  },
  {
    ...read,
    id: 'writes-checked',
    about: 'create, update',
    does: 'Checks what is written against Oracle’s and US Core’s profiles: what R4 allows may be refused.',
    test: TESTS.writesChecked,
    plays: { writesConformTo: 'US Core' },
  },
  {
    ...read,
    id: 'conforming-is-ready',
    about: 'search and create, by Doseline',
    does: 'A chart that conforms is read whole, judged and charged as on Millennium.',
    test: TESTS.ready,
  },
  {
    ...read,
    id: 'r4-only',
    about: 'FHIR version',
    does: 'Speaks R4 alone; DSTU2 is gone.',
    test: 'packages/ehr-client/src/capabilities/fhir-version.test.ts › FHIR %s is not read, and the failure names it',
  },
  {
    vendor: 'oracle-ai',
    id: 'parameters-needed',
    about: 'search',
    does: 'A search without a parameter it supports is a 400.',
    confirmed: 'read',
    source: 'https://docs.oracle.com/en/industries/health/health-ai-application-suite/airap/r4_overview.html',
    on: '2026-11-29',
    test: TESTS.oracleNames,
  },
]
