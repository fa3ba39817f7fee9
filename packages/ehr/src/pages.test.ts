import type { Bundle, FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { allPages } from './pages.ts'
import { aConnection } from './testing/a-connection.ts'

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
