import { type Connection, connect } from '@doseline/ehr-client'
import { expect, test } from 'vitest'
import { Names } from './names.ts'

const BASE = 'https://ehr.example/fhir'
const ana = { resourceType: 'Practitioner', id: 'ana', name: [{ given: ['Ana'], family: 'Petrov' }] }

function names() {
  const asked: string[] = []
  const connection: Connection = connect({
    base: BASE,
    context: { scope: '', needsBanner: true },
    authorization: async () => undefined,
    fetcher: async (address) => {
      asked.push(String(address))
      return String(address).endsWith('/Practitioner/ana') ? Response.json(ana) : new Response('{}', { status: 404 })
    },
  })
  const signedIn = () => ({ reference: 'Practitioner/jordan', display: 'Jordan Ellis', mayWrite: true })
  return { asked, names: new Names(connection, signedIn) }
}

test.each([
  [`${BASE}/Practitioner/ana is writing for this visit.`, 'Ana Petrov is writing for this visit.'],
  ['Practitioner/ana', 'Ana Petrov'],
  ['Practitioner/jordan', 'Jordan Ellis'],
  ['Practitioner/gone', 'Practitioner/gone'],
  ['https://other.example/fhir/Practitioner/ana', 'https://other.example/fhir/Practitioner/ana'],
  ['not signed in (demonstration)', 'not signed in (demonstration)'],
])('%s', async (text, said) => {
  expect(await names().names.in(text)).toBe(said)
})

test('nobody is asked for twice, and whoever is signed in not at all', async () => {
  const { asked, names: people } = names()
  await Promise.all([people.in('Practitioner/ana'), people.in('Practitioner/ana'), people.in('Practitioner/jordan')])
  expect(asked).toEqual([`${BASE}/Practitioner/ana`])
})
