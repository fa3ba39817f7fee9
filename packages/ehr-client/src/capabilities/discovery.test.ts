import { expect, test } from 'vitest'
import { RETRY_POLICY } from '../http/retry-policy.ts'
import { discover } from './discovery.ts'

const BASE = 'https://ehr.example/fhir'
const smart = {
  issuer: 'https://ehr.example/auth',
  authorization_endpoint: 'https://ehr.example/auth/authorize',
  token_endpoint: 'token',
  jwks_uri: 'https://ehr.example/auth/jwks',
  capabilities: ['permission-v2', 'authorize-post'],
  scopes_supported: ['openid'],
  code_challenge_methods_supported: ['S256'],
}
const uris = (authorize: string, token: string) => ({
  resourceType: 'CapabilityStatement',
  rest: [
    {
      mode: 'server',
      resource: [{ type: 'Patient' }],
      security: {
        extension: [
          {
            url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
            extension: [
              { url: 'authorize', valueUri: authorize },
              { url: 'token', valueUri: token },
            ],
          },
        ],
      },
    },
  ],
})

/** Answers of a server, by the last part of the path: a body, a status, or no answer at all; a list, one after another. */
function aServer(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = []
  const fetcher: typeof fetch = async (address) => {
    const path = String(address).split('/').at(-1) ?? ''
    asked.push(path)
    const found = answers[path]
    const answer: unknown = Array.isArray(found) ? found.shift() : found
    if (answer === 'nothing') throw new TypeError('network')
    if (typeof answer === 'number') return new Response('', { status: answer })
    return answer === undefined ? new Response('', { status: 404 }) : Response.json(answer)
  }
  const patience = { ...RETRY_POLICY, sleep: async () => undefined }
  return { asked, discovered: () => discover(`${BASE}/`, fetcher, patience) }
}

test('everything a launch needs is kept; an address that is relative is so to the FHIR base', async () => {
  const { discovered } = aServer({ 'smart-configuration': smart })
  expect(await discovered()).toMatchObject({
    version: 'v2',
    authorizationServer: 'https://ehr.example/auth',
    authorizationEndpoint: 'https://ehr.example/auth/authorize',
    tokenEndpoint: 'https://ehr.example/fhir/token',
    jwksUri: 'https://ehr.example/auth/jwks',
    capabilities: ['permission-v2', 'authorize-post'],
    scopes: ['openid'],
    challenges: ['S256'],
    offered: undefined,
  })
})

test('without a smart-configuration the CapabilityStatement names the authorization server', async () => {
  const { discovered } = aServer({ metadata: uris('https://ehr.example/a', 'https://ehr.example/t') })
  expect(await discovered()).toMatchObject({
    authorizationEndpoint: 'https://ehr.example/a',
    tokenEndpoint: 'https://ehr.example/t',
    challenges: undefined,
    offered: { Patient: [] },
  })
})

test('a token is asked for over no line that anybody can read', async () => {
  const { discovered } = aServer({ 'smart-configuration': { ...smart, token_endpoint: 'http://ehr.example/token' } })
  expect((await discovered()).tokenEndpoint).toBeUndefined()
})

test('an EHR that is busy for a moment is asked again, and a failure is not kept', async () => {
  const { discovered, asked } = aServer({ 'smart-configuration': ['nothing', 503, smart, 'nothing', smart] })
  expect((await discovered()).tokenEndpoint).toBeDefined()
  expect(asked.filter((path) => path === 'smart-configuration')).toHaveLength(3)
  expect((await discovered()).tokenEndpoint).toBeDefined()
})

test('an EHR that does not answer at all is not the same as one that says nothing', async () => {
  await expect(aServer({ 'smart-configuration': 'nothing', metadata: 'nothing' }).discovered()).rejects.toMatchObject({
    kind: 'ehr-unreachable',
  })
  expect(await aServer({ metadata: 'nothing' }).discovered()).toMatchObject({ authorizationEndpoint: undefined })
})
