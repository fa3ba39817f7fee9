import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { anAdministration } from '../testing/a-chart.ts'

const KEY = 'Coverage/c1'
const coverage = (status: string, more: object = {}) => ({ resourceType: 'Coverage', id: 'c1', status, ...more })
const chart = (...input: unknown[]) => chartFrom(input as FhirResource[])
const bundle = (type: string, ...entry: object[]) => ({ resourceType: 'Bundle', type, entry })
const put = (resource: object, lastModified?: string) => ({
  resource,
  request: { method: 'PUT', url: KEY },
  response: { status: '200', ...(lastModified && { lastModified }) },
})
const gone = (lastModified?: string) => ({
  request: { method: 'DELETE', url: KEY },
  response: { status: '204', ...(lastModified && { lastModified }) },
})

/** `active`, `deleted`, or why it is not known. */
function truthOf(...input: unknown[]): string {
  const read = chart(...input)
  const [unclear] = read.gaps.filter(({ kind }) => kind === 'contradictory')
  if (unclear) return unclear.says
  if (read.deleted.has(KEY)) return read.resources.has(KEY) ? 'deleted and still there' : 'deleted'
  const resource = read.resources.get(KEY)
  return resource && 'status' in resource ? String(resource.status) : 'not there'
}

const DIFFER = 'Coverage/c1 came in two versions that differ in status, and nothing says which is newer.'
const BOTH = 'Coverage/c1 is in the chart and was also deleted, and nothing says which came later.'

describe('of all that a chart says of a resource the newest counts', () => {
  test.each<[string, unknown[], string]>([
    ['one copy', [coverage('active')], 'active'],
    ['two equal copies', [coverage('active'), coverage('active')], 'active'],
    [
      'copies that differ in their words for people only',
      [coverage('active', { text: { div: 'a' } }), coverage('active', { text: { div: 'b' } })],
      'active',
    ],
    ['two copies that differ', [coverage('active'), coverage('cancelled')], DIFFER],
    [
      'the later by time',
      [
        coverage('cancelled', { meta: { lastUpdated: '2026-03-02T10:00:00Z' } }),
        coverage('active', { meta: { lastUpdated: '2026-03-02T09:00:00Z' } }),
      ],
      'cancelled',
    ],
    [
      'the higher version where the times are the same',
      [
        coverage('cancelled', { meta: { versionId: '10', lastUpdated: '2026-03-02T10:00:00Z' } }),
        coverage('active', { meta: { versionId: '9', lastUpdated: '2026-03-02T10:00:00Z' } }),
      ],
      'cancelled',
    ],
    [
      'a later time against a higher version',
      [
        coverage('cancelled', { meta: { versionId: '1', lastUpdated: '2026-03-02T10:00:00Z' } }),
        coverage('active', { meta: { versionId: '2', lastUpdated: '2026-03-02T09:00:00Z' } }),
      ],
      'Coverage/c1 came in two versions: one has the later time, the other the higher version.',
    ],
    [
      'one of two copies without any version',
      [coverage('active', { meta: { versionId: '2' } }), coverage('cancelled')],
      DIFFER,
    ],
    [
      'a copy that a server shortened, and says so',
      [coverage('active', { order: 1 }), coverage('active', { meta: { tag: [{ code: 'SUBSETTED' }] } })],
      'active',
    ],
    [
      'a shortened copy that says something else',
      [coverage('active', { order: 1 }), coverage('draft', { meta: { tag: [{ code: 'SUBSETTED' }] } })],
      'Coverage/c1 came in two versions that differ in order and status, and nothing says which is newer.',
    ],
    [
      'copies of two servers',
      [
        bundle('collection', {
          fullUrl: 'https://one.example/fhir/Coverage/c1',
          resource: coverage('active', { meta: { versionId: '1' } }),
        }),
        bundle('collection', {
          fullUrl: 'https://two.example/fhir/Coverage/c1',
          resource: coverage('cancelled', { meta: { versionId: '2' } }),
        }),
      ],
      'Coverage/c1 came from two servers, and the copies differ in status.',
    ],
  ])('%s', (_, copies, truth) => {
    expect(truthOf(...copies)).toBe(truth)
    expect(truthOf(...copies.toReversed())).toBe(truth)
  })
})

describe('what was deleted is not there', () => {
  test.each<[string, unknown[], string]>([
    [
      'a history whose newest word is DELETE, by time',
      [bundle('history', put(coverage('active'), '2026-03-02T10:00:00Z'), gone('2026-03-03T10:00:00Z'))],
      'deleted',
    ],
    [
      'a history in which it was stored again after that',
      [bundle('history', put(coverage('active'), '2026-03-04T10:00:00Z'), gone('2026-03-03T10:00:00Z'))],
      'active',
    ],
    ['a history without times, the newest first', [bundle('history', gone(), put(coverage('active')))], 'deleted'],
    ['a history without times, stored again', [bundle('history', put(coverage('active')), gone())], 'active'],
    [
      'a history with versions',
      [
        bundle(
          'history',
          { ...put(coverage('active', { meta: { versionId: '1' } })) },
          { ...gone(), response: { status: '204', etag: 'W/"2"' } },
        ),
      ],
      'deleted',
    ],
    ['a transaction that stores and deletes it', [bundle('transaction', put(coverage('active')), gone())], BOTH],
    ['a batch that deletes what the chart holds', [coverage('active'), bundle('batch', gone())], BOTH],
    ['a deletion and nothing else', [bundle('transaction', gone())], 'deleted'],
    [
      'a deletion that failed',
      [coverage('active'), bundle('batch', { request: { method: 'DELETE', url: KEY }, response: { status: '409' } })],
      'active',
    ],
    [
      'a read that found it gone',
      [bundle('batch-response', { fullUrl: 'https://e.example/Coverage/c1', response: { status: '410 Gone' } })],
      'deleted',
    ],
    [
      'a patch, of which it is not known what it makes of it',
      [
        coverage('active'),
        bundle('batch', { request: { method: 'PATCH', url: KEY }, resource: { resourceType: 'Parameters' } }),
      ],
      'Coverage/c1 is changed by a PATCH in the chart, and what it says after that is not known.',
    ],
  ])('%s', (_, input, truth) => expect(truthOf(...input)).toBe(truth))

  test('by an address alone', () => {
    const fullUrl = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0'
    const history = bundle(
      'history',
      { fullUrl, request: { method: 'DELETE' } },
      { fullUrl, resource: coverage('active') },
    )
    expect(truthOf(history)).toBe('deleted')
  })

  test('of a dose what it was is kept, so that something can be answered', () => {
    const url = 'MedicationAdministration/ma-1'
    const stored = { resource: anAdministration(), request: { method: 'PUT', url } }
    const read = chart(bundle('history', { request: { method: 'DELETE', url } }, stored))
    expect([read.deleted.has(url), read.resources.has(url)]).toEqual([true, true])
  })

  test('where it is not said which, something of that type was left out', () => {
    const read = chart(bundle('transaction', { request: { method: 'DELETE', url: 'Coverage?patient=p1' } }))
    expect(read.gaps).toMatchObject([{ kind: 'not read', type: 'Coverage' }])
  })
})

test.each([
  'document',
  'message',
  'transaction',
  'transaction-response',
  'batch',
  'batch-response',
  'history',
  'searchset',
  'collection',
  'subscription-notification',
])('a Bundle of the type %s is opened', (type) =>
  expect(truthOf(bundle(type, { resource: coverage('active') }))).toBe('active'),
)
