import { randomUUID } from 'node:crypto'
import { requestFor, SHAPES, type Shaped, scenario } from '@doseline/fhir-fixtures'
import type { Bundle, FhirResource } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import type { PostedFor } from '../src/ledger/posted.ts'
import { post, type TestedService, testedOn } from './a-service.ts'

/** The doses of a chart are the same however it comes: the ledger is asked about all that are judged, and no others. */

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-attested'))
const CHART = (MEPSEVII.bundle as Bundle<FhirResource>).entry?.flatMap(({ resource }) => resource ?? []) ?? []
const collection = (resources: readonly FhirResource[]): Bundle<FhirResource> => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
})
const PATIENT = CHART.find(({ resourceType }) => resourceType === 'Patient')?.id ?? ''
const DOSES = CHART.filter(({ resourceType }) => resourceType === 'MedicationAdministration')
  .map(({ id }) => `MedicationAdministration/${id}`)
  .toSorted()

const ISS = 'https://ehr.example/fhir'
const EHR = { key: 'ehr', label: 'EHR', iss: ISS, clientId: 'doseline' }
const OTHER = { key: 'other', label: 'Other', iss: 'https://other.example/fhir', clientId: 'doseline' }
const ISSUERS_OF = { several: [EHR, OTHER], one: [EHR] }

let asked: PostedFor[] = []
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger({ kind: 'memory' })
})
afterAll(() => ledger.close())
beforeEach(() => {
  asked = []
})

function aServiceThatAsks(issuers: keyof typeof ISSUERS_OF = 'several'): TestedService {
  const posted = (about: PostedFor) => {
    asked.push(about)
    return ledger.posted(about)
  }
  return testedOn({ ...ledger, posted }, [{ key: 'default', label: 'Clinic', issuers: ISSUERS_OF[issuers] }])
}

const rest = (service: TestedService, body: object) =>
  post(service, '/v1/assessments', { asOf: MEPSEVII.asOf, ...body })

function operation(service: TestedService, data: readonly object[], server?: string) {
  const parameter = [
    ...data.map((resource) => ({ name: 'data', resource })),
    ...(server ? [{ name: 'server', valueString: server }] : []),
  ]
  return post(service, '/fhir/$billing-readiness', { resourceType: 'Parameters', parameter }, 'application/fhir+json')
}

function hook(service: TestedService, prefetch: object, fhirServer: string | undefined = ISS) {
  return post(service, '/cds-services/infusion-readiness-chart', {
    hook: 'patient-view',
    hookInstance: randomUUID(),
    fhirServer,
    context: { patientId: PATIENT, userId: 'Practitioner/1' },
    prefetch,
  })
}

const partsOf = (shaped: Shaped): readonly object[] => ('bundle' in shaped ? [shaped.bundle] : shaped.resources)

describe.each(SHAPES)('$name', ({ of }) => {
  const shape = (resources: readonly FhirResource[]): Shaped => of(collection(resources))
  const expectAsked = (server = 'ehr') =>
    expect(asked).toEqual([{ tenant: 'default', server, doses: DOSES, patients: [`Patient/${PATIENT}`] }])

  test('is asked about through REST', async () => {
    const { status, body } = await rest(aServiceThatAsks(), { ...shape(CHART), server: 'ehr' })
    expect([status, body.assessments.map(({ focus }: { focus: string }) => focus)]).toEqual([200, DOSES])
    expectAsked()
  })

  test('is asked about through the FHIR operation', async () => {
    expect((await operation(aServiceThatAsks(), partsOf(shape(CHART)), 'ehr')).status).toBe(200)
    expectAsked()
  })

  test('is asked about when a charge is reserved', async () => {
    const service = aServiceThatAsks()
    const writeBack = { act: 'approve', by: { display: 'Biller' }, server: randomUUID() }
    const body = { ...MEPSEVII, bundle: undefined, ...shape(CHART), writeBack }
    const { status } = await post(service, '/v1/write-backs', body, 'application/json', {
      'idempotency-key': randomUUID(),
    })
    expect(status).toBe(201)
    expectAsked(writeBack.server)
  })

  test('is asked about through CDS Hooks, one prefetch a type or one for all', async () => {
    const service = aServiceThatAsks()
    const ofType = (type: string) => {
      const shaped = partsOf(shape(CHART.filter(({ resourceType }) => resourceType === type)))
      return shaped.length === 1
        ? shaped[0]
        : { resourceType: 'Bundle', entry: shaped.map((resource) => ({ resource })) }
    }
    const { status } = await hook(service, {
      administrations: ofType('MedicationAdministration'),
      conditions: ofType('Condition'),
    })
    expect(status).toBe(200)
    expectAsked()
  })
})

describe('which EHR is meant, where nobody names it', () => {
  const resources = CHART
  const serversAsked = () => asked.map(({ server }) => server)

  test('is the only one of the tenant', async () => {
    const service = aServiceThatAsks('one')
    await rest(service, { resources })
    await operation(service, resources)
    expect(serversAsked()).toEqual(['ehr', 'ehr'])
  })

  test('is nobody’s guess among several', async () => {
    const service = aServiceThatAsks()
    await rest(service, { resources })
    await operation(service, resources)
    expect(serversAsked()).toEqual([])
  })

  test.each([
    ['as it is registered', ISS, ['ehr']],
    ['with a slash at its end', `${ISS}/`, ['ehr']],
    ['with its host in capitals', 'https://EHR.EXAMPLE/fhir', ['ehr']],
    ['with the port that goes without saying', 'https://ehr.example:443/fhir', ['ehr']],
    ['of another EHR of the tenant', OTHER.iss, ['other']],
    ['that is not registered', 'https://third.example/fhir', []],
    ['below a registered one', `${ISS}/below`, []],
    ['that is no address', 'ehr', []],
  ])('is that of a hook’s fhirServer: one %s', async (_, fhirServer, servers) => {
    const administrations = { resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }
    await hook(aServiceThatAsks(), { administrations }, fhirServer)
    expect(serversAsked()).toEqual(servers)
  })
})

test('a dose that goes by its position in the chart is not asked about, and nothing is written for it: in the next chart it is another one', async () => {
  const isAmongThem = (key: string) => key !== DOSES[0]
  const resources = CHART.map((each) => {
    const { id, ...nameless } = each
    return `MedicationAdministration/${id}` === DOSES[0] ? nameless : each
  })
  const { body } = await rest(aServiceThatAsks(), { resources, server: 'ehr' })
  expect(body.assessments).toHaveLength(DOSES.length)
  expect(asked.map(({ doses }) => doses)).toEqual([DOSES.filter(isAmongThem)])
  const writeBack = { act: 'approve', by: { display: 'Biller' }, server: randomUUID() }
  const [nameless] = body.assessments.filter(({ focus }: { focus: string }) => !DOSES.includes(focus))
  const reserved = await post(
    aServiceThatAsks(),
    '/v1/write-backs',
    { asOf: MEPSEVII.asOf, resources, focus: nameless.focus, writeBack },
    'application/json',
    { 'idempotency-key': randomUUID() },
  )
  expect([reserved.status, reserved.body.code]).toEqual([422, 'dose-unnamed'])
})
