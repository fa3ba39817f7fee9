import { afterEach, expect, test } from 'vitest'
import { kindOfUser } from '../session/id-token.ts'
import type { TracedLaunch } from '../session/launch-trace.ts'
import { askEhr } from './ask-ehr.ts'
import { asText, reportOf } from './report.ts'
import { lookAround, type Surroundings, storedIn } from './surroundings.ts'

afterEach(() => sessionStorage.clear())

const AROUND: Surroundings = {
  app: 'https://doseline.example/app/',
  version: '0.1.0',
  signIn: true,
  frames: [],
  hasStorage: true,
  stored: [],
  clockSeconds: 0,
  userAgent: 'Chromium',
}
const LAUNCH: TracedLaunch = {
  id: 'one',
  iss: 'https://ehr.example/fhir',
  ehr: 'clinic',
  launchLength: 40,
  discovered: {
    fhirVersion: '4.0.1',
    authorizationServer: 'https://ehr.example/auth',
    authorizationEndpoint: 'https://ehr.example/auth/authorize?sim=eyJwYXRpZW50Ijoi',
    tokenEndpoint: 'https://ehr.example/auth/token',
    capabilities: ['launch-ehr', 'permission-v2'],
    challenges: ['S256'],
  },
  asked: 'launch openid fhirUser patient/MedicationAdministration.rs patient/Flag.crus',
  granted: 'openid fhirUser patient/*.rs',
  answer: 'code',
  tokenFields: { access_token: 'string', patient: 'object', id_token: 'string' },
  fhirUser: { type: 'Practitioner' },
  identity: 'proven',
  needsBanner: true,
  expiresIn: 300,
  staff: true,
  reads: { MedicationAdministration: 'complete', Coverage: 'refused' },
  steps: [
    { step: 'opened', at: '2026-03-02T15:00:00.000Z' },
    { step: 'returned', at: '2026-03-02T15:00:02.500Z' },
  ],
}

/** What the report says under a name of a part. */
const saying = (launch: TracedLaunch | undefined, around: Partial<Surroundings> = {}) => {
  const parts = reportOf(launch, { ...AROUND, ...around })
  return (title: string, name: string) =>
    parts.find((part) => part.title === title)?.rows.find(([named]) => named === name)?.[1]
}

test('says who was asked for what and what came, step by step', () => {
  const of = saying(LAUNCH)
  expect(of('Launch', 'Registered as')).toBe('clinic')
  expect(of('Launch', 'launch parameter')).toBe('present, 40 characters')
  expect(of('Launch', 'Outcome')).toBe('no failure')
  expect(of('Steps', 'Back from the sign-in')).toBe('2026-03-02T15:00:02.500Z (+2.5 s)')
  expect(of('Scopes', 'Requested and not granted')).toEqual(['patient/Flag.crus'])
  expect(of('Sign-in', 'Patient')).toBe('present, but as object')
  expect(of('Sign-in', 'Encounter')).toBe('absent')
  expect(of('Sign-in', 'fhirUser')).toBe('Practitioner, on this EHR')
  expect(of('Chart', 'Coverage')).toBe('refused')
})

test('leaves out what an address carries behind its path, and whom the words of an EHR name', () => {
  const failure = {
    kind: 'launch-refused',
    detail: 'invalid_request: Patient/linnea-77 may not patient/Patient.r',
  } as const
  const text = asText(reportOf({ ...LAUNCH, failure }, AROUND))
  expect(text).not.toMatch(/eyJwYXRpZW50|linnea-77/)
  expect(text).toContain('Patient/… may not patient/Patient.r')
  expect(text).toMatch(/^ {4}patient\/Flag\.crus$/m)
})

test('without a launch it still says where one would happen', () => {
  const of = saying(undefined, { hasStorage: false, frames: ['https://ehr.example', undefined], clockSeconds: 95 })
  expect(of('Launch', 'iss')).toBeUndefined()
  expect(of('Browser and service', 'Session storage')).toBe('blocked by the browser')
  expect(of('Browser and service', 'Clock of this computer')).toBe('95 s ahead of the service')
  expect(of('Browser and service', 'In a frame of')).toEqual([
    'https://ehr.example',
    'a page this browser does not name',
  ])
})

test('names what is kept by what it is: the name of a thing may open it', () => {
  const state = 'a'.repeat(43)
  sessionStorage.setItem(state, '{}')
  sessionStorage.setItem(`doseline.launch.${state}`, '{"a":1}')
  sessionStorage.setItem('doseline.draft.0123abcd', '')
  sessionStorage.setItem('SMART_KEY', 'x')
  expect(storedIn(sessionStorage)).toEqual([
    { what: 'other', size: 1 },
    { what: 'state', size: 2 },
    { what: 'draft', size: 0 },
    { what: 'launch', size: 7 },
  ])
})

test('the clock is compared with the service’s, and a service that is down is no failure of the report', async () => {
  const date = 'Mon, 02 Mar 2026 15:00:00 GMT'
  const up: typeof fetch = async () => Response.json({ version: '0.1.0' }, { headers: { date } })
  const now = () => Date.parse(date) - 90_000
  expect(await lookAround(undefined, up, now)).toMatchObject({ version: '0.1.0', clockSeconds: -90 })
  const down: typeof fetch = async () => Promise.reject(new TypeError('network'))
  expect(await lookAround(undefined, down)).toMatchObject({ version: undefined, clockSeconds: undefined })
})

test('the EHR is asked for both documents, and one that is not reached is said so', async () => {
  const fetcher: typeof fetch = async (address) => {
    if (String(address).endsWith('metadata')) throw new TypeError('network')
    return Response.json({ scopes_supported: ['openid', 'patient/Flag.rs'] })
  }
  const { rows } = await askEhr('https://ehr.example/fhir/', 'openid patient/Flag.crus', fetcher, () => 0)
  const said = Object.fromEntries(rows)
  expect(said.iss).toBe('https://ehr.example/fhir')
  expect(said['.well-known/smart-configuration']).toBe('200, application/json, 0 ms')
  expect(said.metadata).toMatch(/^no answer: not reached/)
  expect(said['Scopes it lists']).toEqual(['openid', 'patient/Flag.rs'])
  expect(said['Requested, not listed exactly']).toEqual(['patient/Flag.crus'])
  expect(said['Offers']).toBe('not said')
})

test.each([
  ['of the EHR itself', 'https://ehr.example/fhir/Practitioner/1', { type: 'Practitioner', server: undefined }],
  ['relative', 'PractitionerRole/1', { type: 'PractitionerRole', server: undefined }],
  ['of another server', 'https://hub.example/x/Person/1', { type: 'Person', server: 'https://hub.example' }],
  ['in another form', 'jordan', { type: undefined, server: undefined }],
  ['not at all', undefined, undefined],
])('a person is named by type and server only: %s', (_, fhirUser, kind) => {
  expect(kindOfUser({ fhirUser }, 'https://ehr.example/fhir')).toEqual(kind)
})
