import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkService } from '../src/operator/check.ts'
import { makeOwnKeyPair } from '../src/operator/keys.ts'
import { readOwnKeys } from '../src/operator/own-keys.ts'
import { jwksRoutes } from '../src/routes/jwks.ts'

const folder = mkdtempSync(join(tmpdir(), 'doseline-own-keys-'))
const jwks = join(folder, 'jwks.json')
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const checked = async (file: string) => {
  const said: string[] = []
  const environment = { DOSELINE_DEMO: 'true', DOSELINE_LEDGER: 'memory', DOSELINE_JWKS: file }
  const exit = await checkService({}, environment, (line) => said.push(line))
  return { exit, said: said.join('\n') }
}

describe('the public keys with which a deployment signs in at EHRs', () => {
  test('are served as they are in the file, and kept by others for minutes alone', async () => {
    await makeOwnKeyPair({ file: join(folder, 'private.json'), jwks, alg: 'RS384', kid: 'k-1' }, () => {})
    const response = await jwksRoutes(readOwnKeys(jwks)).request('/.well-known/jwks.json')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(await response.json()).toEqual(JSON.parse(readFileSync(jwks, 'utf8')))
    expect(await checked(jwks)).toMatchObject({ exit: 0, said: expect.stringContaining('1 public keys, served at') })
  })

  test('are none where none are configured', async () => {
    expect(await (await jwksRoutes().request('/.well-known/jwks.json')).json()).toEqual({ keys: [] })
  })

  test('are refused where a private one is among them: the file of the private key is not served by mistake', async () => {
    const key = readFileSync(join(folder, 'private.json'), 'utf8')
    const mixed = written('mixed.json', `{"keys":[${key}]}`)
    expect(await checked(mixed)).toMatchObject({ exit: 1, said: expect.stringContaining('keys[0] is a private key') })
    expect(await checked(join(folder, 'private.json'))).toMatchObject({ exit: 1 })
  })

  test.each([
    ['is not there', join(folder, 'none.json'), 'is not there'],
    ['is no JSON', written('text.json', 'keys'), 'is no JSON'],
    ['names no kid', written('kid.json', '{"keys":[{"kty":"EC","alg":"ES384"}]}'), 'keys[0].kid'],
  ])('are named where their file %s', async (_, file, says) => {
    expect(await checked(file)).toMatchObject({ exit: 1, said: expect.stringContaining(says) })
  })
})
