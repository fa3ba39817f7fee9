import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@doseline/testkit/postgres'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { connect, migrateFor } from '../src/ledger/open-database.ts'
import { tenantsIn, toldOf } from '../src/operator/tenants-faults.ts'
import { runProcess, tenantsFile } from './support/a-process.ts'

const EHR = { key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir', clientId: 'doseline' }
const clinic = (more: object = {}) => ({ tenants: [{ key: 'clinic', label: 'Clinic', issuers: [EHR], ...more }] })
const publicKey = async () => ({
  ...(await exportJWK((await generateKeyPair('ES384')).publicKey)),
  alg: 'ES384',
  kid: '1',
})
const told = (content: unknown): string[] => {
  const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2)
  return tenantsIn(text).faults.map((fault) => toldOf('tenants.json', fault))
}

describe('what is wrong with a file of tenants is said with its line, its element and what to do', () => {
  test.each([
    ['an empty file', '', /^tenants\.json:1: This cannot be read as JSON/],
    ['a comma too many', '{\n  "tenants": [],\n}', /^tenants\.json:3: .*no comma after the last element/],
    ['a comment', '{\n  // ours\n  "tenants": []\n}', /^tenants\.json:2: .*no comments/],
    ['no tenant', { tenants: [] }, /tenants: .*List at least one tenant/],
    [
      'a key in capitals',
      clinic({ key: 'Clinic' }),
      /:4: tenants\.0\.key \(Clinic\): .*small letters, digits and hyphens/,
    ],
    [
      'a slip in a name',
      clinic({ frameAncestor: [] }),
      /tenants\.0\.frameAncestor \(clinic\): There is no such element\. .*Known here: .*frameAncestors/,
    ],
    [
      'an EHR without a client id',
      clinic({ issuers: [{ ...EHR, clientId: undefined }] }),
      /:7: tenants\.0\.issuers\.0\.clientId \(clinic, ehr\): .*client id that the EHR gave/,
    ],
    [
      'an origin with a path',
      clinic({ origins: ['https://a.example/x'] }),
      /tenants\.0\.origins\.0 \(clinic\): .*without a path\. Write scheme, host and port alone/,
    ],
    [
      'a time zone that is none',
      clinic({ issuers: [{ ...EHR, timeZone: 'Eastern' }] }),
      /:12: tenants\.0\.issuers\.0\.timeZone \(clinic, ehr\): “Eastern” is no known time zone\. .*America\/New_York/,
    ],
    [
      'one EHR twice',
      clinic({ issuers: [EHR, { ...EHR, key: 'other', iss: `${EHR.iss}/` }] }),
      /tenants\.0\.issuers\.1\.iss \(clinic, other\): “ehr” has this FHIR base already\. Remove one/,
    ],
    [
      'two of one key',
      clinic({ issuers: [EHR, { ...EHR, iss: 'https://b.example' }] }),
      /:14: tenants\.0\.issuers\.1\.key .*“ehr” is taken\. Use/,
    ],
  ])('%s', (_, content, line) => {
    const lines = told(content)
    expect(lines).toEqual([expect.stringMatching(line)])
  })

  test('every fault is told at once', () => {
    expect(
      told({ tenants: [{ label: 'x' }, { key: 'b', label: '', issuers: [{ ...EHR, iss: 'ehr' }] }] }),
    ).toHaveLength(3)
  })

  test('a key that belongs to no algorithm of its own is refused, a private one too', async () => {
    const key = await publicKey()
    const client = (keys: object[]) => clinic({ clients: [{ id: 'app', label: 'App', uses: ['api'], keys }] })
    expect(told(client([key]))).toEqual([])
    for (const wrong of [
      { ...key, x: '…' },
      { ...key, alg: 'ES256' },
      { ...key, alg: 'RS384' },
    ]) {
      expect(told(client([wrong]))).toEqual([
        expect.stringMatching(
          /clients\.0\.keys\.0 \(clinic, app, 1\): This is no public key for its algorithm\. Paste/,
        ),
      ])
    }
    expect(told(client([{ ...key, d: 'x' }]))).toEqual([expect.stringMatching(/this is a private key/i)])
  })
})

describe('check', () => {
  const ENVIRONMENT = { DOSELINE_PUBLIC_URL: 'https://doseline.example', DOSELINE_PROXIES: '1' }

  test('a file alone, in order and not', async () => {
    const good = await runProcess({}, ['check', tenantsFile(clinic())])
    expect([good.code, good.said]).toEqual([0, expect.stringMatching(/^ok {5}.*1 tenants, 1 EHRs\n$/)])
    const bad = await runProcess({}, ['check', '/nowhere/tenants.json'])
    expect([bad.code, bad.said]).toEqual([
      1,
      expect.stringMatching(/^wrong {2}\/nowhere\/tenants\.json is not there: write it/),
    ])
  })

  test('the environment and the file are told together', async () => {
    const { code, said } = await runProcess({ DOSELINE_TENANTS: tenantsFile({ tenants: [] }) }, ['check'])
    expect(code).toBe(1)
    expect(said).toMatch(/DOSELINE_PUBLIC_URL: say where/)
    expect(said).toMatch(/List at least one tenant/)
  })

  test('what works and is likely not meant is shown, and is no failure', async () => {
    const environment = { DOSELINE_TENANTS: tenantsFile(clinic()), DOSELINE_PUBLIC_URL: 'http://doseline.example' }
    const { code, said } = await runProcess(environment, ['check'])
    expect(code).toBe(0)
    for (const each of ['DOSELINE_PUBLIC_URL', 'DOSELINE_PROXIES', 'DOSELINE_METRICS_TOKEN', 'DATABASE_URL'])
      expect(said).toMatch(new RegExp(`^look   ${each}: `, 'm'))
  })

  test('online: database, its tables, the role, and the keys of each EHR', async () => {
    const postgres = await startPostgres()
    const keys = [await publicKey()]
    const ehr = createServer(({ url }, answer) => {
      const base = `http://localhost:${portOf(ehr)}`
      answer.setHeader('content-type', 'application/json')
      answer.end(JSON.stringify(url === '/jwks' ? { keys } : { issuer: base, jwks_uri: `${base}/jwks` }))
    })
    await new Promise<void>((ready) => ehr.listen(0, 'localhost', ready))
    const issuers = [
      { ...EHR, iss: `http://localhost:${portOf(ehr)}/fhir` },
      { ...EHR, key: 'gone', iss: 'http://localhost:1/fhir' },
    ]
    const check = (user: string) =>
      runProcess(
        { ...ENVIRONMENT, DOSELINE_TENANTS: tenantsFile(clinic({ issuers })), DATABASE_URL: postgres.as(user) },
        ['check', '--online'],
      )
    const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
    const { sql } = await import('kysely')
    await sql`create role service login`.execute(db)
    expect((await check('service')).said).toMatch(/wrong {2}DATABASE_URL: lacks 0001-ledger, .*doseline ledger migrate/)
    await migrateFor(db, 'service')
    await close()
    const { code, said } = await check('service')
    expect(code).toBe(1)
    expect(said).toMatch(/ok {5}ledger: PostgreSQL answers/)
    expect(said).toMatch(/ok {5}ehr: its keys can be fetched/)
    expect(said).toMatch(/wrong {2}gone: its keys cannot be fetched .* Allow this machine to reach the EHR/)
    expect((await check('owner')).said).toMatch(/look {3}DATABASE_URL: this role could change the audit/)
    await postgres.stop()
    expect((await check('service')).said).toMatch(/wrong {2}DATABASE_URL: the database cannot be used \(ECONNREFUSED\)/)
    ehr.close()
  })
})

describe('keys', () => {
  test('a pair: the private key for its maker alone, the public one as the file of tenants takes it', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'doseline-keys-')), 'app.jwk')
    const { code, said } = await runProcess({}, ['keys', file, '--kid', '2026-1'])
    expect(code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const shown = JSON.parse(said.trim().split('\n').at(-1) ?? '')
    expect(shown).toMatchObject({ kty: 'EC', alg: 'ES384', kid: '2026-1' })
    expect(said).not.toContain(JSON.parse(readFileSync(file, 'utf8')).d)
    const clients = [{ id: 'app', label: 'App', uses: ['api'], keys: [shown] }]
    expect(told(clinic({ clients }))).toEqual([])
    const signed = new SignJWT({}).setProtectedHeader({ alg: 'ES384' })
    await expect(signed.sign(await importJWK(JSON.parse(readFileSync(file, 'utf8'))))).resolves.toMatch(/^ey/)
    const again = await runProcess({}, ['keys', file])
    expect([again.code, again.said]).toEqual([1, expect.stringMatching(/is there already/)])
  })

  test('a secret is another each time, and long enough', async () => {
    const [one, two] = [await runProcess({}, ['keys', 'token']), await runProcess({}, ['keys', 'token'])]
    expect(one.said.trim()).toMatch(/^[\w-]{43}$/)
    expect(one.said).not.toBe(two.said)
  })
})

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
