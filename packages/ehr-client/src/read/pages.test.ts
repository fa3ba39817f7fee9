import type { Bundle, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { aConnection } from '../testing/a-connection.ts'
import { allPages } from './pages.ts'

const page = (id: string, next?: string): Bundle<FhirResource> => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: [{ resource: { resourceType: 'Medication', id } }],
  ...(next && { link: [{ relation: 'next', url: next }] }),
})
const ids = (pages: { resources: readonly { id?: string }[] }) => pages.resources.map(({ id }) => id)

test('every page is read', async () => {
  const connection = aConnection({
    'Medication?a': page('1', 'https://ehr.example/fhir?page=2'),
    'https://ehr.example/fhir?page=2': page('2'),
  })
  const pages = await allPages(connection, 'Medication?a')
  expect(ids(pages)).toEqual(['1', '2'])
  expect(pages.incomplete).toBeUndefined()
})

test('pages that go round in a circle end, and the list is not complete', async () => {
  const connection = aConnection({
    a: page('1', 'https://ehr.example/fhir/b'),
    'https://ehr.example/fhir/b': page('2', 'https://ehr.example/fhir/b'),
  })
  const pages = await allPages(connection, 'a')
  expect(ids(pages)).toEqual(['1', '2'])
  expect(pages.incomplete).toContain('circle')
})

test('a next page on another server is not asked for', async () => {
  const connection = aConnection({ a: page('1', 'https://evil.example/fhir?page=2') })
  expect(await allPages(connection, 'a')).toMatchObject({ incomplete: 'the next page is on another server' })
  expect(connection.asked).toEqual(['a'])
})

test('what the EHR says went wrong with a page makes it incomplete', async () => {
  const failing = page('1')
  failing.entry?.push({
    resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'timeout' }] },
  })
  expect((await allPages(aConnection({ a: failing }), 'a')).incomplete).toBe('timeout')
})

describe('what a search leaves out makes it incomplete', () => {
  const searched = async (changes: object, search = 'Medication?a&_count=100') =>
    (await allPages(aConnection({ [search]: { ...page('1'), ...changes } }), search)).incomplete
  const issue = (severity: string, code: string, more: object = {}) => ({
    entry: [
      { resource: { resourceType: 'Medication', id: '1' } },
      {
        search: { mode: 'outcome' },
        resource: { resourceType: 'OperationOutcome', issue: [{ severity, code, ...more }] },
      },
    ],
  })
  const epic = (code: string) => ({
    details: { coding: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369', code, display: `Epic ${code}` }] },
  })

  test.each([
    [
      'a warning',
      issue('warning', 'processing', { diagnostics: '2 resources were left out' }),
      '2 resources were left',
    ],
    ['an error', issue('error', 'timeout'), 'timeout'],
    ['a severity nobody knows', issue('grave', 'x'), 'x'],
    ['Epic, which holds a part back from this app', issue('warning', 'suppressed', epic('59204')), 'Epic 59204'],
    ['an outcome without issues', { entry: [{ resource: { resourceType: 'OperationOutcome' } }] }, 'does not explain'],
    ['a total above what came', { total: 3 }, '1 of 3 came'],
    ['entries that are no list', { entry: { resource: {} } }, 'not a list'],
    ['an entry without a resource', { entry: [{ fullUrl: 'x' }, null] }, 'without a resource'],
    ['a resource without id', { entry: [{ resource: { resourceType: 'Medication' } }] }, 'without its id'],
    [
      'elements left out',
      { entry: [{ resource: { resourceType: 'Medication', id: '1', meta: { tag: [{ code: 'SUBSETTED' }] } } }] },
      'shortened',
    ],
    [
      'a page the server made smaller, and filled',
      { link: [{ relation: 'self', url: 'https://ehr.example/fhir/Medication?a&_count=1' }] },
      '1 came, which is all that one page may hold',
    ],
    ['a next page without an address', { link: [{ relation: 'next' }] }, 'no address'],
  ])('%s', async (_, changes, because) => {
    expect(await searched(changes)).toContain(because)
  })

  test.each([
    ['information', issue('information', 'informational')],
    ['a parameter that was ignored, which finds more and not less', issue('warning', 'not-supported')],
    ['Epic, which warns that there is nothing', issue('warning', 'processing', epic('4101'))],
    ['Epic, which shows what the user may see', issue('warning', 'processing', epic('4119'))],
    ['a parameter that is unknown', issue('warning', 'processing', { diagnostics: 'Parameter _x is unknown' })],
    ['a total of what came', { total: 1 }],
    ['a smaller page that is not full', { link: [{ relation: 'self', url: 'x?_count=2' }] }],
    ['a smaller page that is full, with its total', { total: 1, link: [{ relation: 'self', url: 'x?_count=1' }] }],
  ])('%s leaves nothing out', async (_, changes) => {
    expect(await searched(changes)).toBeUndefined()
  })

  test('a page as full as was asked for, of which nothing says whether it is the last', async () => {
    expect(await searched({}, 'Medication?a&_count=1')).toBe(
      '1 came, which is all that one page may hold, and no next page is named',
    )
    expect(await searched({ total: 1 }, 'Medication?a&_count=1')).toBeUndefined()
  })

  test('what was included with it is not what was searched for', async () => {
    const included = { resource: { resourceType: 'Organization', id: 'o' }, search: { mode: 'include' } }
    expect(await searched({ total: 2, entry: [{ resource: { resourceType: 'Medication', id: '1' } }, included] })).toBe(
      '1 of 2 came',
    )
  })

  test('a resource that came twice is one', async () => {
    const first = { ...page('1', 'https://ehr.example/fhir?page=2'), total: 2 }
    const connection = aConnection({ 'Medication?a': first, 'https://ehr.example/fhir?page=2': page('1') })
    expect(await allPages(connection, 'Medication?a')).toMatchObject({ incomplete: '1 of 2 came' })
  })
})
