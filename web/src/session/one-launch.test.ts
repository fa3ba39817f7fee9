import { expect, test } from 'vitest'
import { assertAnsweredBy } from './answer-address.ts'
import { approverFrom } from './approver.ts'
import { assertOneLaunch, reloadWhenShownAgain } from './one-launch.ts'

const at = (query: string) => new URL(`https://app.example/app/index.html?${query}`)
const marks = { state: 's1', patient: 'p1', tokenPatient: 'p1', chartPatient: 'p1' }
const wrong = expect.objectContaining({ kind: 'wrong-patient' })

test('the page, the token and the chart are of one launch', () => {
  expect(() => assertOneLaunch(marks, at('state=s1'))).not.toThrow()
  expect(() =>
    assertOneLaunch({ ...marks, tokenPatient: undefined, chartPatient: undefined }, at('state=s1')),
  ).not.toThrow()
})

test.each([
  ['a page that went on to another launch', marks, 'state=s2'],
  ['a token for another patient', { ...marks, tokenPatient: 'p2' }, 'state=s1'],
  ['a chart of another patient', { ...marks, chartPatient: 'p2' }, 'state=s1'],
])('%s is not', (_, some, query) => {
  expect(() => assertOneLaunch(some, at(query))).toThrow(wrong)
})

test('a page the browser kept is loaded anew when it is shown again', () => {
  let reloads = 0
  const page = Object.assign(new EventTarget(), { location: { reload: () => reloads++ } })
  reloadWhenShownAgain(page as unknown as Window)
  page.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))
  expect(reloads).toBe(0)
  page.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  expect(reloads).toBe(1)
})

const note = { issuer: 'clinic', iss: 'https://ehr.example/fhir', authorizationServer: 'https://ehr.example/auth' }
const REFUSED = expect.objectContaining({ kind: 'launch-refused' })

test('an answer comes from the server that was asked', () => {
  const own = 'code=c&iss=https://ehr.example/auth'
  expect(() => assertAnsweredBy({ ...note, namesItself: true }, at(own))).not.toThrow()
  expect(() => assertAnsweredBy(note, at('code=c'))).not.toThrow()
  expect(() => assertAnsweredBy(note, at('code=c&iss=https://evil.example'))).toThrow(REFUSED)
  expect(() => assertAnsweredBy({ ...note, namesItself: true }, at('code=c'))).toThrow(REFUSED)
  // A page that is loaded again is no answer.
  expect(() => assertAnsweredBy({ ...note, namesItself: true }, at('state=s1'))).not.toThrow()
})

const BASE = 'https://ehr.example/fhir'
test('the person is named by the EHR, else by the id_token, else by reference', () => {
  const claims = { fhirUser: 'Practitioner/u1', name: 'J. Ellis' }
  const read = { resourceType: 'Practitioner', id: 'u1', name: [{ given: ['Jordan'], family: 'Ellis' }] } as const
  const asRead = structuredClone(read) as unknown as NonNullable<Parameters<typeof approverFrom>[2]['user']>
  const other = { resourceType: 'Practitioner', id: 'u2' } as const
  expect(approverFrom({ claims }, BASE, { user: asRead })).toEqual({
    reference: 'Practitioner/u1',
    display: 'Jordan Ellis',
    mayWrite: true,
  })
  expect(approverFrom({ claims }, BASE, { user: other })).toMatchObject({ display: 'J. Ellis' })
  expect(approverFrom({ claims: { fhirUser: 'Practitioner/u1' } }, BASE, {}).display).toBe('Practitioner/u1')
  expect(approverFrom({ claims: {} }, BASE, {}).reference).toBeUndefined()
  // A person whom this EHR does not hold is named, and never linked to.
  expect(approverFrom({ claims }, BASE, { userGone: true })).toEqual({
    identifier: 'Practitioner/u1',
    display: 'J. Ellis',
    mayWrite: true,
  })
  const elsewhere = { fhirUser: 'https://directory.example/fhir/Practitioner/7', name: 'A. Petrov' }
  expect(approverFrom({ claims: elsewhere }, BASE, {})).toEqual({
    identifier: elsewhere.fhirUser,
    display: 'A. Petrov',
    mayWrite: true,
  })
  expect(approverFrom({ claims }, BASE, { user: asRead }, false).mayWrite).toBe(false)
  expect(approverFrom({ claims: { fhirUser: 'Person/biller' } }, BASE, {}, true).mayWrite).toBe(true)
})
