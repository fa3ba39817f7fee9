import { randomUUID } from 'node:crypto'
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { send, type TestedService } from '../a-service.ts'

/** Where the tested service says it is reached. */
export const SERVICE = 'https://doseline.example'

const ehr = await generateKeyPair('ES256', { extractable: true })
const app = await generateKeyPair('ES384', { extractable: true })
const appKey = { ...(await exportJWK(app.publicKey)), kid: 'a1', alg: 'ES384' }

/** A clinic with one EHR, one app, and the CDS client of its EHR; and another clinic. */
export const CLINICS = {
  tenants: [
    {
      key: 'riverside',
      label: 'Riverside',
      issuers: [
        {
          key: 'ehr',
          label: 'EHR',
          iss: 'https://ehr.example/fhir',
          clientId: 'doseline',
          staffPersons: ['Person/biller'],
        },
      ],
      clients: [
        { id: 'app', label: 'App', uses: ['api'], keys: [appKey] },
        { id: 'cds', label: 'EHR', uses: ['cds'], keys: [appKey] },
      ],
    },
    { key: 'lakeside', label: 'Lakeside' },
  ],
}

/** The keys the EHR publishes. */
export const keysOfEhr = async () => ({
  issuer: 'https://login.ehr.example',
  keys: createLocalJWKSet({ keys: [{ ...(await exportJWK(ehr.publicKey)), kid: 'e1', alg: 'ES256' }] }),
})

/** An id_token of the EHR for a person. */
export function anIdToken(fhirUser: string | undefined, claims: JWTPayload = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const usual = { iss: 'https://login.ehr.example', aud: 'doseline', sub: 'u1', iat: now, exp: now + 300 }
  return new SignJWT({ ...usual, fhirUser, nonce: randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'e1' })
    .sign(ehr.privateKey)
}

/** Exchanges an id_token for a session. */
export const exchanged = (service: TestedService, idToken: string) =>
  send(service, 'POST', '/v1/sessions', { body: { issuer: 'ehr', idToken } })

/** The header of a session of this person. */
export async function sessionOf(service: TestedService, fhirUser: string | undefined): Promise<Bearer> {
  const { status, body } = await exchanged(service, await anIdToken(fhirUser))
  if (status !== 201) throw new Error(`no session for ${fhirUser}: ${status}`)
  return bearer(body.token)
}

/** A JWT of a registered client, for the API or for one address. */
export async function jwtOf(client: 'app' | 'cds', path = ''): Promise<string> {
  return new SignJWT({ iss: client, aud: `${SERVICE}${path}`, jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES384', kid: 'a1' })
    .setIssuedAt()
    .setExpirationTime('4m')
    .sign(app.privateKey)
}

type Bearer = { readonly authorization: string }
export const bearer = (token: string): Bearer => ({ authorization: `Bearer ${token}` })

/** Order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The other valid signature of an ES256 token: the same header and payload, another text. */
export function twinOf(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const s = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
  return [header, payload, twin.toString('base64url')].join('.')
}
