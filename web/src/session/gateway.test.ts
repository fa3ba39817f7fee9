import { afterEach, expect, test, vi } from 'vitest'
import { addressWithin, EhrRefusal, newState, openConnection } from './gateway.ts'

const BASE = 'https://ehr.example/fhir'
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/fhir+json', 'x-request-id': 'r-1' },
  })

afterEach(() => vi.restoreAllMocks())

test('a state has 256 bits', () => {
  expect(newState()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(newState()).not.toBe(newState())
})

test('requests stay within the FHIR base', () => {
  expect(addressWithin(BASE, 'Patient/1')).toBe(`${BASE}/Patient/1`)
  expect(addressWithin(BASE, '')).toBe(BASE)
  expect(addressWithin(BASE, `${BASE}?_getpages=7`)).toBe(`${BASE}?_getpages=7`)
  for (const foreign of [
    'https://evil.example/fhir/Patient',
    `${BASE}evil/Patient`,
    '../admin',
    '//evil.example/x',
    '/',
  ]) {
    expect(() => addressWithin(BASE, foreign), foreign).toThrow()
  }
})

test('what the EHR says in a refusal is kept', async () => {
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'no scope' }],
  }
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(json(outcome, 403))
  const thrown = await openConnection(BASE, 'p1')
    .request('Flag')
    .catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(EhrRefusal)
  expect((thrown as EhrRefusal).says).toEqual(['no scope'])
  expect((thrown as EhrRefusal).requestId).toBe('r-1')
})

test('no answer, and no longer being let in, are failures of their own', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('network')).mockResolvedValueOnce(json({}, 401))
  const connection = openConnection(BASE, 'p1')
  await expect(connection.request('Flag')).rejects.toMatchObject({ kind: 'ehr-unreachable' })
  await expect(connection.request('Flag')).rejects.toMatchObject({ kind: 'session-ended' })
})
