import type { CapabilityStatement } from 'fhir/r4'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exportOffer, systemScopes } from './offer.ts'
import { aLine, json, type ScriptedServer, scriptedServer } from './testing/scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

const HL7 = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition'
const statement = (rest: object, about: object = {}): Partial<CapabilityStatement> => ({
  resourceType: 'CapabilityStatement',
  rest: [{ mode: 'server', ...rest }],
  ...about,
})
const offer = () => exportOffer(aLine(server), server.base)

describe('what a server offers', () => {
  test('is read from its CapabilityStatement: levels, types and how an export begins', async () => {
    server.on(
      'GET /fhir/metadata',
      json(
        200,
        statement({
          operation: [{ name: 'export', definition: `${HL7}/export|2.0.0` }],
          resource: [
            { type: 'Patient', operation: [{ name: 'export', definition: `${HL7}/patient-export|2.0.0` }] },
            { type: 'Group', operation: [{ name: 'export', definition: `${HL7}/group-export|2.0.0` }] },
            { type: 'Coverage' },
          ],
        }),
      ),
    )
    expect(await offer()).toMatchObject({
      levels: ['system', 'patient', 'group'],
      types: ['Patient', 'Group', 'Coverage'],
      form: 'GET',
      parameters: undefined,
      tokenEndpoint: undefined,
    })
  })

  test('of the ballot of 4.0 begins by POST', async () => {
    server.on(
      'GET /fhir/metadata',
      json(200, statement({ operation: [{ name: 'export', definition: `${HL7}/export|4.0.0-ballot` }] })),
    )
    expect(await offer()).toMatchObject({ form: 'POST' })
  })

  test('is read from its own OperationDefinition, where it has one', async () => {
    server.on(
      'GET /fhir/metadata',
      json(
        200,
        statement({ operation: [{ name: 'export', definition: `${server.base}/OperationDefinition/-s-export` }] }),
      ),
    )
    server.on(
      'GET /fhir/OperationDefinition/-s-export',
      json(200, {
        resourceType: 'OperationDefinition',
        parameter: [
          { use: 'in', name: '_type' },
          { use: 'in', name: '_typeFilter' },
          { use: 'out', name: 'return' },
        ],
      }),
    )
    expect((await offer()).parameters).toEqual(['_type', '_typeFilter'])
  })

  test('is unknown where it says nothing of itself: it is asked all the same', async () => {
    expect(await offer()).toMatchObject({ levels: [], types: undefined, parameters: undefined, form: 'GET' })
  })

  test('names where tokens are had; never on a line less protected than its own', async () => {
    const smart = (token_endpoint: string) => json(200, { token_endpoint, capabilities: ['permission-v2'] })
    server.on('GET /fhir/.well-known/smart-configuration', smart('../auth/token'))
    expect(await offer()).toMatchObject({ tokenEndpoint: `${server.origin}/auth/token`, scopeVersion: 'v2' })
    const fetcher: typeof fetch = async (address) =>
      Response.json(String(address).includes('smart') ? { token_endpoint: 'http://ehr.example/token' } : {})
    expect((await exportOffer(aLine(server, { fetcher }), 'https://ehr.example/fhir')).tokenEndpoint).toBeUndefined()
  })
})

describe('the scopes that are asked for', () => {
  const types = ['Patient', 'Coverage']
  test.each([
    ['a wildcard, where it is listed', 'v2', ['system/*.rs'], 'system/*.rs'],
    ['those of v1, where the server speaks it', 'v1', ['system/*.read'], 'system/*.read'],
    [
      'each type, where no wildcard is listed',
      'v2',
      ['system/Patient.rs', 'system/Coverage.cruds'],
      'system/Patient.rs system/Coverage.rs',
    ],
    ['only what is listed', 'v2', ['system/Patient.rs'], 'system/Patient.rs'],
    ['each type, where nothing is listed', 'v2', undefined, 'system/Patient.rs system/Coverage.rs'],
  ] as const)('are %s', (_, scopeVersion, scopesSupported, expected) => {
    expect(systemScopes({ scopeVersion, scopesSupported }, types)).toBe(expected)
  })

  test('are all types where none are named', () => {
    expect(systemScopes({ scopeVersion: 'v2', scopesSupported: undefined }, [])).toBe('system/*.rs')
  })
})
